#!/usr/bin/env bash
# Manual pages, scripts and the layout of C++, each judged by the tool made for it.
#   lint.sh [ROOT]
set -euo pipefail
cd "${1:-$(dirname "$0")/../..}"
failed=0
checked=0

run() { # COMMAND... FILE: nothing may be said about the file
    local said
    if ! said=$("$@" 2>&1) || [ -n "$said" ]; then
        printf '%s\n' "$said"
        failed=$((failed + 1))
    fi
    checked=$((checked + 1))
}

have() {
    command -v "$1" >/dev/null && return
    echo "lint.sh: $1 is not installed" >&2
    exit 77
}
have mandoc
have shellcheck
have clang-format

# From where they lie, so that they find each other.
lint_page() { # NAME
    (cd man && mandoc -T lint "$1") 2>&1 | sed 's|^mandoc: |man/|'
}
for page in man/*.[1-8]; do
    [ -e "$page" ] || continue
    run lint_page "${page#man/}"
done
while IFS= read -r script; do
    run shellcheck --external-sources --source-path=SCRIPTDIR "$script"
done < <(find . \( -name .git -o -name 'build*' \) -prune -o -type f \( -name '*.sh' -o -path './.ci/run' \) -print)
for file in completions/*.bash; do
    [ -e "$file" ] || continue
    run shellcheck --shell=bash "$file"
done
mapfile -t sources < <(find lib cli tests -name '*.cc' -o -name '*.hh')
run clang-format --dry-run -Werror "${sources[@]}"
checked=$((checked + ${#sources[@]} - 1))

echo "$checked checked, $failed found"
[ "$checked" -gt 0 ] && [ "$failed" -eq 0 ]
