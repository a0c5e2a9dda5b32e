# shellcheck shell=bash
# What the scripts of this project share. Sourced, never run.

GLOVEBOX_ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
GLOVEBOX_HOME=${GLOVEBOX_HOME:-$GLOVEBOX_ROOT/.glovebox}
case $GLOVEBOX_HOME in /*) ;; *) GLOVEBOX_HOME=$PWD/$GLOVEBOX_HOME ;; esac
export GLOVEBOX_HOME

if [[ -t 2 && -z ${NO_COLOR:-} ]]; then
  bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' yellow=$'\e[33m' plain=$'\e[0m'
else
  bold='' dim='' red='' green='' yellow='' plain=''
fi
# Not every script uses every colour.
export bold dim red green yellow plain

# Progress goes to standard error, so that standard output stays free for answers.
say() { printf '%s\n' "$*" >&2; }
note() { printf '%s%s%s\n' "$dim" "$*" "$plain" >&2; }
warn() { printf '%s%s%s\n' "$yellow" "$*" "$plain" >&2; }
fail() {
  printf '%s%s%s\n' "$red" "$*" "$plain" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Debian and Ubuntu as root: the only case in which anything is installed.
can_install() { [[ $EUID -eq 0 ]] && have apt-get; }

apt_updated=no
# install_packages NAME...: from the distribution, quietly; the caller has asked can_install. Waits for whoever else installs: steps
# that run side by side, and the machine's own updates.
install_packages() {
  say "Installing $* from the distribution."
  exec 8>/run/glovebox-apt.lock
  flock 8
  if [[ $apt_updated == no ]]; then
    apt-get update -qq >&2 || warn "apt-get update failed; going on with the package lists that are there."
    apt_updated=yes
  fi
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "$@" >&2 8>&- \
    || fail "The distribution's packages $* could not be installed; the lines above say why."
  exec 8>&-
}

# require_command COMMAND PACKAGE: has it, installs it, or says in one sentence what is missing.
require_command() {
  have "$1" && return
  can_install || fail "$1 is missing: install the package $2 (as root on Debian or Ubuntu this script does it by itself)."
  install_packages "$2"
  have "$1" || fail "$1 is still missing after installing the package $2."
}

# content_hash PATH...: one hash over names and contents of all files below the paths.
content_hash() {
  (cd "$GLOVEBOX_ROOT" && find "$@" -type f -not -path '*/target/*' -not -path '*/build/out/*' -print0 \
    | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
}

seconds_since() { awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }'; }

# timed NAME COMMAND...: runs it and prints how long it took; returns its status.
timed() {
  local name=$1 from=$EPOCHREALTIME status=0
  shift
  say "${bold}== $name${plain}"
  "$@" || status=$?
  if ((status == 0)); then
    say "${green}== $name: $(seconds_since "$from") s${plain}"
  else
    say "${red}== $name: failed after $(seconds_since "$from") s (exit status $status)${plain}"
  fi
  return "$status"
}
