package mail

import (
	"fmt"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
)

// words are the texts of one language. Their verbs take the name, the link and the moment at which it ends.
type words struct{ inviteSubject, invite, resetSubject, reset string }

var texts = map[string]words{
	"en": {
		inviteSubject: "Your Portico account",
		invite: `Hello %s,

you have been given an account in Portico. Choose a password for it:

%s

The link works once, until %s.
`,
		resetSubject: "A new password for Portico",
		reset: `Hello %s,

somebody asked for a new password for your Portico account. If it was you, choose it here:

%s

The link works once, until %s. If it was not you, there is nothing to do: your password stays as it is.
`,
	},
	"fr": {
		inviteSubject: "Votre compte Portico",
		invite: `Bonjour %s,

un compte vous a été ouvert dans Portico. Choisissez son mot de passe :

%s

Le lien fonctionne une seule fois, jusqu’au %s.
`,
		resetSubject: "Un nouveau mot de passe pour Portico",
		reset: `Bonjour %s,

quelqu’un a demandé un nouveau mot de passe pour votre compte Portico. Si c’est vous, choisissez-le ici :

%s

Le lien fonctionne une seule fois, jusqu’au %s. Si ce n’est pas vous, il n’y a rien à faire : votre mot de passe reste le même.
`,
	},
}

// text gives the subject and the body; English where there is no text in a language.
func text(l authoring.LinkMail) (subject, body string) {
	w, ok := texts[l.Language]
	if !ok {
		w = texts["en"]
	}
	subject, body = w.resetSubject, w.reset
	if l.Invitation {
		subject, body = w.inviteSubject, w.invite
	}
	return subject, fmt.Sprintf(body, l.Name, l.Link, l.Expires.UTC().Truncate(time.Minute).Format("2006-01-02 15:04 UTC"))
}
