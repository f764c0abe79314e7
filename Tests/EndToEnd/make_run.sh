#!/usr/bin/env bash
# The one command of the README: from a checkout to a service with data, and nothing left behind.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
place=$(mktemp -d /tmp/registry-run-XXXXXX)
export LOCAL_DIRECTORY=$place
unset REGISTRY_DATABASE_URL REGISTRY_MIGRATION_DATABASE_URL REGISTRY_LISTEN REGISTRY_ENVIRONMENT
PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export PORT
at=http://127.0.0.1:$PORT
running=
clean_up() {
    if [[ -n $running ]]; then kill -TERM "$running" 2> /dev/null || true; fi
    wait || true
    rm -rf "$place"
}
trap clean_up EXIT

fail() {
    printf 'FAIL %s\n' "$1"
    tail -n 20 "$place/log" || true
    exit 1
}

until_ready() {
    for ((i = 0; i < 600; i++)); do
        if curl --silent --fail --output /dev/null "$at/readyz"; then return; fi
        kill -0 "$running" 2> /dev/null || fail "it ended before it was ready"
        sleep 0.1
    done
    fail "it was not ready within a minute"
}

for round in first second; do
    make --no-print-directory --directory "$root" run > "$place/log" 2>&1 &
    running=$!
    until_ready
    events=$(curl --silent --fail "$at/api/v1/events" | grep -o '"code":' | wc -l)
    ((events > 5)) || fail "the $round run shows $events events"
    kill -TERM "$running"
    wait "$running" && status=0 || status=$?
    running=
    ((status == 0 || status == 143)) || fail "the $round run ended with $status"
    if curl --silent --output /dev/null "$at/healthz"; then fail "it serves after its end"; fi
    if pgrep --full -- "-D $place" > /dev/null; then fail "its PostgreSQL runs after its end"; fi
    printf 'ok   the %s run loads its data, serves, and ends what it started\n' "$round"
done
