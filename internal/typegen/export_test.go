package typegen

// HasForm says whether a kind of field is known here.
func HasForm(kind string) bool {
	_, ok := forms[kind]
	return ok
}
