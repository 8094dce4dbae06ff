package delivery_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/readmodel"
	"github.com/portico-cms/portico/internal/web/delivery"
)

// fixedDrafts opens a preview for each token ppv_x: the article one is called x in it.
type fixedDrafts struct{}

func (fixedDrafts) OpenPreview(_ context.Context, token, site, view string) (published.Preview, error) {
	if site != "demo" || view != "" && view != "draft" || !strings.HasPrefix(token, "ppv_") {
		return nil, fault.New(fault.Forbidden, "for a reason that nobody is told")
	}
	return fixedPreview(strings.TrimPrefix(token, "ppv_")), nil
}

func (fixedDrafts) ExchangePreview(context.Context, string) (string, time.Time, error) {
	return "", time.Time{}, fault.New(fault.Forbidden, "used")
}

type fixedPreview string

func (p fixedPreview) Site() string  { return "demo" }
func (p fixedPreview) View() string  { return "draft" }
func (p fixedPreview) Stamp() string { return string(p) }

func (p fixedPreview) Shared(context.Context) ([]published.Record, error) { return nil, nil }

func (p fixedPreview) Entries(_ context.Context, each func(published.Record) error) error {
	return each(entry("shared", "one", string(p), nil))
}

// TestG5PreviewsDoNotMix: several previews at the same time, and visitors beside them: each sees their own, whatever lies over the index.
func TestG5PreviewsDoNotMix(t *testing.T) {
	log, dir := demo(), t.TempDir()
	index, _, err := readmodel.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	node := core.NewNode(index, "https://delivery.example", time.Minute)
	f := &core.Follower{Log: log, Node: node, Poll: time.Hour, Logger: slog.New(slog.DiscardHandler)}
	if _, err := f.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	previews := core.NewPreviews(node, fixedDrafts{}, log, index, filepath.Join(dir, "preview"))
	s := listen(t, delivery.New(delivery.Options{Node: node, Logger: f.Logger, Previews: previews}))
	const path = "/v1/sites/demo/entries/article/one?locale=fr"
	var group sync.WaitGroup
	for _, title := range []string{"Anna", "Berta", "One"} {
		for range 2 {
			group.Go(func() {
				for range 15 {
					var headers []string
					if title != "One" {
						headers = []string{"Authorization", "Bearer ppv_" + title}
					}
					if got := s.get(t, path, headers...); got.status != 200 || !strings.Contains(got.body, `"title":"`+title+`"`) {
						t.Errorf("%s: %d %.400s", title, got.status, got.body)
					}
				}
			})
		}
	}
	group.Wait()
	log.publish(entry("shared", "two", "Two, later", nil))
	if _, err := f.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.get(t, "/v1/sites/demo/entries/article/two?locale=fr&view=draft", "Authorization", "Bearer ppv_Carla"); !strings.Contains(got.body, "Two, later") {
		t.Errorf("what was published since is not below a preview: %s", got.body)
	}
	if got := s.get(t, path+"&view=release:1", "Authorization", "Bearer ppv_Anna"); got.status != 403 || strings.Contains(got.body, "nobody is told") {
		t.Errorf("another view: %d %s", got.status, got.body)
	}
	if err := previews.Close(); err != nil {
		t.Error(err)
	}
	_ = index.Close()
}
