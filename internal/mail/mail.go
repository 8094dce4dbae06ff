// Package mail sends Portico's mails by SMTP: plain text in English or French, with a deadline, and over TLS unless the address says
// otherwise. Whatever goes into a header is parsed and encoded as what it is, so that no name or address adds another header.
package mail

import (
	"context"
	"crypto/tls"
	netmail "net/mail"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
)

// Options of a Mailer.
type Options struct {
	URL  string      // smtps://user:password@host:465 (TLS), smtp://… (STARTTLS or nothing is sent), smtp+insecure://… (no TLS)
	From string      // address that mails come from, with or without a name
	TLS  *tls.Config // of the connection; nil trusts what the machine trusts
}

// The schemes of an URL, with their ports.
const (
	schemeTLS      = "smtps"
	schemeStartTLS = "smtp"
	schemePlain    = "smtp+insecure"
)

var ports = map[string]int{schemeTLS: 465, schemeStartTLS: 587, schemePlain: 25}

const timeout = 10 * time.Second // of connecting and of each step

// Mailer sends mails to one server. It opens a connection for each.
type Mailer struct {
	from string
	host string
	dial []gomail.Option
}

// New makes one; it does not connect. Errors: fault.Invalid, which never repeats the password.
func New(o Options) (*Mailer, error) {
	u, err := url.Parse(o.URL)
	if err != nil || ports[u.Scheme] == 0 || u.Hostname() == "" {
		return nil, fault.New(fault.Invalid, "the address of the mail server cannot be understood")
	}
	if _, err := netmail.ParseAddress(o.From); err != nil {
		return nil, fault.New(fault.Invalid, "%.80q is no address to send mail from", o.From)
	}
	port := ports[u.Scheme]
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, fault.New(fault.Invalid, "the port of the mail server cannot be understood")
		}
	}
	m := &Mailer{from: o.From, host: u.Hostname()}
	m.dial = []gomail.Option{gomail.WithPort(port), gomail.WithTimeout(timeout), gomail.WithTLSPolicy(gomail.TLSMandatory),
		gomail.WithoutNoop()}
	switch u.Scheme {
	case schemeTLS:
		m.dial = append(m.dial, gomail.WithSSL())
	case schemePlain:
		m.dial = append(m.dial, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if o.TLS != nil {
		m.dial = append(m.dial, gomail.WithTLSConfig(o.TLS))
	}
	if password, has := u.User.Password(); has {
		// PLAIN and LOGIN are sent over TLS alone: go-mail refuses them without.
		m.dial = append(m.dial, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()),
			gomail.WithPassword(password))
	}
	return m, nil
}

// SendLink implements authoring.Mailer. Errors: fault.Unavailable, whose cause is for the log.
func (m *Mailer) SendLink(ctx context.Context, l authoring.LinkMail) error {
	msg, err := m.message(l)
	if err != nil {
		return fault.New(fault.Internal, "a mail cannot be written").With(err)
	}
	client, err := gomail.NewClient(m.host, m.dial...)
	if err != nil {
		return fault.New(fault.Internal, "the mail client cannot be made").With(err)
	}
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return fault.New(fault.Unavailable, "the mail server does not take the mail").With(err)
	}
	return nil
}

func (m *Mailer) message(l authoring.LinkMail) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := msg.From(m.from); err != nil {
		return nil, err
	}
	if one, err := netmail.ParseAddress(l.Email); err != nil || one.Address != l.Email {
		return nil, fault.New(fault.Internal, "this is not one address")
	}
	to := netmail.Address{Name: l.Name, Address: l.Email}
	if err := msg.To(to.String()); err != nil {
		return nil, err
	}
	subject, body := text(l)
	msg.Subject(subject)
	msg.SetMessageID()
	msg.SetDate()
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no out-of-office replies
	msg.SetBodyString(gomail.TypeTextPlain, body)
	return msg, nil
}
