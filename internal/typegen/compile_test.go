package typegen_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/typegen"
)

// These tests hold the generated code against the compilers themselves, and let it read answers: one of the sample group
// (testdata/default.json), and one that has a value of every kind (testdata/hard.json).

func save(t *testing.T, dir string, files []typegen.File) (paths []string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		path := filepath.Join(dir, f.Name)
		if err := os.WriteFile(path, f.Text, 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
		t.Fatalf("%v: scripts/setup-tests.sh installs it", err)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTypeScriptCompiles(t *testing.T) {
	dir := t.TempDir()
	save(t, filepath.Join(dir, "usual"), generate(t, usualModel(t), typegen.TypeScript, ""))
	save(t, filepath.Join(dir, "hard"), generate(t, hardModel(t), typegen.TypeScript, ""))
	save(t, filepath.Join(dir, "large"), generate(t, largestModel(t), typegen.TypeScript, ""))
	check := "import type { Article, EntryList } from './usual/portico';\n" +
		"import type { StringContent, AnyEntry, EntryList as HardList } from './hard/portico';\nimport type {} from './large/portico';\n" +
		"export const usual: EntryList<Article> = " + read(t, "testdata/default.json") +
		";\nexport const hard: HardList<StringContent> = " + read(t, "testdata/hard.json") + `;
const f = hard.data[0]!.fields;
export const title: string = f.title, many: string | undefined = f.enum?.[0];
for (const b of f.blocks) {
  if (b.$type === "quote") { const q: string = b.quote; void q; } else if (b.$type === "class") { void b.self?.class; }
}
const r = f.reference;
if (r?.fields && r.type === "block") { const choice: string | undefined = r.fields.choice; void choice; }
export const one = (e: AnyEntry) => e.type === "string" ? e.fields.component.type : e.id;
// @ts-expect-error: a field that there is not
void f.hidden;
// @ts-expect-error: one that may be missing
export const missing: number = f.float;
// @ts-expect-error: a reference may be missing, required or not
export const reference: object = f.reference;
// @ts-expect-error: answers are not to be changed
f.title = "x";
`
	save(t, dir, []typegen.File{
		{Name: "check.ts", Text: []byte(check)},
		{Name: "tsconfig.json", Text: []byte(`{"compilerOptions": {"strict": true, "noUncheckedIndexedAccess": true, "exactOptionalPropertyTypes": true,
			"noEmit": true, "module": "esnext", "moduleResolution": "bundler", "target": "es2022", "types": [], "isolatedModules": true, "verbatimModuleSyntax": true},
			"files": ["check.ts"]}`)},
	})
	run(t, dir, "node", absolute(t, "../../tools/typescript/node_modules/typescript/bin/tsc"), "-p", dir)
}

func TestJavaCompiles(t *testing.T) {
	dir := t.TempDir()
	paths := save(t, filepath.Join(dir, "usual"), generate(t, usualModel(t), typegen.Java, ""))
	paths = append(paths, save(t, filepath.Join(dir, "hard"), generate(t, hardModel(t), typegen.Java, "acme.hard"))...)
	paths = append(paths, save(t, filepath.Join(dir, "large"), generate(t, largestModel(t), typegen.Java, "acme.large"))...)
	data := fmt.Sprintf("final class Data {\n  static Object usual() { return %s; }\n  static Object hard() { return %s; }\n}\n",
		javaLiteral(t, "testdata/default.json"), javaLiteral(t, "testdata/hard.json"))
	data = strings.Replace(data, "final class Data {", `import java.util.*;
final class Data {
  static Map<String, Object> map(Object... kv) {
    Map<String, Object> m = new HashMap<>();
    for (int i = 0; i < kv.length; i += 2) m.put((String) kv[i], kv[i + 1]);
    return m;
  }`, 1)
	paths = append(paths, save(t, dir, []typegen.File{{Name: "Data.java", Text: []byte(data)}})...)
	args := []string{"--release", "17", "-Xlint:all", "-Werror", "-encoding", "UTF-8", "-d", filepath.Join(dir, "out"), absolute(t, "testdata/Check.java")}
	run(t, dir, "javac", append(args, paths...)...)
	if out := run(t, dir, "java", "-ea", "-cp", filepath.Join(dir, "out"), "Check"); out != "good\n" {
		t.Error(out)
	}
}

// javaLiteral writes JSON as an expression of Java: the JDK has no reader of JSON.
func javaLiteral(t *testing.T, path string) string {
	t.Helper()
	var v any
	d := json.NewDecoder(strings.NewReader(read(t, path)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return javaValue(v)
}

func javaValue(v any) string {
	switch v := v.(type) {
	case string:
		return strconv.QuoteToASCII(v)
	case json.Number:
		if strings.Contains(v.String(), ".") {
			return v.String()
		}
		return v.String() + "L"
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = javaValue(item)
		}
		return "Arrays.asList(" + strings.Join(items, ", ") + ")"
	case map[string]any:
		items := make([]string, 0, 2*len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			items = append(items, strconv.QuoteToASCII(key), javaValue(v[key]))
		}
		return "map(" + strings.Join(items, ", ") + ")"
	}
	return strings.Replace(fmt.Sprint(v), "<nil>", "(Object) null", 1)
}

func TestCSharpCompiles(t *testing.T) {
	dir := t.TempDir()
	paths := save(t, filepath.Join(dir, "usual"), generate(t, usualModel(t), typegen.CSharp, ""))
	paths = append(paths, save(t, filepath.Join(dir, "hard"), generate(t, hardModel(t), typegen.CSharp, "Acme.Hard"))...)
	paths = append(paths, save(t, filepath.Join(dir, "large"), generate(t, largestModel(t), typegen.CSharp, "Acme.Large"))...)
	const newtonsoft = "/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll"
	if _, err := os.Stat(newtonsoft); err != nil {
		t.Fatalf("%v: scripts/setup-tests.sh installs it", err)
	}
	save(t, dir, []typegen.File{{Name: "Newtonsoft.Json.dll", Text: []byte(read(t, newtonsoft))}})
	program := filepath.Join(dir, "check.exe")
	args := []string{"-warnaserror+", "-warn:4", "-out:" + program, "-define:PORTICO_NEWTONSOFT;NETCOREAPP3_0_OR_GREATER", "-r:System.Web.Extensions", "-r:" + newtonsoft}
	run(t, dir, "mcs", append(append(args, absolute(t, "testdata/Check.cs"), absolute(t, "testdata/SystemTextJson.cs")), paths...)...)
	if out := run(t, dir, "mono", program, absolute(t, "testdata/default.json"), absolute(t, "testdata/hard.json")); out != "good\n" {
		t.Error(out)
	}
}

func TestPHPCompiles(t *testing.T) {
	dir := t.TempDir()
	save(t, filepath.Join(dir, "Usual"), generate(t, usualModel(t), typegen.PHP, `Acme\Usual`))
	save(t, filepath.Join(dir, "Hard"), generate(t, hardModel(t), typegen.PHP, `Acme\Hard`))
	save(t, filepath.Join(dir, "Large"), generate(t, largestModel(t), typegen.PHP, `Acme\Large`))
	// -n: no php.ini; zend.assertions must be set before the script is compiled.
	args := []string{"-n", "-d", "zend.assertions=1", "-d", "error_reporting=-1", "-d", "display_errors=1", absolute(t, "testdata/check.php"), dir}
	if out := run(t, dir, "php", append(args, absolute(t, "testdata/default.json"), absolute(t, "testdata/hard.json"))...); out != "good\n" {
		t.Error(out)
	}
}
