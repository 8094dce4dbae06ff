package app_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/store/storetest"
)

// articles writes a folder with many entries.
func articles(t *testing.T, count int) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "entries", "shared"), 0o750); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range count {
		fmt.Fprintf(&b, "- key: n%d\n  shared: {publishedOn: 2026-10-01}\n  locales:\n    en: {title: Number %d, summary: S, body: B}\n", n, n)
	}
	if err := os.WriteFile(filepath.Join(dir, "entries", "shared", "article.yaml"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestKillDuringImport: kill -9 at any moment of an import leaves all of it or nothing.
func TestKillDuringImport(t *testing.T) {
	const count = 300
	dir := articles(t, count)
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			data, url := t.TempDir(), newURL(t)
			args := []string{"--data-dir", data, "--database-url", url, "--log-level", "warn"}
			if out, err := command(t, append([]string{"migrate"}, args...)...).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			for range 5 {
				p := launch(t, append([]string{"import", dir}, args...)...)
				time.AfterFunc(rand.N(1500*time.Millisecond), func() { _ = p.cmd.Process.Kill() })
				err := <-p.exited
				p.exited <- err
				n := len(storetest.Dump(t, url, data)["entries"])
				if n != 0 && n != count {
					t.Fatalf("%d of %d entries", n, count)
				}
				if err == nil && n == 0 {
					t.Fatalf("it was acknowledged, and is not there\n%s", p.out)
				}
			}
			out, err := command(t, append([]string{"import", dir}, args...)...).CombinedOutput()
			if err != nil || len(storetest.Dump(t, url, data)["entries"]) != count {
				t.Fatalf("%v\n%s", err, out)
			}
		})
	}
}

// TestExportCommand: a folder is written, is refused where it has files, and with --replace loses what is gone and nothing else.
func TestExportCommand(t *testing.T) {
	data, dir := t.TempDir(), filepath.Join(t.TempDir(), "out")
	run := func(args ...string) (string, error) {
		out, err := command(t, append(args, "--data-dir", data, "--log-level", "warn")...).CombinedOutput()
		return string(out), err
	}
	if out, err := run("import", articles(t, 3)); err != nil {
		t.Fatal(out)
	}
	if out, err := run("export", dir); err != nil || !strings.Contains(out, "3 entries") {
		t.Fatalf("%v %s", err, out)
	}
	if out, err := run("export", dir); err == nil || !strings.Contains(out, "is not empty") {
		t.Errorf("%v %s", err, out)
	}
	put := func(name, src string) {
		t.Helper()
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("README.md", "mine")
	put("entries/README.md", "mine")
	put("entries/shared/article/gone.yaml", "x")
	put("entries/shared/faq/other.yaml", "out of scope")
	put(".portico-export-killed/new/x", "left behind")
	if out, err := run("export", dir, "--replace", "--part", "entries", "--type", "article"); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	var got []string
	for _, name := range []string{"README.md", "entries/README.md", "entries/shared/article/gone.yaml", "entries/shared/article/n1.yaml", "entries/shared/faq/other.yaml", "content-types/article.yaml", ".portico-export-killed"} {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err == nil {
			got = append(got, name)
		}
	}
	if diff := cmp.Diff([]string{"README.md", "entries/README.md", "entries/shared/article/n1.yaml", "entries/shared/faq/other.yaml", "content-types/article.yaml"}, got); diff != "" {
		t.Error(diff)
	}
	if out, err := run("import", dir, "-v", "--dry-run"); err == nil || !strings.Contains(out, "other.yaml") {
		t.Errorf("%v %s", err, out)
	}
	if out, err := run("migrate"); err != nil {
		t.Errorf("%v %s", err, out)
	}
}
