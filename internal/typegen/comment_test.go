package typegen

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestI4CommentsCannotBeLeft: whatever a label or a help holds, it stays a comment, in every language.
func TestI4CommentsCannotBeLeft(t *testing.T) {
	pieces := []string{"*", "/", "*/", "/*", `\`, "u002a", "<", "&", "\n", "\u2028", "\u2029", "\u0085", "\r", "\u202e", "\u2066", "?>", "@", "{", " ", "x"}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.SampledFrom(pieces), rapid.StringN(0, 5, -1))
		text := strings.Join(rapid.SliceOf(word).Draw(t, "words"), "")
		for name, comment := range map[string]string{
			"block": blockComment("  ", inBlock, text), "HTML": blockComment("  ", inHTML, text, text), "PHP": phpComment("@var int", text),
			"param": "/**\n" + javaParam("x", []string{text, text + "a"}) + " */\n",
			"XML":   xmlComment("  ", text, text),
		} {
			for line := range strings.Lines(comment) {
				if begin := strings.TrimSpace(line); !strings.HasPrefix(begin, "/**") && !strings.HasPrefix(begin, "*") && !strings.HasPrefix(begin, "///") {
					t.Fatalf("%s: a line that is no comment: %q", name, line)
				}
			}
			inside := strings.TrimSuffix(comment, "*/\n")
			if name != "XML" && (strings.Contains(inside, "*/") || inside == comment && comment != "") {
				t.Fatalf("%s: %q ends early, or not", name, comment)
			}
			if strings.ContainsAny(comment, "\r\u2028\u2029\u0085\u202e\u2066\x00") || name != "block" && name != "XML" && strings.Contains(comment, `\`) {
				t.Fatalf("%s: %q holds what changes how source reads", name, comment)
			}
		}
	})
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"press-release": "PressRelease", "press_release": "PressRelease", "a--b-": "AB", "1.5": "_15", "pressRelease": "PressRelease", "0--": "_0",
		strings.Repeat("a", 200): "A" + strings.Repeat("a", maxName-1),
	} {
		if got := pascal(name); got != want {
			t.Errorf("pascal(%s) = %s, want %s", name, got, want)
		}
	}
	n := newNames("list")
	for _, want := range []string{"ListContent", "ListContent2", "ListContent3"} {
		if got := n.take(nil, "List", "ListContent"); got != want {
			t.Errorf("took %s, want %s", got, want)
		}
	}
}
