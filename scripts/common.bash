# What every script here begins with: where things are, and how it speaks. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
local_directory=${LOCAL_DIRECTORY:-$root/.local}
# Read by the scripts that source this.
export venv=$local_directory/venv

# Tools that were unpacked without being installed (see install-dependencies) are found last.
PATH=$PATH:$local_directory/bin:/usr/sbin
export PATH

# Prints one line of progress.
say() { printf '%s\n' "$*" >&2; }

# Prints why the script cannot go on, and ends it.
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# The newest directory of PostgreSQL server programs of version 15 or later; nothing if none is
# there. With an argument, of exactly that major version.
postgres_programs() {
    local wanted=${1:-} candidate version
    {
        if command -v pg_config > /dev/null; then pg_config --bindir 2> /dev/null || true; fi
        printf '%s\n' /usr/lib/postgresql/*/bin
    } | while read -r candidate; do
        [[ -x $candidate/initdb && -x $candidate/postgres ]] || continue
        version=$("$candidate/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*$/\1/')
        if [[ -n $wanted ]]; then
            [[ $version == "$wanted" ]] || continue
        else
            ((version >= 15)) || continue
        fi
        printf '%s %s\n' "$version" "$candidate"
    done | sort -rn | head -n 1 | cut -d ' ' -f 2-
}

# A TCP port of 127.0.0.1 that nobody listens on now. Whoever uses it must still bear a refusal.
free_port() {
    local port
    for _ in {1..50}; do
        port=$((20000 + RANDOM % 12000))
        # A connection that is refused leaves the port to us.
        if ! (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then
            printf '%s\n' "$port"
            return
        fi
    done
    fail "No free port was found on 127.0.0.1."
}

# Under make, the end of make is our end too, even when it was killed and could not say so.
end_with_make() {
    if [[ -n ${MAKELEVEL:-} && -z ${REGISTRY_TEST_GUARDED:-} ]]; then
        REGISTRY_TEST_GUARDED=yes exec setpriv --pdeathsig TERM -- "$0" "$@"
    fi
    unset REGISTRY_TEST_GUARDED
}

# What a script waits for now, and the status to exit with once it was asked to end.
attended='' ending=''

# From here on INT, TERM and HUP are passed on to what is attended, as TERM.
attend_signals() {
    trap 'end_attended 130' INT
    trap 'end_attended 143' TERM
    trap 'end_attended 129' HUP
}

end_attended() {
    ending=$1
    if [[ -z $attended ]]; then exit "$ending"; fi
    kill -TERM -- "-$attended" 2> /dev/null || kill -TERM "$attended" 2> /dev/null || true
}

# Runs a command to its end and returns its status. Bash would let a signal wait until a command in
# the foreground is done; this one is passed on at once. The command gets a session of its own, so
# that Ctrl-C reaches it once and through us, and it ends with us if we are killed.
attend() {
    local status=0
    setsid setpriv --pdeathsig TERM -- "$@" < /dev/null &
    attended=$!
    if [[ -n $ending ]]; then end_attended "$ending"; fi
    while true; do
        status=0
        wait "$attended" || status=$?
        kill -0 "$attended" 2> /dev/null || break
    done
    # A signal may have ended the wait in the moment in which the command ended.
    if [[ -n $ending ]]; then
        status=0
        wait "$attended" || status=$?
    fi
    attended=
    return "$status"
}
