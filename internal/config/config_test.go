package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/portico-cms/portico/internal/fault"
)

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func parse(t *testing.T, line string, env ...string) Command {
	t.Helper()
	cmd, err := Parse(strings.Fields(line), env, io.Discard)
	if err != nil {
		t.Fatalf("portico %s: %v", line, err)
	}
	return cmd
}

func TestPrecedence(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "portico.yaml", "# ours\nplane: delivery\nstale-after: 1h\npoll-interval: 2s\nlog-level: warn\nsample: true\n")
	c := parse(t, "serve --poll-interval=5s --sample=false", "PORTICO_STALE_AFTER=2h", "PORTICO_POLL_INTERVAL=4s", "PORTICO_LOG_LEVEL=").Config
	want := *Default()
	want.Plane, want.StaleAfter, want.PollInterval, want.LogLevel = Delivery, 2*time.Hour, 5*time.Second, slog.LevelWarn
	if diff := cmp.Diff(want, *c, cmpopts.IgnoreUnexported(Config{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for key, source := range map[string]string{
		"plane": "portico.yaml:2", "stale-after": "PORTICO_STALE_AFTER", "poll-interval": "--poll-interval",
		"log-level": "portico.yaml:5", "sample": "--sample", "data-dir": "default", "public-url": "follows delivery-addr",
	} {
		if got := c.Source(key); got != source {
			t.Errorf("source of %s: %q, want %q", key, got, source)
		}
	}
}

func TestDefaults(t *testing.T) {
	t.Chdir(t.TempDir())
	c := parse(t, "serve --sample").Config
	if c.PublicURL != "http://localhost:8080" || c.AdminURL != "http://localhost:8081" || !c.Showcase || c.Plane != All || c.DataDir != "./data" {
		t.Errorf("%+v", c)
	}
	c = parse(t, "serve --sample --showcase=false --public-url https://x.example/shared/ --delivery-addr 127.0.0.1:0 --authoring-addr [::1]:9").Config
	if c.Showcase || c.PublicURL != "https://x.example/shared" || c.AdminURL != "http://[::1]:9" {
		t.Errorf("%+v", c)
	}
	if c = parse(t, "serve --delivery-addr :0").Config; c.PublicURL != "" {
		t.Errorf("the port is not known yet, and still: %s", c.PublicURL)
	}
}

// TestAllProblemsInOneMessage is the promise of the issue: everything that is wrong, each with its source.
func TestAllProblemsInOneMessage(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "portico.yaml", "data-dirr: x\nplane: both\nstale-after:\n  - 5m\npoll-interval: often\npoll-interval: 1s\n")
	write(t, "strict.yaml", "data-dirr: x\nplane: both\nstale-after:\n  - 5m\npoll-interval: often\n")
	_, err := Parse(strings.Fields("serve --config strict.yaml --delivery-addr 8080 --sample=perhaps --design-system nowhere"),
		[]string{"PORTICO_LOG_LEVEL=loud", "PORTICO_PUBLIC_URL=//x", "PORTICO_SHUTDOWN_TIMEOUT=24h"}, io.Discard)
	if !fault.Is(err, fault.Invalid) {
		t.Fatalf("code %q: %v", fault.CodeOf(err), err)
	}
	for _, want := range []string{
		`strict.yaml:1: unknown key "data-dirr"; allowed: admin-url, authoring-addr`,
		`strict.yaml:2: plane must be all, authoring or delivery, not "both"`,
		`strict.yaml:3: stale-after must be a single value`,
		`strict.yaml:5: poll-interval must be a duration`,
		`PORTICO_LOG_LEVEL: log-level must be debug, info, warn or error, not "loud"`,
		`PORTICO_PUBLIC_URL: public-url must be an absolute address`,
		`PORTICO_SHUTDOWN_TIMEOUT: shutdown-timeout must be between 0s and 10m, not 24h`,
		`--delivery-addr: delivery-addr must be HOST:PORT`,
		`--sample: sample must be true or false, not "perhaps"`,
		`--design-system: design-system must be a folder; "nowhere" cannot be used: no such file or directory`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("missing: %s", want)
		}
	}
	if t.Failed() {
		t.Log(err)
	}
	if _, err = Parse([]string{"serve"}, nil, io.Discard); err == nil || !strings.Contains(err.Error(), "portico.yaml:6:") {
		t.Errorf("a repeated key: %v", err)
	}
}

func TestFileThatCannotBeUsed(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, c := range map[string]struct{ text, want string }{
		"syntax.yaml": {"plane: [\n", "syntax.yaml:"},
		"list.yaml":   {"- plane\n", "list.yaml:1"},
		"two.yaml":    {"plane: all\n---\nplane: all\n", "two.yaml:"},
		"alias.yaml":  {"plane: &x all\nlog-format: *x\n", "alias.yaml:2"},
		"bytes.yaml":  {"\x00\xff", "bytes.yaml"},
	} {
		write(t, name, c.text)
		_, err := Parse([]string{"serve", "--config", name}, nil, io.Discard)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	for _, text := range []string{"", "# plane: all\n", "plane:\n", "{}\n"} {
		write(t, "empty.yaml", text)
		parse(t, "serve --config empty.yaml")
	}
	if _, err := Parse([]string{"serve"}, []string{"PORTICO_CONFIG=gone.yaml"}, io.Discard); err == nil || !strings.Contains(err.Error(), "gone.yaml") {
		t.Errorf("a named file that is missing: %v", err)
	}
}

func TestValues(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "file", "")
	for _, c := range []struct {
		flag string
		good []string
		bad  []string
	}{
		{"delivery-addr", []string{":1", "localhost:80", "10.0.0.1:65535", "[::1]:0", "[fe80::1%eth0]:80"},
			[]string{"", "80", ":http", ":65536", ":080", ":-1", "a b:1", "::1:80", "http://x:80"}},
		{"public-url", []string{"", "http://10.0.0.1:8080", "https://a.example/b/c", "http://[::1]:80/"},
			[]string{"a.example", "ftp://a", "https://", "https://u@a", "https://a?x", "https://a#x", "https://a/\"", "https://a/../<b>",
				"https://a//b", "https://a:0", "https://a:99999", "javascript:x", "https://a\n"}},
		{"database-url", []string{"", "postgres://h/d", "postgresql:///d?host=/run/pg&user=u", "postgres://u:p%40@h:1/d?sslmode=disable"},
			[]string{"mysql://h/d", "host=h password=p", "postgres:x", "sqlite.db", "postgres://u:p%zz@h/d"}},
		{"stale-after", []string{"1s", "1h30m", "24h"}, []string{"", "5", "-5m", "0s", "1ms", "9999h", "5 minutes"}},
		{"design-system", []string{"", "."}, []string{"file", "nowhere"}},
		{"data-dir", []string{"x", "/a b/ü"}, []string{"", "a\x00b"}},
		{"log-format", []string{"text", "json"}, []string{"", "JSON", "xml"}},
	} {
		for i, text := range append(c.good, c.bad...) {
			_, err := Parse([]string{"serve", "--" + c.flag + "=" + text}, nil, io.Discard)
			if ok := i < len(c.good); ok != (err == nil) {
				t.Errorf("--%s=%q: %v", c.flag, text, err)
			}
		}
	}
}

func TestTogetherWrong(t *testing.T) {
	t.Chdir(t.TempDir())
	for line, wrong := range map[string]bool{
		"serve --delivery-addr :80 --authoring-addr :80":                          true,
		"serve --delivery-addr 127.0.0.1:80 --authoring-addr 0.0.0.0:80":          true,
		"serve --delivery-addr 127.0.0.1:80 --authoring-addr 127.0.0.2:80":        false,
		"serve --delivery-addr :0 --authoring-addr :0":                            false,
		"serve --delivery-addr :80 --authoring-addr :80 --plane delivery":         false,
		"serve --delivery-addr x --authoring-addr :8080":                          true,
		"serve --database-url postgres://u:REDACTED@h/d":                          true,
		"serve --authoring-addr :8080 --plane=authoring --database-url=postgres:": true,
	} {
		if _, err := Parse(strings.Fields(line), nil, io.Discard); (err != nil) != wrong {
			t.Errorf("portico %s: %v", line, err)
		}
	}
}

func TestUnknownVariablesAreWarnings(t *testing.T) {
	t.Chdir(t.TempDir())
	cmd := parse(t, "serve --plane delivery --sample", "PORTICO_SERVICE_HOST=10.0.0.1", "PORTICO_PORT=tcp://10.0.0.1:80", "PATH=/bin", "PORTICO_=x")
	if len(cmd.Warnings) != 4 || !strings.Contains(cmd.Warnings[2], "PORTICO_SERVICE_HOST") {
		t.Errorf("%q", cmd.Warnings)
	}
}

func TestPrintCanBeUsedAgain(t *testing.T) {
	t.Chdir(t.TempDir())
	cmd := parse(t, "serve --print-config --sample --stale-after 90m --data-dir "+`a"b`+" --plane authoring --log-level debug --public-url https://x.example")
	if !cmd.PrintConfig {
		t.Error("PrintConfig is not set")
	}
	var out bytes.Buffer
	if err := cmd.Config.Print(&out); err != nil {
		t.Fatal(err)
	}
	write(t, "again.yaml", out.String())
	again := parse(t, "serve --config again.yaml").Config
	if diff := cmp.Diff(*cmd.Config, *again, cmpopts.IgnoreUnexported(Config{})); diff != "" {
		t.Errorf("(-first +again)\n%s\n%s", diff, &out)
	}
	if !strings.Contains(out.String(), "stale-after: 1h30m # --stale-after\n") {
		t.Error(out.String())
	}
}

// TestL1SecretsAreNeverShown plants a password and looks for it everywhere a configuration can be shown.
func TestL1SecretsAreNeverShown(t *testing.T) {
	t.Chdir(t.TempDir())
	c := parse(t, "serve", "PORTICO_DATABASE_URL=postgres://u:s3cret@h/d?sslpassword=s3cret").Config
	var out bytes.Buffer
	_ = c.Print(&out)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "config", c, "url", c.DatabaseURL)
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "config", *c, "url", c.DatabaseURL)
	fmt.Fprintf(&out, "%v %+v %#v %s %q %#v", c, c, *c, c.DatabaseURL, c.DatabaseURL, c.DatabaseURL)
	_ = json.NewEncoder(&out).Encode(c)
	for _, bad := range []string{
		"--database-url=postgres://u:s3cret@h:port/d", "--database-url=mysql://u:s3cret@h/d", "--database-url=postgres://u:s3cret%zz@h/d",
		"--database-urll=postgres://u:s3cret@h/d",
	} {
		_, err := Parse([]string{"serve", bad}, nil, io.Discard)
		if err == nil {
			t.Errorf("%s is taken", bad)
		}
		fmt.Fprintln(&out, err)
	}
	if strings.Contains(out.String(), "s3cret") {
		t.Error(out.String())
	}
	if c.DatabaseURL.Reveal() != "postgres://u:s3cret@h/d?sslpassword=s3cret" {
		t.Error("the driver gets something else")
	}
}

func TestCommands(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "portico.yaml", "plane: nonsense\n")
	for _, line := range []string{"check some/dir", "types ts", "version", "--version"} { // need no configuration, so none can stop them
		if cmd := parse(t, line); cmd.Config != nil {
			t.Errorf("%s: %+v", line, cmd)
		}
	}
	write(t, "portico.yaml", "delivery-addr: :9000\nsample: true\n")
	for line, want := range map[string]Command{
		"migrate --data-dir x": {Name: Migrate}, "import a/b": {Name: Import, Dir: "a/b"}, "healthcheck": {Name: Healthcheck}, "serve": {Name: Serve},
	} {
		cmd := parse(t, line)
		if cmd.Config == nil || cmd.Config.DeliveryAddr != ":9000" || cmd.Name != want.Name || cmd.Dir != want.Dir {
			t.Errorf("%s: %+v", line, cmd)
		}
	}
	types := parse(t, `types java --out x --package a.b --dir y`)
	if want := (Command{Name: Types, Language: "java", Out: "x", Namespace: "a.b", Dir: "y"}); !cmp.Equal(types, want) {
		t.Errorf("types: %+v", types)
	}
	if of := parse(t, "schema component"); of.Schema != "component" || of.Config != nil {
		t.Errorf("schema: %+v", of)
	}
	for _, line := range []string{"schema", "schema types", "types", "types rust", "types ts --sample", "types ts --config x", "frob", "serve extra", "import", "check", "migrate --sample", "check --config x d", "serve --plane", "-x"} {
		if cmd, err := Parse(strings.Fields(line), nil, io.Discard); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %+v, %v", line, cmd, err)
		}
	}
}

// TestHelp holds the help to the table: every option of a command with its variable and its default.
func TestHelp(t *testing.T) {
	for _, c := range commands {
		var out bytes.Buffer
		if cmd, err := Parse([]string{c.name, "--help"}, nil, &out); err != nil || cmd.Name != Help {
			t.Fatalf("%s: %+v, %v", c.name, cmd, err)
		}
		text := strings.Join(strings.Fields(out.String()), " ")
		for _, o := range options(&Config{}) {
			shown := strings.Contains(text, "--"+o.key) && strings.Contains(text, "[$"+o.env()+"; default: "+o.defaultText()+"]")
			if shown != o.usedBy(c.name) {
				t.Errorf("%s --help and --%s: shown %t", c.name, o.key, shown)
			}
		}
	}
	var out bytes.Buffer
	if cmd, err := Parse(nil, nil, &out); err != nil || cmd.Name != Help || !strings.Contains(out.String(), "healthcheck") {
		t.Errorf("%+v, %v, %s", cmd, err, &out)
	}
}

// TestSMTP: the mail server's address is checked, and its password shown nowhere.
func TestSMTP(t *testing.T) {
	t.Chdir(t.TempDir())
	for url, ok := range map[string]bool{
		"smtps://u:s3cret@h": true, "smtp://u:s3cret%40@h:25": true, "smtp://h": true, "smtp+insecure://127.0.0.1:25": true, "": true,
		"smtp+insecure://u:s3cret@h": false, "smtps://u@h": false, "smtps://:s3cret@h": false, "http://h": false, "smtps://": false, "smtps://u:s3cret@h/x": false,
		"smtps://u:s3cret@h?x=y": false, "smtps://u:s3cret@h:x": false, "smtps://u:s3cret@h:99999": false, "smtps://u:s3cret@h^": false, "smtps://u:REDACTED@h": false,
	} {
		cmd, err := Parse([]string{"serve", "--mail-from", "Portico <p@x.example>"}, []string{"PORTICO_SMTP_URL=" + url}, io.Discard)
		if (err == nil) != ok || strings.Contains(fmt.Sprintf("%v %v %+v", err, cmd, cmd.Config), "s3cret") {
			t.Errorf("%s: %v", url, err)
		}
	}
	for _, from := range []string{"", "nobody", "a@b.example, c@d.example", "A\r\nBcc: x <a@b.example>"} {
		if _, err := Parse([]string{"serve", "--smtp-url", "smtp://h", "--mail-from", from}, nil, io.Discard); err == nil {
			t.Errorf("mail from %q", from)
		}
	}
}

// TestReference keeps docs/configuration.md, where it is there, equal to the table of options.
func TestReference(t *testing.T) {
	var out bytes.Buffer
	if err := Reference(&out); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n"); n != 2+len(options(&Config{})) {
		t.Errorf("%d lines", n)
	}
	doc, err := os.ReadFile(filepath.FromSlash("../../docs/configuration.md"))
	if err == nil && !strings.Contains(string(doc), out.String()) {
		t.Errorf("docs/configuration.md is not up to date; its table is now:\n%s", &out)
	}
}

func TestURLOf(t *testing.T) {
	for addr, want := range map[string]string{
		":80": "http://localhost:80", "0.0.0.0:80": "http://localhost:80", "[::]:80": "http://localhost:80",
		"10.0.0.1:80": "http://10.0.0.1:80", "[::1]:80": "http://[::1]:80", "nonsense": "",
	} {
		if got := URLOf(addr); got != want {
			t.Errorf("%s: %q, want %q", addr, got, want)
		}
	}
}

// TestFollow: what does not go together is refused, with the place it came from, and the key is shown nowhere.
func TestFollow(t *testing.T) {
	key := "portico_" + strings.Repeat("A", 43)
	base := []string{"serve", "--plane", "delivery", "--follow", "https://authoring.example", "--follow-key", key}
	cmd, err := Parse(base, nil, io.Discard)
	if err != nil || cmd.Config.Follow != "https://authoring.example" || cmd.Config.FollowKey.Reveal() != key {
		t.Fatal(cmd.Config, err)
	}
	var out strings.Builder
	if err := cmd.Config.Print(&out); err != nil || strings.Contains(out.String()+fmt.Sprintf("%v %+v %#v", cmd.Config, cmd.Config.FollowKey, cmd.Config.FollowKey), key) {
		t.Errorf("the key is shown: %s, %v", &out, err)
	}
	for want, args := range map[string][]string{
		"needs plane delivery":     {"serve", "--follow", "https://authoring.example", "--follow-key", key},
		"leave that out":           append(slices.Clone(base), "--database-url", "postgres://x:y@z/w"),
		"needs follow-key":         base[:5],
		"needs follow: ":           {"serve", "--plane", "delivery", "--follow-key", key},
		"must begin with https://": {"serve", "--plane", "delivery", "--follow", "http://authoring.example", "--follow-key", key},
		"portico_ and 43":          append(slices.Clone(base), "--follow-key", key+"A"),
		"cannot be read":           append(slices.Clone(base), "--follow-ca", "/nowhere/ca.pem"),
	} {
		if _, err := Parse(args, nil, io.Discard); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), key) {
			t.Errorf("%v: %v, want %q", args, err, want)
		}
	}
}

// TestNetworksAndNumbers: lists of networks are read strictly, and shown as they are understood.
func TestNetworksAndNumbers(t *testing.T) {
	t.Chdir(t.TempDir())
	c := parse(t, "serve --trusted-proxies 10.1.0.0/16,192.0.2.7,2001:db8::/32 --query-rate 0 --max-listeners 5").Config
	if got := fmt.Sprint(c.TrustedProxies); got != "[10.1.0.0/16 192.0.2.7/32 2001:db8::/32]" || c.QueryRate != 0 || c.MaxListeners != 5 {
		t.Errorf("%s %+v", got, c)
	}
	var out bytes.Buffer
	if err := c.Print(&out); err != nil || !strings.Contains(out.String(), `trusted-proxies: "10.1.0.0/16,192.0.2.7/32,2001:db8::/32"`) {
		t.Errorf("%v\n%s", err, &out)
	}
	for _, bad := range []string{
		"--trusted-proxies 10.1.0.1/16", "--trusted-proxies proxy.example", "--trusted-proxies 10.0.0.0/40", "--trusted-proxies fe80::1%eth0",
		"--trusted-proxies ::ffff:10.0.0.0/104", "--query-rate -1", "--query-rate x", "--max-connections 1", "--max-listeners 0", "--purge-config nowhere.yaml",
		"--purge-config .",
	} {
		if _, err := Parse(strings.Fields("serve "+bad), nil, io.Discard); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
