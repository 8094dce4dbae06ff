package authoring

import (
	"context"
	"fmt"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// errNoItem is the same for what is not there and for what the actor may not read.
var errNoItem = fault.Problem{Code: "unknown_item", Message: "there is no such entry or menu, or it is not for you"}

// AddToRelease adds entries and menus to an open release, or changes the locales of those in it. Of an item, an entry's id and locales
// are read, or a menu's space and name. Errors: fault.NotFound, fault.Forbidden, fault.Stale, fault.Conflict, fault.Unprocessable with
// the pointer of each item that cannot be added.
func (a *Authoring) AddToRelease(
	ctx context.Context, actor Actor, id string, version int64, items []content.ReleaseItem,
) (r *content.Release, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		if r, err = p.release(ctx, identity.Update, id, version, content.ReleaseOpen); err != nil {
			return err
		}
		var ps fault.Problems
		var keys []string
		for n, item := range items {
			item, problem, err := p.releaseItem(ctx, item)
			if err != nil {
				return err
			}
			if problem.Code != "" {
				problem.Pointer = fmt.Sprintf("/items/%d%s", n, problem.Pointer)
				ps.Add(problem)
			} else if r.Put(item) {
				keys = append(keys, item.Key())
			}
		}
		if err := append(ps, r.Validate()...).Err(); err != nil {
			return err
		}
		if len(keys) == 0 {
			return nil
		}
		r.Failure = nil
		return p.saveRelease(ctx, r, "add", map[string]any{"items": keys})
	})
	if err != nil {
		return nil, done, err
	}
	return shownTo(actor, r), done, nil
}

// releaseItem completes an item by what it is of. problem says what is wrong with it; its zero value is nothing.
func (p *publication) releaseItem(
	ctx context.Context, asked content.ReleaseItem,
) (item content.ReleaseItem, problem fault.Problem, err error) {
	switch {
	case asked.Entry != "" && asked.Menu != "", asked.Entry == "" && asked.Menu == "":
		return item, fault.Problem{Code: "bad_item", Message: "an item is an entry, or a menu: name one of them"}, nil
	case asked.Menu != "" && len(asked.Locales) > 0:
		return item, fault.Problem{Pointer: "/locales", Code: "bad_item", Message: "a menu goes out in all locales"}, nil
	case asked.BadLocales():
		return item, fault.Problem{Pointer: "/locales", Code: "bad_locale", Message: "name at most 100 locales"}, nil
	case asked.Menu != "":
		item = content.ReleaseItem{Menu: asked.Menu, Space: asked.Space}
		_, err = p.tx.Menu(ctx, asked.Space, asked.Menu)
	default:
		var s *content.Stored
		if s, err = p.tx.Entry(ctx, asked.Entry); err == nil {
			item = content.ReleaseItem{Entry: s.Draft.ID, Type: s.Draft.Type, Space: s.Draft.Space, Locales: asked.Locales}
			problem = missingLocale(s, asked.Locales)
		}
	}
	switch {
	case fault.Is(err, fault.NotFound):
		return item, errNoItem, nil
	case err != nil:
		return item, problem, err
	case !p.actor.mayOf(identity.Read, item):
		return item, errNoItem, nil
	case !p.actor.mayOf(identity.Update, item):
		return item, fault.Problem{Code: "forbidden", Message: "your roles do not allow you to change this"}, nil
	}
	return item, problem, nil
}

func missingLocale(s *content.Stored, locales []string) (problem fault.Problem) {
	if s.Trashed() {
		return fault.Problem{Code: "trashed", Message: "this entry is in the trash: restore it first"}
	}
	for _, tag := range locales {
		if s.Draft.Locales[tag] == nil {
			return fault.Problem{Pointer: "/locales", Code: "missing_locale", Message: fmt.Sprintf("the entry has no document in locale %.40q", tag)}
		}
	}
	return problem
}

// TakeFromRelease takes an item out of an open release, by its key. Errors: fault.NotFound, fault.Forbidden, fault.Stale, fault.Conflict.
func (a *Authoring) TakeFromRelease(
	ctx context.Context, actor Actor, id string, version int64, key string,
) (r *content.Release, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		if r, err = p.release(ctx, identity.Update, id, version, content.ReleaseOpen); err != nil {
			return err
		}
		if _, ok := r.Item(key); !ok {
			return fault.New(fault.NotFound, "this release has no such item")
		}
		r.Take(key)
		r.Failure = nil
		return p.saveRelease(ctx, r, "remove", map[string]any{"items": []string{key}})
	})
	if err != nil {
		return nil, done, err
	}
	return shownTo(actor, r), done, nil
}
