package authoring_test

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// usesTypes is a client: it compiles where the types made of the description are as a client needs them.
const usesTypes = `import type { components, operations, paths } from "./api";

export const draft: components["schemas"]["NewEntryBody"] = { space: "shared", type: "article", locales: { en: { title: "Hello" } } };
export const patch: operations["patch-site"]["requestBody"]["content"]["application/merge-patch+json"] = { name: "New", contact: null };
export const version = (e: paths["/api/v1/entries/{id}"]["get"]["responses"]["200"]["content"]["application/json"]): number => e.version;

// @ts-expect-error a member that the description does not have
export const wrong: components["schemas"]["NewEntryBody"] = { space: "shared", type: "article", unheardOf: true };
// @ts-expect-error a patch with a wrong kind
export const wrongPatch: operations["patch-site"]["requestBody"]["content"]["application/merge-patch+json"] = { name: 3 };
`

// TestTypesOfTheDescription: a program of somebody else's reads the description without a complaint, and makes types of it that
// TypeScript's compiler takes, strictly.
func TestTypesOfTheDescription(t *testing.T) {
	got := start(t, "", "").do(request{http.MethodGet, "/api/v1/openapi.json", "", nil})
	compiles(t, got.body, usesTypes)
}

// TestChapters: each operation stands in a chapter that is described, and no chapter is empty.
func TestChapters(t *testing.T) {
	var doc struct {
		Tags  []struct{ Name, Description string }
		Paths map[string]map[string]struct{ Tags []string }
	}
	if err := json.Unmarshal([]byte(start(t, "", "").do(request{http.MethodGet, "/api/v1/openapi.json", "", nil}).body), &doc); err != nil {
		t.Fatal(err)
	}
	operations := map[string]int{}
	for _, item := range doc.Paths {
		for _, op := range item {
			for _, name := range op.Tags {
				operations[name]++
			}
			if len(op.Tags) != 1 {
				operations[""]++
			}
		}
	}
	for _, tag := range doc.Tags {
		if operations[tag.Name] == 0 || tag.Description == "" {
			t.Errorf("%q has %d operations, and is described as %q", tag.Name, operations[tag.Name], tag.Description)
		}
		delete(operations, tag.Name)
	}
	if len(operations) > 0 {
		t.Errorf("operations in no chapter that is described: %v", operations)
	}
}

// compiles makes types of a description, and compiles a client of them.
func compiles(t *testing.T, document, client string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"openapi.json": document,
		"client.ts":    client,
		"redocly.yaml": "extends: [minimal]\nrules:\n  struct: error\n  no-unresolved-refs: error\n",
		"tsconfig.json": `{"compilerOptions": {"strict": true, "noEmit": true, "target": "es2022", "module": "esnext", "moduleResolution": "bundler",` +
			` "types": [], "exactOptionalPropertyTypes": true}}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tool := func(args ...string) {
		t.Helper()
		script, err := filepath.Abs(filepath.Join("../../../tools", args[0]))
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), "node", append([]string{script}, args[1:]...)...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil || strings.Contains(string(out), "⚠") {
			t.Fatalf("%s: %v\n%s(scripts/setup-tests.sh installs it)", args[0], err, out)
		}
	}
	tool("openapi/node_modules/openapi-typescript/bin/cli.js", "openapi.json", "--redocly", "redocly.yaml", "--output", "api.ts")
	tool("typescript/node_modules/typescript/bin/tsc", "-p", "tsconfig.json")
}
