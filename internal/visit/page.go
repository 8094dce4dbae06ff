package visit

import (
	"errors"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/portico-cms/portico/internal/authoring"
)

// Bounds of what a page may make us remember: it may be anybody's.
const (
	maxParts = 20
	maxName  = 40
)

var (
	partName  = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	loaderAt  = regexp.MustCompile(`/e/([a-z][a-z0-9-]{0,39})(?:@\d+)?\.js$`)
	ssiLine   = regexp.MustCompile(`^#\s*include\s+virtual="[^"]*/i/[a-z]`)
	esiSource = regexp.MustCompile(`/i/[a-z]`)
)

// finder collects what of Portico is on a page.
type finder struct {
	page     *authoring.SitePage
	fallback bool // a part is only what stands in for it
	elements bool // those that the loader fills
	lines    bool // includes that nobody carried out
}

// read reads a page and says what of Portico is there. Errors are those of the connection; a page that is no good HTML is none.
func read(r io.Reader, page *authoring.SitePage) error {
	f := &finder{page: page}
	z := html.NewTokenizer(r)
	z.SetMaxBuf(1 << 20)
	for {
		switch z.Next() {
		case html.ErrorToken:
			page.Outcome = f.outcome()
			if err := z.Err(); !errors.Is(err, io.EOF) && !errors.Is(err, html.ErrBufferExceeded) {
				return err
			}
			return nil
		case html.CommentToken:
			f.lines = f.lines || ssiLine.Match(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			f.element(z)
		}
	}
}

func (f *finder) element(z *html.Tokenizer) {
	tag, more := z.TagName()
	name := string(tag)
	f.elements = f.elements || name == "portico-header" || name == "portico-footer"
	if !more {
		return
	}
	attributes := map[string]string{}
	for more && len(attributes) < 100 {
		var key, value []byte
		key, value, more = z.TagAttr()
		attributes[string(key)] = string(value)
	}
	switch {
	case name == "esi:include" && esiSource.MatchString(attributes["src"]):
		f.lines = true
	case name == "script":
		f.script(attributes["src"])
	}
	f.part(attributes)
}

func (f *finder) script(src string) {
	u, err := url.Parse(src)
	if err != nil {
		return
	}
	if found := loaderAt.FindStringSubmatch(u.Path); found != nil {
		f.page.Loader = found[1]
	}
}

func (f *finder) part(attributes map[string]string) {
	name := attributes["data-portico-part"]
	if len(name) > maxName || !partName.MatchString(name) {
		return
	}
	if attributes["data-portico-status"] == "fallback" || strings.Contains(" "+attributes["class"]+" ", " portico-fallback ") {
		f.fallback = true
		return
	}
	if n, err := strconv.ParseInt(attributes["data-portico-generation"], 10, 64); err == nil && n > f.page.Generation {
		f.page.Generation = n
	}
	if !slices.Contains(f.page.Parts, name) && len(f.page.Parts) < maxParts {
		f.page.Parts = append(f.page.Parts, name)
	}
}

func (f *finder) outcome() authoring.VisitOutcome {
	has := func(part string) bool { return slices.Contains(f.page.Parts, part) }
	switch {
	case has("header") && has("footer"):
		return authoring.VisitArrived
	case has("header") || has("footer"):
		return authoring.VisitIncomplete
	case f.page.Loader != "" && f.elements:
		return authoring.VisitLoader
	case f.fallback:
		return authoring.VisitFallback
	case f.lines:
		return authoring.VisitUnprocessed
	case len(f.page.Parts) > 0 || f.page.Loader != "":
		return authoring.VisitIncomplete
	}
	return authoring.VisitAbsent
}
