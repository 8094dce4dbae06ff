package publishing

import (
	"slices"
	"sync"

	"github.com/portico-cms/portico/internal/designsystem"
)

// shelf keeps compiled releases, those that were asked for last.
type shelf struct {
	most int

	mu    sync.Mutex
	looks []*Look // the one that was asked for last stands last
}

// get gives a release from the shelf, or compiles it; one at a time, so that nobody compiles what another is compiling.
func (s *shelf) get(release *designsystem.Release, compile func(*designsystem.Release) (*Look, error)) (*Look, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if look := s.kept(release.Hash); look != nil {
		return look, nil
	}
	look, err := compile(release)
	if err != nil {
		return nil, err
	}
	s.looks = append(s.looks[max(0, len(s.looks)+1-s.most):], look)
	return look, nil
}

// find gives the release of a hash; nil where it is not here.
func (s *shelf) find(hash string) *Look {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept(hash)
}

// kept is for whoever holds the lock.
func (s *shelf) kept(hash string) *Look {
	i := slices.IndexFunc(s.looks, func(l *Look) bool { return l.Release.Hash == hash })
	if i < 0 {
		return nil
	}
	look := s.looks[i]
	s.looks = append(slices.Delete(slices.Clone(s.looks), i, i+1), look)
	return look
}
