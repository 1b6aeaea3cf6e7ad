#!/usr/bin/env bash
# Proves that the binary builds without cgo for every processor that gongkai supports.
set -euo pipefail
cd "$(dirname "$0")/.."
for arch in amd64 arm64 loong64; do
	CGO_ENABLED=0 GOOS=linux GOARCH=$arch go build -trimpath -o /dev/null ./cmd/gongkai
	echo "builds: linux/$arch"
done
