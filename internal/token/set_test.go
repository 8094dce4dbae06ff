package token

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestToken: everything that is known about a token.
func TestToken(t *testing.T) {
	s, err := loadText(`{
  "old": { "$type": "number", "$deprecated": "use {new}",
    "$root": { "$value": 1, "$description": "the first", "$extensions": {"org.example": {"a": [1]}} },
    "kept": { "$value": 2, "$deprecated": false } },
  "alias": { "$ref": "#/old/$root", "$deprecated": true } }`)
	if err != nil {
		t.Fatal(err)
	}
	set, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []Token{
		{Path: "old.$root", Names: []string{"old", "$root"}, Type: TypeNumber, Value: Number(1), Description: "the first", Deprecated: true,
			Reason: "use {new}", Extensions: []byte(`{"org.example":{"a":[1]}}`), File: "t.json", Line: 3},
		{Path: "old.kept", Names: []string{"old", "kept"}, Type: TypeNumber, Value: Number(2), File: "t.json", Line: 4},
		{Path: "alias", Names: []string{"alias"}, Type: TypeNumber, Value: Number(1), Alias: "old.$root", Deprecated: true, File: "t.json", Line: 5},
	}
	if diff := cmp.Diff(want, set.Tokens(), cmpopts.IgnoreUnexported(Token{})); diff != "" {
		t.Errorf("want(-) got(+):\n%s", diff)
	}
	if _, ok := set.Token("old"); ok {
		t.Error("a group is given as a token")
	}
	if tok, ok := set.Token("alias"); !ok || tok.CSS() != "1" {
		t.Errorf("alias: %+v", tok)
	}
}

func TestCSSName(t *testing.T) {
	for want, names := range map[string][]string{
		"--p-a-b":              {"a", "b"},
		"--p-color-accent":     {"color", "accent", "$root"},
		"--p-space--1":         {"space", "-1"},
		"--p-fgColor-on_Brand": {"fgColor", "on_Brand"},
		"--p-acid-green":       {"acid  green"},
		"--p-50":               {"50%"},
		"--p-größe-لون":        {"größe", "لون"},
	} {
		if got := CSSName("p", names); got != want {
			t.Errorf("%v: %s, want %s", names, got, want)
		}
	}
}
