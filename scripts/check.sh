#!/usr/bin/env bash
# Everything that can be checked without running the tests: format, vet, lint, generated files, cross builds.
set -euo pipefail
cd "$(dirname "$0")/.."

unformatted=$(gofmt -l $(git ls-files --cached --others --exclude-standard '*.go' | grep -v ^third_party))
if [ -n "$unformatted" ]; then
	echo "not formatted (make fmt): $unformatted" >&2
	exit 1
fi
go vet ./...
go tool staticcheck ./...
scripts/generated.sh
scripts/cross.sh
