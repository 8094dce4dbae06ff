package delivery

import (
	"context"
	"encoding/json"
	"html/template"
	"strconv"
	"time"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// showcaseEntry is a notice, an article or a question, as the page shows it.
type showcaseEntry struct {
	ID, Title, Summary string
	Body               template.HTML
	Day, Until         string // in words
	DayISO             string
	Severity           string // of a notice
	Lang, Dir          string // where the text is not in the page's language
	URL                string
}

// How many entries the page shows.
const (
	showNotices   = 2
	showArticles  = 3
	showQuestions = 5
)

// readContent reads what Portico has for the page: from the same queries that a site would send. A type that the model does
// not have, and a read side that is not there, leave the page without content.
func (v *showcaseVisit) readContent(ctx context.Context, node *core.Node, read string) error {
	for _, list := range []struct {
		typ  string
		most int
		into *[]showcaseEntry
	}{{"notice", showNotices, &v.notices}, {"article", showArticles, &v.articles}, {"faq", showQuestions, &v.questions}} {
		body, err := node.Entries(ctx, v.snapshot, v.site.Site.Key, list.typ, []core.Param{
			{Name: "locale", Value: v.locale.Tag}, {Name: "page[size]", Value: strconv.Itoa(list.most)},
		})
		if absent(err) {
			continue
		}
		if err != nil {
			return err
		}
		var answer struct {
			Data []entryDocument `json:"data"`
		}
		if err := json.Unmarshal(body.In(core.Identity).Bytes, &answer); err != nil {
			return err
		}
		for i := range answer.Data {
			*list.into = append(*list.into, v.entry(&answer.Data[i], answer.Data[i].Fallback))
		}
	}
	if read == "" || len(read) > maxShown {
		return nil
	}
	body, err := node.Entry(ctx, v.snapshot, v.site.Site.Key, "article", read, []core.Param{{Name: "locale", Value: v.locale.Tag}})
	if absent(err) {
		return nil // an old link: the page is shown without it
	}
	if err != nil {
		return err
	}
	var answer struct {
		Data entryDocument `json:"data"`
		Meta struct {
			Fallback map[string]string `json:"fallback"`
		} `json:"meta"`
	}
	if err := json.Unmarshal(body.In(core.Identity).Bytes, &answer); err != nil {
		return err
	}
	e := v.entry(&answer.Data, answer.Meta.Fallback)
	v.reading = &e
	return nil
}

func absent(err error) bool { return fault.Is(err, fault.NotFound) || fault.Is(err, fault.Unavailable) }

// entryDocument is an entry as the delivery API gives it; Markdown fields are HTML that was made safe at publication.
type entryDocument struct {
	ID     string `json:"id"`
	Fields struct {
		Title       string `json:"title"`
		Question    string `json:"question"`
		Summary     string `json:"summary"`
		Body        string `json:"body"`
		Message     string `json:"message"`
		Answer      string `json:"answer"`
		Severity    string `json:"severity"`
		PublishedOn string `json:"publishedOn"`
		EndsAt      string `json:"endsAt"`
	} `json:"fields"`
	Fallback map[string]string `json:"fallback"`
}

func (v *showcaseVisit) entry(d *entryDocument, fallback map[string]string) showcaseEntry {
	f := &d.Fields
	e := showcaseEntry{ID: d.ID, Title: f.Title + f.Question, Summary: f.Summary, Body: trusted(f.Body + f.Message + f.Answer)}
	switch f.Severity {
	case "info", "success", "warning", "critical":
		e.Severity = f.Severity
	}
	if day, err := time.Parse(time.DateOnly, f.PublishedOn); err == nil {
		e.Day, e.DayISO = v.texts.Day(day), f.PublishedOn
	}
	if at, err := time.Parse(time.RFC3339, f.EndsAt); err == nil {
		e.Until = v.texts.Day(at)
	}
	if tag := fallback["title"] + fallback["question"]; tag != "" {
		e.Lang, e.Dir = tag, directionOf(v.site, tag)
	}
	e.URL = v.link(v.site.Site.Key, v.locale.Tag, v.path, v.theme, d.ID)
	return e
}

// directionOf gives how a locale of a site is written.
func directionOf(site *published.SiteView, tag string) string {
	for _, l := range site.Site.Locales {
		if l.Tag == tag {
			return l.Dir
		}
	}
	return "ltr"
}
