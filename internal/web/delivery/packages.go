package delivery

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/packages"
	"github.com/portico-cms/portico/internal/published"
)

const (
	basic           = "Basic "
	npmManager      = "npm"
	maxPackagePath  = 1 << 10
	varyWithAccept  = fiber.HeaderAcceptEncoding + ", " + fiber.HeaderAccept
	challengeBearer = `Bearer realm="portico"`
	challengeBasic  = `Basic realm="portico", charset="UTF-8"`
)

// packages answers the addresses of one package manager.
func (s *server) packages(m packages.Manager) fiber.Handler {
	return func(c *fiber.Ctx) error {
		snapshot := s.packagesSnapshot(c)
		path, err := packagePath(c, m.Name)
		if err != nil {
			return s.packageFailed(c, m, err)
		}
		short := m.Name == npmManager && bytes.Contains(c.Request().Header.Peek(fiber.HeaderAccept), []byte(packages.TypeNPM))
		var body *core.PackageBody
		if short { // of one package; what has no short form is answered as it is
			body, err = s.Node.Package(snapshot, m, packages.Short(path))
		} else {
			body, err = s.Node.Package(snapshot, m, path)
		}
		if err != nil {
			return s.packageFailed(c, m, err)
		}
		if body.Version != "" {
			s.usage.of(body.Version, m.Name).Add(1)
		}
		s.sendPackage(c, snapshot, m, body)
		return nil
	}
}

// packagePath gives the path below the package manager's own, decoded once: npm writes @scope%2fname. Nothing of a request is kept,
// so it is a copy.
func packagePath(c *fiber.Ctx, manager string) (string, error) {
	raw := c.Context().URI().PathOriginal()
	if len(raw) > maxPackagePath {
		return "", fault.New(fault.NotFound, "no package has so long a name")
	}
	path, err := url.PathUnescape(strings.TrimPrefix(string(raw), "/"+manager+"/"))
	if err != nil || strings.ContainsAny(path, "\\#\x00") {
		return "", fault.New(fault.NotFound, "this is no address of a package")
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "" || segment == "." || segment == ".." {
			return "", fault.New(fault.NotFound, "this is no address of a package")
		}
	}
	return path, nil
}

// packagesSnapshot gives what is served now as the caller may see it. A delivery key comes as a bearer token, from npm, or as the
// password of any name, as Composer, Maven and NuGet send it.
func (s *server) packagesSnapshot(c *fiber.Ctx) *published.Snapshot {
	header := string(c.Request().Header.Peek(fiber.HeaderAuthorization))
	if len(header) <= len(basic) || !strings.EqualFold(header[:len(basic)], basic) {
		return s.snapshot(c)
	}
	snapshot := s.Node.Snapshot()
	pair, err := base64.StdEncoding.DecodeString(strings.TrimSpace(header[len(basic):]))
	if _, key, ok := strings.Cut(string(pair), ":"); err == nil && ok && len(key) == keyLength && strings.HasPrefix(key, keyPrefix) {
		return snapshot.For(key, time.Now())
	}
	return snapshot
}

// sendPackage writes an answer. The front keeps none of them: what npm gets depends on Accept.
func (s *server) sendPackage(c *fiber.Ctx, snapshot *published.Snapshot, m packages.Manager, b *core.PackageBody) {
	h := &c.Response().Header
	switch {
	case core.Closed(snapshot):
		set(h, nameCacheControl, cachePrivate)
	case b.Immutable:
		set(h, nameCacheControl, cacheImmutable)
	default:
		set(h, nameCacheControl, cachePublic)
	}
	if !core.Closed(snapshot) && !b.Immutable {
		set(h, nameSurrogateKey, b.SurrogateKey)
	}
	set(h, nameVary, fiber.HeaderAcceptEncoding)
	if m.Name == npmManager {
		set(h, nameVary, varyWithAccept)
	}
	set(h, nameGeneration, snapshot.Number)
	set(h, nameStatus, s.status())
	set(h, nameNoSniff, "nosniff")
	h.Set(fiber.HeaderAcceptRanges, "none")
	encoding := core.Identity
	if !b.Packed {
		encoding = core.Negotiate(c.Request().Header.Peek(fiber.HeaderAcceptEncoding))
	}
	encoded := b.In(encoding)
	set(h, nameETag, encoded.ETag)
	h.Set(fiber.HeaderLastModified, b.Modified.Format(http.TimeFormat))
	if unchanged(&c.Request().Header, b) {
		c.Response().SetStatusCode(fiber.StatusNotModified)
		return
	}
	h.SetContentType(b.ContentType)
	if encoded.Encoding != core.Identity {
		h.SetContentEncoding(encoded.Encoding.String())
	}
	c.Response().SetBodyRaw(encoded.Bytes) // the bytes are never changed
}

// unchanged says whether the caller has the body already: by its ETag, or, as Composer asks, by its time.
func unchanged(h *fasthttp.RequestHeader, b *core.PackageBody) bool {
	if match := h.Peek(fiber.HeaderIfNoneMatch); len(match) > 0 {
		return b.Matches(match)
	}
	since, err := http.ParseTime(string(h.Peek(fiber.HeaderIfModifiedSince)))
	return err == nil && !b.Modified.After(since)
}

// packageFailed says what is wrong as each package manager understands it: npm shows the text of "error".
func (s *server) packageFailed(c *fiber.Ctx, m packages.Manager, err error) error {
	code := fault.CodeOf(err)
	if code == fault.Unauthenticated {
		challenge := challengeBasic
		if m.Name == npmManager {
			challenge = challengeBearer
		}
		c.Set(fiber.HeaderWWWAuthenticate, challenge)
	}
	if m.Name != npmManager || code != fault.NotFound && code != fault.Unauthenticated {
		return err
	}
	status, text := fiber.StatusNotFound, "Not found"
	if code == fault.Unauthenticated {
		status, text = fiber.StatusUnauthorized, "Give a site's delivery key as _authToken"
	}
	set(&c.Response().Header, nameCacheControl, cacheNothing)
	set(&c.Response().Header, nameNoSniff, "nosniff")
	return c.Status(status).JSON(object{"error": text})
}
