package content

import "context"

// Limits of a tree.
const (
	MaxTreeDepth = 20     // entries above one another, the topmost counted
	MaxChildren  = 10_000 // of one entry, or at the top of a space's tree
)

// Branch is where entries of a tree stand together: those of one space and type, below one parent ("" at the top).
type Branch struct{ Space, Type, Parent string }

// Sibling is an entry in a branch. Siblings are ordered by position, then by id.
type Sibling struct{ ID, Position string }

// Child is a sibling, with how many entries stand right below it.
type Child struct {
	Sibling

	Children int
}

// Trees keeps what is below what. Entries in the trash stand nowhere.
type Trees interface {
	// Siblings gives all entries of a branch in their order.
	Siblings(ctx context.Context, b Branch) ([]Sibling, error)
	// LastSibling gives the position of the last entry of a branch, "" where it is empty, and how many there are.
	LastSibling(ctx context.Context, b Branch) (position string, count int, err error)
	// Children gives at most limit entries of a branch in their order, those after one (the zero Sibling: from the beginning).
	Children(ctx context.Context, b Branch, after Sibling, limit int) ([]Child, error)
	// Ancestors gives an entry's id and those of the entries above it, the topmost last; at most limit.
	Ancestors(ctx context.Context, id string, limit int) ([]string, error)
	// Height counts the levels of the tree below and with an entry: 1 where nothing stands below it. It counts no further than limit.
	Height(ctx context.Context, id string, limit int) (int, error)
}

// Named is what stands under one key in some spaces: the id of the entry in each that has one.
type Named struct {
	Type, Key string
	IDs       map[string]string // by space
}

// Heirs finds entries by their keys, as inheritance does. Entries in the trash are not found.
type Heirs interface {
	// NamedIn gives at most limit keys that stand in one of the spaces, ordered by type and key, those after one. typ "" is every
	// type.
	NamedIn(ctx context.Context, spaces []string, typ string, after Named, limit int) ([]Named, error)
}

// Area says which spaces are meant of some types.
type Area struct {
	Types  []string
	Spaces []string
}

// UseCount counts the entries of a type and space that name another.
type UseCount struct {
	Type, Space string
	Sources     int
}

// Users finds the entries that name an entry. The entry itself and those in the trash do not count.
type Users interface {
	// UsesIn gives at most limit places of entries of the types and spaces that name a target, ordered by source, view and
	// pointer, those after one (the zero Use: from the beginning).
	UsesIn(ctx context.Context, target string, in []Area, after Use, limit int) ([]Use, error)
	// CountUses counts the entries that name a target, by type and space.
	CountUses(ctx context.Context, target string) ([]UseCount, error)
}
