package authoring

import (
	"context"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// TreeNode is an entry in its tree.
type TreeNode struct {
	Entry    *content.Stored // as far as the actor may read it
	Children int             // how many stand right below it
}

// TreePage is a piece of a branch.
type TreePage struct {
	Nodes []TreeNode
	Title string // the field that names the entries
	Next  string // cursor of the next page; "" at the end
}

// Tree lists what stands below an entry of a space and type ("" is the top), in its order: at most limit (200), after a cursor. What is
// below those, a client asks for when somebody opens them. Errors: fault.NotFound where there is no such tree, or it is not for
// them; fault.Invalid for a bad cursor.
func (a *Authoring) Tree(ctx context.Context, actor Actor, b content.Branch, after string, limit int) (page *TreePage, err error) {
	if actor.ID == "" {
		return nil, fault.New(fault.Unauthenticated, "sign in first")
	}
	from, err := openSibling(after)
	if err != nil {
		return nil, err
	}
	limit = bounded(limit)
	page = &TreePage{}
	err = a.store.View(ctx, func(tx Tx) error {
		m, err := a.modelIn(ctx, tx)
		if err != nil {
			return err
		}
		t := m.Type(b.Type)
		if t == nil || !t.Tree() || !actor.Access.MaySomewhere(identity.Read, b.Type, b.Space) {
			return fault.New(fault.NotFound, "no tree of %.40q in %.40q, or not for you", b.Type, b.Space)
		}
		page.Title = t.Title().Name()
		children, err := tx.Children(ctx, b, from, limit+1)
		if err != nil {
			return err
		}
		if len(children) > limit {
			children = children[:limit]
			page.Next = children[limit-1].Position + "." + children[limit-1].ID
		}
		ids := make([]string, len(children))
		for i, c := range children {
			ids[i] = c.ID
		}
		all, err := entriesByID(ctx, tx, ids)
		if err != nil {
			return err
		}
		for _, c := range children {
			s, err := readable(actor, t, all[c.ID])
			if err != nil {
				return err
			}
			page.Nodes = append(page.Nodes, TreeNode{s, c.Children})
		}
		return nil
	})
	return page, err
}

// openSibling reads a cursor: the position and the id of the last entry of a page. Neither is secret.
func openSibling(cursor string) (s content.Sibling, err error) {
	if cursor == "" {
		return s, nil
	}
	position, id, ok := strings.Cut(cursor, ".")
	if !ok || !content.EntryID.MatchString(id) || len(position) > 2*content.MaxPosition || strings.ContainsRune(position, 0) {
		return s, fault.New(fault.Invalid, "the cursor is none of this list")
	}
	return content.Sibling{ID: id, Position: position}, nil
}

func bounded(limit int) int {
	if limit < 1 || limit > maxPage {
		return maxPage
	}
	return limit
}

func entriesByID(ctx context.Context, tx Tx, ids []string) (map[string]*content.Stored, error) {
	all, err := tx.EntriesByID(ctx, ids)
	out := make(map[string]*content.Stored, len(all))
	for _, s := range all {
		out[s.Draft.ID] = s
	}
	return out, err
}
