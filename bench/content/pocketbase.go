package main

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"time"

	"github.com/portico-cms/portico/bench/server"
)

// pocketbase is a running PocketBase with the data of the benchmark.
//
// PocketBase knows no locales and no drafts. What its users do is one record per entry and locale, and a field that says
// whether it is out, which the API rule asks for. Beside four sets of columns this is also its faster form to read: rows are
// short, and one index serves all locales.
type pocketbase struct {
	*server.Server

	visitor client
	manage  client
	loading loading
	again   time.Duration // from the start of the process, with all data on disk, to the first answer
	restart func() error
}

func startPocketBase(ctx context.Context, o options, d data, dir string) (*pocketbase, error) {
	folder := filepath.Join(dir, "pocketbase")
	if out, err := server.Free(1, o.pocketbase, "superuser", "upsert", account, password, "--dir", folder).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("pocketbase superuser: %w: %s", err, out)
	}
	addrs, err := server.FreeAddrs(1)
	if err != nil {
		return nil, err
	}
	p := &pocketbase{visitor: newClient(addrs[0]), manage: newClient(addrs[0])}
	start := func(path string) (took time.Duration, err error) {
		begin := time.Now()
		cmd := server.Pinned(1, o.pocketbase, "serve", "--http", addrs[0], "--dir", folder)
		p.Server, err = server.Start(cmd, namePeer, addrs[0], filepath.Join(dir, "pocketbase.log"), path)
		return time.Since(begin), err
	}
	if _, err := start("/api/health"); err != nil {
		return nil, err
	}
	p.restart = func() error {
		if err := p.Stop(); err != nil {
			return err
		}
		p.again, err = start("/api/collections/articles/records/" + recordID(0, "en"))
		return err
	}
	if err := p.setUp(ctx); err != nil {
		return nil, err
	}
	begin := time.Now()
	if err := p.load(ctx, d); err != nil {
		return nil, err
	}
	p.loading.took = time.Since(begin)
	return p, nil
}

// setUp signs in, makes the collections and allows batches. Its log of requests is off: it would be written to disk.
func (p *pocketbase) setUp(ctx context.Context) error {
	var signedIn struct{ Token string }
	_, err := p.manage.send(ctx, http.MethodPost, "/api/collections/_superusers/auth-with-password",
		map[string]string{"identity": account, "password": password}, &signedIn)
	if err != nil {
		return err
	}
	p.manage.header.Set("Authorization", signedIn.Token)
	_, err = p.manage.send(ctx, http.MethodPatch, "/api/settings", map[string]any{
		"batch": map[string]any{"enabled": true, "maxRequests": 5000, "timeout": 300, "maxBodySize": 64 << 20},
		"logs":  map[string]any{"maxDays": 0},
	}, nil)
	if err != nil {
		return err
	}
	text := func(name string) map[string]any {
		return map[string]any{"name": name, "type": "text", "required": true, "max": 20000}
	}
	var made struct{ ID string }
	_, err = p.manage.send(ctx, http.MethodPost, "/api/collections", map[string]any{
		"name": "categories", "type": "base", "listRule": "", "viewRule": "",
		"fields":  []any{text("locale"), text("name"), text("slug")},
		"indexes": []string{"CREATE UNIQUE INDEX categories_slug ON categories (locale, slug)"},
	}, &made)
	if err != nil {
		return err
	}
	_, err = p.manage.send(ctx, http.MethodPost, "/api/collections", map[string]any{
		"name": "articles", "type": "base", "listRule": "live = true", "viewRule": "live = true",
		"fields": []any{
			text("locale"), text("title"), text("slug"), text("summary"), text("body"),
			map[string]any{"name": "entry", "type": "text"}, // what the records of one entry have in common
			map[string]any{"name": "live", "type": "bool"},
			map[string]any{"name": "price", "type": "number", "onlyInt": true},
			map[string]any{"name": "date", "type": "date", "required": true},
			map[string]any{"name": "category", "type": "relation", "collectionId": made.ID, "required": true, "maxSelect": 1},
		},
		"indexes": []string{
			"CREATE UNIQUE INDEX articles_slug ON articles (locale, slug)",
			"CREATE INDEX articles_category ON articles (locale, category, date)",
			"CREATE INDEX articles_date ON articles (locale, date)",
			"CREATE INDEX articles_price ON articles (locale, price)",
		},
	}, nil)
	return err
}

const recordsPath = "/api/collections/articles/records"

func recordID(n int, locale string) string         { return fmt.Sprintf("a%012d%s", n, locale) }
func categoryRecordID(n int, locale string) string { return fmt.Sprintf("c%012d%s", n, locale) }

// request is one of a batch.
type request struct {
	Method string         `json:"method"`
	URL    string         `json:"url"`
	Body   map[string]any `json:"body"`
}

// record is article n in one locale, new.
func record(d data, n int, locale string, live bool) request {
	a, doc := d.article(n), d.document(n, locale)
	return request{http.MethodPost, recordsPath, map[string]any{
		"id": recordID(n, locale), "entry": articleID(n), "locale": locale, "live": live,
		"title": doc.Title, "slug": doc.Slug, "summary": doc.Summary, "body": doc.Body,
		"category": categoryRecordID(a.category, locale), "price": a.price, "date": a.date.Format("2006-01-02 15:04:05.000Z"),
	}}
}

func (p *pocketbase) batch(ctx context.Context, requests []request) error {
	_, err := p.manage.send(ctx, http.MethodPost, "/api/batch", map[string]any{"requests": requests}, nil)
	return err
}

// load brings the published data in, in batches of 1,000 records.
func (p *pocketbase) load(ctx context.Context, d data) error {
	var requests []request
	for n := range d.categories {
		for _, locale := range locales {
			name := categoryName(n, locale)
			requests = append(requests, request{http.MethodPost, "/api/collections/categories/records", map[string]any{
				"id": categoryRecordID(n, locale), "locale": locale, "name": name, "slug": slugOf(name),
			}})
		}
	}
	if err := p.batch(ctx, requests); err != nil {
		return err
	}
	return p.importRecords(ctx, d, 0, d.entries, true)
}

// importRecords brings articles in, in batches of 1,000 records.
func (p *pocketbase) importRecords(ctx context.Context, d data, from, to int, live bool) error {
	for ; from < to; from += 250 {
		var requests []request
		for n := from; n < min(to, from+250); n++ {
			for _, locale := range locales {
				requests = append(requests, record(d, n, locale, live))
			}
		}
		if err := p.batch(ctx, requests); err != nil {
			return err
		}
	}
	return nil
}

// create makes the records of all locales of an article, not live, in one batch.
func (p *pocketbase) create(ctx context.Context, d data, n int) error {
	return p.importRecords(ctx, d, n, n+1, false)
}

// createOne makes the record of one locale.
func (p *pocketbase) createOne(ctx context.Context, d data, n int, locale string) error {
	_, err := p.manage.send(ctx, http.MethodPost, recordsPath, record(d, n, locale, false).Body, nil)
	return err
}

func (p *pocketbase) save(ctx context.Context, n int, locale, summary string) error {
	_, err := p.manage.send(ctx, http.MethodPatch, recordsPath+"/"+recordID(n, locale), map[string]string{"summary": summary}, nil)
	return err
}

// publish makes all records of articles live, in one transaction per 1,000 articles.
func (p *pocketbase) publish(ctx context.Context, articles ...int) error {
	var requests []request
	for _, n := range articles {
		for _, locale := range locales {
			requests = append(requests, request{http.MethodPatch, recordsPath + "/" + recordID(n, locale), map[string]any{"live": true}})
		}
	}
	return p.batch(ctx, requests)
}
