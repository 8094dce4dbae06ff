package server

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Usage is processor time.
type Usage struct{ User, System time.Duration }

// Since gives what was used between two moments, for each of n requests.
func (u Usage) Since(before Usage, n int) Usage {
	return Usage{User: (u.User - before.User) / time.Duration(n), System: (u.System - before.System) / time.Duration(n)}
}

// Used sums what the process and its children (nginx's workers) have used, from /proc.
func (s *Server) Used() (u Usage, err error) {
	const tick = 10 * time.Millisecond // USER_HZ is 100 on every Linux that Go runs on
	pid := s.cmd.Process.Pid
	pids := []string{strconv.Itoa(pid)}
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return u, err
	}
	for _, id := range append(pids, strings.Fields(string(children))...) {
		stat, err := os.ReadFile("/proc/" + id + "/stat")
		if err != nil {
			return u, err
		}
		// The name, in brackets, may hold spaces: the fields are counted from behind it. utime and
		// stime are the fields 14 and 15 of the whole line.
		fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
		user, err := strconv.ParseInt(fields[11], 10, 64)
		if err != nil {
			return u, err
		}
		system, err := strconv.ParseInt(fields[12], 10, 64)
		if err != nil {
			return u, err
		}
		u.User += time.Duration(user) * tick
		u.System += time.Duration(system) * tick
	}
	return u, nil
}

// Rest waits until the server does next to nothing: what it builds in the background after its start is not to be measured
// with the requests. It gives up after the patience of a start.
func (s *Server) Rest() error {
	const look, little = 500 * time.Millisecond, 30 * time.Millisecond
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		before, err := s.Used()
		if err != nil {
			return err
		}
		time.Sleep(look)
		after, err := s.Used()
		if err != nil {
			return err
		}
		if used := after.Since(before, 1); used.User+used.System <= little {
			return nil
		}
	}
	return fmt.Errorf("%s does not come to rest", s.Name)
}

// PeakMemory is the most memory that the process has had at a time (VmHWM), in bytes.
func (s *Server) PeakMemory() (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kib << 10, err
		}
	}
	return 0, fmt.Errorf("/proc says nothing of the memory of %s", s.Name)
}

// Median is the middle one, or the mean of the two in the middle; 0 of none.
func Median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
