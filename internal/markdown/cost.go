package markdown

import "strings"

// Bounds on one text. The parser's work grows with the square of each of these, and no text that a person wrote comes near
// them; without them 100 KB of brackets or of quote marks take many seconds.
const (
	maxMarkers  = maxNesting // block markers one behind the other in a line: > > >, - - -, 1. 1. 1.
	maxBrackets = 4000       // [ in one paragraph, list or table
	maxEmphasis = 8000       // * _ ~ in the same
)

// tooCostly says whether a text is out of those bounds.
func tooCostly(src string) bool {
	brackets, emphasis := 0, 0
	for line := range strings.Lines(src) {
		if strings.TrimSpace(line) == "" {
			brackets, emphasis = 0, 0
			continue
		}
		brackets += strings.Count(line, "[")
		emphasis += strings.Count(line, "*") + strings.Count(line, "_") + strings.Count(line, "~")
		if brackets > maxBrackets || emphasis > maxEmphasis || (markers(line) > maxMarkers && !isRule(line)) {
			return true
		}
	}
	return false
}

// markers counts the block markers at the beginning of a line. All but > need white space behind them.
func markers(line string) int {
	n := 0
	for i, r := range line {
		switch r {
		case '>':
			n++
		case '-', '+', '*', '.', ')':
			if i+1 < len(line) && strings.IndexByte(" \t\n", line[i+1]) >= 0 {
				n++
			}
		case ' ', '\t', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		default:
			return n
		}
	}
	return n
}

// isRule says whether a line is of one sign only and no quote: a long thematic break nests nothing.
func isRule(line string) bool {
	line = strings.Join(strings.Fields(line), "")
	return line[0] != '>' && line[0] != '+' && strings.Trim(line, line[:1]) == ""
}
