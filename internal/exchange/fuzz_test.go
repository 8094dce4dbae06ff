package exchange_test

import (
	"bytes"
	"testing"

	"github.com/portico-cms/portico/internal/exchange"
)

// seeds are files of every kind, whole and cut.
func seeds(f *testing.F, w way) {
	m := landing(f)
	e := entry(f, m, english(), object{"title": "=Printemps", "text": node("doc", node("paragraph", text("Tout")))})
	j := exchange.Job{Source: "en", Target: "fr", Files: []exchange.File{exchange.Collect(m.Type("landing"), e, 7, "en", "fr", exchange.Options{})}}
	var b bytes.Buffer
	if err := w.write(&b, j); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:b.Len()/2])
	f.Add([]byte(utf16File(b.String())))
	f.Add([]byte("sep=;\r\nid;source\n"))
	f.Add([]byte(answer(`<unit id="title"><segment><source>a</source><target order="2"><sc id="1"/>b<ec startRef="1"/></target></segment></unit>`)))
}

// fuzz reads what comes, applies it, and writes and reads again what could be read.
func fuzz(f *testing.F, w way) {
	seeds(f, w)
	m := landing(f)
	e := entry(f, m, english(), object{"title": "Printemps"})
	f.Fuzz(func(t *testing.T, file []byte) {
		j, ps := w.read(bytes.NewReader(file))
		for _, p := range ps {
			if p.Code == "" || p.Message == "" {
				t.Errorf("a problem that says nothing: %+v", p)
			}
		}
		units := 0
		for _, file := range j.Files {
			units += len(file.Units)
			exchange.Apply(m.Type("landing"), e, "en", "fr", file.Units, true)
		}
		var b bytes.Buffer
		if units == 0 || w.write(&b, j) != nil {
			return // codes that overlap, a file in two parts
		}
		again, _ := w.read(&b)
		if len(again.Files) != len(j.Files) {
			t.Errorf("%d files became %d", len(j.Files), len(again.Files))
		}
	})
}

func FuzzReadXLIFF(f *testing.F) { fuzz(f, ways[0]) }

func FuzzReadCSV(f *testing.F) { fuzz(f, ways[1]) }
