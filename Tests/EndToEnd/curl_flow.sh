#!/usr/bin/env bash
# The story of an interest with curl and the JSON API, as a program or a terminal would do it.
set -euo pipefail
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/../../scripts/common.bash"
cd "$root"

: "${REGISTRY_TEST_BINARY:?}" "${REGISTRY_TEST_DATABASE:?}"
program=$REGISTRY_TEST_BINARY
name=registry_end_to_end_curl_$$_$RANDOM
scratch=$(mktemp -d)
server=''

clean_up() {
    local status=$?
    trap '' INT TERM HUP
    if [[ -n $server ]]; then kill -KILL "$server" 2> /dev/null || true; fi
    query "$REGISTRY_TEST_DATABASE" "DROP DATABASE IF EXISTS $name WITH (FORCE)" || true
    rm -rf "$scratch"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 143' INT TERM HUP

query() {
    "$(postgres_programs "")/psql" --no-psqlrc --quiet --tuples-only --no-align \
        --set ON_ERROR_STOP=1 --command "$2" "$1"
}

# Fails unless the two texts are equal: what is meant, what is wanted, what was seen.
equal() { [[ $2 == "$3" ]] || fail "expected: $1: $2"$'\n'"    seen: $3"; }

wait_for() {
    local what=$1 deadline=$((SECONDS + 20))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || fail "expected: $what within 20 s"$'\n'"$(cat "$scratch/log")"
        sleep 0.02
    done
}

status_of() { curl --silent --output "$scratch/body" --write-out '%{http_code}' "$@"; }
is_ready() { [[ $(status_of "$url/readyz") == 200 ]]; }
has_mail() { curl --silent "$url/dev/mailbox.json" | grep "/$1/" > /dev/null; }
mailed_link() {
    curl --silent "$url/dev/mailbox.json" | grep -oE "$url/$1/[A-Za-z0-9_-]{43}" | head -n 1
}
listed() { "$program" interest list --event protect-tallinn-2027 --json "$@"; }

query "$REGISTRY_TEST_DATABASE" "CREATE DATABASE $name"
case $REGISTRY_TEST_DATABASE in
    *://*\?*) own="$REGISTRY_TEST_DATABASE&dbname=$name" ;;
    *://*) own="$REGISTRY_TEST_DATABASE?dbname=$name" ;;
    *) own="$REGISTRY_TEST_DATABASE dbname=$name" ;;
esac
url=http://127.0.0.1:$(free_port)
export REGISTRY_ENVIRONMENT=demo REGISTRY_LISTEN=${url#http://} REGISTRY_DATABASE_URL=$own
"$program" migrate > /dev/null
"$program" demo > /dev/null
setpriv --pdeathsig KILL -- "$program" serve > "$scratch/log" 2>&1 &
server=$!
wait_for "the service to be ready" is_ready

curl --silent --fail "$url/api/v1/events" | grep '"code":"protect-tallinn-2027"' > /dev/null ||
    fail "expected: the event in the list of events"
cat > "$scratch/interest.json" << 'JSON'
{"event": "protect-tallinn-2027", "given_name": "Ieva", "family_name": "Ozola",
 "email": "ieva.ozola@example.org", "organisation": "State Border Guard",
 "sector": "border-guard", "country": "LV", "language": "lv", "notice": "2026-11"}
JSON
equal "the status of an interest" 202 "$(status_of --json "@$scratch/interest.json" \
    "$url/api/v1/interests")"
equal "the answer" '{"status":"confirmation-sent"}' "$(< "$scratch/body")"
listed --state unconfirmed | grep ieva.ozola@example.org > /dev/null ||
    fail "expected: the interest among those unconfirmed"$'\n'"    seen: $(listed)"

wait_for "a mail with a link" has_mail confirm
link=$(mailed_link confirm)
equal "the status of the page" 200 "$(status_of "$link")"
equal "confirmed interests before the button" 0 \
    "$(query "$own" "SELECT count(*) FROM interest WHERE confirmed_at IS NOT NULL")"
mine=$(curl --silent --request POST --output "$scratch/body" --write-out '%{redirect_url}' "$link")
equal "where the button leads" "$url/my/" "$(grep -oE '^.*/my/' <<< "$mine")"
equal "the status of a second press" 410 "$(status_of --request POST "$link")"
listed --state confirmed | grep ieva.ozola@example.org > /dev/null ||
    fail "expected: the interest among those confirmed"$'\n'"    seen: $(listed)"

mine=${mine%%\?*}
equal "the status of a correction" 303 "$(status_of --data-urlencode given_name=Ieva \
    --data-urlencode family_name=Ozoliņa --data-urlencode organisation=Robežsardze \
    --data-urlencode sector=police --data-urlencode country=LV "$mine")"
curl --silent --output "$scratch/page" "$mine"
grep -q Robežsardze "$scratch/page" || fail "expected: the new organisation on the page"
interest=$(curl --silent "$mine" | sed -nE 's/.*name="interest" value="([^"]+)".*/\1/p')
equal "the status of a withdrawal" 303 "$(status_of --data "interest=$interest" "$mine/withdraw")"
listed --state withdrawn | grep ieva.ozola@example.org > /dev/null ||
    fail "expected: the interest among those withdrawn"$'\n'"    seen: $(listed)"

kill -TERM "$server"
status=0
wait "$server" || status=$?
server=
equal "the exit status" 0 "$status"
say "ok   The whole story works with curl and the JSON API"
