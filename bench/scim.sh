#!/usr/bin/env bash
# Requests per second that idproctor's SCIM client and wrk get out of the same service, which runs in a process of
# its own: `idproctor reference` of the bench build. Each measurement gets a fresh one, since POST fills its store.
#   bench/scim.sh [SECONDS]
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
seconds=${1:-5}
build=$root/build/bench
state=$(mktemp -d)
server=
stop() { if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=; fi; }
trap 'stop; rm -rf "$state"' EXIT

for program in wrk curl; do
  command -v "$program" >/dev/null || { echo "bench: $program is missing; apt-get install $program" >&2; exit 2; }
done
for program in "$build/bin/idproctor" "$build/bench/idproctor_bench"; do
  [ -x "$program" ] || { echo "bench: $program is not built; run bin/bench once" >&2; exit 2; }
done

export IDPROCTOR_HOME=$root
IDPROCTOR_SCIM_TOKEN=$(head -c 18 /dev/urandom | base64)
export IDPROCTOR_SCIM_TOKEN

# The port is the one that the system gave; the line "SCIM  URL" tells it.
start() {
  stop
  : >"$state/out"  # else the line of the one before might still be read
  "$build/bin/idproctor" reference --listen 127.0.0.1:0 --state "$state" >"$state/out" 2>&1 &
  server=$!
  url=
  for _ in $(seq 300); do
    url=$(sed -n 's/^ *SCIM  *\([^ ]*\).*/\1/p' "$state/out")
    if [ -n "$url" ]; then break; fi
    kill -0 "$server" 2>/dev/null || { cat "$state/out" >&2; exit 2; }
    sleep 0.1
  done
  [ -n "$url" ] || { echo "bench: idproctor reference does not start" >&2; cat "$state/out" >&2; exit 2; }
}
client() {
  IDPROCTOR_BENCH_SCIM_URL=$url "$build/bench/idproctor_bench" --benchmark_filter="$1" \
    --benchmark_min_time="$seconds" 2>/dev/null |
    sed -n 's/.*items_per_second=\([^ /]*\).*/\1 requests\/s/p'
}
with_wrk() {
  # 100 users are there to be filtered, as in the benchmark.
  wrk -t1 -c16 -d"${seconds}s" -H "Authorization: Bearer $IDPROCTOR_SCIM_TOKEN" \
    -H "Content-Type: application/scim+json" "$@" | sed -n 's/Requests\/sec: *\(.*\)/\1 requests\/s/p; /Non-2xx/p'
}
seed() {
  for i in $(seq 100); do
    curl -sS -o /dev/null -H "Authorization: Bearer $IDPROCTOR_SCIM_TOKEN" -H "Content-Type: application/scim+json" \
      -d "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"alice$i@example.com\"}" "$url/Users"
  done
}

start; echo "GET /Users?filter, idproctor: $(client get_users_filter)"
start; seed; echo "GET /Users?filter, wrk:       $(with_wrk "$url/Users?filter=userName%20eq%20%22alice50@example.com%22")"
start; echo "POST /Users, idproctor:       $(client post_users)"
start; echo "POST /Users, wrk:             $(with_wrk -s "$root/bench/post_users.lua" "$url/Users")"
