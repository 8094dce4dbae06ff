package mail

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
)

// server is a mail server of its own process: aiosmtpd, which keeps what it takes as files.
type server struct {
	t    *testing.T
	addr string
	dir  string
	tls  *tls.Config // that trusts its certificate
}

// serve starts a server that talks mode: "plain", "starttls" or "tls".
func serve(t *testing.T, mode string) *server {
	t.Helper()
	s := &server{t: t, dir: t.TempDir()}
	cert, key, pool := certificate(t)
	s.tls = &tls.Config{RootCAs: pool, ServerName: "localhost", MinVersion: tls.VersionTLS12}
	// Debian's own Python has Debian's aiosmtpd, whatever else is installed.
	cmd := exec.Command("/usr/bin/python3", "testdata/server.py", mode, s.dir, cert, key)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatalf("a mail server for the test (scripts/setup-tests.sh installs it): %v", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = cmd.Wait()
		t.Fatalf("the mail server does not start (scripts/setup-tests.sh installs it): %v\n%s", err, &log)
	}
	s.addr = "127.0.0.1:" + strings.TrimSpace(line)
	return s
}

// certificate makes one for localhost.
func certificate(t *testing.T) (certFile, keyFile string, pool *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"localhost"},
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool.AddCert(parsed)
	write := func(name, kind string, b []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "EC PRIVATE KEY", private), pool
}

// received gives the mails that the server has taken.
func (s *server) received() (out []*netmail.Message) {
	s.t.Helper()
	names, err := filepath.Glob(filepath.Join(s.dir, "*.eml"))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			s.t.Fatal(err)
		}
		m, err := netmail.ReadMessage(strings.NewReader(string(b)))
		if err != nil {
			s.t.Fatalf("%v in\n%s", err, b)
		}
		out = append(out, m)
	}
	return out
}

func link(name string) authoring.LinkMail {
	return authoring.LinkMail{
		Email: "ada@portico.example", Name: name, Link: "https://admin.example/password#" + strings.Repeat("Ab-_", 10) + "xyz",
		Expires: time.Date(2026, 11, 22, 12, 30, 59, 0, time.UTC), Language: "fr",
	}
}

func body(t *testing.T, m *netmail.Message) string {
	t.Helper()
	r := m.Body
	if m.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		r = quotedprintable.NewReader(r)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestSend sends over each kind of connection, with a password where there is TLS.
func TestSend(t *testing.T) {
	for mode, url := range map[string]string{"plain": "smtp+insecure://", "starttls": "smtp://portico:s3cret%21@", "tls": "smtps://portico:s3cret%21@"} {
		s := serve(t, mode)
		m, err := New(Options{URL: url + s.addr, From: "Portico <portico@portico.example>", TLS: s.tls})
		if err != nil {
			t.Fatal(err)
		}
		if err := m.SendLink(t.Context(), link("Ada Löwe")); err != nil {
			t.Fatalf("%s: %v", mode, err)
		}
		got := s.received()
		if len(got) != 1 {
			t.Fatalf("%s: %d mails", mode, len(got))
		}
		h := got[0].Header
		subject, err := new(mime.WordDecoder).DecodeHeader(h.Get("Subject"))
		to, err2 := h.AddressList("To")
		if err != nil || err2 != nil || subject != "Un nouveau mot de passe pour Portico" || len(to) != 1 || to[0].Name != "Ada Löwe" || to[0].Address != "ada@portico.example" {
			t.Errorf("%s: %q to %v, %v %v", mode, subject, to, err, err2)
		}
		if h.Get("Auto-Submitted") != "auto-generated" || h.Get("Message-Id") == "" || h.Get("Date") == "" || !strings.HasPrefix(h.Get("Content-Type"), "text/plain") {
			t.Errorf("%s: %v", mode, h)
		}
		text := body(t, got[0])
		for _, want := range []string{"Bonjour Ada Löwe,", link("").Link, "2026-11-22 12:30 UTC"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the text lacks %q:\n%s", mode, want, text)
			}
		}
		if mode != "plain" && h.Get("X-Test-Login") != "portico:s3cret!" {
			t.Errorf("%s: signed in as %q", mode, h.Get("X-Test-Login"))
		}
	}
}

// TestHeaders: neither a name nor an address adds a header or a recipient.
func TestHeaders(t *testing.T) {
	s := serve(t, "plain")
	m, err := New(Options{URL: "smtp+insecure://" + s.addr, From: "portico@portico.example"})
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"Ada\r\nBcc: eve@evil.example", `Ada" <eve@evil.example>, "x`, "Ada\nX-Evil: 1\n\nbody", "=?utf-8?q?=0D=0ABcc:_eve@evil.example?=", strings.Repeat("é", 100)}
	for _, name := range names {
		if err := m.SendLink(t.Context(), link(name)); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, got := range s.received() {
		to, err := got.Header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Address != "ada@portico.example" || got.Header.Get("Bcc") != "" || got.Header.Get("X-Evil") != "" || got.Header.Get("X-Test-Rcpt") != "ada@portico.example" {
			t.Errorf("%v %v", got.Header, err)
		}
	}
	if len(s.received()) != len(names) {
		t.Errorf("%d mails of %d", len(s.received()), len(names))
	}
	for _, email := range []string{"ada@portico.example\r\nRCPT TO:<eve@evil.example>", "ada@portico.example, eve@evil.example", ""} {
		l := link("Ada")
		l.Email = email
		if err := m.SendLink(t.Context(), l); err == nil {
			t.Errorf("sent to %q", email)
		}
	}
}

// TestRefusals: nothing is sent in the clear where TLS was asked for, to who is not who they say, or for ever.
func TestRefusals(t *testing.T) {
	plain, tlsServer := serve(t, "plain"), serve(t, "tls")
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	short, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	for name, tt := range map[string]struct {
		ctx context.Context
		o   Options
	}{
		"no STARTTLS":      {t.Context(), Options{URL: "smtp://" + plain.addr, TLS: plain.tls}},
		"no TLS":           {t.Context(), Options{URL: "smtps://" + plain.addr, TLS: plain.tls}},
		"not trusted":      {t.Context(), Options{URL: "smtps://" + tlsServer.addr}},
		"another password": {t.Context(), Options{URL: "smtps://portico:wrong@" + tlsServer.addr, TLS: tlsServer.tls}},
		"nobody":           {t.Context(), Options{URL: "smtp+insecure://127.0.0.1:1"}},
		"who says nothing": {short, Options{URL: "smtp+insecure://" + silent.Addr().String()}},
	} {
		tt.o.From = "portico@portico.example"
		m, err := New(tt.o)
		if err != nil {
			t.Fatal(err)
		}
		err = m.SendLink(tt.ctx, link("Ada"))
		if !fault.Is(err, fault.Unavailable) || strings.Contains(err.Error(), "wrong") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(plain.received()) + len(tlsServer.received()); n != 0 {
		t.Errorf("%d mails", n)
	}
	for _, o := range []Options{{}, {URL: "http://x", From: "a@b.example"}, {URL: "smtp://", From: "a@b.example"}, {URL: "smtp://x:s3cret@h:99x", From: "a@b.example"}, {URL: "smtp://x", From: "nobody"}} {
		if _, err := New(o); !fault.Is(err, fault.Invalid) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func TestTexts(t *testing.T) {
	for language, want := range map[string]string{"en": "Your Portico account", "fr": "Votre compte Portico", "de": "Your Portico account", "": "Your Portico account"} {
		l := link("Ada")
		l.Language, l.Invitation = language, true
		subject, body := text(l)
		if subject != want || !strings.Contains(body, l.Link) || strings.Contains(body, "%!") {
			t.Errorf("%s: %q\n%s", language, subject, body)
		}
	}
}
