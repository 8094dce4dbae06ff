// Package adminui serves the admin UI: one page for all its addresses, and the bundled files that the page loads. The page is made for
// each request, because its policy carries a nonce; the files have hashes in their names and stay for a year.
package adminui

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
)

// Options of the admin UI.
type Options struct {
	Files       fs.FS                   // manifest.json and what it names; without a manifest there is no UI
	DeliveryURL string                  // where previews are shown from; "" where no delivery plane is known
	Version     string                  // of the binary; told to who is signed in alone
	Language    func(*fiber.Ctx) string // of the reader: en or fr
	SignedIn    func(*fiber.Ctx) bool   // whether a request has a session
	Without     func(*fiber.Ctx) error  // answers pages where there is no UI
}

// UI is the admin UI of one binary.
type UI struct {
	Options
	manifest struct {
		Entry           string
		Styles, Preload []string
	}
	there bool

	mu     sync.Mutex
	packed map[string][]byte // coding + name → compressed file
}

// New reads the manifest. Error: one that is there and cannot be read.
func New(o Options) (*UI, error) {
	u := &UI{Options: o, packed: map[string][]byte{}}
	src, err := fs.ReadFile(o.Files, "manifest.json")
	if err != nil {
		return u, nil //nolint:nilerr // built without it
	}
	if err := json.Unmarshal(src, &u.manifest); err != nil {
		return nil, fmt.Errorf("the admin UI's manifest: %w", err)
	}
	u.there = true
	return u, nil
}

// Register adds the route of the bundled files; Page, those of the UI, comes after all others.
func (u *UI) Register(app *fiber.App) { app.Get("/ui/assets/:file", u.file) }

// Page answers the addresses of the UI, whatever they are: the UI itself knows which of them exist. It stands after all other routes,
// and leaves to what comes next whatever is not a browser's question for a page.
func (u *UI) Page(c *fiber.Ctx) error {
	if !isPage(c) {
		return c.Next()
	}
	if !u.there {
		return u.Without(c)
	}
	return u.page(c)
}

// isPage tells a browser that goes to an address from what scripts and machines ask.
func isPage(c *fiber.Ctx) bool {
	p := c.Path()
	if c.Method() != http.MethodGet || path.Ext(p) != "" || !strings.Contains(c.Get(fiber.HeaderAccept), "text/html") {
		return p == "/" && c.Method() == http.MethodGet
	}
	for _, other := range []string{"/api/", "/pages/", "/ui/"} {
		if strings.HasPrefix(strings.ToLower(p)+"/", other) {
			return false
		}
	}
	return true
}

var pageTemplate = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="{{.Lang}}" data-mantine-color-scheme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Portico</title>
<link rel="icon" href="/pages/favicon.svg" type="image/svg+xml">
{{range .Styles}}<link rel="stylesheet" href="/ui/{{.}}">
{{end}}{{range .Preload}}<link rel="modulepreload" href="/ui/{{.}}" nonce="{{$.Nonce}}">
{{end}}<script type="module" src="/ui/{{.Entry}}" nonce="{{.Nonce}}"></script>
</head>
<body>
<div id="root" data-delivery="{{.Delivery}}" data-version="{{.Version}}" data-signed-in="{{.SignedIn}}"></div>
<noscript>{{if eq .Lang "fr"}}Portico demande JavaScript.{{else}}Portico needs JavaScript.{{end}}</noscript>
</body>
</html>
`))

func (u *UI) page(c *fiber.Ctx) error {
	nonce := rand.Text()
	view := struct {
		Lang, Nonce, Delivery, Version, Entry string
		Styles, Preload                       []string
		SignedIn                              bool
	}{
		u.Language(c), nonce, u.DeliveryURL, "", u.manifest.Entry, u.manifest.Styles, u.manifest.Preload, u.SignedIn(c),
	}
	if view.SignedIn {
		view.Version = u.Version
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, view); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentSecurityPolicy, u.policy(nonce))
	c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	return c.Send(b.Bytes())
}

// policy lets the page load what it was built with, frames show the delivery plane, and a form hand a preview token to it; nothing
// inline, and no text becomes HTML but through the policies that src/app/trusted.ts and src/kit/html.ts make. Styles that the kit
// makes as it runs carry the nonce.
func (u *UI) policy(nonce string) string {
	delivery := ""
	if u.DeliveryURL != "" {
		delivery = " " + strings.TrimSuffix(u.DeliveryURL, "/")
	}
	return "default-src 'none'; script-src 'nonce-" + nonce + "' 'strict-dynamic'; style-src 'self' 'nonce-" + nonce + "'; " +
		"connect-src 'self'; img-src 'self' data:" + delivery + "; font-src 'self'; frame-src 'self'" + delivery +
		"; form-action 'self'" + delivery + "; " +
		"media-src 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default portico"
}
