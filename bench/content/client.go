package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"
)

// The account that manages both servers.
const (
	account  = "bench@portico.example"
	password = "a long sentence for the benchmark"
)

// errAbsent says that a server has no such endpoint yet: the report says so, and goes on.
var errAbsent = errors.New("not there yet")

// client speaks JSON to one server over one kept connection.
type client struct {
	base   string
	header http.Header
	http   *http.Client
}

func newClient(addr string) client {
	return client{base: "http://" + addr, header: http.Header{}, http: &http.Client{
		Timeout: 10 * time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 4},
	}}
}

// with gives a client that sends one more header.
func (c client) with(name, value string) client {
	c.header = c.header.Clone()
	c.header.Set(name, value)
	return c
}

// response is what a caller needs of one.
type response struct {
	status                 int
	etag, location, cookie string
	body                   []byte
}

// patience is how long a server may say that it has too much to do: a large one sheds load while it gets ready.
const patience = time.Minute

// send asks, and again where the server asks for patience. A body is JSON, or bytes as they are; into gets the answer's JSON where it is
// not nil. Errors: errAbsent for 404 and 405, and one with the body for anything else that is not 2xx.
func (c client) send(ctx context.Context, method, path string, body, into any) (response, error) {
	src, isBytes := body.([]byte)
	if body != nil && !isBytes {
		var err error
		if src, err = json.Marshal(body); err != nil {
			return response{}, err
		}
	}
	for until := time.Now().Add(patience); ; {
		r, err := c.once(ctx, method, path, src, body != nil, into)
		if r.status != http.StatusServiceUnavailable || time.Now().After(until) {
			return r, err
		}
		time.Sleep(time.Second)
	}
}

func (c client) once(ctx context.Context, method, path string, src []byte, hasBody bool, into any) (response, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(src))
	if err != nil {
		return response{}, err
	}
	req.Header = c.header.Clone()
	if req.Header.Get("Content-Type") == "" && hasBody {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := c.http.Do(req)
	if err != nil {
		return response{}, err
	}
	defer res.Body.Close()
	r := response{status: res.StatusCode, etag: res.Header.Get("ETag"), location: res.Header.Get("Location")}
	r.cookie, _, _ = strings.Cut(res.Header.Get("Set-Cookie"), ";")
	if r.body, err = io.ReadAll(res.Body); err != nil {
		return r, err
	}
	switch {
	case r.status == http.StatusNotFound || r.status == http.StatusMethodNotAllowed:
		return r, fmt.Errorf("%s %s: %w (%d)", method, path, errAbsent, r.status)
	case r.status >= 300:
		return r, fmt.Errorf("%s %s: %d %.600s", method, path, r.status, r.body)
	case into != nil:
		return r, json.Unmarshal(r.body, into)
	}
	return r, nil
}

// peakOf is the most memory that an ended process had, in bytes.
func peakOf(s *os.ProcessState) int64 {
	if usage, ok := s.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss << 10
	}
	return 0
}
