#!/usr/bin/env bash
# Runs a fuzz target over its corpus and then over inputs made from it, without writing to the corpus.
#   look.sh PROGRAM CORPUS [LIBFUZZER_OPTION...]
# What makes it fail is left in the working directory, named by its kind and hash.
set -euo pipefail
program=$1 corpus=$2
shift 2
found=$(mktemp -d)
trap 'rm -rf "$found"' EXIT
# The libraries below keep some tables for ever.
export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1
"$program" -runs=0 "$corpus"/*
"$program" -timeout=20 -rss_limit_mb=1024 -max_len=20000 "$@" "$found" "$corpus"
