package exchange

import (
	"encoding/csv"
	"io"
	"regexp"
	"strconv"

	"github.com/portico-cms/portico/internal/fault"
)

// columns are those of a CSV file, in the order in which they are written.
var columns = []string{"id", "type", "key", "version", "title", "sourceLocale", "locale", "pointer", "source", "target", "status"}

// Signs with which a cell begins that a spreadsheet takes for a formula, the wide ones of Asian input among them. What is written
// with one gets an apostrophe before it, and so does what has apostrophes before one: taking one off again loses nothing.
var (
	formula = regexp.MustCompile(`^'*[ \x{a0}]*[=+\-@\t\r\n＝＋－＠]`)
	guarded = regexp.MustCompile(`^'+[ \x{a0}]*[=+\-@\t\r\n＝＋－＠]`)
)

// neutralise gives a cell that no spreadsheet calculates.
func neutralise(cell string) string {
	if formula.MatchString(cell) {
		return "'" + cell
	}
	return cell
}

// restore is the reverse of neutralise.
func restore(cell string) string {
	if guarded.MatchString(cell) {
		return cell[1:]
	}
	return cell
}

// WriteCSV writes a job as CSV (RFC 4180, UTF-8 with a byte order mark, for Excel), a line for each text. The separator is a
// comma, a semicolon (for spreadsheets of languages with a decimal comma) or a tab. Cells that would be formulas are neutralised.
// Fault: Unprocessable for another separator.
func WriteCSV(w io.Writer, j Job, separator rune) error {
	if !isSeparator(separator) {
		return fault.New(fault.Unprocessable, "the separator is a comma, a semicolon or a tab")
	}
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = separator, true
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, f := range j.Files {
		for _, u := range f.Units {
			line := []string{
				f.ID, f.Type, f.Key, strconv.FormatInt(f.Version, 10), f.Title, j.Source, j.Target,
				u.Pointer, u.Source, u.Target, string(u.State),
			}
			for i := range line {
				line[i] = neutralise(line[i])
			}
			if err := out.Write(line); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func isSeparator(r rune) bool { return r == ',' || r == ';' || r == '\t' }
