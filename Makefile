# Portico. `make run` shows it, `make test` proves it; `make` alone lists the targets.

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The version shown by `portico version`: the tag, or the commit, or "dev" outside git.
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X github.com/portico-cms/portico/internal/app.Version=$(VERSION)

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: build ## build, and serve the sample group of sites from ./data (SQLite, no other process)
	bin/portico serve --sample --data-dir ./data

.PHONY: build
build: admin-ui ## build bin/portico: one static binary
	CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '$(LDFLAGS)' -o bin/portico ./cmd/portico

.PHONY: admin-ui
admin-ui: ## bundle the admin UI, which the binary embeds (needs Node.js; what is as it was is not made again)
	scripts/admin-ui.sh

.PHONY: test-ui
test-ui: ## check the admin UI alone: types, lint, logic, and in Chromium against the real server
	scripts/test-admin-ui.sh

.PHONY: test
test: ## set up and run every check: format, vet, lint, Go tests with the race detector
	scripts/test.sh

.PHONY: test-all
test-all: test ## the same, and the slow proofs: the container image built and run
	scripts/setup-tests.sh --all
	scripts/test-image.sh

.PHONY: fuzz
fuzz: ## fuzz every parser of foreign input for FUZZTIME=30s each
	scripts/fuzz.sh

# One after the other: each measures with all of the machine. One that fails does not keep the others from being measured.
BENCHES := delivery content tokens growth nodes lighthouse ui

.PHONY: bench
bench: ## run every benchmark below on a quiet machine (about an hour), and show their tables
	failed=; for b in $(BENCHES); do $(MAKE) --no-print-directory bench-$$b || failed="$$failed $$b"; done; \
	cat artifacts/bench*.md; [ -z "$$failed" ] || { echo "failed:$$failed" >&2; exit 1; }

.PHONY: bench-delivery
bench-delivery: build ## measure the shared parts against nginx on the same bytes; writes artifacts/bench.md
	scripts/setup-tests.sh --all
	go run ./bench

.PHONY: bench-content
bench-content: build ## measure content against PocketBase (SIZES=1000,10000,100000); writes artifacts/bench-content.md
	scripts/setup-tests.sh --all
	cd tools/peers && CGO_ENABLED=0 go build -trimpath -buildvcs=false -o ../../.cache/pocketbase .
	go run ./bench/content -entries $(SIZES) $(BENCH_FLAGS)

.PHONY: bench-tokens
bench-tokens: build ## measure design tokens against Style Dictionary and Terrazzo; writes artifacts/bench-tokens.md
	scripts/setup-tests.sh
	go run ./bench/tokens

SIZES ?= 1000

.PHONY: bench-growth
bench-growth: ## measure how a node grows with menus, sites and entries; writes artifacts/bench-growth.md and .svg
	go run ./bench/growth $(BENCH_FLAGS)

.PHONY: bench-nodes
bench-nodes: build ## measure one label from its publication to three nodes over PostgreSQL; writes artifacts/bench-nodes.md
	scripts/setup-tests.sh
	go run ./bench/nodes $(BENCH_FLAGS)

.PHONY: bench-lighthouse
bench-lighthouse: ## ask lighthouse for 100 of 100 for a page of the shared parts (for speed it wants a quiet machine)
	scripts/setup-tests.sh
	go test ./internal/e2e -count=1 -v -run 'TestSharedParts/lighthouse' -args -performance

ROWS ?= 100000

.PHONY: bench-ui
bench-ui: build ## measure the admin UI in Chromium: a list of ROWS=100000 entries, 300 fields, sign-in, chunks; writes artifacts/bench-ui.md
	node admin-ui/bench/index.mjs $(ROWS)

SOAK ?= 1000000

.PHONY: soak
soak: ## ask a node a million questions (SOAK=…) while editors publish: memory and open files stay as they are
	scripts/setup-tests.sh
	PORTICO_SOAK_REQUESTS=$(SOAK) go test -count=1 -timeout 4h -run 'TestSoak$$' -v ./internal/app

.PHONY: lint
lint: ## run golangci-lint as pinned in tools/go.mod (the first time builds it: 3 minutes)
	scripts/golangci-lint.sh run

.PHONY: check
check: build ## validate content-types/ and design-system/ and name every problem with file:line
	bin/portico check .

.PHONY: clean
clean: ## remove what was built; your ./data stays
	rm -rf bin artifacts .cache admin-ui/node_modules admin-ui/dist/assets admin-ui/dist/manifest.json admin-ui/dist/.made-of
