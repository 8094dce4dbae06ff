package purge

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// How much one request carries.
const (
	fastlyBatch = 256 // Fastly's limit
	proxyBatch  = 100
	maxHeader   = 4 << 10  // bytes of keys in a header: Varnish takes lines of 8 KB
	maxBody     = 64 << 10 // bytes of keys in a body
)

var serviceID = regexp.MustCompile(`^[A-Za-z0-9]{1,64}$`)

// fastly purges by Fastly's API: POST /service/{id}/purge with the keys in Surrogate-Key. Soft purges keep the old answer for as long
// as it may be served stale.
func (f *targetFile) fastly(t *Target, bad func(string, ...any)) {
	f.unused(bad, f.given(), "url", "service", "soft")
	if !serviceID.MatchString(f.Service) {
		bad("service must be the id of a Fastly service, not %.60q", f.Service)
	}
	if t.secret == "" {
		bad("fastly needs its API token in secret-env or secret-file")
	}
	base := "https://api.fastly.com"
	if f.URL != "" {
		base = strings.TrimSuffix(f.URL, "/")
	}
	t.method, t.url, t.batch, t.most = http.MethodPost, base+"/service/"+f.Service+"/purge", fastlyBatch, maxHeader*2
	t.headers = map[string]string{"Fastly-Key": "{secret}", "Surrogate-Key": "{keys}", "Accept": "application/json"}
	if f.Soft {
		t.headers["Fastly-Soft-Purge"] = "1"
	}
	t.separator = " "
}

// varnish purges with a method of the VCL's, PURGE, and the keys in a header, for vmod xkey.
func (f *targetFile) varnish(t *Target, bad func(string, ...any)) {
	f.unused(bad, f.given(), "url", "method", "header", "headers")
	t.method, t.url, t.batch, t.most, t.separator = f.methodOr("PURGE", bad), f.URL, proxyBatch, maxHeader, " "
	t.headers = f.withHeaders(bad, f.headerOr("Surrogate-Key-Purge", bad))
}

// varnishBan bans what carries one of the keys: the header holds a regular expression to match with Surrogate-Key.
func (f *targetFile) varnishBan(t *Target, bad func(string, ...any)) {
	f.unused(bad, f.given(), "url", "method", "header", "headers")
	t.method, t.url, t.batch, t.most, t.separator = f.methodOr("BAN", bad), f.URL, proxyBatch/2, maxHeader, "|"
	t.quote, t.before, t.after = true, `(^|\s)(`, `)(\s|$)` // no space: it would end the expression
	t.headers = f.withHeaders(bad, f.headerOr("Surrogate-Key-Ban", bad))
}

// generic sends whatever request the administrator describes; {keys}, {keys-json} and {secret} stand for values.
func (f *targetFile) generic(t *Target, bad func(string, ...any)) {
	f.unused(bad, f.given(), "url", "method", "headers", "body", "separator")
	t.method, t.url, t.batch, t.most, t.separator = f.methodOr(http.MethodPost, bad), f.URL, 1000, maxHeader, " "
	if f.Separator != "" {
		t.separator = f.Separator
	}
	t.headers, t.body = f.withHeaders(bad, ""), f.Body
	inHeader := slices.ContainsFunc(slices.Collect(maps.Values(f.Headers)), func(v string) bool { return strings.Contains(v, "{keys") })
	if !inHeader {
		t.most = maxBody
	}
	if !inHeader && !strings.Contains(f.Body, "{keys") {
		bad("headers or body must say where the keys go: {keys} or {keys-json}")
	}
	if t.secret != "" && strings.Contains(f.Body, "{secret}") && strings.ContainsAny(t.secret, "\"\\") {
		bad("a secret with a quote or backslash goes into a header, not into the body")
	}
}

var methodName = regexp.MustCompile(`^[A-Z]{1,20}$`)

func (f *targetFile) methodOr(usual string, bad func(string, ...any)) string {
	if f.Method == "" {
		return usual
	}
	if !methodName.MatchString(f.Method) || f.Method == http.MethodConnect {
		bad("method must be capital letters, such as PURGE, not %.40q", f.Method)
	}
	return f.Method
}

func (f *targetFile) headerOr(usual string, bad func(string, ...any)) string {
	if f.Header == "" {
		return usual
	}
	if !httpguts.ValidHeaderFieldName(f.Header) {
		bad("header must be the name of a header, not %.60q", f.Header)
	}
	return f.Header
}

func (f *targetFile) withHeaders(bad func(string, ...any), keys string) map[string]string {
	out := map[string]string{}
	for name, value := range f.Headers {
		if !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(value) {
			bad("headers: %.60q and its value cannot be a header", name)
		}
		out[name] = value
	}
	if keys != "" {
		out[keys] = "{keys}"
	}
	return out
}

// batches cuts keys into what one request carries.
func (t *Target) batches(keys []string) (out [][]string) {
	size := 0
	for _, k := range keys {
		size += len(k) + len(`","`)
		if len(out) == 0 || len(out[len(out)-1]) == t.batch || size > t.most {
			out, size = append(out, nil), len(k)
		}
		out[len(out)-1] = append(out[len(out)-1], k)
	}
	return out
}

// filler puts the values of a batch into headers and body.
func (t *Target) filler(batch []string) *strings.Replacer {
	quoted := batch
	if t.quote {
		quoted = make([]string, len(batch))
		for i, k := range batch {
			quoted[i] = regexp.QuoteMeta(k)
		}
	}
	list, _ := json.Marshal(batch) // texts
	return strings.NewReplacer("{keys}", t.before+strings.Join(quoted, t.separator)+t.after, "{keys-json}", string(list), "{secret}", t.secret)
}
