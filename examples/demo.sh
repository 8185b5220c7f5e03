#!/usr/bin/env bash
# The demo: load the twelve example articles into a fresh folder, then ask the graph who joined what.
set -euo pipefail
cd "$(dirname "$0")/.."

JOINDER_DATA=$(mktemp -d "${TMPDIR:-/tmp}/joinder-demo.XXXXXX")
export JOINDER_DATA
unset JOINDER_GRAPH
trap 'rm -rf "$JOINDER_DATA"' EXIT

run() {
  printf '\n$ joinder'
  for word in "$@"; do
    case $word in *[!A-Za-z0-9_./=-]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
  done
  printf '\n'
  joinder "$@"
}

run load examples
run who 'Stop Hate for Profit'
run show 'Katy Perry'
run top --by campaigns -n 8
run query --name paused_on platform=Facebook
run query 'MATCH (p:Person)-[j:JOINED]->(c:Campaign) RETURN p.name, c.name, j.status ORDER BY p.name, c.name LIMIT 8'
