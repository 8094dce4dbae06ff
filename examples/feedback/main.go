// Command feedback is a small receiver of what visitors say of a page: it shows what the part "feedback" of the design system posts, and
// what whoever takes it should look at. It writes a line of JSON for each answer to the standard output.
//
//	go run ./examples/feedback -listen 127.0.0.1:8090 -site https://customer.orvane.example
package main

import (
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// The longest answer that is taken, in bytes, and the longest comment, in characters: the form's own limit.
const (
	maxBody    = 16 << 10
	maxComment = 1000
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8090", "where to listen")
	site := flag.String("site", "", "origin of the site that asks, as https://host")
	flag.Parse()
	server := &http.Server{
		Addr: *listen, Handler: receiver(*site, os.Stdout, time.Now), ReadTimeout: 5 * time.Second, WriteTimeout: 5 * time.Second,
	}
	if err := server.ListenAndServe(); err != nil {
		slog.Error("the receiver ended", "err", err)
	}
}

// answer is what a visitor said.
type answer struct {
	At      time.Time `json:"at"`
	Site    string    `json:"site"`    // its key in Portico
	Locale  string    `json:"locale"`  // of the page
	Page    string    `json:"page"`    // its address, without query; "" where the visitor's browser runs no scripts
	Helpful bool      `json:"helpful"` // posted as yes or no
	Comment string    `json:"comment,omitempty"`
}

// receiver takes answers about pages of one origin, and writes each as a line to out. A script gets 204; a form that was sent by a browser
// without scripts is led back to its page. What has another form is 400, what comes from another origin 403.
func receiver(origin string, out io.Writer, now func() time.Time) http.Handler {
	var mu sync.Mutex
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "post an answer", http.StatusMethodNotAllowed)
			return
		}
		if from := r.Header.Get("Origin"); from != origin {
			http.Error(w, "not from this site", http.StatusForbidden)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		if err := r.ParseForm(); err != nil {
			http.Error(w, "no form, or too long", http.StatusBadRequest)
			return
		}
		a, ok := read(r.PostForm, origin)
		if !ok {
			http.Error(w, "not an answer", http.StatusBadRequest)
			return
		}
		a.At = now().UTC()
		mu.Lock()
		defer mu.Unlock()
		if err := json.NewEncoder(out).Encode(a); err != nil {
			http.Error(w, "it could not be kept", http.StatusInternalServerError)
			return
		}
		if back := r.Referer(); r.Header.Get("Sec-Fetch-Mode") == "navigate" && strings.HasPrefix(back, origin+"/") {
			http.Redirect(w, r, back, http.StatusSeeOther)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
}

func read(form url.Values, origin string) (a answer, ok bool) {
	a = answer{
		Site: form.Get("site"), Locale: form.Get("locale"), Page: form.Get("page"),
		Helpful: form.Get("helpful") == "yes", Comment: strings.TrimSpace(form.Get("comment")),
	}
	said := a.Helpful || form.Get("helpful") == "no"
	about := a.Page == "" || strings.HasPrefix(a.Page, origin+"/")
	short := len(a.Site) <= 64 && len(a.Locale) <= 35 && len(a.Page) <= 2000 && utf8.RuneCountInString(a.Comment) <= maxComment
	return a, said && about && short && a.Site != "" && utf8.ValidString(a.Comment+a.Site+a.Locale+a.Page)
}
