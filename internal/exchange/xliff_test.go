package exchange_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/exchange"
	"github.com/portico-cms/portico/internal/fault"
)

// answer makes a file of one entry of the units that are given.
func answer(units string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="fr">
<file id="` + entryID + `">` + units + `</file></xliff>`
}

func TestReadXLIFFOfTools(t *testing.T) {
	tests := []struct{ name, units, source, target string }{
		{"as it was sent", `<unit id="title"><segment><source>a b</source><target>c</target></segment></unit>`, "a b", "c"},
		{"split, with what is between", `<unit id="title"><segment><source>A.</source><target>B.</target></segment>
			<ignorable><source>  </source></ignorable><segment><source>C.</source><target>D.</target></segment></unit>`, "A.  C.", "B.  D."},
		{"targets in another order", `<unit id="title"><segment><source>A.</source><target order="3">B.</target></segment>
			<ignorable><source> </source></ignorable><segment><source>C.</source><target order="1">D.</target></segment></unit>`, "A. C.", "D. B."},
		{"group, modules, extensions, comments", `<group id="g"><unit id="title" xmlns:m="urn:oasis:names:tc:xliff:matches:2.0" xmlns:x="urn:x">
			<m:matches><m:match ref="#1"><source>no</source><target>no</target></m:match></m:matches><x:y><x:z/></x:y>
			<segment id="1" state="final" x:by="me"><!-- c --><source>a<!-- c -->b</source><target>c</target></segment></unit></group>`, "ab", "c"},
		{"marks of the tool", `<unit id="title"><segment><source>a <mrk id="m1" type="term">b</mrk></source>
			<target>c <sm id="m2"/>d<em startRef="m2"/></target></segment></unit>`, "a b", "c d"},
		{"codes as they were, as halves and as copies", `<unit id="title"><segment><source><pc id="1">a</pc><ph id="2"/></source>
			<target><sc id="1"/>b<ec startRef="1"/><ph id="9" copyOf="2"/></target></segment></unit>`, "<1>a</1><2/>", "<1>b</1><2/>"},
		{"a span over two segments", `<unit id="title"><segment><source><sc id="1"/>A.</source><target><sc id="1"/>B.</target></segment>
			<segment><source> C.<ec startRef="1"/></source><target> D.<ec startRef="1"/></target></segment></unit>`, "<1>A. C.</1>", "<1>B. D.</1>"},
		{"signs that are text", `<unit id="title"><segment><source>&lt;1&gt;</source><target>&lt;<mrk id="m">1></mrk><![CDATA[</2>&amp;]]></target></segment></unit>`,
			`<\1>`, `<\1><\/2>&amp;`},
		{"characters that XML has not", `<unit id="title"><segment><source>a</source><target><cp hex="FFFE"/></target></segment></unit>`, "a", "\uFFFE"},
		{"white space kept", "<unit id='title'><segment><source>a</source><target xml:space='preserve'> b\n  c </target></segment></unit>", "a", " b\n  c "},
		{"white space that means nothing", "<unit id='title'><segment><source>a</source><target xml:space='default'>\n  b <pc id='1'> c</pc>\n</target></segment></unit>",
			"a", "b <1>c</1>"},
		{"renamed id", `<unit id="u1" name="/title"><segment><source>a</source><target>b</target></segment></unit>`, "a", "b"},
		{"no answer", `<unit id="title"><segment><source>a</source><target/></segment></unit>`, "a", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, file := range []string{answer(tt.units), reprefixed(answer(tt.units)), utf16File(answer(tt.units))} {
				j, ps := exchange.ReadXLIFF(strings.NewReader(file))
				if len(ps) > 0 || len(j.Files) != 1 || len(j.Files[0].Units) != 1 {
					t.Fatalf("%v %+v\n%s", ps, j, file)
				}
				u := j.Files[0].Units[0]
				if diff := cmp.Diff([]string{"/title", tt.source, tt.target}, []string{u.Pointer, u.Source, u.Target}); diff != "" {
					t.Error(diff)
				}
				if j.Source != "en" || j.Target != "fr" || j.Files[0].ID != entryID || u.Line < 3 {
					t.Errorf("%+v", j)
				}
			}
		})
	}
}

// reprefixed gives the same file with a prefix before every core element.
func reprefixed(file string) string {
	file = strings.Replace(file, "xmlns=", "xmlns:q=", 1)
	for _, name := range []string{
		"xliff", "file", "group", "unit", "segment", "ignorable", "source", "target", "pc", "ph", "sc", "ec", "mrk", "sm", "em", "cp",
	} {
		for _, end := range []string{" ", ">", "/"} {
			file = strings.ReplaceAll(file, "<"+name+end, "<q:"+name+end)
			file = strings.ReplaceAll(file, "</"+name+end, "</q:"+name+end)
		}
	}
	return file
}

// utf16File gives the same file as Windows tools write it.
func utf16File(file string) string {
	file = strings.ReplaceAll(strings.Replace(file, "UTF-8", "utf-16", 1), "\n", "\n")
	b := []byte{0xFF, 0xFE}
	for _, unit := range utf16.Encode([]rune(file)) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return string(b)
}

func TestReadXLIFFProblems(t *testing.T) {
	unit := `<unit id="title"><segment><source>a</source><target>b</target></segment></unit>`
	tests := []struct {
		name, file, code, says string
		line, units            int
	}{
		{"empty", "", "syntax", "empty", 0, 0},
		{"no XML", "Hello", "syntax", "empty", 0, 0},
		{"not closed", answer(unit)[:260], "syntax", "", 3, 1},
		{"other XML", "<html/>", "syntax", "<html>", 1, 0},
		{"XLIFF 1.2", `<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>`, "version", "1.2", 1, 0},
		{"Latin 1", strings.Replace(answer(unit), "UTF-8", "ISO-8859-1", 1), "syntax", "UTF-8", 1, 0},
		{"no UTF-8", strings.Replace(answer(unit), ">b<", ">\xff<", 1), "bad_encoding", "UTF-8", 0, 0},
		{"no locale", strings.Replace(answer(unit), `trgLang="fr"`, `trgLang="x y"`, 1), "bad_locale", "trgLang", 2, 1},
		{"no entry", strings.Replace(answer(unit), entryID, "f1", 1), "unknown_entry", `file "f1"`, 3, 0},
		{"half of it", answer(`<unit id="title"><segment><source>A.</source><target>B.</target></segment>
			<segment><source>C.</source></segment></unit>`), "incomplete", "1 of its 2", 3, 1},
		{"no segment", answer(`<unit id="title"/>`), "required", `unit "title"`, 3, 0},
		{"twice", answer(unit + "\n" + unit), "repeated", "", 4, 1},
		{"a code of the tool", answer(strings.Replace(unit, "b<", `b<ph id="x1"/><`, 1)), "codes", "ids", 3, 0},
		{"too deep", answer(strings.Repeat("<group id='a'>", 200) + strings.Repeat("</group>", 200)), "too_deep", "100", 3, 0},
		{"too deep a text", answer(strings.Replace(unit, ">b<", ">"+strings.Repeat("<pc id='1'>", 200)+strings.Repeat("</pc>", 200)+"<", 1)),
			"too_deep", "100", 3, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j, ps := exchange.ReadXLIFF(strings.NewReader(tt.file))
			checkProblem(t, ps, tt.code, tt.says, tt.line)
			n := 0
			for _, f := range j.Files {
				n += len(f.Units)
			}
			if n != tt.units {
				t.Errorf("%d units, want %d", n, tt.units)
			}
		})
	}
}

func checkProblem(t *testing.T, ps fault.Problems, code, says string, line int) {
	t.Helper()
	if len(ps) != 1 || ps[0].Code != code || !strings.Contains(ps[0].Message, says) || line > 0 && ps[0].Line != line {
		t.Errorf("problems %+v; want %s on line %d with %q", ps, code, line, says)
	}
}

// TestXLIFFTakesNoEntities sends what attacks XML readers.
func TestXLIFFTakesNoEntities(t *testing.T) {
	laughs := `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>`
	file := func(doctype, target string) string {
		a := answer(`<unit id="title"><segment><source>a</source><target>` + target + `</target></segment></unit>`)
		return strings.Replace(a, "<xliff", doctype+"<xliff", 1)
	}
	for name, tt := range map[string][2]string{
		"external entity":   {file(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`, "&e;"), "document_type"},
		"billion laughs":    {file(laughs, "&c;"), "document_type"},
		"external DTD":      {file(`<!DOCTYPE xliff SYSTEM "http://127.0.0.1/x.dtd">`, "b"), "document_type"},
		"entity alone":      {file("", "&e;"), "syntax"},
		"DTD in the middle": {file("", `<!DOCTYPE x [<!ENTITY e "x">]>`), "document_type"},
		"too large":         {file("<!--"+strings.Repeat(" ", exchange.MaxFile)+"-->", ""), "too_large"},
		"too large a text":  {file("", strings.Repeat("a", 5<<20)), "too_large"},
		"many codes":        {file("", strings.Repeat("<ph id='1'/>", 1_000_000)), "too_large"},
		"many units":        {answer(strings.Repeat(`<unit id="a"/>`, 100_001)), "more"},
	} {
		t.Run(name, func(t *testing.T) {
			j, ps := exchange.ReadXLIFF(strings.NewReader(tt[0]))
			if len(ps) == 0 || ps[len(ps)-1].Code != tt[1] || len(ps) > 201 {
				t.Errorf("%d problems, %v; want %s", len(ps), ps[:min(3, len(ps))], tt[1])
			}
			for _, f := range j.Files {
				t.Errorf("%d units were read", len(f.Units))
			}
		})
	}
}

func TestWriteXLIFFRefuses(t *testing.T) {
	job := func(units ...exchange.Unit) exchange.Job {
		return exchange.Job{Source: "en", Target: "fr", Files: []exchange.File{{ID: entryID, Units: units}}}
	}
	twice := job(exchange.Unit{Pointer: "/title", Source: "a"})
	twice.Files = append(twice.Files, twice.Files[0])
	for name, j := range map[string]exchange.Job{
		"overlapping codes": job(exchange.Unit{Pointer: "/title", Source: "<1>a<2>b</1>c</2>"}),
		"a text twice":      job(exchange.Unit{Pointer: "/title", Source: "a"}, exchange.Unit{Pointer: "/title", Source: "a"}),
		"an entry twice":    twice,
		"nothing":           job(),
	} {
		if err := exchange.WriteXLIFF(new(strings.Builder), j); !fault.Is(err, fault.Unprocessable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
