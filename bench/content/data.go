package main

import (
	"fmt"
	"strings"
	"time"
)

// locales are those that every article has.
var locales = []string{"en", "fr", "de", "es"}

// data is what both servers hold. It is made from numbers alone: whoever asks for article 17 gets the same one.
type data struct {
	entries    int // published articles: 0 to entries-1
	drafts     int // how many more are made, and then published at once
	categories int
}

func newData(entries int) data {
	return data{entries: entries, drafts: min(1000, max(10, entries/10)), categories: max(5, min(50, entries/100))}
}

// article is one entry with its documents. Its date is its own: no other article has it.
type article struct {
	category int
	price    int // cents, 0 to 99,999
	date     time.Time
}

// document is what an article says in one locale.
type document struct{ Title, Slug, Summary, Body string }

func (d data) article(n int) article {
	const dates = 2_000_003 // prime, so that the steps meet every minute once
	return article{
		category: int(mix(n, 1) % uint64(d.categories)), price: int(mix(n, 2) % 100_000),
		date: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n*7919%dates) * time.Minute),
	}
}

// rare is the word that about 25 articles have, and no other word begins with.
func (d data) rare(n int) string {
	return fmt.Sprintf("zq%05dx", mix(n, 3)%uint64(max(1, d.entries/25)))
}

func title(n int, locale string) string {
	salt := int(locale[0]) << 8
	return fmt.Sprintf("%s %s %d", capital(word(n, salt, locale)), phrase(n, salt+1, 3, locale), n)
}

// slugOf gives the slug of a title or name: they have neither accents nor signs.
func slugOf(text string) string { return strings.ToLower(strings.ReplaceAll(text, " ", "-")) }

func (d data) document(n int, locale string) document {
	salt, title := int(locale[0])<<8, title(n, locale)
	var body strings.Builder
	for p := range 3 {
		fmt.Fprintf(&body, "## %s\n\n%s.\n\n", capital(phrase(n, salt+100*p, 2, locale)), capital(phrase(n, salt+100*p+10, 30, locale)))
	}
	body.WriteString("- " + d.rare(n) + "\n")
	return document{
		Title: title, Slug: slugOf(title),
		Summary: capital(phrase(n, salt+50, 18, locale)) + ".", Body: body.String(),
	}
}

func categoryName(n int, locale string) string {
	return fmt.Sprintf("%s %d", capital(word(n, 7, locale)), n)
}

// vocabulary has words without accents, so that a slug is the title in small letters.
var vocabulary = map[string][]string{
	"en": strings.Fields("wind water river light winter summer house garden price heat power station meter network customer report " +
		"storm repair school bridge street market office energy saving bill contract window kitchen neighbour balcony forest"),
	"fr": strings.Fields("vent eau fleuve lumiere hiver soleil maison jardin prix chaleur courant poste compteur client rapport " +
		"orage travaux pont rue marche bureau facture contrat cuisine voisin balcon foret village ville moulin barrage"),
	"de": strings.Fields("wind wasser fluss licht winter sommer haus garten preis strom werk netz kunde bericht sturm schule " +
		"markt rechnung vertrag fenster nachbar balkon wald dorf stadt turbine leitung speicher heizung keller dach"),
	"es": strings.Fields("viento agua luz invierno verano casa precio calor red cliente informe tormenta escuela puente calle " +
		"mercado oficina factura contrato ventana cocina vecino bosque pueblo ciudad molino presa tejado obra campo norte"),
}

func word(n, salt int, locale string) string {
	words := vocabulary[locale]
	return words[mix(n, salt)%uint64(len(words))]
}

func phrase(n, salt, length int, locale string) string {
	words := make([]string, length)
	for i := range words {
		words[i] = word(n, salt+i*31+5, locale)
	}
	return strings.Join(words, " ")
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// mix gives a number that looks random and is always the same (splitmix64).
func mix(n, salt int) uint64 {
	x := uint64(n)*0x9e3779b97f4a7c15 + uint64(salt)*0xbf58476d1ce4e5b9 + 0x94d049bb133111eb
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
