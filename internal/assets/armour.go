package assets

import (
	"bytes"
	"strings"
)

// The shared parts stand in pages whose own rules nobody here has seen. A design system marks its rules for them with an id that
// no element has, in :is(.portico-part, #portico-part); what is so marked is armoured when it is bundled.
const (
	armourMark  = "#portico-part"
	armourIDs   = 3 // as many ids as a host's selector may have and still lose
	important   = "!important"
	notProperty = "--" // custom properties stay as they are: scripts and themes set them
)

// armour makes marked rules win over a host's: their declarations become important, and the id's weight is multiplied. The rules
// keep their order among themselves. The style sheet is one that esbuild wrote: minified, without comments. What stands in
// @keyframes or @font-face cannot be important and stays as it is.
func armour(css []byte) []byte {
	if !bytes.Contains(css, []byte(armourMark)) {
		return css
	}
	a := armourer{src: css, out: make([]byte, 0, len(css)+len(css)/3)}
	for a.at < len(css) {
		switch c := css[a.at]; c {
		case '"', '\'':
			a.skipString(c)
		case '\\':
			a.at += 2
		case '(', '[':
			a.depth++
			a.at++
		case ')', ']':
			a.depth--
			a.at++
		case '{', '}', ';':
			a.boundary(c)
		default:
			a.at++
		}
	}
	a.at = min(a.at, len(css)) // a backslash at the very end
	a.out = append(a.out, css[a.from:]...)
	return a.out
}

// armourer walks through a style sheet. A block is armoured where its selector, or one around it, has the mark.
type armourer struct {
	src, out []byte
	at, from int    // where it is; where what was not yet written begins
	depth    int    // of parentheses: url(a;b)
	blocks   []bool // the open ones, whether each is armoured
}

func (a *armourer) skipString(quote byte) {
	for a.at++; a.at < len(a.src) && a.src[a.at] != quote; a.at++ {
		if a.src[a.at] == '\\' {
			a.at++
		}
	}
	a.at++
}

// boundary ends a selector or a declaration.
func (a *armourer) boundary(c byte) {
	if a.depth > 0 {
		a.at++
		return
	}
	text := string(a.src[a.from:a.at])
	inside := len(a.blocks) > 0 && a.blocks[len(a.blocks)-1]
	switch {
	case c == '{':
		marked := strings.Contains(text, armourMark)
		if marked {
			text = strings.ReplaceAll(text, armourMark, strings.Repeat(armourMark, armourIDs))
		}
		a.blocks = append(a.blocks, (inside || marked) && !ownWords(text))
	case inside && isDeclaration(text):
		text += important
	}
	if c == '}' && len(a.blocks) > 0 {
		a.blocks = a.blocks[:len(a.blocks)-1]
	}
	a.out = append(append(a.out, text...), c)
	a.at++
	a.from = a.at
}

// ownWords says whether a block holds something else than rules and declarations of properties.
func ownWords(prelude string) bool {
	for _, at := range []string{"@keyframes", "@-webkit-keyframes", "@font-face", "@property", "@counter-style"} {
		if strings.HasPrefix(prelude, at) {
			return true
		}
	}
	return false
}

func isDeclaration(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && text[0] != '@' && !strings.HasPrefix(text, notProperty) && !strings.HasSuffix(text, important)
}
