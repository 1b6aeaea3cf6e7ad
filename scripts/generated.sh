#!/usr/bin/env bash
# Fails when a committed generated file differs from what its source gives today.
set -euo pipefail
cd "$(dirname "$0")/.."
if git ls-files '*.templ' | grep -q .; then
	go tool templ generate -log-level error
	changed=$(git status --porcelain -- '*_templ.go')
	if [ -n "$changed" ]; then
		echo "templ output is stale (go tool templ generate): $changed" >&2
		exit 1
	fi
fi

go run ./internal/archtest/lawcoverage
if [ -n "$(git status --porcelain -- docs/law/coverage.md)" ]; then
	echo "docs/law/coverage.md is stale (go run ./internal/archtest/lawcoverage)" >&2
	exit 1
fi
