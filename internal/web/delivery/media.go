package delivery

import (
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

const (
	mediaPath     = "/media/"
	mediaTimeout  = 5 * time.Minute // of a whole answer: people load films over slow lines
	mediaPolicy   = "sandbox; default-src 'none'"
	maxMediaName  = 2 << 10
	mediaStreams  = 256 // answers that are being sent, each with a piece of 256 KB in memory
	mediaOfOne    = 64  // of those, to one network
	retryOfStream = time.Second
)

// medium answers with the bytes of a medium, or a range of them. Another name than the medium's leads to the right one.
func (s *server) medium(c *fiber.Ctx) error {
	snapshot := s.Node.Snapshot()
	m, err := s.Node.Medium(snapshot, c.Params("id"))
	if err != nil {
		return err
	}
	id, raw := strings.Clone(c.Params("id")), c.Params("file")
	file, err := url.PathUnescape(raw)
	if err != nil || len(raw) > maxMediaName {
		return fault.New(fault.NotFound, "no such medium")
	}
	h := &c.Response().Header
	if file != m.File {
		s.mediumMarks(h, snapshot, id)
		set(h, nameCacheControl, cachePublic)
		return c.Redirect(published.MediaPath(id, m.File), fiber.StatusFound)
	}
	etag := `"` + m.SHA256 + `"`
	if matchesTag(c.Get(fiber.HeaderIfNoneMatch), etag) {
		c.Status(fiber.StatusNotModified)
	} else if err := s.sendMedium(c, id, m, etag); err != nil {
		return err // with none of the headers below: nobody is to keep it
	}
	s.mediumMarks(h, snapshot, id)
	mediumHeaders(h, m)
	set(h, nameETag, etag)
	return nil
}

// mediumMarks say of which publication an answer is, and by which key it is purged.
func (s *server) mediumMarks(h *fasthttp.ResponseHeader, snapshot *published.Snapshot, id string) {
	set(h, nameGeneration, snapshot.Number)
	set(h, nameStatus, s.status())
	set(h, nameSurrogateKey, published.MediaTag(id))
}

// mediumHeaders say that a browser may keep the medium for ever, take it for what it is alone, and let nothing in it act.
func mediumHeaders(h *fasthttp.ResponseHeader, m *published.Medium) {
	set(h, nameCacheControl, cacheImmutable)
	set(h, nameNoSniff, "nosniff")
	h.Set(fiber.HeaderContentSecurityPolicy, mediaPolicy)
	h.Set(fiber.HeaderAccessControlAllowOrigin, "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set(fiber.HeaderAcceptRanges, "bytes")
	h.Set(fiber.HeaderContentDisposition, disposition(m))
	h.Set(fiber.HeaderLastModified, m.CreatedAt.UTC().Format(http.TimeFormat))
	h.SetContentType(m.Type)
}

// disposition says that what is not shown in a page is saved: a PDF may hold scripts, and no browser shows one in a sandbox anyway.
func disposition(m *published.Medium) string {
	how := "inline"
	if m.Sort == "document" {
		how = "attachment"
	}
	return how + "; filename*=UTF-8''" + url.PathEscape(m.File)
}

// matchesTag says whether a list of ETags has one.
func matchesTag(list, etag string) bool {
	for tag := range strings.SplitSeq(list, ",") {
		if tag = strings.TrimSpace(tag); tag == "*" || strings.TrimPrefix(tag, "W/") == etag {
			return true
		}
	}
	return false
}

// sendMedium sends the whole medium, or the one range that is asked for. Of several ranges it sends the whole, as it may.
func (s *server) sendMedium(c *fiber.Ctx, id string, m *published.Medium, etag string) error {
	if c.Context().IsHead() {
		c.Response().SkipBody = true
		c.Response().Header.SetContentLength(int(m.Size)) // far below 2 GB
		return nil
	}
	from, to := int64(0), m.Size
	condition := c.Get(fiber.HeaderIfRange)
	begin, end, ranged := byteRange(c.Get(fiber.HeaderRange), m.Size)
	if ranged = ranged && (condition == "" || condition == etag); ranged {
		from, to = begin, end
	}
	if from >= to {
		c.Set(fiber.HeaderContentRange, "bytes */"+strconv.FormatInt(m.Size, 10))
		return fiber.NewError(fiber.StatusRequestedRangeNotSatisfiable, "the medium does not have these bytes")
	}
	leave, err := s.streams.enter(s.networkOf(c))
	if err != nil {
		return err
	}
	r, err := s.Node.OpenMedium(c.UserContext(), id, m, from, to)
	if err != nil {
		leave()
		return err
	}
	if ranged {
		c.Status(fiber.StatusPartialContent)
		c.Set(fiber.HeaderContentRange, contentRange(from, to, m.Size))
	}
	c.Context().SetBodyStream(&mediaStream{r, leave}, int(to-from))
	return nil
}

func contentRange(from, to, size int64) string {
	return "bytes " + strconv.FormatInt(from, 10) + "-" + strconv.FormatInt(to-1, 10) + "/" + strconv.FormatInt(size, 10)
}

// byteRange reads a Range header of one range: the bytes from ≤ i < to. An empty one cannot be had; ok is false for what is no such
// header, which is passed over.
func byteRange(header string, size int64) (from, to int64, ok bool) {
	text, isBytes := strings.CutPrefix(strings.ReplaceAll(header, " ", ""), "bytes=")
	first, last, dash := strings.Cut(text, "-")
	if !isBytes || !dash || strings.Contains(text, ",") || first == "" && last == "" {
		return 0, 0, false
	}
	number := func(s string) int64 {
		n, err := strconv.ParseUint(s, 10, 62)
		if err != nil {
			ok = false
			return 0
		}
		return int64(n) // it has 62 bits
	}
	ok = true
	switch {
	case first == "":
		return max(0, size-number(last)), size, ok
	case last == "":
		return number(first), size, ok
	}
	from, to = number(first), number(last)+1
	return from, min(to, size), ok && from < to
}

// mediaStream gives its place free when it was sent.
type mediaStream struct {
	io.Reader

	leave func()
}

// Close is called by the server.
func (m *mediaStream) Close() error {
	m.leave()
	return nil
}

// streams bound the media that are being sent, together and to one network: who reads slowly keeps a piece in memory.
type streams struct {
	mu    sync.Mutex
	count int
	of    map[netip.Prefix]int
}

func newStreams() *streams { return &streams{of: map[netip.Prefix]int{}} }

// enter takes a place; leave gives it free, once. Errors: fault.Unavailable, fault.TooMany.
func (s *streams) enter(network netip.Prefix) (leave func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.count >= mediaStreams:
		return nil, fault.New(fault.Unavailable, "this node sends as many media as it can").With(fault.RetryIn(retryOfStream))
	case s.of[network] >= mediaOfOne:
		return nil, fault.New(fault.TooMany, "too many media are being sent to you").With(fault.RetryIn(retryOfStream))
	}
	s.count++
	s.of[network]++
	return sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.count--
		if s.of[network]--; s.of[network] == 0 {
			delete(s.of, network)
		}
	}), nil
}

// patient gives media more time to be sent. The rest of the request is not known yet.
func patient(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
	if strings.HasPrefix(string(h.RequestURI()), mediaPath) {
		return fasthttp.RequestConfig{WriteTimeout: mediaTimeout}
	}
	return fasthttp.RequestConfig{}
}
