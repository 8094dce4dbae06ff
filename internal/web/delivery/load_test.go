package delivery_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// TestMinGeneration: who has just published waits until this node has it, and is told when it takes too long.
func TestMinGeneration(t *testing.T) {
	log := demo()
	app, node, f := follow(t, log)
	s := listen(t, app)
	for _, there := range []string{"0", "1"} {
		if res := s.get(t, "/v1/sites/demo", "Portico-Min-Generation", there); res.status != http.StatusOK {
			t.Errorf("%s: %d", there, res.status)
		}
	}
	for _, bad := range []string{"x", "-1", "1.5", "99999999999999999999", "1,2"} {
		if res := s.get(t, "/v1/sites/demo", "Portico-Min-Generation", bad); res.status != http.StatusBadRequest {
			t.Errorf("%s: %d", bad, res.status)
		}
	}
	answer := make(chan response)
	go func() { answer <- s.get(t, "/v1/sites/demo/fragments/header", "Portico-Min-Generation", "2") }()
	log.publish(bundle("demo", "fr"))
	if _, err := f.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if res := <-answer; res.status != http.StatusOK || res.header.Get("Portico-Generation") != "2" || !strings.Contains(res.body, `data-portico-generation="2"`) {
		t.Errorf("%d %v", res.status, res.header)
	}
	res := s.get(t, "/v1/sites/demo", "Portico-Min-Generation", "3") // it waits for its whole time
	if res.status != http.StatusServiceUnavailable || res.header.Get("Retry-After") == "" || res.header.Get("Cache-Control") != "no-store" || !strings.Contains(res.body, "generation 2") {
		t.Errorf("%d %v %s", res.status, res.header, res.body)
	}
	if node.Snapshot().Generation != 2 {
		t.Error("the node has changed")
	}
}

// TestX1SlowClientsHoldNobody: hundreds of clients that send half a request, or do not read what they asked for, keep nobody else
// waiting.
func TestX1SlowClientsHoldNobody(t *testing.T) {
	s := listen(t, newDemo(t))
	var slow []net.Conn
	defer func() {
		for _, c := range slow {
			_ = c.Close()
		}
	}()
	for i := range 200 {
		conn, err := net.Dial("tcp", s.address)
		if err != nil {
			t.Fatal(err)
		}
		slow = append(slow, conn)
		request := "GET /v1/sites/demo/fragments/header?locale=fr HTTP/1.1\r\nHost: x\r\n"
		if i%2 == 0 {
			request += strings.Repeat("\r\n"+request, 50) // many whole ones, whose answers it never reads
		}
		_, _ = conn.Write([]byte(request))
	}
	for range 20 {
		if res := s.get(t, "/v1/sites/demo/fragments/header?locale=fr"); res.status != http.StatusOK {
			t.Errorf("%d", res.status)
		}
	}
	_, _ = io.WriteString(slow[1], "\r\n") // one of them comes to its end
	b := make([]byte, 15)
	if _, err := io.ReadFull(slow[1], b); err != nil || string(b) != "HTTP/1.1 200 OK" {
		t.Errorf("%q %v", b, err)
	}
}

// TestManyAtOnce asks for everything from many clients while publications come: every answer is whole and of one generation.
func TestManyAtOnce(t *testing.T) {
	log := demo()
	app, _, f := follow(t, log)
	s := listen(t, app)
	var clients sync.WaitGroup
	stop := make(chan struct{})
	for i := range 6 {
		clients.Go(func() {
			for n := i; ; n++ {
				res := s.get(t, fmt.Sprintf("/v1/sites/demo/fragments/header?locale=fr&returnTo=/%d", n%3), "Accept-Encoding", []string{"", "identity"}[n%2])
				want := fmt.Sprintf(`returnTo=https%%3A%%2F%%2Fdemo.example%%2F%d"`, n%3)
				generation := fmt.Sprintf(`<header data-portico-generation="%s">`, res.header.Get("Portico-Generation"))
				if res.status != http.StatusOK || !strings.Contains(res.body, want) || !strings.HasPrefix(res.body, generation) || !strings.HasSuffix(res.body, "</a>") {
					t.Errorf("%d: %.100s … %.100s", res.status, res.body, res.body[max(0, len(res.body)-100):])
					return
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for range 10 {
		log.publish(bundle("demo", "fr"))
		if _, err := f.CatchUp(t.Context()); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	clients.Wait()
}

// TestUnchangedBodiesKeepTheirETag: a publication that does not touch a bundle makes no cache ask for it again.
func TestUnchangedBodiesKeepTheirETag(t *testing.T) {
	log := demo()
	app, _, f := follow(t, log)
	s := listen(t, app)
	fr, en := s.get(t, "/v1/sites/demo/fragments?locale=fr"), s.get(t, "/v1/sites/demo/fragments?locale=en")
	log.publish(bundle("demo", "fr"))
	if _, err := f.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if res := s.get(t, "/v1/sites/demo/fragments?locale=en", "If-None-Match", en.header.Get("Etag")); res.status != http.StatusNotModified || res.header.Get("Portico-Generation") != "2" {
		t.Errorf("en: %d %v", res.status, res.header)
	}
	if res := s.get(t, "/v1/sites/demo/fragments?locale=fr", "If-None-Match", fr.header.Get("Etag")); res.status != http.StatusOK {
		t.Errorf("fr: %d", res.status)
	}
}
