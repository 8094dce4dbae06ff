// Package purge tells CDNs and caching proxies by surrogate key what is old: Fastly, Varnish with xkey or bans, and anything that
// takes an HTTP request. Targets come from a file of the administrator's; secrets are in the environment or in files of their own.
package purge

import (
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// Config is what an administrator says of the caches in front of the delivery plane.
type Config struct {
	Wait    time.Duration // after a publication, so that delivery nodes serve it before caches ask again
	Nodes   []string      // addresses of delivery nodes that are asked instead whether they do, without trailing slash
	Targets []*Target

	client *http.Client
}

// configFile is the file as it is written.
type configFile struct {
	yamlfile.Pos
	Wait    string       `yaml:"wait"`
	Nodes   []string     `yaml:"nodes"`
	Allow   []string     `yaml:"allow"` // internal networks that may be connected to
	Targets []targetFile `yaml:"targets"`
}

// Names gives the names of the caches; none where nothing is configured.
func (c *Config) Names() (names []string) {
	if c != nil {
		for _, t := range c.Targets {
			names = append(names, t.name)
		}
	}
	return names
}

type targetFile struct {
	yamlfile.Pos
	Name       string            `yaml:"name"`
	Form       string            `yaml:"form"`
	URL        string            `yaml:"url"`
	Service    string            `yaml:"service"`
	Soft       bool              `yaml:"soft"`
	Method     string            `yaml:"method"`
	Header     string            `yaml:"header"`
	Headers    map[string]string `yaml:"headers"`
	Body       string            `yaml:"body"`
	Separator  string            `yaml:"separator"`
	Batch      int               `yaml:"batch"`
	SecretEnv  string            `yaml:"secret-env"`
	SecretFile string            `yaml:"secret-file"`
	Insecure   bool              `yaml:"insecure"`
}

const (
	defaultWait = 3 * time.Second
	maxWait     = 10 * time.Minute
	maxTargets  = 50
)

// Load reads a purge configuration. getenv gives the environment. Errors: fault.Invalid, with every problem and its place; none
// repeats a secret.
func Load(name string, getenv func(string) string) (*Config, error) {
	var f configFile
	var ps fault.Problems
	yamlfile.Read(os.DirFS(filepath.Dir(name)), filepath.Base(name), &f, &ps)
	if err := ps.Err(); err != nil {
		return nil, err
	}
	c := &Config{Wait: defaultWait}
	f.readWait(c, &ps)
	allow := f.readAllow(&ps)
	c.client = newClient(allow)
	for _, node := range f.Nodes {
		if u, err := webURL(node); err != nil {
			ps.Add(f.Problem("bad_value", "nodes: %.80q %v", node, err))
		} else {
			c.Nodes = append(c.Nodes, strings.TrimSuffix(u.String(), "/"))
		}
	}
	if len(f.Targets) == 0 || len(f.Targets) > maxTargets {
		ps.Add(f.Problem("bad_value", "targets must name 1 to %d caches", maxTargets))
	}
	seen := map[string]bool{}
	for i := range f.Targets {
		t := f.Targets[i].target(filepath.Dir(name), getenv, &ps)
		if seen[t.name] {
			ps.Add(f.Targets[i].Problem("duplicate", "there is another target %q", t.name))
		}
		seen[t.name], t.client = true, c.client
		c.Targets = append(c.Targets, t)
	}
	if err := ps.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

func (f *configFile) readWait(c *Config, ps *fault.Problems) {
	if f.Wait == "" {
		if len(f.Nodes) > 0 {
			c.Wait = 0
		}
		return
	}
	d, err := time.ParseDuration(f.Wait)
	if err != nil || d < 0 || d > maxWait {
		ps.Add(f.Problem("bad_value", "wait must be a duration up to %s, such as 3s, not %.40q", maxWait, f.Wait))
	}
	c.Wait = d
}

func (f *configFile) readAllow(ps *fault.Problems) (out []netip.Prefix) {
	for _, text := range f.Allow {
		p, err := netip.ParsePrefix(text)
		if addr, aerr := netip.ParseAddr(text); err != nil && aerr == nil && addr.Zone() == "" {
			p, err = addr.Prefix(addr.BitLen())
		}
		if err != nil || p != p.Masked() {
			ps.Add(f.Problem("bad_value", "allow: %.80q is no address and no network such as 10.1.0.0/16", text))
			continue
		}
		out = append(out, p)
	}
	return out
}

var targetName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// target checks a target and reads its secret.
func (f *targetFile) target(dir string, getenv func(string) string, ps *fault.Problems) *Target {
	bad := func(format string, args ...any) { ps.Add(f.Problem("bad_value", format, args...)) }
	t := &Target{name: f.Name, secret: f.readSecret(dir, getenv, ps)}
	if !targetName.MatchString(f.Name) {
		bad("name must be lower-case letters, digits and hyphens, not %.60q", f.Name)
	}
	switch f.Form {
	case "fastly":
		f.fastly(t, bad)
	case "varnish":
		f.varnish(t, bad)
	case "varnish-ban":
		f.varnishBan(t, bad)
	case "http":
		f.generic(t, bad)
	default:
		bad("form must be fastly, varnish, varnish-ban or http, not %.40q", f.Form)
	}
	if f.Batch < 0 || f.Batch > t.batch {
		bad("batch must be 1 to %d, not %d", t.batch, f.Batch)
	} else if f.Batch > 0 {
		t.batch = f.Batch
	}
	if u, err := webURL(t.url); err != nil {
		bad("url %v", err)
	} else if u.Scheme == "http" && t.secret != "" && !f.Insecure {
		bad("a secret goes over https only; insecure: true allows http where the network is trusted")
	}
	return t
}

func (f *targetFile) readSecret(dir string, getenv func(string) string, ps *fault.Problems) string {
	switch {
	case f.SecretEnv != "" && f.SecretFile != "":
		ps.Add(f.Problem("bad_value", "the secret is in secret-env or in secret-file, not in both"))
	case f.SecretEnv != "":
		if s := strings.TrimSpace(getenv(f.SecretEnv)); s != "" && httpguts.ValidHeaderFieldValue(s) {
			return s
		}
		ps.Add(f.Problem("bad_value", "the variable %.80s is empty, or no secret that a header may hold", f.SecretEnv))
	case f.SecretFile != "":
		path := f.SecretFile
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		src, err := os.ReadFile(path)
		if s := strings.TrimSpace(string(src)); err == nil && s != "" && httpguts.ValidHeaderFieldValue(s) {
			return s
		}
		ps.Add(f.Problem("bad_value", "the secret file cannot be read, is empty, or holds no secret that a header may hold"))
	}
	return ""
}

func webURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
		return nil, fault.New(fault.Invalid, "must be an absolute address such as https://cache.example.com/, without user and fragment")
	}
	return u, nil
}

// unused says which members a form has no use for.
func (f *targetFile) unused(bad func(string, ...any), members map[string]bool, used ...string) {
	for name, given := range members {
		if given && !slices.Contains(used, name) {
			bad("%s is of no use to the form %s", name, f.Form)
		}
	}
}

func (f *targetFile) given() map[string]bool {
	return map[string]bool{
		"url": f.URL != "", "service": f.Service != "", "soft": f.Soft, "method": f.Method != "", "header": f.Header != "",
		"headers": len(f.Headers) > 0, "body": f.Body != "", "separator": f.Separator != "",
	}
}
