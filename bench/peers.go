package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"
)

// A peer is a running server that answers the cases.
type peer struct {
	name string
	addr string // host:port
	url  func(c testCase) string
	cmd  *exec.Cmd
	done chan error // what the process ended with
}

// startPatience is how long a server may take to answer first.
const startPatience = 60 * time.Second

// starts is the time from the start of the process to the first fragment it served.
type starts struct {
	first  time.Duration // empty data folder: migrate, load the sample, publish, serve
	second time.Duration // the same data folder again
}

// timeStarts starts Portico on an empty folder, stops it, and starts it again, with the whole machine.
func timeStarts(o options, dir string) (starts, error) {
	var took [2]time.Duration
	for i := range took {
		begin := time.Now()
		p, err := startPortico(o, dir, free)
		if err != nil {
			return starts{}, err
		}
		took[i] = time.Since(begin)
		if err := p.stop(); err != nil {
			return starts{}, fmt.Errorf("stop portico: %w", err)
		}
	}
	return starts{first: took[0], second: took[1]}, nil
}

func startPortico(o options, dir string, run runner) (*peer, error) {
	addrs, err := freeAddrs(2)
	if err != nil {
		return nil, err
	}
	binary, err := filepath.Abs(o.portico)
	if err != nil {
		return nil, err
	}
	cmd := run(o, binary, "serve", "--sample", "--data-dir", filepath.Join(dir, "data"),
		"--delivery-addr", addrs[0], "--authoring-addr", addrs[1], "--public-url", "http://"+addrs[0])
	p := &peer{name: "portico", addr: addrs[0], cmd: cmd, url: func(c testCase) string { return c.path }}
	err = p.start(filepath.Join(dir, "portico.log"), fragmentPath(o.site))
	return p, err
}

// startNginx serves the collected files as nginx serves any folder.
func startNginx(o options, dir string) (*peer, error) {
	addrs, err := freeAddrs(1)
	if err != nil {
		return nil, err
	}
	fileCache := ""
	if o.cached {
		fileCache = "open_file_cache max=100 inactive=1h; open_file_cache_valid 1h; open_file_cache_min_uses 1;"
	}
	user := ""
	if os.Getuid() == 0 {
		user = "user nobody nogroup;"
	}
	const module = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"
	conf := fmt.Sprintf(`load_module %s; %s
worker_processes %d; daemon off; pid %[4]s/nginx.pid; error_log %[4]s/nginx.err;
events { worker_connections 1024; }
http {
  client_body_temp_path %[4]s/t1; proxy_temp_path %[4]s/t2; fastcgi_temp_path %[4]s/t3; uwsgi_temp_path %[4]s/t4; scgi_temp_path %[4]s/t5;
  types { text/html html; application/json json; }
  access_log off; sendfile on; tcp_nopush on; keepalive_timeout 1h; keepalive_requests 1000000000;
  brotli_static on; %[5]s
  server { listen %[6]s; root %[4]s/www; }
}
`, module, user, o.workers, dir, fileCache, addrs[0])
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
		return nil, err
	}
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		nginx = "/usr/sbin/nginx" // not in the path of an ordinary user
	}
	cmd := pinned(o, nginx, "-c", file, "-e", filepath.Join(dir, "nginx.err"))
	p := &peer{name: "nginx", addr: addrs[0], cmd: cmd, url: testCase.file}
	err = p.start(filepath.Join(dir, "nginx.log"), "/fragment.html")
	return p, err
}

// startFiber runs this program again as the plain fiber handler.
func startFiber(o options, dir string) (*peer, error) {
	addrs, err := freeAddrs(1)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := pinned(o, self, "-fiber-peer", addrs[0], "-fiber-dir", filepath.Join(dir, "www"))
	p := &peer{name: "plain fiber", addr: addrs[0], cmd: cmd, url: testCase.file}
	err = p.start(filepath.Join(dir, "fiber.log"), "/fragment.html")
	return p, err
}

// serveFiber answers with the files of a folder from memory: the least that a fiber handler can do.
func serveFiber(addr, dir string) error {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	for _, name := range []string{"fragment.html", "bundle.json"} {
		body, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		compressed, err := os.ReadFile(filepath.Join(dir, name+".br"))
		if err != nil {
			return err
		}
		etag := fmt.Sprintf(`"%x"`, len(body))
		contentType := map[bool]string{true: fiber.MIMETextHTMLCharsetUTF8, false: fiber.MIMEApplicationJSON}[strings.HasSuffix(name, ".html")]
		app.Get("/"+name, func(c *fiber.Ctx) error {
			c.Set(fiber.HeaderETag, etag)
			c.Set(fiber.HeaderContentType, contentType)
			if c.Get(fiber.HeaderIfNoneMatch) == etag {
				c.Status(fiber.StatusNotModified)
				return nil
			}
			if strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "br") {
				c.Set(fiber.HeaderContentEncoding, "br")
				return c.Send(compressed)
			}
			return c.Send(body)
		})
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	ended := make(chan error, 1)
	go func() {
		<-stop
		ended <- app.Shutdown()
	}()
	if err := app.Listen(addr); err != nil {
		return err
	}
	return <-ended
}

// start runs the server and returns once it has answered path with 200.
func (p *peer) start(logFile, path string) error {
	log, err := os.Create(logFile)
	if err != nil {
		return err
	}
	p.cmd.Stdout, p.cmd.Stderr = log, log
	if err := p.cmd.Start(); err != nil {
		return errors.Join(err, log.Close())
	}
	p.done = make(chan error, 1)
	go func() { p.done <- errors.Join(p.cmd.Wait(), log.Close()) }()
	p.endWithUs()

	for deadline := time.Now().Add(startPatience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		select {
		case err := <-p.done:
			p.done <- err
			return p.failure("ended before it answered", logFile)
		default:
		}
		res, err := http.Get("http://" + p.addr + path)
		if err != nil {
			continue // not listening yet
		}
		if err := res.Body.Close(); err != nil {
			return err
		}
		if res.StatusCode == http.StatusOK {
			return nil
		}
	}
	return errors.Join(p.failure(fmt.Sprintf("did not answer %s in %s", path, startPatience), logFile), p.stop())
}

// endWithUs ends the server where the benchmark itself is told to end; the measurement then fails, and with it the run.
func (p *peer) endWithUs() {
	told := make(chan os.Signal, 1)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-told
		_ = p.cmd.Process.Signal(syscall.SIGTERM)
	}()
}

func (p *peer) failure(what, logFile string) error {
	said, err := os.ReadFile(logFile)
	if err != nil {
		return err
	}
	return fmt.Errorf("%s %s; it said:\n%s", p.name, what, said)
}

// stop ends the server as an orchestrator would and waits for it.
func (p *peer) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	err := <-p.done
	p.done <- err // stop may be called again
	return err
}

// end is stop for a defer: it says what went wrong, and goes on.
func (p *peer) end() {
	if err := p.stop(); err != nil {
		fmt.Fprintf(os.Stderr, "stop %s: %v\n", p.name, err)
	}
}

// freeAddrs gives n addresses on loopback that nobody listens on.
func freeAddrs(n int) (addrs []string, err error) {
	listeners := make([]net.Listener, n)
	for i := range listeners {
		if listeners[i], err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return nil, err
		}
		addrs = append(addrs, listeners[i].Addr().String())
	}
	// Closed only now, so that no address is given twice.
	for _, l := range listeners {
		if err := l.Close(); err != nil {
			return nil, err
		}
	}
	return addrs, nil
}
