package store

// beside names what is kept of an entry beside its row and its revisions.
type beside uint8

const (
	besideDraftUses beside = 1 << iota
	besidePublishedUses
	besideTranslations
	besideUnique
	besideAgenda

	besideAll = besideDraftUses | besidePublishedUses | besideTranslations | besideUnique | besideAgenda
)

// fresh knows the entries that a transaction has made, and what it has written of them. What was not written cannot be there, and is
// not looked for: of an import, that is half of all statements.
type fresh map[string]beside // the sides that are empty

func (f *fresh) made(id string) {
	if *f == nil {
		*f = fresh{}
	}
	(*f)[id] = besideAll
}

// empty says that nothing of a side can be there.
func (f *fresh) empty(id string, side beside) bool { return (*f)[id]&side != 0 }

// fill says the same, for whoever writes it now.
func (f *fresh) fill(id string, side beside) (wasEmpty bool) {
	if !f.empty(id, side) {
		return false
	}
	(*f)[id] &^= side
	return true
}
