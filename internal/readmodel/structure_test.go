package readmodel

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"
)

// TestCheckPauses: within the check of one table there are many pauses, and each may be its end.
func TestCheckPauses(t *testing.T) {
	m := openTest(t, t.TempDir())
	put(t, m, 1, titles(2000)...)
	calls, most := 0, 1<<30
	s, err := openStructure(m.path, func() bool { calls++; return calls < most })
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if err := s.check("records"); err != nil || calls < 50 {
		t.Errorf("%d pauses, %v", calls, err)
	}
	calls, most = 0, 10
	if err := s.check("records"); err == nil || errors.Is(err, errDamaged) || calls != most {
		t.Errorf("ended at the pause %d of %d: %v", calls, most, err)
	}
	if err := s.check("no_such"); err == nil || errors.Is(err, errDamaged) {
		t.Errorf("a table that is not there: %v", err)
	}
}

// TestPacedRests: work that calls it rests for four times as long as it worked, and stops once it is not wanted.
func TestPacedRests(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	pause := paced(ctx)
	begin, worked := time.Now(), time.Duration(0)
	for worked < 20*workAtOnce {
		step := time.Now()
		for time.Since(step) < workAtOnce/10 {
		}
		worked += time.Since(step)
		if !pause() {
			t.Fatal("it is to go on")
		}
	}
	if all := time.Since(begin); all < restFactor*worked {
		t.Errorf("worked for %v of %v", worked, all)
	}
	if cancel(); pause() {
		t.Error("it is to end")
	}
}

// TestNoFile: what cannot be opened is said so, and is not taken for damage.
func TestNoFile(t *testing.T) {
	if _, err := openStructure(t.TempDir()+"/none", func() bool { return true }); err == nil || errors.Is(err, errDamaged) {
		t.Error(err)
	}
	path := t.TempDir() + "/other"
	if err := os.WriteFile(path, []byte("this is no database, whatever its name says"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := openStructure(path, func() bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if err := s.check("records"); !errors.Is(err, errDamaged) {
		t.Error(err)
	}
}
