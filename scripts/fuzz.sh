#!/usr/bin/env bash
# Runs every fuzz target of the repository for FUZZTIME (default 30s) each. What breaks one is written into its testdata/fuzz: commit
# it with the mend, and every run of the tests tries it again.
set -euo pipefail
cd "$(dirname "$0")/.."

grep -rHoE --include='*_test.go' '^func Fuzz[A-Za-z0-9]*' internal | sort | while IFS=: read -r file target; do
  echo "== ${target#func } (${file%/*})"
  go test "./${file%/*}" -run '^$' -fuzz "^${target#func }\$" -fuzztime "${FUZZTIME:-30s}" </dev/null
done
