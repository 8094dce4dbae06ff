package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// A question is what a site asks for, in the words of both servers. Both must give the same entries in the same order.
type question struct {
	portico, pocketbase string // paths with queries
}

// subject is a kind of question. vary gives as many different ones as are asked for: a server that keeps answers has none kept.
type subject struct {
	name string
	vary func(d data, i int) question
	few  bool // there are few different ones: only cached answers are measured
}

var subjects = []subject{
	{name: "one entry by slug", vary: bySlug},
	{name: "20 of a category, from a price on, newest first, with the category", vary: byCategory},
	{name: "the same, asked for by the category's address", vary: byAddress},
	{name: "the same with the number of all", vary: counted},
	{name: "20 with a rare word in their texts, newest first", vary: search},
	{name: "the first page, newest first", vary: firstPage, few: true},
}

func byCategory(d data, i int) question { return list(d, i, false, false) }
func byAddress(d data, i int) question  { return list(d, i, true, false) }
func counted(d data, i int) question    { return list(d, i, false, true) }

// fieldSets are what a site may ask for beside the title: each is another question to a cache.
var fieldSets = []string{"slug", "summary", "body", "price", "date"}

// fields gives different lists of fields; the first has all.
func fields(i int) []string {
	names := []string{"title"}
	for bit, name := range fieldSets {
		if i>>bit&1 == 0 {
			names = append(names, name)
		}
	}
	return names
}

func bySlug(d data, i int) question {
	n, round := int(mix(i, 11)%uint64(d.entries)), i/(4*d.entries)
	locale := locales[i%4]
	if round == 0 { // once through all of them
		n = i / 4
	}
	slug := d.document(n, locale).Slug
	q := question{
		portico:    porticoPath("/"+url.PathEscape(slug), "locale", locale),
		pocketbase: recordsQuery(fmt.Sprintf("locale='%s' && slug='%s'", locale, slug), "perPage", "1", "skipTotal", "1"),
	}
	if set := 1 + round%31; round > 0 {
		names := strings.Join(fields(set), ",")
		q.portico += "&fields=" + names
		q.pocketbase += "&fields=" + names
	}
	return q
}

// list asks for the articles of one category that cost at least so much; half of the prices leave half of them.
func list(d data, i int, bySlug, count bool) question {
	category, locale, price := i%d.categories, locales[i/d.categories%4], int(mix(i, 12)%50_000)
	filter, value, condition := "filter[category]", categoryID(category), fmt.Sprintf("category='%s'", categoryRecordID(category, locale))
	if bySlug {
		slug := categorySlug(category, locale)
		filter, value, condition = "filter[category.slug]", slug, fmt.Sprintf("category.slug='%s'", slug)
	}
	names := "title,slug,summary,price,date,category"
	q := question{
		portico: porticoPath("", "locale", locale, filter, value, "filter[price][gte]", strconv.Itoa(price), "sort", "-date",
			"include", "category", "fields", names, "page[size]", "20"),
		pocketbase: recordsQuery(fmt.Sprintf("locale='%s' && %s && price>=%d", locale, condition, price), "sort", "-date",
			"expand", "category", "fields", names+",expand.category.name,expand.category.slug", "perPage", "20"),
	}
	if count {
		q.portico += "&count=exact"
	} else {
		q.pocketbase += "&skipTotal=1"
	}
	return q
}

// search asks for a word. PocketBase has no index of words: its users write a pattern for each column.
func search(d data, i int) question {
	word, locale := d.rare(i), locales[i%4]
	names := strings.Join(fields(i/4%32), ",")
	pattern := fmt.Sprintf("locale='%s' && (title~'%[2]s' || summary~'%[2]s' || body~'%[2]s')", locale, word)
	return question{
		portico:    porticoPath("", "locale", locale, "q", word, "sort", "-date", "fields", names, "page[size]", "20"),
		pocketbase: recordsQuery(pattern, "sort", "-date", "fields", names, "perPage", "20", "skipTotal", "1"),
	}
}

func firstPage(_ data, i int) question {
	locale, size := locales[i%4], strconv.Itoa(20-i/4%20)
	return question{
		portico:    porticoPath("", "locale", locale, "page[size]", size),
		pocketbase: recordsQuery(fmt.Sprintf("locale='%s'", locale), "sort", "-date", "perPage", size, "skipTotal", "1"),
	}
}

func porticoPath(path string, params ...string) string {
	return "/v1/sites/" + siteKey + "/entries/article" + path + "?" + encode(params)
}

func recordsQuery(filter string, params ...string) string {
	return recordsPath + "?" + encode(append([]string{"filter", filter}, params...))
}

// encode writes names and values in their order.
func encode(params []string) string {
	var b strings.Builder
	for i := 0; i < len(params); i += 2 {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(params[i]) + "=" + url.QueryEscape(params[i+1]))
	}
	return b.String()
}

// titles asks Portico and gives the titles of the entries, in their order. Errors: errAbsent where it does not understand such
// questions yet.
func (p *portico) titles(ctx context.Context, path string) ([]string, error) {
	res, err := p.delivery.send(ctx, http.MethodGet, path, nil, nil)
	if err != nil && res.status == http.StatusBadRequest && strings.Contains(string(res.body), "there is no such parameter here") {
		return nil, fmt.Errorf("%w: %.300s", errAbsent, res.body)
	}
	if err != nil {
		return nil, err
	}
	type item struct{ Fields struct{ Title string } }
	var answer struct{ Data json.RawMessage }
	var items []item
	if err := json.Unmarshal(res.body, &answer); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(answer.Data, &items); err != nil {
		var one item
		if err := json.Unmarshal(answer.Data, &one); err != nil {
			return nil, err
		}
		items = []item{one}
	}
	titles := []string{}
	for _, i := range items {
		titles = append(titles, i.Fields.Title)
	}
	return titles, nil
}

// titles asks PocketBase as a visitor.
func (p *pocketbase) titles(ctx context.Context, path string) ([]string, error) {
	var answer struct{ Items []struct{ Title string } }
	if _, err := p.visitor.send(ctx, http.MethodGet, path, nil, &answer); err != nil {
		return nil, err
	}
	titles := []string{}
	for _, i := range answer.Items {
		titles = append(titles, i.Title)
	}
	return titles, nil
}
