package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/portico-cms/portico/bench/server"
)

// A peer is a running server that answers the cases.
type peer struct {
	*server.Server

	url func(c testCase) string
}

// startPeer runs a server until it answers path.
func startPeer(cmd *exec.Cmd, name, addr, dir, path string, url func(testCase) string) (*peer, error) {
	s, err := server.Start(cmd, name, addr, filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".log"), path)
	return &peer{Server: s, url: url}, err
}

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
		p, err := startPortico(o, dir, server.Free)
		if err != nil {
			return starts{}, err
		}
		took[i] = time.Since(begin)
		if err := p.Rest(); err != nil { // it serves before its start is at an end, and ending it then is a failed start
			return starts{}, err
		}
		if err := p.Stop(); err != nil {
			return starts{}, fmt.Errorf("stop portico: %w", err)
		}
	}
	return starts{first: took[0], second: took[1]}, nil
}

func startPortico(o options, dir string, run server.Runner) (*peer, error) {
	addrs, err := server.FreeAddrs(2)
	if err != nil {
		return nil, err
	}
	binary, err := filepath.Abs(o.portico)
	if err != nil {
		return nil, err
	}
	cmd := run(o.workers, binary, "serve", "--sample", "--data-dir", filepath.Join(dir, "data"),
		"--delivery-addr", addrs[0], "--authoring-addr", addrs[1], "--public-url", "http://"+addrs[0])
	return startPeer(cmd, "portico", addrs[0], dir, fragmentPath(o.site), func(c testCase) string { return c.path })
}

// startNginx serves the collected files as nginx serves any folder.
func startNginx(o options, dir string) (*peer, error) {
	addrs, err := server.FreeAddrs(1)
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
	cmd := server.Pinned(o.workers, nginx, "-c", file, "-e", filepath.Join(dir, "nginx.err"))
	return startPeer(cmd, "nginx", addrs[0], dir, "/fragment.html", testCase.file)
}

// startFiber runs this program again as the plain fiber handler.
func startFiber(o options, dir string) (*peer, error) {
	addrs, err := server.FreeAddrs(1)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := server.Pinned(o.workers, self, "-fiber-peer", addrs[0], "-fiber-dir", filepath.Join(dir, "www"))
	return startPeer(cmd, "plain fiber", addrs[0], dir, "/fragment.html", testCase.file)
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
