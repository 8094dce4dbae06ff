package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/portico-cms/portico/bench/server"
)

// group is one node that authors and three that deliver.
type group struct {
	servers []*server.Server
	admin   string // address of the authoring plane
	cookie  string
	nodes   []string
}

var setupLine = regexp.MustCompile(`/setup#(\S+)`)

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func startGroup(binary, dir, database string) (*group, error) {
	g := &group{}
	start := func(name, path, on string, args ...string) error {
		all := append([]string{"serve", "--data-dir", filepath.Join(dir, name), "--database-url", database, "--log-level", "warn"}, args...)
		cmd := exec.Command(binary, all...)
		cmd.Dir = dir
		s, err := server.Start(cmd, name, on, filepath.Join(dir, name+".log"), path)
		if s != nil {
			g.servers = append(g.servers, s)
		}
		return err
	}
	authoring, err := freeAddress()
	if err != nil {
		return g, err
	}
	if err := start("author", "/readyz", authoring, "--plane", "authoring", "--sample", "--authoring-addr", authoring); err != nil {
		return g, err
	}
	g.admin = "http://" + authoring
	if err := g.signIn(filepath.Join(dir, "author.log")); err != nil {
		return g, err
	}
	for n := range 3 {
		addr, err := freeAddress()
		if err != nil {
			return g, err
		}
		if err := start(fmt.Sprint("node", n), "/v1/sites/customer", addr, "--plane", "delivery", "--delivery-addr", addr); err != nil {
			return g, err
		}
		g.nodes = append(g.nodes, "http://"+addr)
	}
	return g, nil
}

func (g *group) stop() {
	for _, s := range g.servers {
		_ = s.Stop()
	}
}

// used is the processor time of each process so far, first the one that authors.
func (g *group) used() (all []time.Duration, err error) {
	for _, s := range g.servers {
		u, err := s.Used()
		if err != nil {
			return nil, err
		}
		all = append(all, u.User+u.System)
	}
	return all, nil
}

// signIn makes the first administrator with the link that the process prints.
func (g *group) signIn(log string) error {
	var link []byte
	for range 600 {
		src, err := os.ReadFile(log)
		if err != nil {
			return err
		}
		if m := setupLine.FindSubmatch(src); m != nil {
			link = m[1]
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	body := map[string]string{"token": string(link), "email": "ada@portico.example", "name": "Ada", "password": "correct horse battery"}
	res, err := g.send(context.Background(), http.MethodPost, "/api/v1/setup", "application/json", "", body)
	if err == nil {
		g.cookie, _, _ = strings.Cut(res.Get("Set-Cookie"), ";")
	}
	return err
}

// send makes a request of the management API. Every answer but one of success is an error.
func (g *group) send(ctx context.Context, method, path, contentType, version string, body any) (http.Header, error) {
	src, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, g.admin+path, bytes.NewReader(src))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Cookie", g.cookie)
	if version != "" {
		req.Header.Set("If-Match", version)
	}
	header, _, err := answer(req)
	return header, err
}

func answer(req *http.Request) (http.Header, []byte, error) {
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, nil, err
	}
	out, err := io.ReadAll(res.Body)
	if err = errors.Join(err, res.Body.Close()); err == nil && res.StatusCode >= http.StatusMultipleChoices {
		err = fmt.Errorf("%s %s: %d %.300s", req.Method, req.URL.Path, res.StatusCode, out)
	}
	return res.Header, out, err
}

// times of one publication; those of publishing count from the request to publish.
type times struct{ saved, acknowledged, served time.Duration }

// subject is something with a text that can be published.
type subject struct {
	at      string           // the resource, in the management API
	patch   string           // what is patched: at, or something in it
	text    func(string) any // a merge patch with a text
	publish any              // the body that publishes it
	shown   string           // where a node shows it
}

// label is one of the main menu that all sites share: it stands in the header of every site.
func label() subject {
	return subject{
		at: "/api/v1/menus/shared/main", patch: "/api/v1/menus/shared/main/items/suppliers",
		text:  func(text string) any { return map[string]any{"label": map[string]any{"fr": text}} },
		shown: "/v1/sites/suppliers/menus/main?locale=fr",
	}
}

// question is the text of an entry that all sites share, and no header shows.
func (g *group) question(ctx context.Context) (subject, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet,
		g.admin+"/api/v1/entries?type=faq&space=shared&locale=fr&sort=key&filter[status]=published&filter[live]=fr&page[size]=1", nil)
	if err != nil {
		return subject{}, err
	}
	req.Header.Set("Cookie", g.cookie)
	_, body, err := answer(req)
	var list struct{ Data []struct{ ID string } }
	if err == nil {
		err = json.Unmarshal(body, &list)
	}
	if err == nil && len(list.Data) == 0 {
		err = errors.New("no question is published in French")
	}
	if err != nil {
		return subject{}, err
	}
	at := "/api/v1/entries/" + list.Data[0].ID
	return subject{
		at: at, patch: at,
		text: func(text string) any {
			return map[string]any{"locales": map[string]any{"fr": map[string]any{"question": text}}}
		},
		publish: map[string]any{"locales": []string{"fr"}},
		shown:   "/v1/sites/suppliers/entries/faq/" + list.Data[0].ID + "?locale=fr",
	}, nil
}

// publish publishes a text. Each node is asked for the next generation before it is published, and holds its answer until it serves that:
// so what is measured is the node, and no polling of ours.
func (g *group) publish(ctx context.Context, what subject, n int) (t times, err error) {
	header, err := g.send(ctx, http.MethodGet, what.at, "application/json", "", nil)
	if err != nil {
		return t, err
	}
	text := fmt.Sprintf("Text %d of the benchmark", n)
	begin := time.Now()
	header, err = g.send(ctx, http.MethodPatch, what.patch, "application/merge-patch+json", header.Get("ETag"), what.text(text))
	if t.saved = time.Since(begin); err != nil {
		return t, err
	}
	arrived := make(chan error, len(g.nodes))
	next, err := g.nextGeneration(ctx)
	if err != nil {
		return t, err
	}
	for _, node := range g.nodes {
		go func() { arrived <- shows(ctx, node+what.shown, next, text) }()
	}
	time.Sleep(5 * time.Millisecond) // until they wait
	begin = time.Now()
	_, err = g.send(ctx, http.MethodPost, what.at+"/publish", "application/json", header.Get("ETag"), what.publish)
	if t.acknowledged = time.Since(begin); err != nil {
		return t, err
	}
	for range g.nodes {
		err = errors.Join(err, <-arrived)
	}
	t.served = time.Since(begin)
	return t, err
}

// nextGeneration is the one after what the nodes serve.
func (g *group) nextGeneration(ctx context.Context) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, g.nodes[0]+"/readyz", nil)
	if err != nil {
		return 0, err
	}
	_, body, err := answer(req)
	if err != nil {
		return 0, err
	}
	var state struct{ Generation int }
	err = json.Unmarshal(body, &state)
	return state.Generation + 1, err
}

// shows waits until a node serves a generation, and looks for the text in an answer of it. A node holds a question for two seconds: on
// a machine that does much else, it is asked again.
func shows(ctx context.Context, address string, generation int, text string) error {
	for range 10 {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		req.Header.Set("Portico-Min-Generation", fmt.Sprint(generation))
		_, body, err := answer(req)
		switch {
		case err == nil && bytes.Contains(body, []byte(text)):
			return nil
		case err == nil:
			return fmt.Errorf("%s does not show %q", address, text)
		}
	}
	return fmt.Errorf("%s does not arrive at generation %d", address, generation)
}
