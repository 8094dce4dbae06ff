// Package visit looks at pages of registered sites as their visitors do, to say whether the shared parts have arrived there.
package visit

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/outbound"
)

const (
	dialTimeout  = 3 * time.Second
	visitTimeout = 8 * time.Second
	maxRedirects = 5
	maxPage      = 4 << 20 // bytes of a page that are read
	atOnce       = 4       // visits of a process at a time
)

// Visitor opens pages. It tells nobody what is on them but for what Portico has put there.
type Visitor struct {
	client *http.Client
	turns  chan struct{}
}

var _ authoring.SiteVisitor = (*Visitor)(nil)

// New makes a visitor that goes to public addresses and to the networks that the administrator allows. roots are the certificates that
// are trusted; nil is the system's.
func New(allow []netip.Prefix, roots *tls.Config) *Visitor {
	return &Visitor{
		client: &http.Client{
			Transport: &http.Transport{
				DialContext: outbound.Dialer(dialTimeout, allow).DialContext, TLSClientConfig: roots, TLSHandshakeTimeout: dialTimeout,
				ResponseHeaderTimeout: visitTimeout, MaxResponseHeaderBytes: 64 << 10, DisableKeepAlives: true,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		turns: make(chan struct{}, atOnce),
	}
}

// Visit implements authoring.SiteVisitor.
func (v *Visitor) Visit(ctx context.Context, address, locale string, origins []string) *authoring.SitePage {
	ctx, cancel := context.WithTimeout(ctx, visitTimeout)
	defer cancel()
	page := &authoring.SitePage{Address: address}
	select {
	case v.turns <- struct{}{}:
		defer func() { <-v.turns }()
	case <-ctx.Done():
		page.Outcome = authoring.VisitTimeout
		return page
	}
	for range maxRedirects {
		next, err := v.open(ctx, page, locale)
		if err != nil {
			page.Outcome = reason(err)
			return page
		}
		if next == nil {
			return page
		}
		if !slices.Contains(origins, originOf(next)) {
			page.Outcome, page.Elsewhere = authoring.VisitElsewhere, originOf(next)
			return page
		}
		page.Address = next.String()
	}
	page.Outcome = authoring.VisitRefused
	return page
}

// open asks for the page's address and reads what answers, or gives the address that it leads to.
func (v *Visitor) open(ctx context.Context, page *authoring.SitePage, locale string) (next *url.URL, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, page.Address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "Portico (looks whether the shared header is there)")
	req.Header.Set("Accept", "text/html")
	req.Header.Set("Accept-Language", locale)
	req.Header.Set("Cache-Control", "no-cache")
	res, err := v.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	page.Status = res.StatusCode
	if where, err := res.Location(); err == nil && res.StatusCode >= 300 && res.StatusCode < 400 {
		return where, nil
	}
	media, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	switch {
	case res.StatusCode < 200 || res.StatusCode >= 300:
		page.Outcome = authoring.VisitRefused
	case media != "text/html" && media != "application/xhtml+xml":
		page.Outcome = authoring.VisitNoPage
	default:
		return nil, read(io.LimitReader(res.Body, maxPage), page)
	}
	return nil, nil //nolint:nilnil // it leads nowhere else
}

// originOf writes an origin as browsers send it, which is how sites are registered.
func originOf(u *url.URL) string {
	host := strings.ToLower(u.Host)
	if port := u.Port(); u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80" {
		host = strings.TrimSuffix(host, ":"+port)
	}
	return u.Scheme + "://" + host
}

// reason says why a page could not be opened, and no more: what an error names is not for whoever asks.
func reason(err error) authoring.VisitOutcome {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var timeout net.Error
	switch {
	case outbound.Refused(err):
		return authoring.VisitInternal
	case errors.As(err, &dns) && !dns.IsTimeout:
		return authoring.VisitUnknownHost
	case errors.As(err, &certificate):
		return authoring.VisitCertificate
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return authoring.VisitTimeout
	}
	return authoring.VisitUnreachable
}
