package delivery_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// usesAnswers is a program that somebody writes with the types of the description.
const usesAnswers = `import type { paths } from "./api.js";
type Answer<P extends keyof paths> = paths[P] extends { get: { responses: { 200: { content: { "application/json": infer T } } } } } ? T : never;
type Bundle = Answer<"/v1/sites/{site}/bundle">;

export function header(b: Bundle, fill: (slot: string, item?: string) => string): string {
  return (b.parts["header"] ?? []).map(s => typeof s === "string" ? s : fill(s.slot, s.item)).join("");
}
export const labels = (m: Answer<"/v1/sites/{site}/menus/{menu}">): string[] =>
  m.items.flatMap(i => [i.label, ...(i.items ?? []).map(j => j.label)]);
export const next = (l: Answer<"/v1/sites/{site}/entries/{type}">): string | undefined => l.data.length > 0 ? l.page.next : undefined;
export const words = (l: Answer<"/v1/sites/{site}/search">): string[] =>
  l.data.flatMap(h => Object.values(h.extract).flat()).filter(p => p.match).map(p => p.text);
// @ts-expect-error a bundle has no such member
export const wrong = (b: Bundle) => b.unheardOf;
// @ts-expect-error a site need not have a parent
export const parent = (s: Answer<"/v1/sites/{site}">): string => s.parent;
`

// TestTypesOfTheAnswers: a program of somebody else's reads the description without a complaint, and makes types of the answers that
// TypeScript's compiler takes, strictly.
func TestTypesOfTheAnswers(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"openapi.json": listen(t, newDemo(t)).get(t, "/v1/openapi.json").body,
		"client.ts":    usesAnswers,
		"redocly.yaml": "extends: [minimal]\nrules:\n  struct: error\n  no-unresolved-refs: error\n",
		"tsconfig.json": `{"compilerOptions": {"strict": true, "noEmit": true, "target": "es2022", "module": "esnext", "moduleResolution": "bundler",` +
			` "types": [], "exactOptionalPropertyTypes": true, "noUncheckedIndexedAccess": true}}`,
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
