package config

import (
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
)

// given is a value that somebody gave, and where.
type given struct {
	text   string
	source string // "portico.yaml:3", "PORTICO_PLANE", "--plane"
	file   string // with line: where it stands in a file
	line   int
}

func (g given) problem(key string, err error) fault.Problem {
	p := fault.Problem{File: g.file, Line: g.line, Code: "bad_value", Message: fmt.Sprintf("%s %v", key, err)}
	if g.file == "" {
		p.Pointer = g.source
	}
	return p
}

// resolve fills c from its sources, the later before the earlier, and checks every value that was given, also one that is
// overridden: it would come into force on the day the override goes.
func resolve(c *Config, table []*option, sources []map[string]given, ps *fault.Problems) {
	c.sources = map[string]string{}
	bad := map[string]bool{}
	for _, o := range table {
		c.sources[o.key] = "default"
		if err := o.value.set(o.deflt); err != nil && o.follows == "" {
			panic("config: the default of " + o.key + " " + err.Error())
		}
	}
	for _, source := range sources {
		for _, o := range table {
			g, ok := source[o.key]
			if !ok {
				continue
			}
			if err := o.value.set(g.text); err != nil {
				ps.Add(g.problem(o.key, err))
				bad[o.key] = true
				continue
			}
			c.sources[o.key] = g.source
		}
	}
	c.follow()
	c.check(bad, ps)
}

// follow fills what was left empty from the option that it follows.
func (c *Config) follow() {
	derive := func(url *string, key, addrKey, addr string) {
		if *url != "" {
			return
		}
		if _, port, _ := net.SplitHostPort(addr); port != "0" { // else only the listener knows its port
			*url = URLOf(addr)
		}
		c.sources[key] = "follows " + addrKey
	}
	derive(&c.PublicURL, "public-url", "delivery-addr", c.DeliveryAddr)
	derive(&c.AdminURL, "admin-url", "authoring-addr", c.AuthoringAddr)
	if c.sources["showcase"] == "default" {
		c.Showcase = c.Sample
		c.sources["showcase"] = "follows sample"
	}
}

// check finds values that are right by themselves and wrong together; what is bad already is left out.
func (c *Config) check(bad map[string]bool, ps *fault.Problems) {
	add := func(key, format string, args ...any) {
		ps.Add(fault.Problem{Pointer: c.sources[key], Code: "bad_value", Message: key + " " + fmt.Sprintf(format, args...)})
	}
	addresses := !bad["plane"] && !bad["delivery-addr"] && !bad["authoring-addr"]
	if addresses && c.Plane == All && sameListener(c.DeliveryAddr, c.AuthoringAddr) {
		add("authoring-addr", "%s is taken by delivery-addr %s (%s): give the planes a port each",
			c.AuthoringAddr, c.DeliveryAddr, c.sources["delivery-addr"])
	}
	for key, url := range map[string]SecretURL{"database-url": c.DatabaseURL, "smtp-url": c.SMTPURL} {
		if strings.Contains(url.Reveal(), redacted) {
			add(key, "has %s in place of its password, as --print-config writes it: put the real one in", redacted)
		}
	}
	c.checkFollow(bad, add)
	if c.SMTPURL != "" && c.MailFrom == "" && !bad["mail-from"] {
		add("smtp-url", "needs mail-from: the address that mails come from")
	}
}

// checkFollow refuses what does not go with following over HTTPS: a database above all, whose password should not be there.
func (c *Config) checkFollow(bad map[string]bool, add func(key, format string, args ...any)) {
	switch {
	case bad["follow"] || bad["follow-key"] || bad["plane"]:
	case c.Follow == "" && c.FollowKey != "":
		add("follow-key", "needs follow: the address of the authoring node")
	case c.Follow == "" && c.followCA != "":
		add("follow-ca", "needs follow: the address of the authoring node")
	case c.Follow == "":
	case c.Plane != Delivery:
		add("follow", "needs plane delivery: the authoring plane has the log in its database")
	case c.DatabaseURL != "":
		add("follow", "stands in the place of database-url (%s): leave that out", c.sources["database-url"])
	case c.FollowKey == "":
		add("follow", "needs follow-key")
	case c.FollowKey == redacted:
		add("follow-key", "has %s in its place, as --print-config writes it: put the real one in", redacted)
	}
}

func sameListener(a, b string) bool {
	hostA, portA, _ := net.SplitHostPort(a)
	hostB, portB, _ := net.SplitHostPort(b)
	return portA == portB && portA != "0" && (hostA == hostB || wildcard(hostA) || wildcard(hostB))
}

// fromEnv gives the values of the environment by key, and a warning for every variable that begins like ours and is not.
// It is no error, because Kubernetes sets PORTICO_SERVICE_HOST and more for a service that is named portico. An empty variable is
// not given: compose files and pipelines write `PORTICO_X=` for "none".
func fromEnv(env []string, table []*option) (values map[string]given, warnings []string) {
	values = map[string]given{}
	for _, pair := range env {
		name, text, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, envPrefix) || name == configVariable {
			continue
		}
		i := slices.IndexFunc(table, func(o *option) bool { return o.env() == name })
		switch {
		case i < 0:
			warnings = append(warnings, fmt.Sprintf("%s in the environment is no option of Portico: ignored", name))
		case text != "":
			values[table[i].key] = given{text: text, source: name}
		}
	}
	slices.Sort(warnings)
	return values, warnings
}

// configVariable names the configuration file in the environment.
const configVariable = envPrefix + "CONFIG"

// lookup finds a variable as a process would: the last one counts.
func lookup(env []string, name string) string {
	for _, pair := range slices.Backward(env) {
		if text, ok := strings.CutPrefix(pair, name+"="); ok {
			return text
		}
	}
	return ""
}

// Default gives the defaults, for tests and tools that start from them.
func Default() *Config {
	c := &Config{}
	resolve(c, options(c), nil, &fault.Problems{})
	return c
}
