package authoring

import (
	"context"
	"reflect"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// menuFile is a menu as it is written in a file: its draft, and what is published of it where that differs.
type menuFile struct {
	yamlfile.Pos

	Name      string      `yaml:"name"`
	Space     string      `yaml:"space"`
	Items     []menu.Item `yaml:"items"`
	Publish   *bool       `yaml:"publish"`   // false where nothing is published; left out for true
	Published []menu.Item `yaml:"published"` // the items that are published, where they are others than those of the draft
}

// menuState is the state that a menu is to have.
type menuState struct {
	draft *menu.Menu
	live  *menu.Menu // nil where nothing is published
}

func (f *menuFile) state(problems *fault.Problems) menuState {
	s := menuState{draft: &menu.Menu{Pos: f.Pos, Name: f.Name, Space: f.Space, Items: f.Items}}
	s.live = s.draft
	withheld := f.Publish != nil && !*f.Publish
	switch {
	case withheld && f.Published != nil:
		problems.Add(f.Pos.Problem("bad_value", "this menu is not published (publish: false), and says what is: take one of them out"))
	case withheld:
		s.live = nil
	case f.Published != nil:
		s.live = &menu.Menu{Pos: f.Pos, Name: f.Name, Space: f.Space, Items: f.Published}
	}
	return s
}

// menuFileOf writes the state of a menu.
func menuFileOf(m *menu.Stored) *menuFile {
	f := &menuFile{Name: m.Draft.Name, Space: m.Draft.Space, Items: m.Draft.Items}
	switch {
	case m.Published == nil:
		f.Publish = new(bool)
	case !sameJSON(m.Draft.Items, m.Published.Items):
		f.Published = m.Published.Items
		if f.Published == nil {
			f.Published = []menu.Item{}
		}
	}
	return f
}

func sameJSON(a, b any) bool { return reflect.DeepEqual(normalJSON(a), normalJSON(b)) }

func (i *importing) importMenus(ctx context.Context) error {
	for _, m := range i.menus {
		old, err := i.tx.Menu(ctx, m.draft.Space, m.draft.Name)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err != nil {
			old = nil
		}
		if err := i.importMenu(ctx, m, old); err != nil {
			return err
		}
	}
	return nil
}

func (i *importing) importMenu(ctx context.Context, m menuState, old *menu.Stored) error {
	version, name := int64(0), menuFileName(m.draft)
	if old != nil {
		version = old.Version
		sameLive := m.live == nil && old.Published == nil || m.live != nil && old.Published != nil && sameJSON(m.live, old.Published)
		if sameLive && sameJSON(m.draft, old.Draft) {
			i.done.Unchanged.Menus++
			return nil
		}
	}
	save := func(doc *menu.Menu) (err error) {
		if version, err = i.tx.SaveMenu(ctx, doc, version, i.actor.ID); err != nil {
			return err
		}
		return i.setMenuUses(ctx, doc, false)
	}
	i.changed = true
	if m.live != nil {
		if err := save(m.live); err != nil {
			return err
		}
		if err := i.tx.PublishMenu(ctx, m.draft.Space, m.draft.Name); err != nil {
			return err
		}
		if err := i.setMenuUses(ctx, m.live, true); err != nil {
			return err
		}
	}
	if m.live != m.draft {
		if err := save(m.draft); err != nil {
			return err
		}
	}
	what := menuImport(old, m)
	i.done.note(name, what)
	if err := i.tellImportedMenu(ctx, old, m, what); err != nil {
		return err
	}
	switch what {
	case "created":
		i.done.Created.Menus++
		return nil
	case "unpublished":
		i.done.Unpublished.Menus++
		i.done.Updated.Menus++
		if err := i.setMenuUses(ctx, &menu.Menu{Space: m.draft.Space, Name: m.draft.Name}, true); err != nil {
			return err
		}
		return i.tx.UnpublishMenu(ctx, m.draft.Space, m.draft.Name)
	}
	i.done.Updated.Menus++
	return nil
}

// menuImport names what an import does to a menu.
func menuImport(old *menu.Stored, m menuState) string {
	switch {
	case old == nil:
		return "created"
	case m.live == nil && old.Published != nil:
		return "unpublished"
	}
	return "updated"
}
