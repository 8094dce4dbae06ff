package authoring

// ParametersOfExamples gives the operations of the table of examples, each with the parameters that its example names.
func ParametersOfExamples() map[string]map[string]string {
	out := map[string]map[string]string{}
	for id, e := range examples {
		out[id] = e.params
	}
	return out
}
