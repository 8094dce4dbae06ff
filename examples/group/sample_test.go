package group

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// files lists the YAML files below a folder of the sample; anything else there is a mistake.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(FS, dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if path.Ext(name) != ".yaml" {
			return fmt.Errorf("%s is not a YAML file", name)
		}
		names = append(names, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func readSites(t *testing.T) []*site.Site {
	t.Helper()
	var ps fault.Problems
	var sites []*site.Site
	for _, name := range files(t, "sites") {
		s := new(site.Site)
		if yamlfile.Read(FS, name, s, &ps) {
			s.Normalize()
			ps = append(ps, s.Validate()...)
			if want := strings.TrimSuffix(path.Base(name), ".yaml"); s.Key != want {
				t.Errorf("%s: key %q", name, s.Key)
			}
			sites = append(sites, s)
		}
	}
	ps = append(ps, site.ValidateGroup(sites)...)
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	return sites
}

func readMenus(t *testing.T, sites []*site.Site) map[string]*menu.Menu {
	t.Helper()
	targets := menu.Targets{Sites: map[string]bool{}}
	for _, s := range sites {
		targets.Sites[s.Key] = true
	}
	var ps fault.Problems
	menus := map[string]*menu.Menu{}
	for _, name := range files(t, "menus") {
		m := new(menu.Menu)
		if yamlfile.Read(FS, name, m, &ps) {
			ps = append(ps, m.Validate(targets)...)
			key := m.Space + "/" + m.Name
			if name != "menus/"+key+".yaml" {
				t.Errorf("%s holds menu %s", name, key)
			}
			menus[key] = m
		}
	}
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	return menus
}

func TestSites(t *testing.T) {
	sites := readSites(t)
	if len(sites) != 16 {
		t.Errorf("%d sites, want 16", len(sites))
	}
	for _, s := range sites {
		if len(s.Locales) < 2 {
			t.Errorf("%s has one locale only", s.Key)
		}
		for _, l := range s.Locales {
			if l.Fallback != "" && !s.HasLocale(l.Fallback) {
				t.Errorf("%s: %s falls back to %s, which it does not have", s.Key, l.Tag, l.Fallback)
			}
		}
		for _, host := range append([]string{s.Contact}, s.Origins...) {
			if !strings.HasSuffix(host, ".example") {
				t.Errorf("%s: %q is not a reserved example name", s.Key, host)
			}
		}
		if s.Key == "corporate" {
			if got, want := s.Chain("fr-CA"), []string{"fr-CA", "fr", "en"}; !slices.Equal(got, want) {
				t.Errorf("corporate: chain of fr-CA is %v, want %v", got, want)
			}
		}
		if s.Key == "klio-account" && s.Parent != "klio" {
			t.Error("klio-account does not inherit from klio")
		}
	}
}

func TestMenusHaveEveryText(t *testing.T) {
	for key, m := range readMenus(t, readSites(t)) {
		m.Walk(func(it *menu.Item, _ []*menu.Item) {
			checkTexts(t, key+" item "+it.ID+" label", it.Label)
			if len(it.Description) > 0 {
				checkTexts(t, key+" item "+it.ID+" description", it.Description)
			}
		})
	}
}

func TestMenuItemsAreUniqueOnEverySite(t *testing.T) {
	sites := readSites(t)
	menus := readMenus(t, sites)
	for _, s := range sites {
		where := map[string]string{}
		for _, name := range menu.Names {
			i := slices.IndexFunc(s.Spaces(), func(space string) bool { return menus[space+"/"+name] != nil })
			if i < 0 {
				t.Errorf("%s has no menu %s", s.Key, name)
				continue
			}
			menus[s.Spaces()[i]+"/"+name].Walk(func(it *menu.Item, _ []*menu.Item) {
				if other, ok := where[it.ID]; ok {
					t.Errorf("%s: item %s stands in %s and in %s", s.Key, it.ID, other, name)
				}
				where[it.ID] = name
			})
		}
	}
}

func TestMainMenu(t *testing.T) {
	sites := readSites(t)
	menus := readMenus(t, sites)
	main := menus["shared/main"]
	count, targets := 0, map[string]string{}
	main.Walk(func(it *menu.Item, ancestors []*menu.Item) {
		count++
		if len(ancestors) < 2 && len(it.Items) == 0 {
			t.Errorf("%s is on level %d and has nothing below it", it.ID, len(ancestors)+1)
		}
		if len(ancestors) == 2 && len(it.Items) > 0 {
			t.Errorf("%s opens a fourth level", it.ID)
		}
		if it.Site == "" {
			return
		}
		for _, s := range sites {
			if s.Key != it.Site {
				continue
			}
			for _, l := range s.Locales { // two items for one page could not both be the current one
				target := it.Site + " " + l.Tag + " " + it.PathIn(s.Chain(l.Tag))
				if other, ok := targets[target]; ok {
					t.Errorf("%s and %s lead to the same page: %s", other, it.ID, target)
				}
				targets[target] = it.ID
			}
		}
	})
	if count < 120 {
		t.Errorf("%d items, want 120 or more", count)
	}
	for _, id := range []string{"suppliers", "partners", "fieldwork"} {
		if it := main.Find(id); it == nil || it.Site != id || it.Path != "/" || it.Match != "" {
			t.Errorf("item %s: %+v", id, it)
		}
	}
	if own := menus["klio/main"]; own == nil {
		t.Error("klio has no main menu of its own")
	}
}

// least is how many entries of each type the sample promises in the shared space.
var least = map[string]int{"page": 8, "article": 14, "notice": 8, "faq": 24}

func TestEntries(t *testing.T) {
	model, err := schema.Load(os.DirFS("../../content-types"))
	if err != nil {
		t.Fatal(err)
	}
	read, ps := content.ReadFiles(FS, "entries", model)
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	names, slugs := map[string]bool{}, map[string]string{}
	counts, spaces := map[string]int{}, map[string]int{}
	partial := 0
	for _, f := range read {
		e := f.Entry
		names[e.Space+"/"+e.Type+"/"+e.Key] = true
		spaces[e.Space]++
		if e.Space == site.Shared {
			counts[e.Type]++
			if len(e.Locales) < len(Locales) {
				partial++
			}
		}
		if err := f.Locate(content.CheckPublish(model, e, f.Publish, nil)).Err(); err != nil {
			t.Error(err)
		}
		for tag, doc := range e.Locales {
			if !slices.Contains(Locales, tag) {
				t.Errorf("%s: locale %q", f.File, tag)
			}
			for field, value := range doc {
				text, _ := value.(string)
				checkText(t, f.File+" "+field, tag, text)
			}
			at := fmt.Sprint(e.Space, " ", e.Type, " ", tag, " ", doc["slug"])
			if other, ok := slugs[at]; ok && doc["slug"] != nil {
				t.Errorf("%s and %s have the same slug in %s", other, f.File, tag)
			}
			slugs[at] = f.File
		}
	}
	checkReferences(t, model, read, names)
	for typ, want := range least {
		if counts[typ] < want {
			t.Errorf("%d shared entries of type %s, want %d or more", counts[typ], typ, want)
		}
	}
	if spaces["klio"] == 0 {
		t.Error("klio has no entries of its own")
	}
	if partial < 2 {
		t.Errorf("%d shared entries lack a locale; two or more should, to show the fallback", partial)
	}
}

// checkReferences finds references to entries that neither the space nor the shared one holds.
func checkReferences(t *testing.T, model *schema.Model, read []*content.File, names map[string]bool) {
	t.Helper()
	for _, f := range read {
		for _, found := range content.Refs(model.Type(f.Entry.Type), f.Entry) {
			if to := found.Ref.String(); !names[f.Entry.Space+"/"+to] && !names[site.Shared+"/"+to] {
				t.Errorf("%s: %s leads to %s, which does not exist", f.File, found.Pointer, to)
			}
		}
	}
}

func checkTexts(t *testing.T, what string, texts map[string]string) {
	t.Helper()
	if len(texts) != len(Locales) {
		t.Errorf("%s: has %d locales, want %v", what, len(texts), Locales)
	}
	for _, tag := range Locales {
		checkText(t, what, tag, texts[tag])
	}
}

var (
	slug           = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	arabicLetter   = regexp.MustCompile(`\p{Arabic}`)
	straightQuote  = regexp.MustCompile(`\p{L}'\p{L}`)
	breakingFrench = regexp.MustCompile(`[\pL\d»)] [:;?!»]|« `)
)

// checkText finds what an editor's eye would: nothing there, a typewriter's apostrophe, a French sign that may slip to the
// next line, Arabic that is not Arabic.
func checkText(t *testing.T, what, tag, text string) {
	t.Helper()
	switch {
	case strings.TrimSpace(text) == "":
		t.Errorf("%s: empty in %s", what, tag)
	case straightQuote.MatchString(text):
		t.Errorf("%s: straight apostrophe in %s: %q", what, tag, straightQuote.FindString(text))
	case tag == "fr" && breakingFrench.MatchString(text):
		t.Errorf("%s: a breaking space before a French sign: %q", what, breakingFrench.FindString(text))
	case tag == "ar" && !arabicLetter.MatchString(text) && !slug.MatchString(text):
		t.Errorf("%s: no Arabic letter in %q", what, text)
	}
}
