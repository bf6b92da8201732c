#!/usr/bin/env bash
# The user stories, walked on a case with planted facts: what is found of them, and the seconds of each action. What it prints goes
# into runs/DATE-stories.md.
#
#   benches/stories.sh [CASE]      a case of made-up documents, linked, that is copied and gets the planted articles; without it they are alone
#
# Needs builds of hearsay and of the workbench, and curl. Asks nothing but this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
hearsay=${HEARSAY:-target/release/hearsay} workbench=${WORKBENCH:-target/release/workbench} seed=${SEED:-1}

made=$(mktemp -d -p "${MADE:-/tmp}")
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$made"' EXIT
"$workbench" plant --seed "$seed" "$made/planted"
articles=$made/planted/articles case_file=$made/planted.hearsay
if [ $# -gt 0 ]; then cp "$1" "$case_file"; fi
since() { awk -v a="$1" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }'; }

echo "$(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $("$hearsay" --version), $(date -u +%F)"
begun=$(date +%s.%N)
"$hearsay" add "$case_file" "$articles" >"$made/added" 2>"$made/said"
echo "added: $(tail -1 "$made/added"), $(since "$begun") s"

# Story 5: from files to rows by one command, killed on the way and taken up again; the same bytes as without.
if [ $# -eq 0 ]; then
  killed=$made/killed.hearsay
  for after in 0.4 0.8 1.6; do
    "$hearsay" add "$killed" "$articles" >/dev/null 2>&1 &
    adding=$!
    sleep "$after"
    kill -9 "$adding" 2>/dev/null || true
    wait "$adding" 2>/dev/null || true
    echo "killed after $after s: $("$hearsay" stats "$killed" --format csv 2>/dev/null | sed -n 's/^documents,//p' | head -1) documents entered"
  done
  "$hearsay" add "$killed" "$articles" >"$made/added" 2>/dev/null
  echo "taken up again: $(tail -1 "$made/added")"
  for one in planted killed; do
    begun=$(date +%s.%N)
    "$hearsay" export "$made/$one.hearsay" --as jsonl >"$made/$one.jsonl"
    echo "$one: $(wc -l <"$made/$one.jsonl") records in $(since "$begun") s, $(sha256sum "$made/$one.jsonl" | cut -c1-16)"
  done
  cmp "$made/planted.jsonl" "$made/killed.jsonl" && echo "the same bytes"
fi

"$hearsay" serve "$case_file" --port 0 >"$made/address" 2>/dev/null &
server=$!
for _ in $(seq 600); do [ -s "$made/address" ] && break; sleep 0.1; done
address=$(sed 's,/$,,;q' "$made/address")
echo
"$workbench" walk-stories "$made/planted/gold.json" --address "$address" || status=$?
echo
echo "resident $(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$server/status") MiB, peak $(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$server/status") MiB"
kill "$server" && wait "$server" 2>/dev/null || true
server=

# Story 8: a folder of files that needs nobody, and holds its own passages against its texts.
if [ $# -eq 0 ]; then
  begun=$(date +%s.%N)
  "$hearsay" publish "$case_file" "$made/site" >/dev/null 2>&1
  echo "published: $(find "$made/site" -type f | wc -l) files, $(du -sm "$made/site" | cut -f1) MB, $(since "$begun") s"
  begun=$(date +%s.%N)
  "$hearsay" verify "$made/site" >"$made/verified" && echo "every passage stands at its place: $(wc -l <"$made/site/evidence.jsonl") passages, $(since "$begun") s"
  # What the program itself says, without the words of articles: no verdict among it.
  sed 's/<[^>]*>/ /g' "$made/site/index.html" "$made/site/help.html" "$made/site/disputes.html" |
    grep -niwE 'fake|credible|credibility|trustworthy|unreliable|debunked|disproved|liar' || echo "no verdict on first page, help and disputes"
fi
exit "${status:-0}"
