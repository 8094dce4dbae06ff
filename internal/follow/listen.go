package follow

import (
	"context"
	"errors"
	"time"

	"github.com/portico-cms/portico/internal/published"
)

// Run waits for news at the place that was given last, and wakes the follower, until the context ends.
func (c *Client) Run(ctx context.Context) {
	for ctx.Err() == nil {
		at, rest := c.place()
		switch {
		case at.Identity == "":
			c.pause(ctx, time.Hour) // nothing was read yet
		case rest > 0:
			c.pause(ctx, rest)
		default:
			c.listen(ctx, at)
		}
	}
}

// place says where to wait for news, and how long to rest before.
func (c *Client) place() (at published.Position, rest time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failure == nil {
		return c.at, 0
	}
	return c.at, time.Until(c.until)
}

// pause ends when the node has moved, too.
func (c *Client) pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-c.moved:
	case <-time.After(d):
	}
}

// listen is one request that waits. What it brings is kept for the follower, who asks for it when woken.
func (c *Client) listen(ctx context.Context, at published.Position) {
	after := published.Place{Position: at}
	page, err := c.fetch(ctx, after, listenFor, func() { c.alive(at) })
	if errors.Is(err, context.Canceled) {
		return
	}
	c.note(err)
	if err != nil {
		signal(c.wake) // so that it is told at once
		return
	}
	c.alive(at)
	if !page.Whole && page.Head == at {
		return
	}
	c.mu.Lock()
	c.heard, c.ahead, c.aheadOf = time.Time{}, page, at
	for len(c.moved) > 0 {
		<-c.moved
	}
	c.mu.Unlock()
	signal(c.wake)
	c.pause(ctx, c.o.PageTime) // until it was taken
}

// alive notes a sign of life: there is nothing after this place.
func (c *Client) alive(at published.Position) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.heard, c.heardAt = time.Now(), at
}
