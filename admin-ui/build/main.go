// Command build makes the admin UI: the OpenAPI document and the types that are made of it, and the bundle that the binary embeds.
// What is as it was is not made again. `make admin-ui` runs it, after `npm ci`.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/portico-cms/portico/internal/assets"
	"github.com/portico-cms/portico/internal/web/authoring"
)

func main() {
	dir := flag.String("dir", "admin-ui", "the folder of package.json")
	dev := flag.Bool("dev", false, "keep names and white space, with maps")
	typed := flag.Bool("types", true, "make the API's types, which need node; the bundle does not need them")
	meta := flag.String("meta", "", "also write what the bundle is made of to this file, for esbuild's analyser")
	flag.Parse()
	if err := build(*dir, *dev, *typed, *meta); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func build(dir string, dev, typed bool, meta string) error {
	if typed {
		if err := types(dir); err != nil {
			return err
		}
	}
	want, err := fingerprint(dir, dev)
	if err != nil {
		return err
	}
	stamp := filepath.Join(dir, "dist", ".made-of")
	if got, err := os.ReadFile(stamp); err == nil && string(got) == want && meta == "" {
		return nil
	}
	ui, err := assets.BundleUI(dir, dev)
	if err != nil {
		return err
	}
	if err := write(filepath.Join(dir, "dist"), ui); err != nil {
		return err
	}
	if meta != "" {
		if err := os.WriteFile(meta, []byte(ui.Metafile), 0o600); err != nil {
			return err
		}
	}
	fmt.Printf("admin UI: %d files\n", len(ui.Files))
	return os.WriteFile(stamp, []byte(want), 0o600)
}

// types writes src/api/schema.d.ts where the document changed.
func types(dir string) error {
	document, err := authoring.Document()
	if err != nil {
		return err
	}
	from, to := filepath.Join(dir, "src", "api", "openapi.json"), filepath.Join(dir, "src", "api", "schema.d.ts")
	if old, err := os.ReadFile(from); err == nil && string(old) == string(document) {
		if _, err := os.Stat(to); err == nil {
			return nil
		}
	}
	if err := os.WriteFile(from, document, 0o600); err != nil {
		return err
	}
	cmd := exec.Command("node", filepath.Join(dir, "node_modules", "openapi-typescript", "bin", "cli.js"), from, "-o", to)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("openapi-typescript: %w\n%s", err, out)
	}
	return nil
}

// fingerprint tells all that the bundle is made of: our files, the libraries by their lock file, and the program that bundles.
func fingerprint(dir string, dev bool) (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, "dev", dev)
	add := func(name string) error {
		src, err := os.ReadFile(name)
		if err == nil {
			fmt.Fprintf(sum, "%s %d\n%s\n", name, len(src), src)
		}
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	for _, name := range []string{program, filepath.Join(dir, "package-lock.json"), filepath.Join(dir, "tsconfig.json")} {
		if err := add(name); err != nil {
			return "", err
		}
	}
	err = filepath.WalkDir(filepath.Join(dir, "src"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".test.ts") || strings.HasSuffix(name, ".test.tsx") ||
			filepath.Base(name) == "openapi.json" || strings.HasSuffix(name, ".d.ts") {
			return err
		}
		return add(name)
	})
	return fmt.Sprintf("%x", sum.Sum(nil)), err
}

// write replaces what was bundled before. The manifest comes last: without it there is no UI.
func write(dist string, ui *assets.UI) error {
	manifest := filepath.Join(dist, "manifest.json")
	if err := os.Remove(manifest); err != nil && !os.IsNotExist(err) {
		return err
	}
	if err := os.RemoveAll(filepath.Join(dist, "assets")); err != nil {
		return err
	}
	for name, content := range ui.Files {
		to := filepath.Join(dist, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(to, content, 0o600); err != nil {
			return err
		}
	}
	src, err := json.MarshalIndent(ui.Manifest, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(manifest, append(src, '\n'), 0o600)
}
