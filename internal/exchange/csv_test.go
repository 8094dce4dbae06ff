package exchange_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/exchange"
	"github.com/portico-cms/portico/internal/fault"
)

func oneText(source, target string) exchange.Job {
	return exchange.Job{Source: "en", Target: "fr", Files: []exchange.File{{
		ID: entryID, Type: "landing", Key: "spring", Version: 7, Title: "=Spring",
		Units: []exchange.Unit{{Pointer: "/title", Source: source, Target: target, State: exchange.Current}},
	}}}
}

// TestI6CSVFormulas writes texts that a spreadsheet would calculate: no cell begins like a formula, and all come back as they were.
func TestI6CSVFormulas(t *testing.T) {
	check := func(t fataler, s string) {
		t.Helper()
		var b strings.Builder
		if err := exchange.WriteCSV(&b, oneText(s, s), ';'); err != nil {
			t.Fatalf("%v", err)
		}
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\uFEFF")))
		r.Comma = ';'
		lines, err := r.ReadAll()
		if err != nil {
			t.Fatalf("%v", err)
		}
		for _, cell := range lines[1] {
			if strings.HasPrefix(strings.TrimLeft(cell, " "), "=") || strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r\n") {
				t.Fatalf("cell %q would be calculated", cell)
			}
		}
		back, ps := exchange.ReadCSV(strings.NewReader(b.String()))
		if diff := cmp.Diff(oneText(s, s), back, asRead); diff != "" || len(ps) > 0 {
			t.Fatalf("%q: %s %v", s, diff, ps)
		}
	}
	for _, s := range []string{
		"=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\n=1", " =1", "'=1", "''=1", "'", "'a", "＝1", `=cmd|' /C calc'!A0`, `=HYPERLINK("https://x.example")`, "a=1",
	} {
		check(t, s)
	}
	rapid.Check(t, func(rt *rapid.T) {
		if s := rapid.StringOfN(rapid.RuneFrom([]rune("'=+-@\t\n a＝\u00A0")), 1, 6, -1).Draw(rt, "cell"); strings.TrimSpace(s) != "" {
			check(rt, s)
		}
	})
}

func TestReadCSV(t *testing.T) {
	row := entryID + ",landing,spring,7,Spring,en,fr,/title,Spring,Printemps,current"
	head := "id,type,key,version,title,sourceLocale,locale,pointer,source,target,status"
	comma := head + "\n" + row + "\n"
	tests := []struct {
		name, file, code, says string
		line                   int
		units                  int
	}{
		{name: "as it was sent", file: comma, units: 1},
		{name: "byte order mark, CRLF", file: "\uFEFF" + strings.ReplaceAll(comma, "\n", "\r\n"), units: 1},
		{name: "semicolons", file: strings.ReplaceAll(comma, ",", ";"), units: 1},
		{name: "tabs", file: strings.ReplaceAll(comma, ",", "\t"), units: 1},
		{name: "sep=", file: "sep=;\r\n" + strings.ReplaceAll(comma, ",", ";"), units: 1},
		{name: "UTF-16, as Excel writes it", file: utf16File(strings.ReplaceAll(comma, ",", "\t")), units: 1},
		{name: "other order and case, quoted", file: "\"Target\",SOURCE,Pointer,locale,sourcelocale,id\nPrintemps,\"Spring\",/title,FR,en," + entryID + "\n", units: 1},
		{name: "empty lines", file: head + "\n,,,,,,,,,,\n\n" + row, units: 1},
		{name: "unknown column", file: head + ",remarks\n" + row + ",fine\n", code: "unknown_column", says: `"remarks"`, line: 1, units: 1},
		{name: "column twice", file: head + ",target\n" + row + ",fine\n", code: "repeated", says: "target", line: 1, units: 1},
		{name: "column missing", file: strings.Replace(comma, "pointer", "path", 1), code: "required", says: "pointer", line: 1},
		{name: "empty", file: "", code: "syntax", says: "empty"},
		{name: "bad quotes", file: head + "\n" + row + "\n\"a\"b,", code: "syntax", says: "column", line: 3, units: 1},
		{name: "bad quotes after sep=", file: "sep=,\n" + head + "\na\"b,", code: "syntax", says: "column", line: 3},
		{name: "Windows-1252", file: comma + entryID + ",,,,,en,fr,/intro,a,\xe9t\xe9,\n", code: "bad_encoding", says: "UTF-8", units: 1},
		{name: "no entry", file: head + "\n" + strings.Replace(row, entryID, "x", 1), code: "unknown_entry", says: `"x"`, line: 2},
		{name: "no pointer", file: strings.Replace(comma, "/title", "title", 1), code: "unknown_text", says: `"title"`, line: 2},
		{name: "no locale", file: strings.Replace(comma, ",fr,", ",?,", 1), code: "bad_locale", says: "locale", line: 2},
		{name: "two locales", file: comma + strings.Replace(strings.Replace(row, ",fr,", ",de,", 1), "/title", "/x", 1), code: "bad_locale",
			says: "into de", line: 3, units: 1},
		{name: "twice", file: comma + row, code: "repeated", says: "/title", line: 3, units: 1},
		{name: "short line", file: comma + entryID, code: "unknown_text", line: 3, units: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j, ps := exchange.ReadCSV(strings.NewReader(tt.file))
			known := fault.Problems{}
			for _, p := range ps {
				if p.Code != "unknown_column" || tt.code == "unknown_column" {
					known.Add(p)
				}
			}
			if tt.code == "" && len(ps) > 0 {
				t.Error(ps)
			} else if tt.code != "" {
				checkProblem(t, known, tt.code, tt.says, tt.line)
			}
			var units []exchange.Unit
			for _, f := range j.Files {
				units = append(units, f.Units...)
			}
			if len(units) != tt.units {
				t.Fatalf("%d units, want %d", len(units), tt.units)
			}
			if tt.units > 0 {
				if diff := cmp.Diff([][4]string{{"/title", "Spring", "Printemps", "current"}}, texts(units)); diff != "" || j.Target != "fr" {
					t.Error(diff, j.Target)
				}
			}
		})
	}
}

func TestWriteCSVSeparator(t *testing.T) {
	if err := exchange.WriteCSV(new(strings.Builder), oneText("a", "b"), '|'); !fault.Is(err, fault.Unprocessable) {
		t.Error(err)
	}
}
