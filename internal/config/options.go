package config

import (
	"log/slog"
	"slices"
	"strings"
	"time"
)

// The commands.
const (
	Serve       = "serve"
	Migrate     = "migrate"
	Import      = "import"
	Export      = "export"
	Check       = "check"
	Types       = "types"
	Schema      = "schema"
	Tokens      = "tokens"
	Audit       = "audit"
	Healthcheck = "healthcheck"
	Version     = "version"
	Help        = "help" // the help was asked for, and has been written
)

// option is one row of the table.
type option struct {
	key      string // the flag without --, and the key in portico.yaml
	hint     string // what stands for the value in the help; "" for switches
	help     string // one sentence or two, plain text
	deflt    string // the default, as it would be typed
	follows  string // key of the option that gives the default, where deflt is empty
	commands []string
	value    value // bound to one Config
}

// env is the option's environment variable.
func (o *option) env() string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(o.key, "-", "_"))
}

func (o *option) isSwitch() bool { return o.hint == "" }

func (o *option) usedBy(command string) bool { return slices.Contains(o.commands, command) }

const envPrefix = "PORTICO_"

var (
	onlyServe  = []string{Serve}
	onDatabase = []string{Serve, Migrate, Import, Export, Audit}
	onFiles    = []string{Serve, Migrate}
	onAddress  = []string{Serve, Healthcheck}
	onMedia    = []string{Serve, Import}
)

// options is the one table of everything that can be configured, bound to c.
func options(c *Config) []*option {
	return []*option{
		{key: "data-dir", hint: "DIR", deflt: "./data", commands: onDatabase, value: folderName(&c.DataDir),
			help: "Folder of the embedded database, of the read side of a delivery node and of the media. It is made where it is missing."},
		{key: "database-url", hint: "URL", commands: onDatabase, value: databaseURL(&c.DatabaseURL),
			help: "Address of a PostgreSQL database: postgres://user:password@host:5432/name. Empty means SQLite in data-dir. " +
				"As a flag its password shows in the list of processes: prefer the variable or the file."},
		{key: "follow", hint: "URL", commands: onlyServe, value: followed(&c.Follow),
			help: "Authoring node whose publication log a delivery node follows over HTTPS, instead of a database: https://authoring.example.com. " +
				"Needs plane delivery and follow-key."},
		{key: "follow-key", hint: "KEY", commands: onlyServe, value: secret(&c.FollowKey),
			help: "Key of the management API with one grant, to read @log. As a flag it shows in the list of processes: prefer the variable or " +
				"the file."},
		{key: "follow-ca", hint: "FILE", commands: onlyServe, value: certificates(&c.followCA, &c.FollowCA),
			help: "Certificates in PEM that are trusted for follow, instead of the system's."},
		{key: "delivery-addr", hint: "HOST:PORT", deflt: ":8080", commands: onAddress, value: address(&c.DeliveryAddr),
			help: "Where the delivery plane listens. An empty host means every address of the machine, port 0 any free port."},
		{key: "authoring-addr", hint: "HOST:PORT", deflt: ":8081", commands: onAddress, value: address(&c.AuthoringAddr),
			help: "Where the authoring plane and the admin UI listen."},
		{key: "public-url", hint: "URL", follows: "delivery-addr", commands: onlyServe, value: webAddress(&c.PublicURL),
			help: "The delivery plane as browsers see it, such as https://shared.example.com. Styles and scripts are linked below it."},
		{key: "admin-url", hint: "URL", follows: "authoring-addr", commands: onlyServe, value: webAddress(&c.AdminURL),
			help: "The authoring plane as editors' browsers see it."},
		{key: "plane", hint: "PLANE", deflt: "all", commands: onAddress, value: choice(&c.Plane, All, Authoring, Delivery),
			help: "What this process runs: all, authoring or delivery."},
		{key: "sample", deflt: "false", commands: onlyServe, value: boolean(&c.Sample),
			help: "Load the sample group of sites into an empty database."},
		{key: "showcase", follows: "sample", commands: onlyServe, value: boolean(&c.Showcase),
			help: "Serve the page that shows the header of every site, on the delivery plane."},
		{key: "graphql-introspection", deflt: "false", commands: onlyServe, value: boolean(&c.GraphQLIntrospection),
			help: "Show the schema of GraphQL to everybody; else only who sends a delivery key of the site sees it."},
		{key: "graphql-queries", hint: "DIR", commands: onlyServe, value: folder(&c.GraphQLQueries),
			help: "Folder of .graphql files, one question each, that are the only ones answered. Empty means any."},
		{key: "stale-after", hint: "DURATION", deflt: "5m", commands: onlyServe, value: duration(&c.StaleAfter, time.Second, 30*24*time.Hour),
			help: "How long a delivery node may go without reaching the publication log before its responses say Portico-Status: stale."},
		{key: "poll-interval", hint: "DURATION", deflt: "1s", commands: onlyServe,
			value: duration(&c.PollInterval, 10*time.Millisecond, time.Hour),
			help:  "How often a delivery node asks for new publications, besides being told of them."},
		{key: "log-retention", hint: "DURATION", deflt: "720h", commands: onlyServe,
			value: duration(&c.LogRetention, time.Hour, 10*365*24*time.Hour),
			help: "How long the publication log knows what was published and deleted. A node or a cache that was away for longer begins anew: " +
				"the one copies everything, the other drops everything."},
		{key: "shutdown-timeout", hint: "DURATION", deflt: "10s", commands: onlyServe, value: duration(&c.ShutdownTimeout, 0, 10*time.Minute),
			help: "How long requests may take to finish after SIGTERM."},
		{key: "content-types", hint: "DIR", commands: onFiles, value: folder(&c.ContentTypes),
			help: "Folder of content types that replaces the embedded one."},
		{key: "design-system", hint: "DIR", commands: onlyServe, value: folder(&c.DesignSystem),
			help: "Folder of the design system that replaces the embedded one."},
		{key: "smtp-url", hint: "URL", commands: onlyServe, value: smtpURL(&c.SMTPURL),
			help: "Mail server for invitations and forgotten passwords: smtps://user:password@host:465, or smtp:// for STARTTLS. Empty means no " +
				"mail: administrators hand links over. As a flag its password shows in the list of processes."},
		{key: "mail-from", hint: "ADDRESS", commands: onlyServe, value: mailAddress(&c.MailFrom),
			help: "Address that mails come from, such as Portico <portico@example.com>."},
		{key: "transfer-timeout", hint: "DURATION", deflt: "10m", commands: onlyServe,
			value: duration(&c.TransferTimeout, time.Second, 24*time.Hour),
			help:  "How long an import or export of entries through the API may take."},
		{key: "media-limit", hint: "MB", deflt: "10", commands: onMedia, value: number(&c.MediaLimit, 1, 64),
			help: "Megabytes that an image, film or document may have. Every delivery node keeps every medium on its disk."},
		{key: "trusted-proxies", hint: "NETWORK,…", commands: onlyServe, value: networks(&c.TrustedProxies),
			help: "Proxies in front of either listener, such as 10.1.0.0/16,192.0.2.7: their X-Forwarded-For says who asks, and they may open " +
				"any number of connections."},
		{key: "max-connections", hint: "NUMBER", deflt: "20000", commands: onlyServe, value: number(&c.MaxConnections, 10, 1_000_000),
			help: "Connections to the delivery plane at a time; others wait until one ends."},
		{key: "max-connections-per-address", hint: "NUMBER", deflt: "2048", commands: onlyServe, value: number(&c.MaxPerAddress, 1, 1_000_000),
			help: "Of those, from one address that is no trusted proxy."},
		{key: "max-listeners", hint: "NUMBER", deflt: "10000", commands: onlyServe, value: number(&c.MaxListeners, 1, 1_000_000),
			help: "Open streams of change signals (/v1/events) on a delivery node."},
		{key: "max-listeners-per-address", hint: "NUMBER", deflt: "256", commands: onlyServe, value: number(&c.ListenersPer, 1, 1_000_000),
			help: "Of those, from one address; behind trusted proxies it is the client's."},
		{key: "query-rate", hint: "NUMBER", deflt: "200", commands: onlyServe, value: number(&c.QueryRate, 0, 1_000_000),
			help: "Content queries per second that one address, or one delivery key, may ask and that are not in memory; five seconds' worth may " +
				"come at once. 0 is no limit."},
		{key: "query-slots", hint: "NUMBER", deflt: "0", commands: onlyServe, value: number(&c.QuerySlots, 0, 10_000),
			help: "Content queries that a delivery node answers from its disk at the same time; few more wait, the rest gets 503. 0 is 4 " +
				"for each core."},
		{key: "purge-config", hint: "FILE", commands: onlyServe, value: file(&c.PurgeConfig),
			help: "File that names the CDNs and proxies to purge after a publication; see docs/guides/operations.md."},
		{key: "site-networks", hint: "NETWORK,…", commands: onlyServe, value: networks(&c.SiteNetworks),
			help: "Internal networks, such as 10.2.0.0/16, where the admin UI may look whether the shared header has arrived on a registered " +
				"site. Without them it looks at public addresses alone."},
		{key: "log-level", hint: "LEVEL", deflt: "info", commands: onDatabase, value: level(&c.LogLevel),
			help: "What is logged: debug, info, warn or error, and everything above it."},
		{key: "log-format", hint: "FORMAT", deflt: "text", commands: onDatabase, value: choice(&c.LogFormat, "text", "json"),
			help: "How it is logged: text or json, one line each."},
	}
}

var levels = []slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError}
