# The four commands of gongkai: run, test, check, bench.
GO      ?= go
BIN     := bin/gongkai
export CGO_ENABLED := 0

.PHONY: run build test check bench fmt generate fuzz deps cross
.DEFAULT_GOAL := build

# Without the tables for debuggers, which -s would throw away again: compiling takes an eighth less.
build:
	$(GO) build -trimpath -gcflags=all=-dwarf=false -ldflags '-s -w' -o $(BIN) ./cmd/gongkai

# Builds and serves the platform with its demo data on http://127.0.0.1:8080
run: build
	$(BIN) serve --demo

# Installs what the tests need (PostgreSQL, Chromium, poppler), then runs them all.
test: deps
	$(GO) test -count=1 -timeout 40m ./...

deps:
	@scripts/install-test-deps.sh

check:
	@scripts/check.sh

cross:
	@scripts/cross.sh

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

fmt:
	gofmt -l -w $$(git ls-files '*.go')

generate:
	$(GO) generate ./...

# A short run of every fuzz target.
fuzz:
	@scripts/fuzz.sh
