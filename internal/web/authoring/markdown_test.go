package authoring_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/identity"
)

// TestRenderMarkdownI7: whoever is signed in sees what sites show of a text, without what could act there; too much at once is refused.
func TestRenderMarkdownI7(t *testing.T) {
	s := start(t, "", "")
	s.load()
	viewer := s.as(identity.Viewer)
	render := func(texts []string) answer {
		body, err := json.Marshal(map[string][]string{"texts": texts})
		if err != nil {
			t.Fatal(err)
		}
		return s.do(request{http.MethodPost, "/api/v1/markdown-html", string(body), with("Cookie", viewer)})
	}
	res := render([]string{"*a*", "", "[x](javascript:alert(1)) <b onclick=alert(1)>y</b>"})
	var got struct{ HTML []string }
	if err := json.Unmarshal([]byte(res.body), &got); err != nil {
		t.Fatalf("%d %s: %v", res.status, res.body, err)
	}
	if diff := cmp.Diff([]string{"<p><em>a</em></p>\n", "", "<p>x y</p>\n"}, got.HTML); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	half := strings.Repeat("a", 130<<10)
	if res := render([]string{half, half}); res.status != http.StatusUnprocessableEntity || !strings.Contains(res.body, "/texts/1") {
		t.Errorf("%d %s", res.status, res.body)
	}
	if res := render([]string{}); res.status != http.StatusUnprocessableEntity {
		t.Errorf("no texts: %d %s", res.status, res.body)
	}
}
