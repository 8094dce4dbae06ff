package search

import (
	"strings"
	"unicode/utf8"
)

// A Piece is a part of an extract. Match: the query met this. Text is as written, not escaped.
type Piece struct {
	Text  string `json:"text"`
	Match bool   `json:"match,omitempty"`
}

// A mark is a part of a text that a term of the query met, in bytes and in characters.
type mark struct {
	start, end         int
	runeStart, runeEnd int
	term               int
}

// Extract gives the passage of a text where most terms of the query are near each other, of at most limit characters, cut at
// words, with … where it was cut; the start of the text where no term is met. Exclusions are not looked for. Joined without these
// cuts, the pieces are a part of the text (whose bytes that are no UTF-8 become �). It looks at the first mebibyte of a text.
func (q Query) Extract(lang, text string, limit int) []Piece {
	if limit <= 0 || text == "" {
		return nil
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	marks := q.marks(lang, clip(text, maxScan))
	from, to := 0, len(text)
	if !fits(text, limit) {
		from, to = passage(text, best(marks, limit-2), limit-2)
	}
	var pieces []Piece
	if strings.TrimSpace(text[:from]) != "" {
		pieces = append(pieces, Piece{Text: "…"})
	}
	pieces = cutPieces(pieces, text, from, to, marks)
	if strings.TrimSpace(text[to:]) != "" && (len(pieces) > 1 || to > from || from == 0) {
		pieces = append(pieces, Piece{Text: "…"})
	}
	return pieces
}

// fits tells whether s has at most n characters.
func fits(s string, n int) bool { return len(clipRunes(s, n)) == len(s) }

// marks gives what the query meets in a text, in order of where it begins.
func (q Query) marks(lang, text string) (all []mark) {
	var tokens []token
	newAnalyser(lang).tokens(text, func(t token) bool {
		tokens = append(tokens, t)
		return true
	})
	f := newFinder(q)
	pos, runes := 0, 0
	for i := range tokens {
		for _, c := range f.at(tokens[i:]) {
			start, end := tokens[i].start, tokens[i+len(c.tokens)-1].end
			if last := tokens[i+len(c.tokens)-1]; c.open && last.dense && utf8.RuneCountInString(c.tokens[len(c.tokens)-1]) == 1 {
				end = last.first
			}
			runes += utf8.RuneCountInString(text[pos:start])
			pos = start
			all = append(all, mark{start, end, runes, runes + utf8.RuneCountInString(text[start:end]), c.term})
		}
	}
	return all
}

// best gives the marks, within width characters, that meet the most terms, then those that are most; the first of equals.
func best(marks []mark, width int) (window []mark) {
	counts := map[int]int{}
	first, terms, top := 0, 0, 0
	for i, m := range marks {
		if counts[m.term]++; counts[m.term] == 1 {
			terms++
		}
		for ; first < i && m.runeEnd-marks[first].runeStart > width; first++ {
			if counts[marks[first].term]--; counts[marks[first].term] == 0 {
				terms--
			}
		}
		if score := terms<<32 + (i - first + 1); score > top {
			top, window = score, marks[first:i+1]
		}
	}
	return window
}

// cutPieces appends text[from:to], in pieces that are marked and pieces that are not.
func cutPieces(pieces []Piece, text string, from, to int, marks []mark) []Piece {
	put := func(end int, match bool) {
		if end > from {
			pieces = append(pieces, Piece{text[from:end], match})
			from = end
		}
	}
	for i := 0; i < len(marks); i++ {
		start, end := marks[i].start, marks[i].end
		for i+1 < len(marks) && marks[i+1].start < end { // pairs overlap
			i++
			end = max(end, marks[i].end)
		}
		if start = max(start, from); min(end, to) > start {
			put(start, false)
			put(min(end, to), true)
		}
	}
	put(to, false)
	return pieces
}
