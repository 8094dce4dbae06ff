package app

import (
	"context"
	"os"

	"github.com/portico-cms/portico/internal/config"
	"github.com/portico-cms/portico/internal/purge"
)

// loadPurging reads which caches are told of publications; nil where none is, or this process does not publish.
func loadPurging(cfg *config.Config) (*purge.Config, error) {
	if cfg.PurgeConfig == "" || !cfg.Plane.Authors() {
		return nil, nil //nolint:nilnil // no cache is no error
	}
	return purge.Load(cfg.PurgeConfig, os.Getenv)
}

// purgeInBackground tells each cache of publications: a slow one keeps no other waiting. Of all authoring nodes one tells it.
func (s *Server) purgeInBackground(ctx context.Context) {
	if s.purging == nil {
		return
	}
	plan := s.purging.Plan()
	for _, target := range s.purging.Targets {
		s.background(func() {
			s.repeat(ctx, "purge "+target.Name(), workEvery, nil, func(ctx context.Context) (bool, error) {
				status, worked, err := s.authoring.PurgeDue(ctx, target, plan)
				if err == nil {
					s.numbers.purge(target.Name(), status)
				}
				return worked, err
			})
		})
	}
}
