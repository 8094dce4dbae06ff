package delivery

import (
	"embed"
	"html/template"
	"path"

	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
)

//go:embed showcase
var showcaseFiles embed.FS

var showcasePages = template.Must(template.New("").Funcs(template.FuncMap{"choice": newShowcaseChoices}).
	ParseFS(showcaseFiles, "showcase/*.html"))

// showcaseChoices is one switch of a page: what it is about, and its links.
type showcaseChoices struct {
	Label   string
	Choices []showcaseChoice
}

func newShowcaseChoices(label string, choices []showcaseChoice) showcaseChoices {
	return showcaseChoices{label, choices}
}

// showcaseTypes are the files that browsers may ask for, by the end of their name; templates are not among them.
var showcaseTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

// showcaseBodies has the showcase's own styles, scripts and icon, by file name.
var showcaseBodies = readShowcaseBodies()

func readShowcaseBodies() map[string]*core.Body {
	files, err := showcaseFiles.ReadDir("showcase")
	if err != nil {
		panic(err) // embedded
	}
	bodies := map[string]*core.Body{}
	for _, f := range files {
		media, ok := showcaseTypes[path.Ext(f.Name())]
		if !ok {
			continue
		}
		b, err := showcaseFiles.ReadFile("showcase/" + f.Name())
		if err != nil {
			panic(err) // embedded
		}
		bodies[f.Name()] = core.NewBody(media, b)
	}
	return bodies
}

func (s *server) showcaseAsset(c *fiber.Ctx) error {
	body := showcaseBodies[c.Params("file")]
	if body == nil {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderCacheControl, "no-cache") // the ETag decides: a new binary has new files under the same names
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	s.writeBody(c, s.Node.Snapshot(), body)
	return nil
}
