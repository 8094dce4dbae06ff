// Package storetest starts real databases for tests and holds the contract that every authoring store keeps.
package storetest

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Postgres gives the URL of a new, empty database. All tests of a process share one throw-away cluster, made from the
// installed binaries, which Main stops. A machine without them fails the test: nothing is skipped.
func Postgres(t testing.TB) string {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatalf("PostgreSQL cannot be started: %v (scripts/setup-tests.sh installs it)", err)
	}
	url, err := c.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// Main runs a package's tests and then stops the cluster: func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }.
func Main(m *testing.M) int {
	code := m.Run()
	if running != nil {
		running.Stop()
	}
	return code
}

var (
	start   sync.Once
	running *Cluster
	failure error
)

func shared() (*Cluster, error) {
	start.Do(func() { running, failure = StartPostgres() })
	return running, failure
}

// Cluster is a throw-away PostgreSQL.
type Cluster struct {
	dir, bin string
	port     int
	count    int
	mu       sync.Mutex
	server   *exec.Cmd
	settings []string
}

// StartPostgres makes a cluster in a folder of its own and starts it on a free port of the loopback interface. Its settings are those of
// something to be thrown away, which no power failure can hurt: others ("fsync=on") come after them.
func StartPostgres(settings ...string) (*Cluster, error) {
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(bins) == 0 {
		return nil, fmt.Errorf("no /usr/lib/postgresql/*/bin")
	}
	slices.Sort(bins)
	dir, err := os.MkdirTemp("", "portico-postgres-")
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, bin: bins[len(bins)-1], settings: settings}
	if err := c.init(); err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	if err := c.Start(); err != nil {
		c.Stop()
		return nil, err
	}
	return c, nil
}

// asUser runs a command as nobody where the test is root: PostgreSQL refuses to run as root.
func (c *Cluster) asUser(name string, args ...string) (*exec.Cmd, error) {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	if os.Getuid() != 0 {
		return cmd, nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return nil, err
	}
	uid, _ := strconv.ParseUint(nobody.Uid, 10, 32)
	gid, _ := strconv.ParseUint(nobody.Gid, 10, 32)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return cmd, os.Chown(c.dir, int(uid), int(gid))
}

func (c *Cluster) init() error {
	cmd, err := c.asUser("initdb", "-D", filepath.Join(c.dir, "data"), "-U", "portico", "-A", "trust", "--no-sync",
		"-E", "UTF8", "--locale=C.UTF-8")
	if err != nil {
		return err
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	c.port = l.Addr().(*net.TCPAddr).Port
	return l.Close()
}

// Start starts the server and waits until it answers.
func (c *Cluster) Start() error {
	args := []string{
		"-D", filepath.Join(c.dir, "data"), "-h", "127.0.0.1", "-p", strconv.Itoa(c.port), "-k", c.dir,
		"-F", "-c", "full_page_writes=off", "-c", "shared_buffers=32MB", "-c", "max_connections=200",
	}
	for _, one := range c.settings {
		args = append(args, "-c", one)
	}
	server, err := c.asUser("postgres", args...)
	if err != nil {
		return err
	}
	log, err := os.Create(c.dir + ".log")
	if err != nil {
		return err
	}
	defer log.Close()
	server.Stdout, server.Stderr = log, log
	if err := server.Start(); err != nil {
		return err
	}
	c.server = server
	for range 300 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		conn, err := pgx.Connect(ctx, c.url("postgres"))
		cancel()
		if err == nil {
			return conn.Close(context.Background())
		}
		time.Sleep(50 * time.Millisecond)
	}
	out, _ := os.ReadFile(c.dir + ".log")
	return fmt.Errorf("it does not answer: %s", out)
}

// Halt stops the server at once, as a crash would, and keeps its data.
func (c *Cluster) Halt() {
	if c.server != nil {
		_ = c.server.Process.Signal(syscall.SIGQUIT)
		_, _ = c.server.Process.Wait()
		c.server = nil
	}
}

// Stop stops the server and removes everything.
func (c *Cluster) Stop() {
	c.Halt()
	_ = os.RemoveAll(c.dir)
	_ = os.Remove(c.dir + ".log")
}

func (c *Cluster) url(database string) string {
	return fmt.Sprintf("postgres://portico@127.0.0.1:%d/%s?sslmode=disable", c.port, database)
}

// NewDatabase makes a database and gives its URL.
func (c *Cluster) NewDatabase(t testing.TB) string {
	t.Helper()
	url, err := c.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// Database makes a database and gives its URL, for programs that are no test.
func (c *Cluster) Database(ctx context.Context) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	name := "test" + strconv.Itoa(c.count)
	conn, err := pgx.Connect(ctx, c.url("postgres"))
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	return strings.TrimSpace(c.url(name)), nil
}

// CopyDatabase gives the URL of a copy of a database of the shared cluster: a backup, while nobody is connected to it.
func CopyDatabase(t testing.TB, url string) string {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	from, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), c.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	c.count++
	name := "test" + strconv.Itoa(c.count)
	if _, err := conn.Exec(t.Context(), "CREATE DATABASE "+name+" TEMPLATE "+from.Database); err != nil {
		t.Fatal(err)
	}
	return c.url(name)
}
