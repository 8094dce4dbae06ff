package delivery

import "context"

// Gate bounds the work of content queries whose answers are not there yet. Where a context has none, there is no bound.
type Gate interface {
	// Allow counts such a query against its caller. Errors: fault.TooMany.
	Allow() error
	// Enter waits a moment for its turn to make an answer; leave ends it. Errors: fault.Unavailable, before any work.
	Enter(ctx context.Context) (leave func(), err error)
}

type gateKey struct{}

// WithGate gives a context whose content queries go through a gate.
func WithGate(ctx context.Context, g Gate) context.Context {
	return context.WithValue(ctx, gateKey{}, g)
}

type open struct{}

func (open) Allow() error                                    { return nil }
func (open) Enter(context.Context) (leave func(), err error) { return func() {}, nil }

func gateOf(ctx context.Context) Gate {
	if g, ok := ctx.Value(gateKey{}).(Gate); ok {
		return g
	}
	return open{}
}
