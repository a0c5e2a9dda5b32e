# Sourced by the scripts in build/ that tell their progress on standard output: lib.sh, with another voice.

# shellcheck source=build/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
root=$GLOVEBOX_ROOT
home=$GLOVEBOX_HOME
# Not every script uses both.
export root home

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# within SECONDS COMMAND...: repeats the command until it succeeds or the time is over.
within() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.2     # between two looks, so that waiting does not take a core
    done
}
