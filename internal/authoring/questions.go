package authoring

import (
	"context"
	"fmt"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
)

// Question asks whether an action is allowed.
type Question struct {
	Action identity.Action
	Target identity.Target
}

// MaxQuestions is how many can be asked at once.
const MaxQuestions = 200

// Explain says what an account may do, and why; "" is the actor's own, with the key that they use. Errors: fault.NotFound where the
// account is not for the actor; fault.Unprocessable, pointer /questions/n/action.
func (a *Authoring) Explain(ctx context.Context, actor Actor, id string, questions []Question) (answers []identity.Decision, err error) {
	if actor.ID == "" {
		return nil, fault.New(fault.Unauthenticated, "sign in first")
	}
	if err := checkQuestions(questions); err != nil {
		return nil, err
	}
	asked := actor
	err = a.store.View(ctx, func(tx Tx) error {
		model, err := a.modelIn(ctx, tx)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if id != "" {
			if asked, err = a.somebody(ctx, tx, actor, id); err != nil {
				return err
			}
		}
		for _, q := range questions {
			answers = append(answers, asked.explain(model, q))
		}
		return nil
	})
	return answers, err
}

func checkQuestions(questions []Question) error {
	var ps fault.Problems
	if len(questions) > MaxQuestions {
		ps.Add(fault.Problem{Pointer: "/questions", Code: "too_many", Message: fmt.Sprintf("ask at most %d questions", MaxQuestions)})
	}
	for i, q := range questions {
		if !slices.Contains(identity.Actions, q.Action) {
			ps.Add(fault.Problem{
				Pointer: fmt.Sprintf("/questions/%d/action", i), Code: "bad_value", Message: fmt.Sprintf("there is no action %.40q", string(q.Action)),
			})
		}
		if q.Target.Type == "" {
			ps.Add(fault.Problem{Pointer: fmt.Sprintf("/questions/%d/type", i), Code: "required", Message: "name a content type or a resource"})
		}
	}
	if len(ps) > 0 {
		return &fault.Error{Code: fault.Unprocessable, Message: "some of the questions make no sense", Problems: ps}
	}
	return nil
}

// somebody is another account as it would act. Error: fault.NotFound.
func (a *Authoring) somebody(ctx context.Context, tx Tx, actor Actor, id string) (Actor, error) {
	if id != actor.ID {
		if err := actor.sees(people); err != nil {
			return Actor{}, err
		}
	}
	account, err := tx.Account(ctx, id)
	if err != nil {
		return Actor{}, err
	}
	if account.Suspended() {
		return Actor{ID: id}, nil
	}
	access, err := accessOf(ctx, tx, account)
	return Actor{ID: id, Access: access}, err
}

func (a Actor) explain(m *schema.Model, q Question) identity.Decision {
	d := a.Access.Explain(q.Action, q.Target)
	if a.Access == nil {
		d.Reason = "the account is suspended"
	}
	if !d.Allowed || q.Target.Field == "" || m == nil || m.Type(q.Target.Type) == nil {
		return d
	}
	f := m.Type(q.Target.Type).Field(q.Target.Field)
	if f == nil {
		return identity.Decision{Reason: fmt.Sprintf("%s has no field %.60q", q.Target.Type, q.Target.Field)}
	}
	if !a.mayField(q.Action, m.Type(q.Target.Type), q.Target.Site, q.Target.Locale, f) {
		return identity.Decision{Reason: fmt.Sprintf("the content type keeps the field %s for some roles, and none of them is held", f.Name())}
	}
	return d
}
