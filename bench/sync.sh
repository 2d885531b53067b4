#!/usr/bin/env bash
# Pushes 100,000 users with `idproctor sync` into `idproctor reference`, a process of its own, and prints the time and
# the peak memory of the client. Exit 1 when that is 64 MiB or more, or when the target does not hold what was sent.
#   bench/sync.sh [USERS] [GROUPS] [PROVIDER]
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
users=${1:-100000}
groups=${2:-100}
provider=${3:-okta}
most_kib=65536
idproctor=${IDPROCTOR:-$root/build/release/bin/idproctor}
state=$(mktemp -d)
server=
stop() { [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true; }
trap 'stop; rm -rf "$state"' EXIT

[ -x /usr/bin/time ] || { echo "bench: /usr/bin/time is missing; apt-get install time" >&2; exit 2; }
[ -x "$idproctor" ] || { echo "bench: $idproctor is not built; run bin/idproctor once" >&2; exit 2; }

export IDPROCTOR_HOME=$root
IDPROCTOR_SCIM_TOKEN=$(head -c 18 /dev/urandom | base64)
export IDPROCTOR_SCIM_TOKEN

# The port is the one that the system gave; the line "SCIM  URL" tells it.
: >"$state/out"  # sed may come before the process behind does
"$idproctor" reference --listen 127.0.0.1:0 --state "$state" >"$state/out" 2>&1 &
server=$!
url=
for _ in $(seq 300); do
  url=$(sed -n 's/^ *SCIM  *\([^ ]*\).*/\1/p' "$state/out")
  if [ -n "$url" ]; then break; fi
  kill -0 "$server" 2>/dev/null || { cat "$state/out" >&2; exit 2; }
  sleep 0.1
done
[ -n "$url" ] || { echo "bench: idproctor reference does not start" >&2; cat "$state/out" >&2; exit 2; }

cat >"$state/target.yaml" <<TEXT
name: the reference
scim: { base_url: "$url", token: "\${env:IDPROCTOR_SCIM_TOKEN}" }
TEXT
status=0
/usr/bin/time -f '%e %M' -o "$state/time" "$idproctor" sync --target "$state/target.yaml" --state "$state" \
  --users "$users" --groups "$groups" --provider "$provider" || status=$?
read -r seconds kib < <(tail -n 1 "$state/time")
echo "bench: $seconds s with the comparison, at the most $((kib / 1024)) MiB (${kib} KiB)"
[ "$status" -eq 0 ] || exit 1
[ "$kib" -lt "$most_kib" ] || { echo "bench: that is not less than 64 MiB" >&2; exit 1; }
