package authoring

// ExampleParameters gives the operations of the table of examples, each with the parameters that its example names.
func ExampleParameters() map[string]map[string]string {
	out := map[string]map[string]string{}
	for id, e := range examples {
		out[id] = e.params
	}
	return out
}
