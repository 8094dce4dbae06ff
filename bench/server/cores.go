package server

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
)

// Runner makes a command that runs a server with as many workers (threads of Go code).
type Runner func(workers int, name string, args ...string) *exec.Cmd

// Free lets a server use the whole machine.
func Free(_ int, name string, args ...string) *exec.Cmd {
	return exec.Command(name, args...)
}

// Pinned keeps a server on the first cores and to as many threads, where the machine has more cores: the load runs on the
// rest (see BesideServers), so that neither takes from the other.
func Pinned(workers int, name string, args ...string) *exec.Cmd {
	cmd := onCores(workers, 0, workers-1, name, args...)
	cmd.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", workers))
	return cmd
}

// BesideServers makes a command that runs on the cores that Pinned leaves.
func BesideServers(workers int, name string, args ...string) *exec.Cmd {
	return onCores(workers, workers, runtime.NumCPU()-1, name, args...)
}

func onCores(workers, first, last int, name string, args ...string) *exec.Cmd {
	taskset, err := exec.LookPath("taskset")
	if err != nil || runtime.NumCPU() <= workers {
		return exec.Command(name, args...)
	}
	return exec.Command(taskset, append([]string{"--cpu-list", fmt.Sprintf("%d-%d", first, last), name}, args...)...)
}
