#!/usr/bin/env bash
# Bundles the admin UI into admin-ui/dist, from where it is embedded: packages as their lock file has them, types of the API's
# document, scripts and styles. What is as it was is not made again.
#   scripts/admin-ui.sh [--dev]
set -euo pipefail
cd "$(dirname "$0")/.."

command -v npm >/dev/null || { echo 'The admin UI needs Node.js 20 with npm. Without it: go build -tags no_ui ./cmd/portico' >&2; exit 1; }
installed=admin-ui/node_modules/.installed
if ! cmp -s admin-ui/package-lock.json "$installed"; then
	npm ci --prefix admin-ui --no-audit --no-fund --ignore-scripts
	cp admin-ui/package-lock.json "$installed"
fi
mkdir -p bin
# A program rather than `go run`: it is a part of what the bundle is made of.
CGO_ENABLED=0 go build -trimpath -buildvcs=false -o bin/admin-ui-build ./admin-ui/build
bin/admin-ui-build -dir admin-ui "$@"
