package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

func accountLists(t *testing.T, s Store) {
	var all []*identity.Account
	for _, who := range []struct{ email, name, role string }{
		{"a@portico.example", "Zoé 100%", "editor"}, {"b@portico.example", "Élodie", "editor-2"}, {"under_score@portico.example", "Bob",
			"editor"},
	} {
		a := account(t, who.email)
		a.Name, a.Assignments = who.name, []identity.Assignment{identity.Everywhere(who.role)}
		all = append(all, a)
	}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return errors.Join(tx.SaveAccount(ctx, all[0]), tx.SaveAccount(ctx, all[1]), tx.SaveAccount(ctx, all[2]))
	})
	for want, f := range map[string]identity.AccountFilter{
		"Zoé 100%,Élodie,Bob": {}, "Zoé 100%,Élodie": {Limit: 2}, "Élodie,Bob": {After: all[0].ID}, "Zoé 100%,Bob": {Role: "editor"},
		"Élodie": {Text: "Élo"},
		"Bob":    {Text: "R_S"}, "Zoé 100%": {Text: "100%"}, "": {Text: `\`}, "Élodie,Bob ": {Text: "PORTICO.EXAMPLE", After: all[0].ID},
	} {
		update(t, s, func(ctx context.Context, tx authoring.Tx) error {
			found, err := tx.Accounts(ctx, f)
			var names []string
			for _, a := range found {
				names = append(names, a.Name)
			}
			if got := strings.Join(names, ","); got != strings.TrimSpace(want) {
				t.Errorf("%+v: %q, want %q", f, got, want)
			}
			return err
		})
	}
}

func keys(t *testing.T, s Store) {
	now := time.Now().UTC().Truncate(time.Microsecond)
	a := account(t, "ada@portico.example")
	grants := []identity.Grant{{Actions: []identity.Action{identity.Read}, Types: []string{"*"}, Sites: []string{"*"},
		Locales: []string{"*"}, Fields: []string{"*"}}}
	newKey := func(name string) *identity.Key {
		_, k, err := identity.NewKey(a.ID, name, grants, now.Add(time.Hour), now)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	one, two := newKey("one"), newKey("two")
	refused(t, s, fault.Conflict, func(ctx context.Context, tx authoring.Tx) error { return tx.SaveKey(ctx, one) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return errors.Join(tx.SaveAccount(ctx, a), tx.SaveKey(ctx, one), tx.SaveKey(ctx, two))
	})
	hash := one.Hash
	one.Renew()
	used := now.Add(time.Minute)
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return errors.Join(tx.SaveKey(ctx, one), tx.TouchKey(ctx, hash, used), tx.TouchKey(ctx, two.Hash,
			used)) // the first has another secret now
	})
	two.UsedAt = &used
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		byID, err := tx.Key(ctx, one.ID)
		byHash, err2 := tx.KeyByHash(ctx, two.Hash)
		list, err3 := tx.KeysOf(ctx, a.ID, "", 10)
		next, err4 := tx.KeysOf(ctx, "", two.ID, 10)
		if diff := cmp.Diff([][]*identity.Key{{one}, {two}, {two, one}, {one}}, [][]*identity.Key{{byID}, {byHash}, list, next}); diff != "" {
			t.Error(diff)
		}
		return errors.Join(err, err2, err3, err4)
	})
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.KeyByHash(ctx, hash)) })
	one.RevokedAt = &now
	for want, at := range map[int]time.Time{1: now, 0: now.Add(time.Hour)} {
		update(t, s, func(ctx context.Context, tx authoring.Tx) error {
			err := tx.SaveKey(ctx, one)
			n, err2 := tx.CountKeys(ctx, a.ID, at)
			if n != want {
				t.Errorf("%d live keys, want %d", n, want)
			}
			return errors.Join(err, err2)
		})
	}
}

func resetTokens(t *testing.T, s Store) {
	now := time.Now().UTC().Truncate(time.Microsecond)
	a := account(t, "ada@portico.example")
	_, one := identity.NewResetToken(a, now)
	_, later := identity.NewResetToken(a, now.Add(identity.ResetLifetime))
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return errors.Join(tx.SaveAccount(ctx, a), tx.SaveResetToken(ctx, one))
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.ResetToken(ctx, one.Hash)
		if diff := cmp.Diff(one, got); diff != "" {
			t.Error(diff)
		}
		if n, _ := tx.CountResetTokens(ctx, a.ID, now); n != 1 {
			t.Errorf("%d live tokens", n)
		}
		return errors.Join(err, tx.SaveResetToken(ctx, later))
	})
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.ResetToken(ctx, one.Hash)) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteResetTokens(ctx, a.ID) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.ResetToken(ctx, later.Hash)) })
}
