package authoring_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
)

func check(t *testing.T, replaced files) (authoring.Checked, []string) {
	t.Helper()
	done, problems := authoring.Check(tiny(t, replaced), newCompiler(), nil, nil)
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.String())
	}
	return done, lines
}

func TestCheckGood(t *testing.T) {
	done, problems := check(t, nil)
	if len(problems) > 0 {
		t.Fatal(strings.Join(problems, "\n"))
	}
	want := authoring.Checked{Types: 2, Sites: 2, Menus: 3, Entries: 4, DesignSystem: "tiny 1.0.0"}
	if diff := cmp.Diff(want, done); diff != "" {
		t.Error(diff)
	}
}

const (
	mainMenu = "menus/shared/main.yaml"
	siteTwo  = "sites/two.yaml"
	article  = "content-types/article.yaml"
	first    = "entries/shared/article/first.yaml"
)

// TestCheckNotices: those whom notices are for count among the audiences of a site.
func TestCheckNotices(t *testing.T) {
	folder := files{
		"content-types/notice.yaml": "name: notice\nlabel: {en: N}\ntitle: title\nfields:\n  - {name: title, kind: text, label: {en: T}, localized: true, required: true}\n" +
			"  - {name: audiences, kind: tags, label: {en: A}}\n",
		"entries/shared/notice/many.yaml": "shared:\n  audiences: [a, b, c, d, e, f, g, h, i, j, k, l, m]\nlocales:\n  en: {title: Many}\n",
	}
	_, problems := check(t, folder)
	if len(problems) == 0 || !strings.Contains(problems[0], "13 audiences") {
		t.Errorf("problems: %q", problems)
	}
	folder["entries/shared/notice/many.yaml"] = strings.Replace(folder["entries/shared/notice/many.yaml"], ", m]", "]", 1)
	if _, problems := check(t, folder); len(problems) > 0 {
		t.Errorf("12 audiences: %q", problems)
	}
}

// TestCheckBroken: one mistake of each kind is named with its file and line, and nothing else is.
func TestCheckBroken(t *testing.T) {
	menu := func(items string) string { return "name: main\nspace: shared\nitems:\n" + items }
	site := func(more string) string {
		return "key: two\nname: Two\norigins: [\"https://two.example\"]\nowner: T\nbrand: blue\n" + more
	}
	typ := func(fields string) string { return "name: article\nlabel: {en: A}\ntitle: title\nfields:\n" + fields }
	title := "  - {name: title, kind: text, label: {en: T}, localized: true, required: true}\n"
	noEntries := func(more files) files {
		more["entries/"] = ""
		return more
	}
	for name, tt := range map[string]struct {
		files files
		want  []string // beginnings of the problems, in order
		some  bool     // others may follow from it
	}{
		"no YAML":                 {noEntries(files{article: "name: article\nlabel: [unclosed\n"}), []string{"content-types/article.yaml:"}, true},
		"unknown key of a type":   {noEntries(files{article: typ(title) + "singelton: true\n"}), []string{`content-types/article.yaml:6:1: unknown key "singelton"`}, false},
		"unknown field kind":      {noEntries(files{article: typ(title + "  - name: x\n    kind: txt\n    label: {en: X}\n")}), []string{"content-types/article.yaml:7:11: field x: there is no kind \"txt\""}, false},
		"type that is not there":  {noEntries(files{article: typ(title + "  - {name: x, kind: reference, label: {en: X}, to: [nothing]}\n")}), []string{"content-types/article.yaml:6:"}, false},
		"token cycle":             {files{"design-system/tokens/core.tokens.json": "{\n  \"a\": {\"$type\": \"dimension\", \"$value\": \"{b}\"},\n  \"b\": {\"$type\": \"dimension\", \"$value\": \"{a}\"}\n}"}, []string{"design-system/tokens/core.tokens.json:2:"}, true},
		"token file":              {files{"design-system/tokens/red.tokens.json": "{\n  \"house\": 1\n"}, []string{"design-system/tokens/red.tokens.json:"}, true},
		"failing template":        {files{"design-system/fragments/header.html": "<p>\n\n{{range .Menus.main}}{{(index .Items 30).Label}}{{end}}</p>"}, []string{"design-system/fragments/header.html:3:"}, true},
		"template syntax":         {files{"design-system/fragments/header.html": "<p>\n{{if}}</p>"}, []string{"design-system/fragments/header.html:2: missing value for if"}, false},
		"style that is not there": {files{"design-system/styles/tiny.css": "/**/\n@import \"./none.css\";"}, []string{"design-system/styles/tiny.css:2:"}, false},
		"manifest":                {files{"design-system/design-system.yaml": "name: tiny\nversion: one\n"}, []string{"design-system/design-system.yaml:"}, true},
		"unknown key of a site":   {files{siteTwo: site("locales: [{tag: fr}]\nlocals: 1\n")}, []string{`sites/two.yaml:7:1: unknown key "locals"`}, true},
		"NUL":                     {files{siteTwo: site("locales: [{tag: fr}]\ndescription: \"a\\0b\"\n")}, []string{"sites/two.yaml:7:14: description holds the character NUL"}, true},
		"wrong kind of value":     {files{siteTwo: site("locales: [{tag: fr}]\nprivate: perhaps\n")}, []string{"sites/two.yaml:7:10: "}, true},
		"wrong locale of a site":  {files{siteTwo: site("locales: [{tag: french}]\n")}, []string{"sites/two.yaml:1:1: site \"two\": "}, true},
		"no messages":             {files{siteTwo: site("locales: [{tag: it}]\n")}, []string{`sites/two.yaml:1:1: site "two": the design system tiny has no messages in it`}, false},
		"site named otherwise":    {files{"sites/three.yaml": site("locales: [{tag: fr}]\n"), siteTwo: "", "menus/two/": "", mainMenu: ""}, []string{"sites/three.yaml:1:1: the file three.yaml holds site \"two\""}, false},
		"unknown parent":          {files{siteTwo: site("locales: [{tag: fr}]\nparent: three\n")}, []string{`sites/two.yaml:1:1: site "two": its parent "three"`}, false},
		"origin of two sites": {
			files{siteTwo: strings.Replace(site("locales: [{tag: fr}]\n"), "two.example", "one.example", 1)},
			[]string{`sites/two.yaml:1:1: origin https://one.example belongs to site "one" and to site "two"`}, false,
		},
		"item to nowhere":         {files{mainMenu: menu("  - {id: a, label: {en: A}}\n")}, []string{`menus/shared/main.yaml:4:5: menu main: item "a" leads nowhere`}, false},
		"item to an unknown site": {files{mainMenu: menu("  - id: a\n    label: {en: A}\n    items:\n      - {id: b, label: {en: B}, site: three, path: /}\n")}, []string{`menus/shared/main.yaml:7:9: menu main: item "b" leads to site "three"`}, false},
		"unknown key of an item":  {files{mainMenu: menu("  - {id: a, label: {en: A}, site: one, path: /, colour: red}\n")}, []string{`menus/shared/main.yaml:4:49: unknown key "colour"`}, true},
		"id in two menus":         {files{"menus/two/footer.yaml": "name: footer\nspace: two\nitems:\n  - {id: press, label: {en: P}, site: one, path: /}\n"}, []string{`menus/two/footer.yaml:4:5: menu footer: item id "press" is used in menu main too`}, false},
		"menu in another's file":  {files{"menus/two/legal.yaml": "name: footer\nspace: one\nitems: []\n"}, []string{"menus/two/legal.yaml:1:1: this file holds menu \"footer\" of space \"one\""}, true},
		"menu of no site":         {files{"menus/three/main.yaml": "name: main\nspace: three\nitems: []\n"}, []string{`menus/three/main.yaml:1:1: menu main: its space "three"`}, false},
		"menu that is misplaced":  {files{"menus/main.yaml": "name: main\nspace: shared\nitems: []\n"}, []string{"menus/main.yaml: "}, false},
		"menu of another ending":  {files{"menus/shared/legal.yml": "name: legal\nspace: shared\nitems: []\n"}, []string{"menus/shared/legal.yml: "}, false},
		"site of another ending":  {files{"sites/three.yml": "key: three\n"}, []string{"sites/three.yml: "}, false},
		"no required field":       {files{first: "locales:\n  en: {title: First}\n  fr: {body: Corps}\n", "entries/shared/faq.yaml": "", "entries/shared/article/second.yaml": ""}, []string{"entries/shared/article/first.yaml:3:7: title is missing"}, false},
		"reference to nothing":    {files{first: "shared: {related: [faq/how, article/none]}\nlocales:\n  en: {title: First}\n"}, []string{"entries/shared/article/first.yaml:1:29: there is no entry article/none"}, false},
		"reference of a wrong type": {
			files{"entries/shared/faq.yaml": "- key: how\n  shared: {see: faq/how}\n  locales:\n    en: {question: \"How?\"}\n"},
			[]string{"entries/shared/faq.yaml:2:17: "}, false,
		},
		"wrong locale of an entry": {files{first: "locales:\n  en: {title: First}\n  english-language: {title: F}\n"}, []string{"entries/shared/article/first.yaml:3:21: "}, false},
		"publishing no document":   {files{first: "locales:\n  en: {title: First}\npublish: [en, de]\n"}, []string{"entries/shared/article/first.yaml:2:3: there is no document in locale de"}, true},
		"field that is not there":  {files{first: "locales:\n  en: {title: First, titel: F}\n"}, []string{"entries/shared/article/first.yaml:2:"}, false},
		"value too long":           {files{first: "locales:\n  en: {title: " + strings.Repeat("x", 61) + "}\n"}, []string{"entries/shared/article/first.yaml:2:15: "}, false},
		"entry of no type":         {files{"entries/shared/poem/a.yaml": "locales: {}\n"}, []string{"entries/shared/poem/a.yaml: there is no content type \"poem\""}, false},
		"entry of no site":         {files{"entries/three/article/a.yaml": "locales:\n  en: {title: A}\n"}, []string{`entries/three/article/a.yaml:1:1: the space "three"`}, false},
		"id of another entry":      {files{"entries/shared/faq.yaml": "- key: how\n  id: 0192d3a0-0000-7000-8000-000000000001\n  locales:\n    en: {question: H}\n- key: why\n  id: 0192d3a0-0000-7000-8000-000000000001\n  locales:\n    en: {question: W}\n"}, []string{"entries/shared/faq.yaml:6:7: "}, false},
		"one address twice": {
			files{"entries/shared/article/third.yaml": "locales:\n  en: {title: Other, slug: second}\n"},
			[]string{"entries/shared/article/third.yaml:2:28: entry shared/article/second has this value already, and it is unique"}, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, got := check(t, tt.files)
			if len(got) < len(tt.want) || len(got) > len(tt.want) && !tt.some {
				t.Fatalf("problems:\n%s\nwant %q", strings.Join(got, "\n"), tt.want)
			}
			for i, want := range tt.want {
				if !strings.HasPrefix(got[i], want) {
					t.Errorf("got  %s\nwant %s", got[i], want)
				}
			}
		})
	}
}

// TestCheckOwnPartsOnly: where the folder's own content types or design system are broken, the binary's do not stand in.
func TestCheckOwnPartsOnly(t *testing.T) {
	oneBrand := strings.Replace(string(tiny(t, nil)["design-system/design-system.yaml"].Data), "  - {key: blue, name: Blue}\n", "", 1)
	other := release(t, files{"design-system/design-system.yaml": oneBrand})
	look, err := newCompiler().Look(other)
	if err != nil {
		t.Fatal(err)
	}
	folder := tiny(t, files{article: "name: article\n", "design-system/design-system.yaml": "name: tiny\n"})
	_, problems := authoring.Check(folder, newCompiler(), model(t, files{article: "", "content-types/faq.yaml": "name: faq\nlabel: {en: F}\ntitle: t\nfields: [{name: t, kind: text, label: {en: T}}]\n"}), look)
	for _, p := range problems {
		if p.File != article && p.File != "design-system/design-system.yaml" {
			t.Errorf("said because of the other's files: %s", p)
		}
	}
	if len(problems) == 0 {
		t.Error("nothing was said")
	}
}

// TestCheckAllAtOnce: mistakes in several files are told in one pass.
func TestCheckAllAtOnce(t *testing.T) {
	_, got := check(t, files{
		siteTwo: "key: two\nname: Two\n", mainMenu: "name: main\nspace: shared\nitems:\n  - {id: a, label: {en: A}}\n",
		first: "locales:\n  en: {body: B}\n", "design-system/fragments/footer.html": "{{env}}",
	})
	for _, want := range []string{"sites/two.yaml:", "menus/shared/main.yaml:", "entries/shared/article/first.yaml:", "design-system/fragments/footer.html:"} {
		if !strings.Contains(strings.Join(got, "\n"), want) {
			t.Errorf("nothing is said of %s in:\n%s", want, strings.Join(got, "\n"))
		}
	}
}

// TestCheckPart: a folder may hold a part of a project; the binary's own files stand in for the rest.
func TestCheckPart(t *testing.T) {
	look, err := newCompiler().Look(release(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		files files
		want  authoring.Checked
	}{
		"types":   {files{"design-system/": "", "sites/": "", "menus/": "", "entries/": ""}, authoring.Checked{Types: 2}},
		"menus":   {files{"design-system/": "", "sites/": "", "content-types/": "", "entries/": ""}, authoring.Checked{Menus: 3}},
		"entries": {files{"design-system/": "", "sites/": "", "content-types/": "", "menus/": ""}, authoring.Checked{Entries: 4}},
	} {
		t.Run(name, func(t *testing.T) {
			got, problems := authoring.Check(tiny(t, tt.files), newCompiler(), model(t, nil), look)
			if diff := cmp.Diff(tt.want, got); diff != "" || len(problems) > 0 {
				t.Error(diff, problems)
			}
		})
	}
}
