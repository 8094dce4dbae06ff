// Package follow reads the publication log of an authoring node over HTTPS, for delivery nodes that have no database: in a network
// that visitors reach, one connection outwards and one key that can do nothing else.
//
// Each page is an answer of its own, so that a connection that breaks costs one page. While there is nothing new, one request waits
// for what comes next; that it shows signs of life is what a node knows of its log being reached.
package follow

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/weburl"
)

// Options of a Client.
type Options struct {
	URL string // of the authoring node: https://host[:port][/path]; http for loopback only
	Key string // with one grant, to read the log
	CA  []byte // certificates in PEM that are trusted instead of the system's; nil: the system's

	// Limits; where they are 0, the usual ones.
	PageTime time.Duration // for one page, or one sign of life and the page after it
	Total    int64         // bytes of one copy
	Rest     time.Duration // after the first failure; it doubles up to ten times as much
}

const (
	listenFor  = 20 * time.Second // what one request waits for news; less than proxies usually allow
	aliveFor   = 5 * time.Second  // after a sign of life
	pageTime   = time.Minute
	firstRest  = time.Second
	restFactor = 10
	mostTotal  = 64 << 30
)

// Client is a publication log that is read over HTTPS. It implements published.Log; Run must be called to be woken by news.
type Client struct {
	o    Options
	http *http.Client
	wake chan struct{}

	mu      sync.Mutex
	at      published.Position // what was given last, to its end; zero before that
	moved   chan struct{}      // signalled when at has changed
	ahead   *published.Page    // what came while waiting, after aheadOf
	aheadOf published.Position
	heard   time.Time // the last sign of life of the request that waits at heardAt
	heardAt published.Position
	total   int64 // of the copy that is under way

	failures int
	failure  error
	until    time.Time // when to try again
}

var _ published.Log = (*Client)(nil)

// New makes a client. It does not connect. Errors: fault.Invalid for options that cannot be used.
func New(o Options) (*Client, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, fault.New(fault.Invalid, "the log must be followed at https://host[:port]")
	}
	if u.Scheme == "http" && !weburl.Loopback(u.Hostname()) {
		return nil, fault.New(fault.Invalid, "the log of %s must be followed over https: its key and secrets would be read on the way", u.Host)
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if o.CA != nil {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(o.CA) {
			return nil, fault.New(fault.Invalid, "there is no certificate in PEM among those to be trusted")
		}
	}
	o.URL = strings.TrimSuffix(o.URL, "/")
	if o.PageTime == 0 {
		o.PageTime = pageTime
	}
	if o.Total == 0 {
		o.Total = mostTotal
	}
	if o.Rest == 0 {
		o.Rest = firstRest
	}
	return &Client{o: o, http: newHTTP(config), wake: make(chan struct{}, 1), moved: make(chan struct{}, 1)}, nil
}

func newHTTP(config *tls.Config) *http.Client {
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // the key goes to nobody else
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, TLSClientConfig: config, ForceAttemptHTTP2: true,
			DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
			TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 15 * time.Second, IdleConnTimeout: 90 * time.Second,
			MaxIdleConnsPerHost: 2, MaxResponseHeaderBytes: 64 << 10,
		},
	}
}

// Watch implements published.Log. There is one follower.
func (c *Client) Watch() (wake <-chan struct{}, stop func()) { return c.wake, func() {} }

// Page implements published.Log. Errors: fault.Unavailable where the authoring node is away, or is left alone for a while after it
// was; fault.Forbidden where it refuses the key; fault.Invalid where it sends what is no log.
func (c *Client) Page(ctx context.Context, after published.Place) (*published.Page, error) {
	if page, err := c.kept(after); page != nil || err != nil {
		return page, err
	}
	page, err := c.fetch(ctx, after, 0, func() {})
	c.note(err)
	if err != nil {
		return nil, err
	}
	return page, c.given(after, page)
}

// kept gives what is known without asking: a page that came while waiting, that there is nothing new, or that it is too early to try
// again.
func (c *Client) kept(after published.Place) (*published.Page, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if page := c.ahead; page != nil && after.After == nil && after.Position == c.aheadOf {
		c.ahead = nil
		if page.Last() {
			c.move(page.Head)
		}
		return page, nil
	}
	if after.After == nil && after.Position == c.heardAt && time.Since(c.heard) < aliveFor {
		return &published.Page{Head: after.Position, Next: after}, nil
	}
	if wait := time.Until(c.until); wait > 0 && c.failure != nil {
		return nil, fmt.Errorf("not tried again for %s: %w", wait.Round(time.Second), c.failure)
	}
	return nil, nil //nolint:nilnil // ask
}

// given notes what is handed on, and bounds a copy.
func (c *Client) given(after published.Place, page *published.Page) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if after.After == nil {
		c.total = 0
	}
	for i := range page.Records {
		c.total += int64(len(page.Records[i].Body))
	}
	if c.total > c.o.Total {
		return fault.New(fault.Invalid, "the log has more than %d MB", c.o.Total>>20)
	}
	if page.Last() {
		c.move(page.Head)
	}
	return nil
}

// move notes where the node is now. The caller has the lock.
func (c *Client) move(to published.Position) {
	c.at = to
	signal(c.moved)
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// note counts failures: each makes the rest before the next attempt longer, by chance a little more or less, so that nodes which lost
// the same authoring node do not come back together.
func (c *Client) note(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err == nil:
		c.failures, c.failure = 0, nil
		return
	case errors.Is(err, context.Canceled):
		return
	}
	c.heard = time.Time{}
	rest := min(c.o.Rest<<min(c.failures, 10), restFactor*c.o.Rest)
	c.failures, c.failure = c.failures+1, err
	c.until = time.Now().Add(rest/2 + rand.N(rest)) //nolint:gosec // no secret; and on the monotonic clock, as the time of day may jump
}

// fetch asks for one page.
func (c *Client) fetch(ctx context.Context, after published.Place, wait time.Duration, beat func()) (*published.Page, error) {
	ctx, cancel := context.WithTimeout(ctx, c.o.PageTime+wait)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.o.URL+"/api/v1/log?"+query(after, wait), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+c.o.Key)
	req.Header.Set("Accept", published.MediaLog)
	res, err := c.http.Do(req)
	if err != nil {
		return nil, away(err)
	}
	defer res.Body.Close()
	if err := refusal(res); err != nil {
		return nil, err
	}
	page, err := published.ReadPage(res.Body, beat)
	var wrong *published.WireError
	switch {
	case errors.As(err, &wrong):
		return nil, fault.New(fault.Invalid, "the authoring node is not understood: %s", wrong.Reason).With(err)
	case err != nil:
		return nil, away(err)
	}
	_, _ = io.CopyN(io.Discard, res.Body, 64) // to its end, so that the connection is used again
	return page, sensible(after, page)
}

// query names a place.
func query(after published.Place, wait time.Duration) string {
	q := url.Values{"wait": {strconv.Itoa(int(wait / time.Second))}}
	if after.Identity != "" {
		q.Set("identity", after.Identity)
		q.Set("generation", strconv.FormatInt(after.Generation, 10))
		q.Set("epoch", after.Epoch)
	}
	if m := after.After; m != nil {
		q.Set("at", strconv.FormatInt(m.Generation, 10))
		q.Set("kind", string(m.Kind))
		q.Set("key", m.Key)
	}
	return q.Encode()
}

func away(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return fault.New(fault.Unavailable, "the authoring node cannot be followed").With(err)
}

func refusal(res *http.Response) error {
	media, _, _ := strings.Cut(res.Header.Get("Content-Type"), ";")
	switch {
	case res.StatusCode == http.StatusUnauthorized || res.StatusCode == http.StatusForbidden:
		return fault.New(fault.Forbidden, "the authoring node refuses the key (%d): it was revoked, has expired, or has no grant to read @log",
			res.StatusCode)
	case res.StatusCode != http.StatusOK:
		return fault.New(fault.Unavailable, "the authoring node answers %d", res.StatusCode)
	case media != published.MediaLog:
		return fault.New(fault.Invalid, "what answers is no authoring node: it sends %.60q", media)
	}
	return nil
}

// sensible refuses a page that does not follow from the question: it would be read again and again, or mix two histories.
func sensible(after published.Place, p *published.Page) error {
	from := after.After
	switch first := len(p.Records) > 0; {
	case p.Whole:
		return nil
	case p.Head.Identity != after.Identity || p.Head.Generation < after.Generation:
		return fault.New(fault.Invalid, "the authoring node goes on with another log")
	case first && from == nil && p.Records[0].Generation <= after.Generation,
		first && from != nil && p.Records[0].Generation < from.Generation,
		first && from != nil && p.Records[0].Mark() == *from:
		return fault.New(fault.Invalid, "the authoring node sends again what was read")
	}
	return nil
}
