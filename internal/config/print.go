package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Print writes the effective configuration as YAML that can be used as portico.yaml, each value with its source. Secrets are
// redacted: a file with one in it is refused until the real secret is put in, or comes from the environment.
func (c *Config) Print(w io.Writer) error {
	var b bytes.Buffer
	b.WriteString("# The effective configuration of Portico. It can be used as " + defaultFile + ".\n")
	shown := *c // the table writes through its pointers: bind it to a copy
	for _, o := range options(&shown) {
		note := c.sources[o.key]
		if strings.Contains(o.value.get(), redacted) {
			note += "; the password is redacted: put the real one in"
		}
		fmt.Fprintf(&b, "%s: %s # %s\n", o.key, yamlText(o.value), note)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// yamlText writes a value as YAML; a JSON text is also a YAML text.
func yamlText(v value) string {
	if v.plain {
		return v.get()
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v.get()) // a string always encodes
	return strings.TrimSpace(b.String())
}

// Reference writes the table of options as Markdown, for docs/configuration.md.
func Reference(w io.Writer) error {
	var b bytes.Buffer
	b.WriteString("| flag, and key of portico.yaml | variable | default | what it does | commands |\n|---|---|---|---|---|\n")
	for _, o := range options(&Config{}) {
		fmt.Fprintf(&b, "| `--%s` | `%s` | %s | %s | %s |\n",
			o.key, o.env(), codeOrText(o), strings.ReplaceAll(o.help, "|", `\|`), strings.Join(o.commands, ", "))
	}
	_, err := w.Write(b.Bytes())
	return err
}

func codeOrText(o *option) string {
	if o.deflt != "" {
		return "`" + o.deflt + "`"
	}
	return o.defaultText()
}
