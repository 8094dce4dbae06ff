package config

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"regexp"

	"github.com/portico-cms/portico/internal/weburl"
)

// followed takes the address of an authoring node. Plain http is for this machine alone: what is followed holds secrets.
func followed(p *string) value {
	v := webAddress(p)
	set := v.set
	v.set = func(text string) error {
		if err := set(text); err != nil || text == "" {
			return err
		}
		if u, err := url.Parse(text); err != nil || (u.Scheme != "https" && !weburl.Loopback(u.Hostname())) {
			*p = ""
			return fmt.Errorf("must begin with https:// (http is for this machine alone), not %.80q", text)
		}
		return nil
	}
	return v
}

var keyForm = regexp.MustCompile(`^portico_[A-Za-z0-9_-]{43}$`)

// secret takes a key of the management API. Its error repeats nothing of it.
func secret(p *Secret) value {
	return value{
		set: func(text string) error {
			if text != "" && text != redacted && !keyForm.MatchString(text) {
				return errors.New("must be a key of the management API, portico_ and 43 characters, or empty")
			}
			*p = Secret(text)
			return nil
		},
		get: func() string { return p.String() },
	}
}

// certificates takes a file of certificates, and reads it.
func certificates(name *string, pem *[]byte) value {
	return checked(name, func(text string) error {
		if text == "" {
			return nil
		}
		b, err := os.ReadFile(text)
		if err != nil {
			var pe *os.PathError
			if errors.As(err, &pe) {
				err = pe.Err
			}
			return fmt.Errorf("must be a file of certificates; %.200q cannot be read: %w", text, err)
		}
		if !x509.NewCertPool().AppendCertsFromPEM(b) {
			return fmt.Errorf("must be a file of certificates in PEM; %.200q has none", text)
		}
		*pem = b
		return nil
	})
}
