#!/usr/bin/env bash
# Runs the golangci-lint that tools/go.mod pins, with the arguments given; "--build" only builds it.
# The linter takes minutes to build, so its binary is kept in .cache/bin under a name that changes
# with the pinned versions and with the Go toolchain: an old one is never run by mistake.
set -euo pipefail
cd "$(dirname "$0")/.."

key=$({ go version; cat tools/go.mod tools/go.sum; } | sha256sum | cut -c1-16)
binary=$PWD/.cache/bin/golangci-lint-$key

if [ ! -x "$binary" ]; then
	mkdir -p .cache/bin
	rm -f .cache/bin/golangci-lint-*
	echo "Building golangci-lint (once; about three minutes) …" >&2
	# Built under another name first: an interrupted build leaves nothing that looks finished.
	(cd tools && CGO_ENABLED=0 go build -trimpath -o "$binary.new" github.com/golangci/golangci-lint/v2/cmd/golangci-lint)
	mv "$binary.new" "$binary"
fi
[ "${1:-}" = --build ] || exec "$binary" "$@"
