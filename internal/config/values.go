package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// value reads an option's text into its field of a Config and gives the field's text back. The error of set says what is
// allowed, and never repeats a secret.
type value struct {
	set   func(text string) error
	get   func() string // as it may be shown: redacted
	plain bool          // needs no quotes in YAML
}

func boolean(p *bool) value {
	return value{plain: true,
		set: func(text string) (err error) {
			if *p, err = strconv.ParseBool(text); err != nil {
				return fmt.Errorf("must be true or false, not %.40q", text)
			}
			return nil
		},
		get: func() string { return strconv.FormatBool(*p) },
	}
}

func duration(p *time.Duration, least, most time.Duration) value {
	return value{plain: true,
		set: func(text string) error {
			d, err := time.ParseDuration(text)
			if err != nil {
				return fmt.Errorf("must be a duration such as 500ms, 10s or 5m, not %.40q", text)
			}
			if d < least || d > most {
				return fmt.Errorf("must be between %s and %s, not %s", short(least), short(most), short(d))
			}
			*p = d
			return nil
		},
		get: func() string { return short(*p) },
	}
}

// short writes a duration as a person would: 5m, not 5m0s.
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func choice[T ~string](p *T, allowed ...T) value {
	return value{plain: true,
		set: func(text string) error {
			for _, a := range allowed {
				if text == string(a) {
					*p = a
					return nil
				}
			}
			names := make([]string, len(allowed))
			for i, a := range allowed {
				names[i] = string(a)
			}
			return notOneOf(names, text)
		},
		get: func() string { return string(*p) },
	}
}

func level(p *slog.Level) value {
	return value{plain: true,
		set: func(text string) error {
			names := make([]string, len(levels))
			for i, l := range levels {
				if names[i] = strings.ToLower(l.String()); names[i] == text {
					*p = l
					return nil
				}
			}
			return notOneOf(names, text)
		},
		get: func() string { return strings.ToLower(p.String()) },
	}
}

func notOneOf(names []string, text string) error {
	last := len(names) - 1
	return fmt.Errorf("must be %s or %s, not %.40q", strings.Join(names[:last], ", "), names[last], text)
}

// folderName takes the name of a folder that need not be there yet.
func folderName(p *string) value {
	return checked(p, func(text string) error {
		if text == "" || strings.ContainsFunc(text, unicode.IsControl) {
			return fmt.Errorf("must be the name of a folder, not %.80q", text)
		}
		return nil
	})
}

// folder takes a folder that must be there, or nothing.
func folder(p *string) value {
	return checked(p, func(text string) error {
		if text == "" {
			return nil
		}
		info, err := os.Stat(text)
		switch {
		case err != nil:
			var pe *os.PathError
			if errors.As(err, &pe) {
				err = pe.Err
			}
			return fmt.Errorf("must be a folder; %.200q cannot be used: %w", text, err)
		case !info.IsDir():
			return fmt.Errorf("must be a folder; %.200q is a file", text)
		}
		return nil
	})
}

// file takes a file that must be there, or nothing.
func file(p *string) value {
	return checked(p, func(text string) error {
		if text == "" {
			return nil
		}
		if info, err := os.Stat(text); err != nil || info.IsDir() {
			return fmt.Errorf("must be a file; %.200q is none", text)
		}
		return nil
	})
}

func number(p *int, least, most int) value {
	return value{plain: true,
		set: func(text string) error {
			n, err := strconv.Atoi(text)
			if err != nil || n < least || n > most {
				return fmt.Errorf("must be a number from %d to %d, not %.40q", least, most, text)
			}
			*p = n
			return nil
		},
		get: func() string { return strconv.Itoa(*p) },
	}
}

// networks takes a list of networks and addresses, separated by commas.
func networks(p *[]netip.Prefix) value {
	return value{
		set: func(text string) error {
			var list []netip.Prefix
			for part := range strings.SplitSeq(text, ",") {
				if part = strings.TrimSpace(part); part == "" {
					continue
				}
				n, err := netip.ParsePrefix(part)
				if a, aerr := netip.ParseAddr(part); err != nil && aerr == nil && a.Zone() == "" {
					n, err = a.Prefix(a.BitLen())
				}
				if err != nil || n != n.Masked() || n.Addr().Is4In6() {
					return fmt.Errorf("must be networks and addresses such as 10.1.0.0/16,192.0.2.7, not %.80q", part)
				}
				list = append(list, n)
			}
			*p = list
			return nil
		},
		get: func() string {
			texts := make([]string, len(*p))
			for i, n := range *p {
				texts[i] = n.String()
			}
			return strings.Join(texts, ",")
		},
	}
}

// address takes what a listener listens on.
func address(p *string) value {
	return checked(p, func(text string) error {
		host, port, err := net.SplitHostPort(text)
		number, perr := strconv.ParseUint(port, 10, 16)
		if err != nil || perr != nil || strconv.FormatUint(number, 10) != port || !hostname.MatchString(host) {
			return fmt.Errorf("must be HOST:PORT or :PORT, with a port from 0 to 65535, not %.80q", text)
		}
		return nil
	})
}

// hostname is what may stand before the port: nothing, a name, an IPv4 or (without its brackets) an IPv6 address.
var hostname = regexp.MustCompile(`^([A-Za-z0-9._-]*|[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?)$`)

// httpURL is stricter than url.Parse, because the address is written into pages as it is: no user, query or fragment, and
// no character that means something in HTML.
var httpURL = regexp.MustCompile(`^https?://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?$`)

func webAddress(p *string) value {
	v := checked(p, func(text string) error {
		if text == "" || (httpURL.MatchString(text) && parses(text)) {
			return nil
		}
		return fmt.Errorf("must be an absolute address such as https://shared.example.com, without user, query or fragment, not %.80q", text)
	})
	set := v.set
	v.set = func(text string) error { return set(strings.TrimSuffix(text, "/")) }
	return v
}

func parses(text string) bool {
	u, err := url.Parse(text)
	if err != nil {
		return false
	}
	port, err := strconv.ParseUint("0"+u.Port(), 10, 16)
	return err == nil && (u.Port() == "" || port > 0)
}

func databaseURL(p *SecretURL) value {
	return value{
		set: func(text string) error {
			_, err := url.Parse(text)
			known := strings.HasPrefix(text, "postgres://") || strings.HasPrefix(text, "postgresql://")
			if text != "" && (err != nil || !known) {
				// neither the text nor the parser's message, which repeats it: there may be a password in it
				return errors.New("must be postgres://user:password@host:port/name or empty (special characters of a password as %XX)")
			}
			*p = SecretURL(text)
			return nil
		},
		get: func() string { return p.String() },
	}
}

// smtpURL takes the address of a mail server. Its error repeats nothing: there may be a password in it.
func smtpURL(p *SecretURL) value {
	return value{
		set: func(text string) error {
			if text != "" && !isSMTP(text) {
				return errors.New("must be smtps://user:password@host:465, smtp://… for STARTTLS, smtp+insecure://host for no TLS at all, or empty " +
					"(special characters of a password as %XX; without TLS there is no password)")
			}
			*p = SecretURL(text)
			return nil
		},
		get: func() string { return p.String() },
	}
}

func isSMTP(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || !hostname.MatchString(u.Hostname()) || !parses(text) {
		return false
	}
	if u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return false
	}
	password, has := u.User.Password()
	if (u.User != nil) != (has && password != "" && u.User.Username() != "") {
		return false
	}
	return u.Scheme == "smtps" || u.Scheme == "smtp" || (u.Scheme == "smtp+insecure" && u.User == nil)
}

// mailAddress takes an address that mails come from, with or without a name.
func mailAddress(p *string) value {
	return checked(p, func(text string) error {
		if _, err := mail.ParseAddress(text); text != "" && (err != nil || strings.ContainsFunc(text, unicode.IsControl)) {
			return fmt.Errorf("must be an e-mail address such as Portico <portico@example.com>, not %.80q", text)
		}
		return nil
	})
}

func checked(p *string, check func(string) error) value {
	return value{
		set: func(text string) error {
			if err := check(text); err != nil {
				return err
			}
			*p = text
			return nil
		},
		get: func() string { return *p },
	}
}
