package main

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
)

// floor is the least that a publication over PostgreSQL can take: two connections, of which one tells and the other listens and reads.
type floor struct{ teller, listener *pgx.Conn }

func newFloor(ctx context.Context, url string) (*floor, error) {
	teller, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	listener, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, errors.Join(err, teller.Close(ctx))
	}
	f := &floor{teller, listener}
	_, err = teller.Exec(ctx, "CREATE TABLE bench_floor (id int PRIMARY KEY, body text NOT NULL);"+
		" INSERT INTO bench_floor VALUES (1, repeat('x', 2000))")
	if err == nil {
		_, err = listener.Exec(ctx, "LISTEN bench_floor")
	}
	if err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

func (f *floor) close() {
	_ = f.teller.Close(context.Background())
	_ = f.listener.Close(context.Background())
}

// roundTrip is one NOTIFY, and one row read by who was told.
func (f *floor) roundTrip(ctx context.Context) (time.Duration, error) {
	told := make(chan error, 1)
	begin := time.Now()
	go func() {
		_, err := f.teller.Exec(ctx, "NOTIFY bench_floor")
		told <- err
	}()
	if _, err := f.listener.WaitForNotification(ctx); err != nil {
		return 0, errors.Join(err, <-told)
	}
	var body string
	err := f.listener.QueryRow(ctx, "SELECT body FROM bench_floor WHERE id = $1", 1).Scan(&body)
	took := time.Since(begin)
	return took, errors.Join(err, <-told)
}
