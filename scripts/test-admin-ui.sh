#!/usr/bin/env bash
# Checks the admin UI: its types against the API's, its style, its logic, and all of it in Chromium against the real server.
#   scripts/test-admin-ui.sh [logic|browser]     both without an argument
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-all}

scripts/admin-ui.sh
if [ "$what" != browser ]; then
	npm run --silent --prefix admin-ui check
	npm run --silent --prefix admin-ui lint
	npm run --silent --prefix admin-ui test
fi
if [ "$what" != logic ]; then
	CGO_ENABLED=0 go build -trimpath -buildvcs=false -o bin/portico-ui-test ./cmd/portico
	PORTICO_BINARY=$PWD/bin/portico-ui-test npm run --silent --prefix admin-ui e2e
fi
