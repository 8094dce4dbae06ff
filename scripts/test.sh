#!/usr/bin/env bash
# Every check of `make test`, cheapest first; the first failure ends the run.
# The linter takes minutes to build on a new machine, so it is built and run beside the tests, and
# its findings are shown at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s (%d:%02d)\n' "$*" $((SECONDS / 60)) $((SECONDS % 60)); }

step 'Set-up'
scripts/setup-tests.sh
go mod download

mkdir -p .cache
lint_log=.cache/lint.log
set -m # gives the linter a process group of its own, so that its children end with it
nice scripts/golangci-lint.sh run >"$lint_log" 2>&1 &
lint=$!
set +m
trap 'kill -- -$lint 2>/dev/null || true' EXIT

step 'Admin UI: bundle'
scripts/admin-ui.sh

step 'Admin UI: types, lint and logic'
scripts/test-admin-ui.sh logic

step "Types of the design system's scripts"
tools/typescript/node_modules/.bin/tsc -p tools/typescript/design-system.json

step 'Format'
unformatted=$(go list -f '{{.Dir}}' ./... | xargs gofmt -s -l)
if [ -n "$unformatted" ]; then
	printf 'Not formatted; run gofmt -s -w on:\n%s\n' "$unformatted" >&2
	exit 1
fi

step 'Build without the admin UI'
CGO_ENABLED=0 go build -tags no_ui -o /dev/null ./cmd/portico

step 'go vet'
go vet ./...

step 'Go tests with the race detector'
# It watches our code and what calls it. SQLite's translation from C and the compressors are left out: they are others' code, they
# touch memory millions of times, and watching them makes the whole run four times as long.
unwatched=()
for library in modernc.org/sqlite/lib modernc.org/libc modernc.org/memory github.com/andybalholm/brotli/... github.com/klauspost/compress/...; do
	unwatched+=("-gcflags=$library=-race=false -d=checkptr=0")
done
CGO_ENABLED=1 go test -race -p 2 "${unwatched[@]}" -timeout 40m ./...

step 'Allocation budget of the warm path (without the race detector, which allocates itself)'
go test -count=1 -run 'AllocatesNothing' ./internal/web/delivery

step 'Admin UI in Chromium'
scripts/test-admin-ui.sh browser

step 'golangci-lint'
status=0
wait "$lint" || status=$?
cat "$lint_log"
[ "$status" = 0 ] || exit "$status"

step 'Passed'
