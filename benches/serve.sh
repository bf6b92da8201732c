#!/usr/bin/env bash
# Requests a second and times of answers, over loopback: each view of a case of made-up articles, and `POST /api/v1/read`
# of an article of 600 words. What it prints goes into runs/DATE-serve.md.
#
#   benches/serve.sh [DOCUMENTS [SECONDS]]      usual: 1000 documents, 5 seconds a view
#
# Needs wrk (Debian: apt-get install wrk) and release builds of hearsay and of the workbench. Asks nothing but this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
n=${1:-1000} seconds=${2:-5}
hearsay=${HEARSAY:-target/release/hearsay} workbench=${WORKBENCH:-target/release/workbench}

made=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$made"' EXIT
case_file=${CASE:-$made/made.hearsay}
if [ ! -f "$case_file" ]; then
  "$workbench" generate --documents "$n" "$case_file" >/dev/null
  # What is made is not yet linked; adding one article links all.
  "$hearsay" add "$case_file" examples/one-page/orchard-wire.txt >/dev/null 2>&1
fi
begun=$(date +%s.%N)
"$hearsay" serve "$case_file" --read-only >"$made/address" 2>/dev/null &
server=$!
for _ in $(seq 3000); do [ -s "$made/address" ] && break; sleep 0.1; done
address=$(sed 's,/$,,;q' "$made/address")

cat >"$made/told.lua" <<'LUA'
done = function(summary, latency, requests)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("TOLD %.0f %.1f %.1f %.1f %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, bad))
end
LUA
cp "$made/told.lua" "$made/read.lua"
cat >>"$made/read.lua" <<'LUA'
local names = { "Ida Marn", "Tomas Vell", "Pella Grost", "Odo Brack", "Ines Korr", "Rufus Bray" }
local deeds = { "the wall had been checked every week since March", "nobody had looked at the gate before the flood",
  "the board would answer in writing by Friday", "about 40 homes were without water for two days" }
local text = "Dam at Orrin holds, says engineer\n\n"
local n = 0
while select(2, text:gsub("%S+", "")) < 600 do
  n = n + 1
  local name, deed = names[n % #names + 1], deeds[n % #deeds + 1]
  text = text .. name .. ", who has worked at the dam for " .. n .. " years, said on Tuesday that " .. deed ..
    ". The road along the river was closed for most of the morning, and buses went by way of the mill.\n\n"
  if n % 3 == 0 then text = text .. "“We were told nothing of it,” she told reporters. The company declined to comment.\n\n" end
end
wrk.method = "POST"
wrk.headers["Content-Type"] = "text/plain"
wrk.body = text
LUA

documents=$(curl -s "$address/api/v1/stats" | sed -n 's/.*"documents":\([0-9]*\).*/\1/p')
document=$(curl -s "$address/api/v1/coverage?limit=1" | grep -o 'd-[0-9a-f]\{32\}' | head -1)
claim=$(curl -s "$address/api/v1/claims?limit=1" | grep -o 'q-[0-9a-f]\{32\}' | head -1)
person=$(curl -s "$address/api/v1/people?limit=1" | grep -o 'e-[0-9a-f]\{32\}' | head -1)

echo "$documents documents, $(nproc) cores, 4 connections, $seconds seconds each, $("$hearsay" --version), $(date -u +%F)"
echo
echo "| address | first answer ms | KB | requests a second | median ms | p95 ms | p99 ms | not answered well |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- |"
row() { # SCRIPT ADDRESS
  local told first='– | –'
  # What a list makes when it is first asked for, it keeps: that answer is told by itself; of one that takes longer than two minutes what came by then.
  if [ "$1" = told ]; then
    first=$(curl -s -o /dev/null --max-time 120 -w '%{time_total} %{size_download}' "$address$2" | awk '{ printf "%.0f | %.0f", $1 * 1000, $2 / 1000 }') || true
  fi
  told=$(wrk -t1 -c4 -d"${seconds}s" --timeout 30s -s "$made/$1.lua" "$address$2" | sed -n 's/^TOLD //p')
  # shellcheck disable=SC2086
  printf '| `%s` | %s | %s | %s | %s | %s | %s |\n' "${3:-$2}" "$first" $told
}
echo "opened and first answered in $(awk -v a="$begun" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }') s; memory $(awk '/VmHWM/ { printf "%.0f MiB at most", $2 / 1024 }' "/proc/$server/status")" >&2
for view in / /claims /who-said /people /disputes /accusations /copies /timeline /stories /outlets /coverage '/search?text=gate'; do
  row told "$view"
done
row told "/document/$document" /document/ID
row told "/claim/$claim" /claim/ID
row told "/person/$person" /person/ID
for view in '/api/v1/who-said?limit=100' '/api/v1/claims?limit=100'; do row told "$view"; done
row read /api/v1/read 'POST /api/v1/read'
echo
echo "memory at most: $(awk '/VmHWM/ { printf "%.0f MiB", $2 / 1024 }' "/proc/$server/status")"
