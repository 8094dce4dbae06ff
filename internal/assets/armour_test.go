package assets

import (
	"strings"
	"testing"
)

func TestArmour(t *testing.T) {
	const is, strong = ":is(.portico-part,#portico-part)", ":is(.portico-part,#portico-part#portico-part#portico-part)"
	for name, tt := range map[string]struct{ in, want string }{
		"a rule":            {is + " a{color:red;margin:0}", strong + " a{color:red!important;margin:0!important}"},
		"another's rule":    {":root{--x:1px}a{color:red}", ":root{--x:1px}a{color:red}"},
		"a condition":       {"@media print{" + is + " a{color:red}b{color:red}}", "@media print{" + strong + " a{color:red!important}b{color:red}}"},
		"a nested rule":     {is + "{a{color:red}&:hover{top:0}left:0}", strong + "{a{color:red!important}&:hover{top:0!important}left:0!important}"},
		"a start":           {is + " a{@starting-style{opacity:0}}", strong + " a{@starting-style{opacity:0!important}}"},
		"a custom property": {is + "{--portico-x:1px;top:0}", strong + "{--portico-x:1px;top:0!important}"},
		"important already": {is + "{top:0!important}", strong + "{top:0!important}"},
		"a string":          {is + `::before{content:"};{\"";top:0}`, strong + `::before{content:"};{\""!important;top:0!important}`},
		"an address":        {is + "{background:url(data:a;b,{})}", strong + "{background:url(data:a;b,{})!important}"},
		"frames":            {"@keyframes a{0%{top:0}}" + is + "{animation:a 1s}", "@keyframes a{0%{top:0}}" + strong + "{animation:a 1s!important}"},
		"an escape":         {is + ` .a\:b{top:0}`, strong + ` .a\:b{top:0!important}`},
		"an attribute":      {is + ` [x="{"]{top:0}`, strong + ` [x="{"]{top:0!important}`},
		"an empty rule":     {is + "{}a{}", strong + "{}a{}"},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.want == tt.in && strings.Contains(tt.in, armourMark) {
				t.Fatal("the case says nothing")
			}
			if got := string(armour([]byte(tt.in))); got != tt.want {
				t.Errorf("armour gives\n%s, want\n%s", got, tt.want)
			}
			unmarked := tt.in + "#portico-part{}" // the walk must lose nothing of what is not marked
			if got := string(armour([]byte(unmarked))); strings.ReplaceAll(strings.ReplaceAll(got, important, ""), strings.Repeat(armourMark, armourIDs), armourMark) !=
				strings.ReplaceAll(unmarked, important, "") {
				t.Errorf("armour changed more than it should: %s", got)
			}
		})
	}
}

// FuzzArmour: whatever is bundled, nothing is lost.
func FuzzArmour(f *testing.F) {
	for _, seed := range []string{`#portico-part{a:b`, `#portico-part}}}`, `#portico-part{"`, `#portico-part{\`, `#portico-part{(;)}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, css string) {
		plain := func(s string) string {
			s = strings.ReplaceAll(s, important, "")
			return strings.ReplaceAll(s, armourMark, "")
		}
		if got := string(armour([]byte(css))); plain(got) != plain(css) {
			t.Errorf("armour(%q) = %q", css, got)
		}
	})
}
