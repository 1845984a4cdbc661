#!/usr/bin/env bash
# Installs what the tests need, builds, and runs every test. The last line is CTest's count.
#   tests/run.sh [--quick] [--no-install]
# --quick leaves out the sanitizers, clang-tidy and what is counted on an optimised build.
set -euo pipefail
cd "$(dirname "$0")/.."

quick='' install=yes
for option in "$@"; do
    case $option in
    --quick) quick=yes ;;
    --no-install) install='' ;;
    *) sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
    esac
done

if [ -n "$install" ]; then
    # Another mail server stays: the tests that need exim are then shown as skipped.
    lists=(examples/packages.txt tests/packages.txt)
    server=$(dpkg-query -W -f='${Package} ${db:Status-Status} ${Provides}\n' 2>/dev/null |
        awk '$2 == "installed" && /mail-transport-agent/ && !seen++ {print $1}')
    case $server in
    '' | exim4-daemon-heavy) examples/install-packages.sh "${lists[@]}" ;;
    *) examples/install-packages.sh <(grep -hv '^exim4' "${lists[@]}") ;;
    esac
fi

export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-2}
good=() bad=()

build_and_test() { # PRESET TARGET CTEST_OPTIONS...
    local preset=$1 target=$2
    shift 2
    printf '\n== %s: build\n' "$preset"
    cmake --preset "$preset"
    cmake --build "build/$preset" --target "$target"
    printf '\n== %s: test\n' "$preset"
    local result=0 count
    ctest --test-dir "build/$preset" -j2 --output-on-failure --no-tests=error "$@" | tee "build/$preset/ctest.log" ||
        result=$?
    count=$(grep -E '^[0-9]+% tests passed, ' "build/$preset/ctest.log") || count="$preset: no test ran"
    if [ $result = 0 ]; then good+=("$count"); else bad+=("$count"); fi
}

if [ -n "$quick" ]; then
    build_and_test debug all -LE slow
else
    # What takes minutes on its own would take an hour under the sanitizers.
    build_and_test asan all -L '^(unit|cli)$' -LE '^slow$'
    build_and_test debug all
    build_and_test release bench -L '^bench$'
fi

printf '\n'
[ ${#good[@]} = 0 ] || printf '%s\n' "${good[@]}"
[ ${#bad[@]} = 0 ] || { printf '%s\n' "${bad[@]}"; exit 1; }
