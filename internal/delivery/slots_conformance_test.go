package delivery

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/published"
)

// TestSlotsConformance holds the delivery node to the same cases as the SDKs. What only these know, a name and a nonce, is put where the
// node leaves it out, as published.SlotTemplates says.
func TestSlotsConformance(t *testing.T) {
	src, err := os.ReadFile("../../clients/conformance/slots.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Site   published.Site   `json:"site"`
		Bundle published.Bundle `json:"bundle"`
		Pages  []struct {
			Name string `json:"name"`
			Page struct {
				Path, Active, ReturnTo, Layout, Theme, Nonce string
				BC, Alt                                      []string
				Account                                      *struct{ Name string }
			} `json:"page"`
			Parts map[string]string `json:"parts"`
		} `json:"pages"`
	}
	if err := json.Unmarshal(src, &file); err != nil {
		t.Fatal(err)
	}
	s, err := published.Empty().Apply(1, []published.Record{
		published.NewRecord(published.KindSite, "demo", file.Site), published.NewRecord(published.KindBundle, "demo/en", file.Bundle),
	}, published.Node{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Pages {
		q := PageQuery{Path: c.Page.Path, Active: c.Page.Active, ReturnTo: c.Page.ReturnTo, Layout: c.Page.Layout, Theme: c.Page.Theme, Crumbs: c.Page.BC, Alternates: c.Page.Alt}
		p, ok := q.understand(s.Sites["demo"])
		if !ok {
			t.Fatalf("%s: no page", c.Name)
		}
		for name, want := range c.Parts {
			got := p.fill(p.parts().Parts[name])
			if c.Page.Account != nil {
				signedIn := p.bundle.Slots.Render("account.signedIn", map[string]string{published.HoleName: c.Page.Account.Name})
				got = strings.Replace(got, p.account(), signedIn, 1)
			}
			if c.Page.Nonce != "" {
				got = strings.Replace(got, `nonce=""`, `nonce="`+c.Page.Nonce+`"`, 1)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", c.Name, name, diff)
			}
		}
	}
}
