package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// passage gives where to cut text so that at most width characters stay, the marks among them with what stands around them. Cuts
// are between words; where one word is longer than all that, between its characters as people see them.
func passage(text string, marks []mark, width int) (from, to int) {
	if width <= 0 {
		return 0, 0
	}
	first, lead := 0, 0 // where the marks begin; how many characters to show before
	if n := len(marks); n > 0 {
		first = marks[0].start
		for _, m := range marks {
			lead = max(lead, m.runeEnd-marks[0].runeStart)
		}
		lead = max(0, (width-lead)/3)
	}
	early := min(back(text, first, lead), back(text, len(text), width))
	places := boundaries(text, min(early, first), forward(text, first, width))
	from = startOf(text, places, min(early, first), first)
	return from, endOf(text, places, from, forward(text, from, width))
}

// startOf gives the first start of a word from early on, at most at latest; else the last place before.
func startOf(text string, places []int, early, latest int) int {
	from := 0
	for _, p := range places {
		if p > latest {
			break
		}
		if from = p; p >= early && isCut(text, p) && !spaceAt(text, p) {
			break
		}
	}
	return from
}

// endOf gives the last end of a word after from, at most at latest; else the last place.
func endOf(text string, places []int, from, latest int) int {
	to, char := from, from
	for _, p := range places {
		if p > latest {
			break
		}
		if p > from {
			if char = p; isCut(text, p) && !spaceBefore(text, p) {
				to = p
			}
		}
	}
	if to == from {
		return char
	}
	return to
}

// boundaries gives the places between the characters as people see them, from at most early to at least latest.
func boundaries(text string, early, latest int) []int {
	base := strings.LastIndexByte(text[:early], '\n') + 1 // nothing joins a line's end
	places := []int{base}
	for it := graphemes.FromString(text[base:]); it.Next() && places[len(places)-1] <= latest; {
		if p := base + it.End(); p <= early {
			places[0] = p // of those before, only the last is of use
		} else {
			places = append(places, p)
		}
	}
	return places
}

// isCut tells whether words may be parted at p.
func isCut(text string, p int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:p])
	after, _ := utf8.DecodeRuneInString(text[p:])
	return p == 0 || p == len(text) || isDense(before) || isDense(after) || !inWord(before) || !inWord(after)
}

// inWord tells whether a character does not end a word.
func inWord(r rune) bool { return isWord(r) || unicode.IsMark(r) || unicode.Is(unicode.Cf, r) }

func spaceAt(text string, p int) bool {
	r, _ := utf8.DecodeRuneInString(text[p:])
	return unicode.IsSpace(r)
}

func spaceBefore(text string, p int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:p])
	return unicode.IsSpace(r)
}

// back gives the place n characters before p, or 0.
func back(text string, p, n int) int {
	for ; n > 0 && p > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:p])
		p -= size
	}
	return p
}

// forward gives the place n characters after p, or the end.
func forward(text string, p, n int) int {
	for ; n > 0 && p < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[p:])
		p += size
	}
	return p
}
