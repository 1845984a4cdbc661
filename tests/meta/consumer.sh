#!/usr/bin/env bash
# Installs into a private prefix and builds a program of somebody else against what was installed.
#   consumer.sh BUILD_DIR
set -euo pipefail
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT

cmake --install "$build" --prefix "$top/prefix" >"$top/log" || { cat "$top/log"; exit 1; }
# The source tree must not be needed, nor reachable by accident.
cp -r "$here/consumer" "$top/consumer"
cmake -S "$top/consumer" -B "$top/build" -G Ninja -DCMAKE_PREFIX_PATH="$top/prefix" -DCMAKE_BUILD_TYPE=Debug
cmake --build "$top/build"
said=$("$top/build/consumer")
printf '%s\n' "$said"
[ "$said" = "2026-11-24T09:00:00Z ZH1-9TB" ]

if grep -rIl --exclude-dir=consumer "$(dirname "$(dirname "$here")")" "$top/prefix"; then
    echo "the installed files above name the source tree" >&2
    exit 1
fi
