package e2e

import (
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// A process is a server that the test started, with its children, in a process group of its own.
type process struct {
	name string
	cmd  *exec.Cmd
	log  string        // the file that its output goes to
	done chan struct{} // closed when it ended
	err  error         // what Wait said; read after done
}

// start runs a server until the test ends. Its output goes to artifacts/e2e/{name}.log, appended. As root it runs as nobody,
// for that is how the packages run it; its files must be given to nobody first (see handOver).
func start(t *testing.T, name, dir string, env []string, args ...string) *process {
	t.Helper()
	p := &process{name: name, log: filepath.Join(artifacts(t), name+".log"), done: make(chan struct{})}
	out, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	p.cmd = exec.Command(args[0], args[1:]...)
	p.cmd.Dir = dir
	p.cmd.Env = append(os.Environ(), append(env, "HOME="+dir, "PWD="+dir)...)
	p.cmd.Stdout, p.cmd.Stderr = out, out
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: nobody(t)}
	if err := p.cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", name, err)
	}
	go func() {
		p.err = p.cmd.Wait()
		_ = out.Close()
		close(p.done)
	}()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("the log of %s is in %s; it ends with\n%s", name, p.log, tail(p.log))
		}
	})
	return p
}

// stop asks the process to end and gives its exit code.
func (p *process) stop(t *testing.T) int {
	t.Helper()
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(20 * time.Second):
		t.Fatalf("%s does not end within 20 s of SIGTERM", p.name)
	}
	return p.cmd.ProcessState.ExitCode()
}

// kill ends the whole group: PHP's server has workers that outlive it.
func (p *process) kill() {
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.done
}

// waitFor asks a URL until it answers 200, for at most three minutes: Mono compiles pages when they are asked for, and machines are busy.
func (p *process) waitFor(t *testing.T, url string) {
	t.Helper()
	last := errors.New("not asked")
	for end := time.Now().Add(3 * time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		select {
		case <-p.done:
			t.Fatalf("%s ended: %v", p.name, p.err)
		default:
		}
		status, _, err := get(url)
		if err == nil && status == http.StatusOK {
			return
		}
		last = err
		if err == nil {
			last = errors.New("status " + strconv.Itoa(status))
		}
	}
	t.Fatalf("%s does not answer on %s: %v", p.name, url, last)
}

// freePort gives a loopback port that nobody listens on now. It lies below those that the system gives out by itself, so that
// it stays free until its server starts, whatever else runs here.
func freePort(t *testing.T) string {
	t.Helper()
	for range 100 {
		port := strconv.Itoa(20000 + rand.IntN(12000)) //nolint:gosec // no secret
		if l, err := net.Listen("tcp", "127.0.0.1:"+port); err == nil {
			_ = l.Close()
			return port
		}
	}
	t.Fatal("no free port")
	return ""
}

// nobody gives the user that servers run as where the test is root, or nil.
func nobody(t *testing.T) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, uidErr := strconv.ParseUint(u.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(u.Gid, 10, 32)
	if err := errors.Join(uidErr, gidErr); err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// handOver gives a folder to the user that servers run as.
func handOver(t *testing.T, dir string) {
	t.Helper()
	user := nobody(t)
	if user == nil {
		return
	}
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, int(user.Uid), int(user.Gid))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// run runs a command to its end in a folder.
func run(t *testing.T, dir string, env []string, args ...string) {
	t.Helper()
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
}
