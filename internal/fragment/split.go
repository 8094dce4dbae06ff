package fragment

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/published"
)

// split cuts the output of a template at its markers: prefix, the number of the hole, Z. It follows the HTML as it goes, and
// refuses a hole that came to stand where its value would not be safe (through a variable, say, where the source does not
// show it). The texts, with the markers between them, are the output; only the blanks before an attribute hole go, because
// they belong to the attribute.
func split(text, prefix string, holes []published.Segment) (published.Part, error) {
	var c context
	part := make(published.Part, 0, 1+2*strings.Count(text, prefix))
	for {
		before, rest, found := strings.Cut(text, prefix)
		c = c.feed(before)
		if !found {
			if part = appendText(part, before); len(part) == 0 {
				return nil, nil
			}
			return part, nil
		}
		digits, after, ok := strings.Cut(rest, "Z")
		n, err := strconv.Atoi(digits)
		if !ok || err != nil || n < 0 || n >= len(holes) {
			return nil, fmt.Errorf("a slot was changed on its way to the page: it can only be written as it is, not cut or compared")
		}
		hole := holes[n]
		if why := refuse(hole.Slot, c); why != "" {
			return nil, fmt.Errorf("the slot %s is not safe: %s", hole.Slot, why)
		}
		if isAttribute(hole.Slot) {
			before = strings.TrimRight(before, " \n")
		} else {
			c = c.feed("x")
		}
		part = append(appendText(part, before), hole)
		text = after
	}
}

func appendText(part published.Part, text string) published.Part {
	if text == "" {
		return part
	}
	return append(part, published.Segment{Text: text})
}
