package authoring

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/language"

	"github.com/portico-cms/portico/internal/web/adminui"
)

// The pages behind one-time links: the set-up of the first administrator, and a new password; and the page of a binary without the
// admin UI, which takes all other addresses. The HTML comes in the reader's language; pages.js does the rest through the API.

//go:embed pages
var pageFiles embed.FS

var (
	pageTemplates = template.Must(template.ParseFS(pageFiles, "pages/*.html"))
	pageTexts     = readPageTexts()
	pageMatcher   = language.NewMatcher([]language.Tag{language.English, language.French})
)

// pagePolicy lets a page load its own files and talk to its own server; nothing inline, nothing from elsewhere.
const pagePolicy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// languageCookie remembers the language that a reader chose.
const languageCookie = "portico_language"

var pageTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

// readPageTexts gives the texts by language and key; every language has the same keys.
func readPageTexts() (texts map[string]map[string]string) {
	src, err := pageFiles.ReadFile("pages/texts.json")
	if err == nil {
		err = json.Unmarshal(src, &texts)
	}
	if err != nil {
		panic(err) // embedded
	}
	return texts
}

// pageView is what the templates take.
type pageView struct {
	Lang, Title  string
	T            map[string]string
	Showcase     string // address of the showcase; "" where this process has no delivery plane
	Autocomplete string // of the password
	Hint         bool   // says how long a password must be
}

func registerPages(app *fiber.App, o Options) {
	app.Get("/setup", o.setupPage)
	app.Get("/password", o.passwordPage)
	app.Get("/pages/texts.js", pageScript)
	app.Get("/pages/:file", pageFile)
}

// adminUI gives the admin UI of this binary.
func (o Options) adminUI() *adminui.UI {
	files := o.UI
	if files == nil {
		files = embed.FS{}
	}
	ui, err := adminui.New(adminui.Options{
		Files: files, DeliveryURL: o.DeliveryURL, Version: o.Version, Language: pageLanguage, SignedIn: o.signedIn, Without: o.nonePage,
	})
	if err != nil {
		panic(err) // embedded
	}
	return ui
}

func (o Options) signedIn(c *fiber.Ctx) bool {
	token := c.Cookies(sessionCookie)
	if token == "" || o.Authoring == nil {
		return false
	}
	_, _, err := o.Authoring.Identify(c.UserContext(), token)
	return err == nil // otherwise the UI asks to sign in, and the API says what is wrong
}

func (o Options) nonePage(c *fiber.Ctx) error {
	return writePage(c, "none.html", o.newPageView(c, "administration"))
}

func (o Options) setupPage(c *fiber.Ctx) error {
	v := o.newPageView(c, "setupTitle")
	v.Autocomplete, v.Hint = "new-password", true
	return writePage(c, "setup.html", v)
}

func (o Options) passwordPage(c *fiber.Ctx) error {
	v := o.newPageView(c, "newPassword")
	v.Autocomplete, v.Hint = "new-password", true
	return writePage(c, "password.html", v)
}

func (o Options) newPageView(c *fiber.Ctx, title string) *pageView {
	v := &pageView{Lang: pageLanguage(c)}
	v.T = pageTexts[v.Lang]
	v.Title = v.T[title]
	if o.DeliveryURL != "" {
		v.Showcase = strings.TrimSuffix(o.DeliveryURL, "/") + "/showcase"
	}
	return v
}

// pageLanguage gives the language that the reader chose, else the browser's, else English.
func pageLanguage(c *fiber.Ctx) string {
	if chosen := c.Cookies(languageCookie); pageTexts[chosen] != nil {
		return chosen
	}
	_, i := language.MatchStrings(pageMatcher, c.Get(fiber.HeaderAcceptLanguage))
	return []string{"en", "fr"}[i]
}

func writePage(c *fiber.Ctx, name string, v *pageView) error {
	var b bytes.Buffer
	if err := pageTemplates.ExecuteTemplate(&b, name, v); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentSecurityPolicy, pagePolicy)
	c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	return c.Send(b.Bytes())
}

// pageFile serves a style, script or picture; templates and texts are not among them.
func pageFile(c *fiber.Ctx) error {
	name := c.Params("file")
	media, ok := pageTypes[path.Ext(name)]
	if !ok {
		return fiber.ErrNotFound
	}
	b, err := pageFiles.ReadFile("pages/" + name)
	if err != nil {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderContentType, media)
	return c.Send(b)
}

// pageScript gives the texts to pages.js, as the module that it imports.
func pageScript(c *fiber.Ctx) error {
	b, err := json.Marshal(pageTexts)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, pageTypes[".js"])
	return c.Send(append([]byte("export default "), append(b, ';', '\n')...))
}
