package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
)

// A testCase is one request that every peer answers with the same bytes.
type testCase struct {
	name        string
	path        string // at Portico
	static      string // name of the same bytes as a file
	encoding    string // Accept-Encoding; empty for identity
	conditional bool   // with the ETag that the peer gave: the answer is 304
	size        int    // bytes of the body, as sent
}

// file is the address of the case at the peers that serve files.
func (c testCase) file() string { return "/" + c.static }

func fragmentPath(site string) string {
	return "/v1/sites/" + site + "/fragments/header?locale=fr&path=/"
}

// collect fetches from Portico what all peers will serve, as files under dir, and returns the cases.
func collect(addr, site, dir string) ([]testCase, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var cases []testCase
	for _, subject := range []testCase{
		{name: "fragment", path: fragmentPath(site), static: "fragment.html"},
		{name: "bundle", path: "/v1/sites/" + site + "/bundle?locale=fr", static: "bundle.json"},
	} {
		for _, encoding := range []string{"", "br"} {
			c := subject
			c.encoding = encoding
			body, _, err := fetch(addr, c.path, c)
			if err != nil {
				return nil, err
			}
			c.size = len(body)
			c.name += " " + acceptEncoding(c)
			name := filepath.Join(dir, c.static+suffix(encoding))
			if err := os.WriteFile(name, body, 0o644); err != nil {
				return nil, err
			}
			cases = append(cases, c)
		}
		subject.name += " 304"
		subject.conditional = true
		cases = append(cases, subject)
	}
	return cases, nil
}

// fetch gets the body of a case as sent, and its ETag.
func fetch(addr, path string, c testCase) (body []byte, etag string, err error) {
	req, err := http.NewRequest(http.MethodGet, "http://"+addr+path, http.NoBody)
	if err != nil {
		return nil, "", err
	}
	req.Header.Set("Accept-Encoding", acceptEncoding(c))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer res.Body.Close()
	body, err = io.ReadAll(res.Body)
	if err != nil {
		return nil, "", err
	}
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Encoding") != c.encoding {
		return nil, "", fmt.Errorf("%s answers %s with Content-Encoding %q, want 200 and %q: %.300s",
			path, res.Status, res.Header.Get("Content-Encoding"), c.encoding, body)
	}
	return body, res.Header.Get("ETag"), nil
}

// headers are the request headers of a case at a peer, which must answer the bytes that all answer.
func headers(c testCase, p *peer, dir string) ([]string, error) {
	body, etag, err := fetch(p.Addr, p.url(c), c)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	want, err := os.ReadFile(filepath.Join(dir, c.static+suffix(c.encoding)))
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(body, want) {
		return nil, fmt.Errorf("%s: %s gives other bytes than the other peers", p.Name, p.url(c))
	}
	h := []string{"Accept-Encoding: " + acceptEncoding(c)}
	if c.conditional {
		h = append(h, "If-None-Match: "+etag)
	}
	return h, nil
}

func acceptEncoding(c testCase) string {
	if c.encoding == "" {
		return "identity"
	}
	return c.encoding
}

// suffix is what nginx expects after the name of a file with its compressed bytes.
func suffix(encoding string) string {
	if encoding == "" {
		return ""
	}
	return "." + encoding
}
