package authoring_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/identity"
)

// TestGuideCommands carries out the commands of docs/guides/management-api.md, one after the other. One that ends in # 412 must be
// answered so, the others with success.
func TestGuideCommands(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		s.as(identity.Administrator)
		guide, err := os.ReadFile("../../../docs/guides/management-api.md")
		if err != nil {
			t.Fatal(err)
		}
		_, commands, _ := strings.Cut(string(guide), "## By hand")
		id, asked := "", 0
		key := s.keyOf("administrator@portico.example")
		for line := range strings.Lines(strings.ReplaceAll(commands, "\\\n", " ")) {
			if !strings.HasPrefix(line, "curl ") {
				continue
			}
			words := strings.NewReplacer("$PORTICO", "", "$KEY", "Authorization: Bearer "+key, "$ID", id, `\[`, "[", `\]`, "]").Replace(line)
			r, want := commandOf(t, words)
			got := s.do(r)
			if asked++; want == 0 && got.status/100 != 2 || want != 0 && got.status != want {
				t.Errorf("%s%d %s", line, got.status, got.body)
			}
			if _, made, ok := strings.Cut(got.header.Get("Location"), "/api/v1/entries/"); ok {
				id = made
			}
		}
		if asked < 10 || id == "" {
			t.Errorf("only %d commands were found, entry %q", asked, id)
		}
	})
}

// keyOf makes a key that may do all that its owner may with content.
func (s *server) keyOf(email string) string {
	s.t.Helper()
	token, _, err := s.core.SignIn(s.t.Context(), email, password)
	if err != nil {
		s.t.Fatal(err)
	}
	actor, _, err := s.core.Identify(s.t.Context(), token)
	if err != nil {
		s.t.Fatal(err)
	}
	secret, _, err := s.core.CreateKey(s.t.Context(), actor, core.NewKey{Name: "by hand", ExpiresAt: time.Now().Add(time.Hour), Grants: []identity.Grant{{
		Actions: []identity.Action{identity.Read, identity.Create, identity.Update}, Types: []string{identity.Any},
		Sites: []string{identity.Any, identity.SharedSpace}, Locales: []string{identity.Any}, Fields: []string{identity.Any},
	}}})
	if err != nil {
		s.t.Fatal(err)
	}
	return secret
}

// commandOf reads a command of curl, as far as the guide uses it, and the status that it names at its end.
func commandOf(t *testing.T, line string) (r request, want int) {
	t.Helper()
	r = request{method: http.MethodGet, header: map[string]string{}}
	line, comment, _ := strings.Cut(strings.TrimSpace(line), " # ")
	if comment == "412" {
		want = http.StatusPreconditionFailed
	}
	words := shellWords(line)
	for i := 1; i < len(words); i++ {
		switch words[i] {
		case "-N":
		case "-X":
			i++
			r.method = words[i]
		case "-H":
			i++
			name, value, _ := strings.Cut(words[i], ": ")
			r.header[name] = value
		case "-d":
			i++
			r.body = words[i]
		default:
			if !strings.HasPrefix(words[i], "/") || r.path != "" {
				t.Fatalf("what is %s in %s", words[i], line)
			}
			r.path = words[i]
		}
	}
	return r, want
}

// shellWords cuts a line at spaces that stand in no quotes.
func shellWords(line string) (words []string) {
	var word strings.Builder
	quote := rune(0)
	for _, c := range line {
		switch {
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		case c == ' ' && quote == 0:
			if word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
		default:
			word.WriteRune(c)
		}
	}
	return append(words, word.String())
}
