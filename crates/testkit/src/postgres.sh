#!/bin/sh
# Runs a throw-away PostgreSQL server for as long as standard input stays open.
#
#   postgres.sh BIN_DIR      the folder that holds initdb and pg_ctl
#
# Prints one line, "ready postgres://…" or "failed REASON", then waits. When whoever started it
# closes standard input or dies, be it by SIGKILL, the read ends, the server stops and its folder
# goes. Used by the test kit and by .ci/run. The server listens on loopback only, asks for a
# password made up here (a superuser may run programs, so other accounts must stay out), and keeps
# fsync on, because tests ask whether acknowledged work survives.
set -u
bin=$1
dir=
cd /

# initdb and the server refuse to run as root.
owner=
if [ "$(id -u)" = 0 ]; then
  owner=nobody
  if id postgres >/dev/null 2>&1; then owner=postgres; fi
fi

as_owner() {
  if [ -z "$owner" ]; then
    "$@"
  elif command -v setpriv >/dev/null 2>&1; then
    setpriv --reuid "$owner" --regid "$(id -g "$owner")" --init-groups "$@"
  else
    runuser -u "$owner" -- "$@"
  fi
}

finish() {
  trap '' HUP INT TERM
  if [ -n "$dir" ]; then
    as_owner "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1
    rm -rf "$dir"
  fi
}

fail() {
  echo "failed $1"
  if [ -s "$dir/log" ]; then tail -n 20 "$dir/log" >&2; fi
  exit 1
}

trap '' PIPE # whoever reads our line may be gone already: clean up all the same
trap finish EXIT
trap 'exit 1' HUP INT TERM

# The folder is in the server's command line, and with it the mark that .ci/run looks for.
dir=$(mktemp -d "/tmp/trefoil-postgres.${TREFOIL_CI_MARK:-tests}.XXXXXX") ||
  fail 'no temporary folder'
od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$dir/password"
: >"$dir/log" # made here, so that both this script and the server may write to it
if [ -n "$owner" ]; then chown -R "$owner" "$dir"; fi

# A team's server sorts text by the rules of a language and SQLite by bytes: a server that sorts
# like a team's shows a statement that leans on either. Before version 15 there is no such option.
create() {
  as_owner "$bin/initdb" -D "$dir/data" -U trefoil --pwfile="$dir/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C "$@" >"$dir/log" 2>&1 </dev/null
}
create --locale-provider=icu --icu-locale=en-US || { rm -rf "$dir/data"; create; } ||
  fail 'initdb did not work'

for attempt in 1 2 3 4 5; do
  # Below the range from which systems hand out ports by themselves.
  port=$((15000 + $(od -An -N2 -tu2 /dev/urandom) % 15000))
  if as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -t 60 -w start -o "-p $port \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on \
    -c max_connections=200" >/dev/null 2>&1 </dev/null; then
    echo "ready postgres://trefoil:$(cat "$dir/password")@127.0.0.1:$port/postgres"
    exec >/dev/null
    read -r _
    exit 0
  fi
done
fail "the server did not start in $attempt attempts"
