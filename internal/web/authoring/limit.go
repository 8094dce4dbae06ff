package authoring

import (
	"context"
	"crypto/sha256"
	"math"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/web/address"
)

// perMinute bounds how often one network may call an operation that takes a password or a token, or that makes this process ask others. It
// goes by the operation, so that no spelling of its path and nothing in the request makes another bucket. A whole office may sign in from
// one network, each for an account of their own: there the limit of an account comes first, so that one who guesses does not lock the
// others out.
var perMinute = map[string]int{
	"setup": 10, "sign-in": 120, "ask-password-reset": 10, "reset-password": 10, "change-password": 10, "visit-site": 30,
}

const (
	perAccount  = 10     // a minute, from one network and for one account
	perAnywhere = 60     // a minute, for one account from all networks: guessing is slow, and nobody is locked out by a few tries
	maxBuckets  = 50_000 // of each window; 16 bytes and a number each
	window      = time.Minute
)

// limiter counts attempts in this node's memory. It keeps two windows, and weighs the one before by how much of it is still within a
// minute: so no minute has more than its limit.
type limiter struct {
	mu       sync.Mutex
	now      func() time.Time
	begin    time.Time // of the current window
	current  map[bucket]int
	previous map[bucket]int
}

type bucket [16]byte

func newLimiter() *limiter {
	return &limiter{now: time.Now, current: map[bucket]int{}, previous: map[bucket]int{}}
}

// take counts an attempt. Error: fault.TooMany, which says when to try again; such an attempt does not count.
func (l *limiter) take(key string, limit int) error {
	sum := sha256.Sum256([]byte(key))
	b := bucket(sum[:16])
	l.mu.Lock()
	defer l.mu.Unlock()
	passed := l.turn()
	if _, there := l.current[b]; !there && len(l.current) >= maxBuckets {
		b, limit = bucket{}, limit*100 // those who come while somebody floods us share one
	}
	before := float64(l.previous[b]) * (1 - float64(passed)/float64(window))
	if int(math.Ceil(before))+l.current[b] >= limit {
		return fault.New(fault.TooMany, "too many attempts; wait a minute").With(fault.RetryIn(window - passed))
	}
	l.current[b]++
	return nil
}

// turn begins a new window where it is time, and says how much of it has passed.
func (l *limiter) turn() time.Duration {
	now := l.now()
	passed := now.Sub(l.begin)
	switch {
	case passed >= 2*window || passed < 0:
		l.begin, l.current, l.previous = now, map[bucket]int{}, map[bucket]int{}
		return 0
	case passed >= window:
		l.begin = l.begin.Add(window)
		l.previous, l.current = l.current, map[bucket]int{}
		return passed - window
	}
	return passed
}

// limited counts a call of an operation that has a limit, before its body is read.
func (a *api) limited(ctx huma.Context, next func(huma.Context)) {
	if limit := perMinute[ctx.Operation().OperationID]; limit > 0 {
		if err := a.limits.take(ctx.Operation().OperationID+"|"+a.networkOf(humafiber.Unwrap(ctx)), limit); err != nil {
			a.answer(ctx, err)
			return
		}
	}
	next(ctx)
}

// limitAccount counts an attempt for an account: one that is there, or an e-mail address that might be one's.
func (a *api) limitAccount(ctx context.Context, operation, account string) error {
	if normal, err := identity.NormalizeEmail(account); err == nil {
		account = normal
	}
	network := ""
	if c, ok := ctx.Value(keyFiber).(*fiber.Ctx); ok {
		network = a.networkOf(c)
	}
	if err := a.limits.take(operation+"|"+account+"|"+network, perAccount); err != nil {
		return err
	}
	return a.limits.take(operation+"|"+account, perAnywhere)
}

// networkOf gives the network that a request came from: a single IPv4 address, or a /64, which is one customer's. Forwarding headers
// count as far as trusted proxies wrote them, because anybody can send them.
func (o Options) networkOf(c *fiber.Ctx) string {
	return address.Network(address.Of(c, o.TrustedProxies)).String()
}
