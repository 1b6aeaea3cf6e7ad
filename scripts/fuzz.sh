#!/usr/bin/env bash
# Runs each fuzz target for FUZZTIME (10s by default).
set -euo pipefail
cd "$(dirname "$0")/.."
grep -rlE '^func Fuzz' --include='*_test.go' . | while read -r file; do
	for target in $(grep -oE '^func Fuzz\w+' "$file" | awk '{print $2}'); do
		go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-10s}" -fuzzminimizetime 10x "./$(dirname "$file")"
	done
done
