# What every script here begins with: where things are, and how it speaks. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
local_directory=$root/.local
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
