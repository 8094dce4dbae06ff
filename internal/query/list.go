package query

import "strings"

// splitList reads a list of a query string: values with a comma between them; \, is a comma and \\ a backslash within one. An
// empty text is an empty list.
func splitList(s string) (values []string, ok bool) {
	if s == "" {
		return []string{}, true
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ',':
			values = append(values, b.String())
			b.Reset()
		case '\\':
			if i++; i == len(s) || s[i] != ',' && s[i] != '\\' {
				return nil, false
			}
			b.WriteByte(s[i])
		default:
			b.WriteByte(s[i])
		}
	}
	return append(values, b.String()), true
}

// JoinList writes what splitList reads. A list of one empty text cannot be written: it is read as an empty list.
func JoinList(values []string) string {
	escaped := make([]string, len(values))
	for i, v := range values {
		escaped[i] = strings.NewReplacer(`\`, `\\`, ",", `\,`).Replace(v)
	}
	return strings.Join(escaped, ",")
}
