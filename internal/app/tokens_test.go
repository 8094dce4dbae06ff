package app_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tokensCommand runs `portico tokens` in a folder, and gives standard output and standard error.
func tokensCommand(t *testing.T, dir string, wantCode int, args ...string) (stdout, stderr string) {
	t.Helper()
	cmd := command(t, append([]string{"tokens"}, args...)...)
	cmd.Dir = dir
	var out, err bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &err
	_ = cmd.Run()
	if code := cmd.ProcessState.ExitCode(); code != wantCode {
		t.Fatalf("tokens %q: exit code %d, want %d\n%s%s", args, code, wantCode, out.String(), err.String())
	}
	return out.String(), err.String()
}

const redToken = `{"color": {"$type": "color", "red": {"$value": {"colorSpace": "srgb", "components": [1, 0, 0]}}}}`

// TestTokens drives the program as a front-end team does: build, check, diff, convert, docs, with the exit codes of each.
func TestTokens(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.tokens.json", redToken)
	tokensCommand(t, dir, 0, "build", "--format", "css,scss,java", "--out", "out", "--prefix", "x", "--package", "acme")
	for name, want := range map[string]string{"tokens.css": "--x-color-red: #ff0000", "tokens.scss": "$x-color-red", "Tokens.java": "package acme;"} {
		if b, err := os.ReadFile(filepath.Join(dir, "out", name)); err != nil || !strings.Contains(string(b), want) {
			t.Errorf("%s: %v, %s", name, err, b)
		}
	}
	odd := t.TempDir()
	write(t, odd, "a.tokens.json", "{\n  \"a\": {\"$type\": \"number\", \"$value\": 1},\n  \"A\": {\"$type\": \"number\", \"$value\": 2}\n}")
	if _, said := tokensCommand(t, odd, 0, "build", "--out", "out"); !strings.Contains(said, "a.tokens.json:3:3: ") || !strings.Contains(said, "[warning: case]") {
		t.Errorf("a build says nothing of names that differ by case: %s", said)
	}
	if out, _ := tokensCommand(t, dir, 0, "build", "--out", "out", "--prefix", "x"); !strings.Contains(out, "changed: 0") {
		t.Errorf("the same bytes are written again: %s", out)
	}
	tokensCommand(t, dir, 0, "docs", "--out", "docs")
	if out, _ := tokensCommand(t, dir, 0, "check"); !strings.Contains(out, "good: 1 tokens") {
		t.Error(out)
	}

	write(t, dir, "bad/b.tokens.json", "{\n  \"a\": {\"$type\": \"dimension\", \"$value\": \"8px\"}\n}")
	var said struct {
		OK       bool
		Findings []struct {
			File, Code, Pointer, Message, Severity string
			Line, Column                           int
		}
	}
	out, _ := tokensCommand(t, dir, 1, "check", "bad", "--json")
	if err := json.Unmarshal([]byte(out), &said); err != nil || said.OK || len(said.Findings) != 1 {
		t.Fatalf("%v %s", err, out)
	}
	if f := said.Findings[0]; f.File != "bad/b.tokens.json" || f.Line != 2 || f.Column != 41 || f.Code != "wrong_kind" || f.Pointer != "/a" || f.Severity != "error" {
		t.Errorf("%+v", f)
	}
	if out, _ := tokensCommand(t, dir, 1, "build", "bad", "--out", "never"); !strings.HasPrefix(out, "bad/b.tokens.json:2:41: ") {
		t.Error(out)
	}
	if _, err := os.Stat(filepath.Join(dir, "never")); err == nil {
		t.Error("something was written of tokens that are wrong")
	}
	out, notes := tokensCommand(t, dir, 0, "convert", "bad/b.tokens.json", "--out", "good")
	tokensCommand(t, dir, 0, "check", "good")
	if !strings.Contains(notes, "older DTCG draft") {
		t.Error(out, notes)
	}

	write(t, dir, "sd/color/base.json", `{"color": {"red": {"value": "#f00"}, "odd": {"value": "{color.red} * 2"}}}`)
	write(t, dir, "sd/use.json", `{"link": {"value": "{color.red.value}"}}`)
	out, _ = tokensCommand(t, dir, 0, "convert", "sd", "--out", "sd-new", "--json")
	var converted struct {
		OK      bool
		Files   []string
		Dialect string
		Notes   []struct{ File, Code, Severity string }
	}
	if err := json.Unmarshal([]byte(out), &converted); err != nil || !converted.OK || strings.Join(converted.Files, " ") != "color/base.tokens.json use.tokens.json" || len(converted.Notes) != 2 ||
		converted.Notes[1].File != "sd/color/base.json" || !strings.HasPrefix(converted.Dialect, "Style Dictionary") {
		t.Errorf("%v %s", err, out)
	}
	tokensCommand(t, dir, 0, "build", "sd-new", "--out", "sd-css", "--literal")
	if css, err := os.ReadFile(filepath.Join(dir, "sd-css/tokens.css")); err != nil || !strings.Contains(string(css), "--link: #ff0000;") {
		t.Errorf("a reference across files: %v %s", err, css)
	}
	write(t, dir, "new/a.tokens.json", strings.Replace(redToken, "[1, 0, 0]", "[0, 0, 1]", 1))
	write(t, dir, "gone/a.tokens.json", strings.Replace(redToken, `"red"`, `"rot"`, 1))
	if out, _ := tokensCommand(t, dir, 0, "diff", "a.tokens.json", "new"); !strings.HasPrefix(out, "minor\n") || !strings.Contains(out, "changed from `#ff0000` to `#0000ff`") {
		t.Error(out)
	}
	tokensCommand(t, dir, 0, "diff", "a.tokens.json", "new", "--at-most", "minor")
	tokensCommand(t, dir, 1, "diff", "a.tokens.json", "gone", "--at-most", "minor")
	for want, args := range map[string][]string{
		"there is no format": {"build", "good", "--format", "cobol"}, "holds no resolver": {"check", "out"}, "cannot be read": {"check", "none"},
		"two paths": {"diff", "new"}, "no CSS identifier": {"build", "new", "--selector", "a{}", "--prefix", "a"}, "is not written": {"build", "new", "--input", "x"},
		"no prefix": {"build", "new", "--prefix", "1{"}, "there is no modifier": {"build", "new", "--input", "theme=dark"},
	} {
		out, err := tokensCommand(t, dir, 1, args...)
		if want == "no CSS identifier" {
			want = "is not one simple selector"
		}
		if !strings.Contains(out+err, want) {
			t.Errorf("tokens %q: %s%s", args, out, err)
		}
	}
	tokensCommand(t, dir, 2, "frob")
	tokensCommand(t, dir, 2, "build", "--scheme", "loud")
}

// TestTokensOfTheDesignSystem: what ships is free of findings, its contrast in every brand and theme included.
func TestTokensOfTheDesignSystem(t *testing.T) {
	root, err := filepath.Abs("../../design-system")
	if err != nil {
		t.Fatal(err)
	}
	if out, _ := tokensCommand(t, t.TempDir(), 0, "check", root, "--strict"); !strings.Contains(out, "in 4 variants; warnings: 0") {
		t.Error(out)
	}
}

// TestTokensWatch: a change is built, a mistake is said and does not take away what was built, and a signal ends it well.
func TestTokensWatch(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.tokens.json", redToken)
	p := launch(t, "tokens", "build", dir, "--out", filepath.Join(dir, "out"), "--watch")
	css := func() string {
		b, _ := os.ReadFile(filepath.Join(dir, "out/tokens.css"))
		return string(b)
	}
	p.waitFor("the first build", func() bool { return strings.Contains(css(), "#ff0000") })
	time.Sleep(20 * time.Millisecond) // a clock of files may be coarse
	write(t, dir, "a.tokens.json", strings.Replace(redToken, "[1, 0, 0]", "[0, 0, 1]", 1))
	p.waitFor("the change", func() bool { return strings.Contains(css(), "#0000ff") })
	write(t, dir, "a.tokens.json", "{")
	p.waitFor("the mistake", func() bool { return strings.Contains(p.out.String(), "this object has no end") })
	if !strings.Contains(css(), "#0000ff") {
		t.Error("the mistake took away what was there")
	}
	write(t, dir, "a.tokens.json", redToken)
	p.waitFor("the mending", func() bool { return strings.Contains(css(), "#ff0000") })
	if code := p.stop(); code != 0 {
		t.Errorf("exit code %d\n%s", code, p.out)
	}
}
