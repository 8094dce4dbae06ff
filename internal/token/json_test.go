package token

import (
	"strings"
	"testing"
)

// TestParse: what is read, as strict JSON.
func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": [1, -2.50, 3e2, true, false, null, "x"]}`: `{"a":[1,-2.50,3e2,true,false,null,"x"]}`,
		"\uFEFF {} ":                    `{}`,
		"// one\n/* two */ [1, /**/]//": `[1]`,
		`{a: 1, $b_2: 'c"d', é: 1,}`:    `{"a":1,"$b_2":"c\"d","é":1}`,
		`[+1, .5, 5., 0x1F, -0xA]`:      `[1,0.5,5,31,-10]`,
		`["\u00e9\ud83d\ude00\n\/\x41\v", "a\
b"]`: `["é😀\n/A\u000b","ab"]`,
		`[0.1234567890123456789]`: `[0.1234567890123456789]`,
		`"` + "\t" + `"`:          `"\t"`,
	} {
		rep := newReport()
		n := parseSource(newSource("f", []byte(text)), rep)
		if n == nil {
			t.Errorf("%s: %v", text, rep.problems)
			continue
		}
		if got := string(n.appendJSON(nil)); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// TestParseProblems: a @ stands before the place that is named.
func TestParseProblems(t *testing.T) {
	for _, text := range []string{
		`@`, `@{`, `@[`, `[1 @2]`, `{"a" @1}`, `{"a": @}`, `{@1: 2}`, `{"a": 1} @2`, `@"abc`, "@\"a\nb\"", `["@\q"]`, `["@\u12"]`, `["@\ud800"]`, `["@\udc00x"]`,
		`[@Infinity]`, `[@-Infinity]`, `[@NaN]`, `[@1e999]`, `[@1.2.3]`, `[@--1]`, `[@1-2]`, `[@0x]`, `[@truth]`, `[@,]`, `[1,@,]`, `[1] @/* no end`, `[1]@/`, "é\n  [@x]", "[@\xff]",
		`{"a": 1, @"a": 2}`, strings.Repeat("[", maxNesting) + "@[1]",
	} {
		if strings.HasPrefix(text, "é") {
			text = strings.Replace(text, "é", `/* é */`, 1) // columns count characters, and lines count
		}
		before, after, _ := strings.Cut(text, "@")
		rep := newReport()
		parseSource(newSource("f", []byte(before+after)), rep)
		line := strings.Count(before, "\n") + 1
		column := len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1
		if len(rep.problems) != 1 || rep.problems[0].Line != line || rep.problems[0].Column != column {
			t.Errorf("%q: %v, want one at %d:%d", text, rep.problems, line, column)
		}
	}
}
