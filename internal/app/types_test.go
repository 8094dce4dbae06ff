package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTypes writes types with the program itself; that they compile is for the tests of typegen.
func TestTypes(t *testing.T) {
	run := func(wantCode int, args ...string) string {
		t.Helper()
		cmd := command(t, append([]string{"types"}, args...)...)
		out, _ := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != wantCode {
			t.Fatalf("types %q: exit code %d, want %d\n%s", args, code, wantCode, out)
		}
		return string(out)
	}
	if out := run(0, "ts"); !strings.Contains(out, "export interface ArticleFields {") {
		t.Errorf("ts: %.500s", out)
	}
	project, dir := t.TempDir(), filepath.Join(t.TempDir(), "a", "b")
	write(t, project, "content-types/tip.yaml", "name: tip\nlabel: {en: Tip}\ntitle: title\nfields:\n  - {name: title, kind: text, label: {en: T}}\n")
	run(0, "php", "--dir", project, "--out", dir, "--namespace", `Acme\Tips`)
	tip, err := os.ReadFile(filepath.Join(dir, "Tip.php"))
	if err != nil || !strings.Contains(string(tip), `namespace Acme\Tips;`) {
		t.Errorf("%v, %s", err, tip)
	}
	// The next model has no tip; what a person wrote stays.
	write(t, dir, "Own.php", "<?php\n")
	if out := run(0, "php", "--out", dir); !strings.Contains(out, "; old ones removed: 1") {
		t.Error(out)
	}
	for name, want := range map[string]bool{"Tip.php": false, "Own.php": true, "Article.php": true} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s is there: %t", name, !want)
		}
	}
	run(0, "ts", "--out", dir) // into the folder, beside the others
	run(0, "cs", "--out", filepath.Join(dir, "Content.cs"))
	for want, args := range map[string][]string{
		"name a folder":             {"java"},
		"is no folder":              {"java", "--out", filepath.Join(dir, "Content.cs")},
		"is no project folder":      {"ts", "--dir", dir},
		"is no namespace":           {"java", "--out", dir, "--namespace", "a;b"},
		"it stays as it is":         {"ts", "--out", filepath.Join(dir, "Own.php")},
		"no such file or directory": {"ts", "--out", filepath.Join(dir, "none", "x.ts")},
	} {
		if out := run(1, args...); !strings.Contains(out, want) {
			t.Errorf("types %q: %q, want %q", args, out, want)
		}
	}
	write(t, project, "content-types/tip.yaml", "name: tip\nlabel: {en: Tip}\ntitle: title\nfields:\n  - {name: title, kind: txt, label: {en: T}}\n")
	if out := run(1, "ts", "--dir", project); !strings.Contains(out, filepath.Join(project, "content-types/tip.yaml")+":5") {
		t.Error(out)
	}
}

// TestSchema: the published schemas are what the program writes.
func TestSchema(t *testing.T) {
	for _, of := range []string{"content-type", "component"} {
		out, err := command(t, "schema", of).Output()
		published, err2 := os.ReadFile("../../docs/" + of + ".schema.json")
		if err != nil || err2 != nil || string(out) != string(published) {
			t.Errorf("%s: %v, %v: %.300s", of, err, err2, out)
		}
	}
}
