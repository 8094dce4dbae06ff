package exchange_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/exchange"
)

// jars are where scripts/setup-tests.sh puts the toolkit.
const jars = "../../.cache/okapi"

// requireOkapi fails where the toolkit is not what was pinned. It skips only for who asks for a short run by hand.
func requireOkapi(t *testing.T) {
	t.Helper()
	if testing.Short() && os.Getenv("CI") != "true" {
		t.Skip("-short: starts Java")
	}
	sums, err := os.ReadFile("testdata/okapi/jars.sha256")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(sums)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		jar, err := os.ReadFile(filepath.Join(jars, name))
		if got := sha256.Sum256(jar); err != nil || hex.EncodeToString(got[:]) != sum {
			t.Fatalf("%s is not in .cache/okapi, or is another (%v); scripts/setup-tests.sh fetches it", name, err)
		}
	}
}

// TestXLIFFWithOkapi has the toolkit of Okapi validate what is written against the schemas of OASIS and its own rules, split and
// translate it, and write it anew: every text comes back, and goes into the entry.
func TestXLIFFWithOkapi(t *testing.T) {
	requireOkapi(t)
	m := landing(t)
	typ := m.Type("landing")
	en := english()
	en["notes"] = "First. Second [link](/x).\n\n  * `code` <1> & \"quotes\" ]]>"
	en["text"] = node("doc",
		node("paragraph", text("One. Two "), text("bold ", bold), text("link", link, bold), object{"type": "hardBreak"}, text("<1> é")),
		node("paragraph", text("All bold. To the end", bold), text("\uFFFE")),
	)
	e := entry(t, m, en, object{"title": "printemps", "words": list{"jardin"}})
	opts := exchange.Options{Base: map[string]string{"/title": "Spring"}}
	files := []exchange.File{exchange.Collect(typ, e, 7, "en", "fr", opts)}
	files = append(files, files[0])
	files[1].ID = strings.Replace(entryID, "1", "2", 1)
	sent := exchange.Job{Source: "en", Target: "fr", Files: files}
	back := okapi(t, sent)

	want := exchange.Job{Source: "en", Target: "fr"}
	for _, f := range sent.Files {
		f.Title = ""
		f.Units = append([]exchange.Unit(nil), f.Units...)
		for i, u := range f.Units {
			if u.Target == "" {
				u.Target = u.Source
			}
			f.Units[i].Target, f.Units[i].State = strings.ToUpper(u.Target), exchange.Current
		}
		want.Files = append(want.Files, f)
	}
	if diff := cmp.Diff(want, back, asRead); diff != "" {
		t.Fatal(diff)
	}
	got, out := exchange.Apply(typ, e, "en", "fr", back.Files[0].Units, false)
	if len(out.Applied) != len(back.Files[0].Units) || len(out.Problems) > 0 {
		t.Errorf("%+v", out)
	}
	if normal, ps := content.Normalize(m, got); cmp.Diff(normal, got) != "" || len(ps) > 0 || got.Locales["fr"]["title"] != "PRINTEMPS" {
		t.Error(ps, got.Locales["fr"])
	}
}

// okapi writes a job, has it translated, and reads the answer.
func okapi(t *testing.T, j exchange.Job) exchange.Job {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.xlf"), filepath.Join(dir, "out.xlf")
	var b strings.Builder
	if err := exchange.WriteXLIFF(&b, j); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(in, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(jars, "*")
	for _, command := range [][]string{
		{"javac", "-encoding", "UTF-8", "-cp", path, "-d", dir, "testdata/okapi/Translate.java"},
		{"java", "-cp", path + string(os.PathListSeparator) + dir, "Translate", in, out},
	} {
		said, err := exec.CommandContext(t.Context(), command[0], command[1:]...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s\n%s", command[0], err, said, b.String())
		}
	}
	answer, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	back, ps := exchange.ReadXLIFF(strings.NewReader(string(answer)))
	if len(ps) > 0 {
		t.Fatalf("%v\n%s", ps, answer)
	}
	return back
}
