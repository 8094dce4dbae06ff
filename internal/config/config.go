// Package config reads the command line and the configuration: typed, validated, and redacted wherever it is shown.
//
// One table (options.go) says what can be configured; the flags, the PORTICO_ variables, the keys of portico.yaml, the
// help and the reference in docs/ all come from it. Defaults are overridden by the file, the file by the environment, the
// environment by flags. Whatever is wrong anywhere is refused at start, all of it in one message that names each source.
//
// kong reads the command line. koanf is left out on purpose: it merges sources into one map and forgets which line of
// which file a value came from, and naming that place is the promise here; what remains to do is one loop (resolve.go).
package config

import (
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Config is the effective configuration. It holds valid values only and does not change after Parse.
type Config struct {
	DataDir              string        // folder of the embedded database, the read side and the media
	DatabaseURL          SecretURL     // of PostgreSQL; "" = SQLite in DataDir
	Follow               string        // address of the authoring node whose log is followed over HTTPS; "" = that of the database
	FollowKey            Secret        // opens that log
	FollowCA             []byte        // certificates in PEM that are trusted there instead of the system's; nil = the system's
	DeliveryAddr         string        // host:port the delivery plane listens on; port 0 takes a free one
	AuthoringAddr        string        // the same for the authoring plane and the admin UI
	PublicURL            string        // the delivery plane as browsers see it, without trailing slash; "" only where the port is 0
	AdminURL             string        // the same for the authoring plane
	Plane                Plane         // which planes this process runs
	Sample               bool          // load the sample group into an empty database
	Showcase             bool          // serve the page that shows the header of every site
	GraphQLIntrospection bool          // whether everybody may see the schema of GraphQL
	GraphQLQueries       string        // folder of the only questions in GraphQL that are answered; "" = any
	StaleAfter           time.Duration // age of the read side from which responses say Portico-Status: stale
	PollInterval         time.Duration // how often the publication log is asked, besides being notified
	LogRetention         time.Duration // how long the publication log keeps what only nodes that were away need
	ShutdownTimeout      time.Duration // how long requests may take to finish after SIGTERM
	SMTPURL              SecretURL     // of the mail server; "" = no mail is sent
	MailFrom             string        // address that mails come from
	MediaLimit           int           // megabytes of a medium
	TransferTimeout      time.Duration // how long an import or export of entries through the API may take
	LogLevel             slog.Level
	LogFormat            string         // "text" or "json"
	ContentTypes         string         // folder that replaces the embedded content types; "" = embedded
	DesignSystem         string         // folder that replaces the embedded design system; "" = embedded
	TrustedProxies       []netip.Prefix // whose X-Forwarded-For says who asks
	MaxConnections       int            // of the delivery listener
	MaxPerAddress        int            // of those, from one address
	MaxListeners         int            // of change signals on a delivery node
	ListenersPer         int            // of those, from one address
	QueryRate            int            // content queries per second of one address or key that are not in memory; 0 = no limit
	QuerySlots           int            // content queries answered at the same time; 0 = 4 for each core
	PurgeConfig          string         // file that names the caches to purge; "" = none
	SiteNetworks         []netip.Prefix // internal ones where pages of sites are looked at

	followCA string            // the file of FollowCA
	sources  map[string]string // key → where its value came from
}

// Plane is what one process runs.
type Plane string

// The planes.
const (
	All       Plane = "all"
	Authoring Plane = "authoring"
	Delivery  Plane = "delivery"
)

// Authors says whether the process runs the authoring plane.
func (p Plane) Authors() bool { return p == All || p == Authoring }

// Delivers says whether the process runs the delivery plane.
func (p Plane) Delivers() bool { return p == All || p == Delivery }

// Source says where the value of a key came from, for messages: "default", "portico.yaml:3", "PORTICO_PLANE", "--plane",
// or "follows delivery-addr".
func (c *Config) Source(key string) string { return c.sources[key] }

// Logger makes the process's logger.
func (c *Config) Logger(w io.Writer) *slog.Logger {
	opts := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}

// redacted stands where a password was.
const redacted = "REDACTED"

// Secret is a key or a password. It shows that it is there, however it is printed.
type Secret string

// Reveal gives the secret, for whatever uses it alone.
func (s Secret) Reveal() string { return string(s) }

// String says whether there is one.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return redacted
}

// GoString keeps %#v from showing the secret.
func (s Secret) GoString() string { return s.String() }

// LogValue keeps slog from showing the secret.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalJSON keeps encoding/json from showing the secret.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

// SecretURL is an address with a password in it. It shows itself without its password, however it is printed.
type SecretURL string

// Reveal gives the real address, for whatever connects alone.
func (d SecretURL) Reveal() string { return string(d) }

// String gives the address with every password in it replaced.
func (d SecretURL) String() string {
	if d == "" {
		return ""
	}
	u, err := url.Parse(string(d))
	if err != nil || u.Opaque != "" {
		return redacted
	}
	if _, has := u.User.Password(); has {
		u.User = url.UserPassword(u.User.Username(), redacted)
	}
	query, changed := u.Query(), false
	for key := range query {
		if strings.Contains(strings.ToLower(key), "password") { // password and sslpassword are parameters, too
			query.Set(key, redacted)
			changed = true
		}
	}
	if changed {
		u.RawQuery = query.Encode()
	}
	return u.String()
}

// GoString keeps %#v from showing the password.
func (d SecretURL) GoString() string { return d.String() }

// LogValue keeps slog from showing the password.
func (d SecretURL) LogValue() slog.Value { return slog.StringValue(d.String()) }

// MarshalJSON keeps encoding/json from showing the password.
func (d SecretURL) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// URLOf gives the address to open for something that listens on addr: ":8080" → "http://localhost:8080". A host that is
// no wildcard is kept, since localhost would not answer there.
func URLOf(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return ""
	}
	if wildcard(host) {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// wildcard says whether a listener on this host takes connections for every address of the machine.
func wildcard(host string) bool {
	return host == "" || net.ParseIP(host).IsUnspecified()
}
