package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
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
	each int // how many different ones there are for each entry; 0: more than anybody asks
}

// different is how many questions of this kind a run may ask without asking one twice.
func (s subject) different(d data) int {
	if s.each == 0 {
		return math.MaxInt
	}
	return s.each * d.entries
}

var subjects = []subject{
	{name: "one entry by slug", vary: bySlug, each: 4 * 32},
	{name: "20 of a category, from a price on, newest first, with the category", vary: byCategory},
	{name: "the same, asked for by the category's address", vary: byAddress},
	{name: "the same with the number of all", vary: counted},
	{name: "20 with a rare word in their texts, from a price on, newest first", vary: search},
}

// cachedOnly has few different ones.
var cachedOnly = subject{name: "the first page, newest first", vary: firstPage}

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

// bySlug goes through all articles and locales, and then again with other fields.
func bySlug(d data, i int) question {
	locale, set := locales[i%4], i/4/d.entries%32
	slug := slugOf(title(i/4%d.entries, locale))
	q := question{
		portico:    porticoPath("/"+slug, "locale", locale),
		pocketbase: recordsQuery(fmt.Sprintf("locale='%s' && slug='%s'", locale, slug), "perPage", "1", "skipTotal", "1"),
	}
	if set > 0 {
		names := strings.Join(fields(set), ",")
		q.portico += "&fields=" + names
		q.pocketbase += "&fields=" + names
	}
	return q
}

// threshold gives prices that leave at least half of the articles, each once before one comes again.
func threshold(i int) int { return i * 7919 % 49_999 }

// list asks for the articles of one category that cost at least so much.
func list(d data, i int, bySlug, count bool) question {
	category, locale, price := i%d.categories, locales[i/d.categories%4], threshold(i/d.categories/4)
	filter, value, condition := "filter[category]", categoryID(category), fmt.Sprintf("category='%s'", categoryRecordID(category, locale))
	if bySlug {
		slug := slugOf(categoryName(category, locale))
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

// search asks for a word, from a price on. PocketBase has no index of words: its users write a pattern for each column.
func search(d data, i int) question {
	word, locale, price := d.rare(i), locales[i%4], threshold(i/4)
	names := "title,slug,summary,price,date"
	pattern := fmt.Sprintf("locale='%s' && price>=%d && (title~'%[3]s' || summary~'%[3]s' || body~'%[3]s')", locale, price, word)
	return question{
		portico: porticoPath("", "locale", locale, "q", word, "filter[price][gte]", strconv.Itoa(price), "sort", "-date", "fields", names,
			"page[size]", "20"),
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
