package delivery_test

import (
	"strings"
	"testing"

	core "github.com/portico-cms/portico/internal/delivery"
)

type noTurn struct{ asked int }

func (n *noTurn) Take() bool { n.asked++; return false }

// TestX1BusyNode: a node that makes as many parts of pages' own as it can gives the part that everybody gets, and never waits for what
// it has, or for a part that shows nothing of what the page sent.
func TestX1BusyNode(t *testing.T) {
	_, node, _ := follow(t, demo())
	ask := func(part string, turn core.Turn) (string, *core.PageQuery) {
		q := &core.PageQuery{Path: "/offers", Crumbs: []string{"Own|/own", "Page"}, ReturnTo: "/own", Turn: turn}
		b, err := node.Fragment(node.Snapshot(), "demo", part, q)
		if err != nil {
			t.Fatal(err)
		}
		return string(b.In(core.Identity).Bytes), q
	}
	busy := &noTurn{}
	html, q := ask("breadcrumbs", busy)
	if strings.Contains(html, "Own") || !q.Busy || len(q.Warnings) != 1 || busy.asked != 1 {
		t.Errorf("without a turn: busy %t, %q, %s", q.Busy, q.Warnings, html)
	}
	if html, q := ask("breadcrumbs", nil); !strings.Contains(html, "Own") || q.Busy {
		t.Errorf("with no bound: %s", html)
	}
	if html, q := ask("breadcrumbs", busy); !strings.Contains(html, "Own") || q.Busy || busy.asked != 1 {
		t.Errorf("what is there took a turn: %s", html)
	}
	if _, q := ask("footer", busy); q.Busy || busy.asked != 1 {
		t.Error("a part that shows nothing of the page's own took a turn")
	}
}
