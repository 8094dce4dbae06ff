package fragment

import (
	"errors"
	"fmt"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/site"
)

// Check compiles the templates of a release and renders every part for every brand with every sample; the samples are those
// of Samples where none are given. Error: fault.Problems with file and line, each problem once.
func Check(r *designsystem.Release, samples []View) error {
	set, err := Compile(r)
	if err != nil {
		return err
	}
	if samples == nil {
		samples = Samples(r)
	}
	var ps fault.Problems
	seen := map[fault.Problem]bool{}
	for _, b := range r.Brands {
		for _, v := range samples {
			v.Brand, v.BrandName = b.Key, b.Name
			_, err := set.Render(v)
			for _, p := range problemsOf(err) {
				if !seen[p] {
					seen[p] = true
					p.Message += fmt.Sprintf(" (first seen with brand %s, locale %s)", b.Key, v.Locale)
					ps.Add(p)
				}
			}
		}
	}
	return ps.Err()
}

func problemsOf(err error) fault.Problems {
	var ps fault.Problems
	if err != nil && !errors.As(err, &ps) {
		ps.Add(fault.Problem{Code: "render", Message: err.Error()})
	}
	return ps
}

// Samples gives views to try templates with: in each locale of the release one with everything, one with nothing, and one
// whose texts try to break out.
func Samples(r *designsystem.Release) []View {
	icon := ""
	for name := range r.Icons {
		icon = name
	}
	var out []View
	for _, tag := range r.Locales() {
		v := View{
			Site:   Site{Key: "sample", Name: "Sample site", Home: "https://www.example.com/", SignIn: "https://www.example.com/sign-in"},
			Locale: tag, Dir: locale.Direction(tag), Menus: map[string][]Item{},
			Styles:  []Asset{{URL: "/a/0000/sample.css", Integrity: "sha384-AAAA"}},
			Scripts: []Asset{{URL: "/a/0000/sample.js", Integrity: "sha384-AAAA"}},
			Sticky:  true, LogoAlone: true, Density: "compact",
			Search: "/v1/sites/sample/search?locale=" + tag, Feedback: "https://www.example.com/feedback",
			Sites: []Site{
				{Key: "sample", Name: "Sample site", Home: "https://www.example.com/", Current: true},
				{Key: "b", Name: "B", Home: "https://b.example/"},
			},
			Consent: sampleConsent("Sample"),
		}
		empty := View{Site: Site{Key: "empty", Name: "Empty site", Home: "https://www.example.com/"}, Locale: tag, Dir: v.Dir}
		hostile := v
		hostile.Menus = map[string][]Item{}
		hostile.Site.Name = hostileText
		hostile.Site.SignIn = "https://www.example.com/?a=" + hostileText
		hostile.Sites = []Site{{Key: "b", Name: hostileText, Home: "https://b.example/?a=" + hostileText}}
		hostile.Feedback, hostile.Consent = "https://www.example.com/?a="+hostileText, sampleConsent(hostileText)
		for _, name := range []string{"main", "utility", "footer", "legal"} {
			v.Menus[name] = sampleItems(name, "Sample", icon, 4)
			hostile.Menus[name] = sampleItems(name, hostileText, icon, 4)
		}
		out = append(out, v, empty, hostile)
	}
	return out
}

// hostileText is what an editor could save to break out of text, of attributes and of a script.
const hostileText = `"'><script>alert(1)</script>` + "`{{.Site}}</title> onload=x javascript:alert(1)"

func sampleConsent(text string) *Consent {
	c := &Consent{Version: "2026-11", Title: text, Text: text, Policy: "https://www.example.com/privacy?a=" + text}
	for _, key := range append([]string{"other"}, site.Categories...) {
		c.Categories = append(c.Categories, Category{Key: key, Label: text, Text: text})
	}
	return c
}

func sampleItems(menu, label, icon string, depth int) []Item {
	link := Item{Label: label, Description: label, URL: "https://www.example.com/a?b=c&d=e#f"}
	heading := Item{Label: label, Icon: icon}
	outside := Item{Label: label, URL: "https://elsewhere.example/", External: true, NewWindow: true, Icon: icon, Badge: label}
	search := Item{ID: "search", Label: label, URL: "https://www.example.com/search"}
	if depth > 1 {
		link.Items = sampleItems(menu+"-a", label, "", depth-1)
		heading.Items = sampleItems(menu+"-b", label, "", depth-1)
	}
	items := []Item{link, heading, outside}
	for i := range items {
		items[i].ID = fmt.Sprintf("%s-%d", menu, i)
	}
	if menu == "utility" {
		items = append(items, search)
	}
	return items
}
