package purge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/outbound"
)

const (
	dialTimeout    = 5 * time.Second
	requestTimeout = 15 * time.Second
	maxAnswer      = 64 << 10 // bytes that are read of an answer, so that its connection can be used again
	askEvery       = 200 * time.Millisecond
	askFor         = 30 * time.Second // how long nodes have to serve a publication
)

// Target is one cache.
type Target struct {
	name, method, url string
	headers           map[string]string // with {keys}, {keys-json} and {secret}
	body              string            // the same
	separator         string            // between keys
	before, after     string            // around them
	quote             bool              // keys as regular expressions
	batch, most       int               // keys of one request, and bytes of them
	secret            string
	client            *http.Client
}

var _ authoring.Cache = (*Target)(nil)

// Name implements authoring.Cache.
func (t *Target) Name() string { return t.name }

// String keeps the secret out of whatever prints a target.
func (t *Target) String() string { return "cache " + t.name }

// GoString does so for %#v.
func (t *Target) GoString() string { return t.String() }

// Purge implements authoring.Cache.
func (t *Target) Purge(ctx context.Context, keys []string) error {
	for _, batch := range t.batches(keys) {
		if err := t.send(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

func (t *Target) send(ctx context.Context, batch []string) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	fill := t.filler(batch)
	req, err := http.NewRequestWithContext(ctx, t.method, t.url, strings.NewReader(fill.Replace(t.body)))
	if err != nil {
		return fault.New(fault.Invalid, "the request cannot be made")
	}
	for name, value := range t.headers {
		req.Header.Set(name, fill.Replace(value))
	}
	req.Header.Set("User-Agent", "portico")
	if host := req.Header.Get("Host"); host != "" {
		req.Host = host
	}
	res, err := t.client.Do(req)
	if err != nil {
		return unreachable(err)
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, maxAnswer))
	return verdict(res.StatusCode)
}

// verdict says what a status means for another attempt. A redirect is not followed: a key is not carried elsewhere.
func verdict(status int) error {
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusRequestTimeout,
		status == http.StatusTooEarly, status == http.StatusTooManyRequests, status < 400, status >= 500:
		return fault.New(fault.Unavailable, "it answered %d", status)
	}
	return fault.New(fault.Invalid, "it answered %d", status)
}

// unreachable leaves out the address, which says more than a log should hold.
func unreachable(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	return fault.New(fault.Unavailable, "it cannot be reached: %v", err)
}

// newClient makes a client that connects to public addresses and to the networks that the administrator allows.
func newClient(allow []netip.Prefix) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext: outbound.Dialer(dialTimeout, allow).DialContext, TLSHandshakeTimeout: dialTimeout,
			ResponseHeaderTimeout: requestTimeout, MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 64 << 10,
			DisableCompression: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       requestTimeout,
	}
}

// Plan says when caches may be told.
func (c *Config) Plan() authoring.PurgePlan {
	plan := authoring.PurgePlan{Wait: c.Wait}
	if len(c.Nodes) > 0 {
		plan.Served = c.served
	}
	return plan
}

// served asks the delivery nodes until all of them serve a generation, for half a minute at most: a node that is away answers no cache
// either.
func (c *Config) served(ctx context.Context, generation int64) error {
	ctx, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	for _, node := range c.Nodes {
		for {
			at, err := c.generationOf(ctx, node)
			if err == nil && at >= generation {
				break
			}
			if err == nil {
				err = fmt.Errorf("it is at generation %d", at)
			}
			select {
			case <-ctx.Done():
				return fault.New(fault.Unavailable, "the delivery node %s: %v", node, err)
			case <-time.After(askEvery):
			}
		}
	}
	return nil
}

func (c *Config) generationOf(ctx context.Context, node string) (int64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, node+"/readyz", nil)
	if err != nil {
		return 0, err
	}
	res, err := c.client.Do(req)
	if err != nil {
		return 0, unreachable(err)
	}
	defer res.Body.Close()
	var body struct {
		Generation int64 `json:"generation"`
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, maxAnswer)).Decode(&body); err != nil {
		return 0, errors.New("it does not say its generation")
	}
	return body.Generation, nil
}
