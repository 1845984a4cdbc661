#!/usr/bin/env bash
# clang-tidy over every source of lib/ and cli/; any word is a failure.
#   tidy.sh BUILD_DIR [FILE...]
# A file that was clean is skipped until it, a header of ours or the settings change.
set -euo pipefail
build=$(cd "$1" && pwd)
shift
cd "$(dirname "$0")/../.."
command -v clang-tidy >/dev/null || { echo "tidy.sh: clang-tidy is not installed" >&2; exit 77; }

sources=("$@")
if [ ${#sources[@]} -eq 0 ]; then
    mapfile -t sources < <(grep -o "\"file\": \"$PWD/[^\"]*" "$build/compile_commands.json" |
        sed "s|.*\"$PWD/||" | grep -E '^(lib|cli)/' | sort -u)
fi
[ ${#sources[@]} -gt 0 ] || { echo "tidy.sh: compile_commands.json names no source of ours" >&2; exit 1; }

stamps=$build/tidy
mkdir -p "$stamps"
shared=$(find lib cli -name '*.hh' -print0 | sort -z | xargs -0 cat .clang-tidy "$build/compile_commands.json" | sha256sum)
export build stamps shared
# shellcheck disable=SC2016  # expanded by the inner shell
printf '%s\0' "${sources[@]}" | xargs -0 -n 1 -P 2 bash -c '
    stamp=$stamps/$(printf "%s%s" "$shared" "$(cat "$1")" | sha256sum | cut -c1-40)
    [ ! -e "$stamp" ] || exit 0
    # The analyzer looks less deep: a third of the time, and it does not wander through the standard library.
    if said=$(clang-tidy --quiet --extra-arg={-Xclang,-analyzer-config,-Xclang,mode=shallow} -p "$build" "$1" 2>/dev/null); then touch "$stamp"; else printf "%s\n" "$said"; exit 1; fi
' tidy
echo "${#sources[@]} checked, 0 found"
