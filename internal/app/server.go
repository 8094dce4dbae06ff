package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
	_ "time/tzdata" // the audit is counted by the days of the reader's time zone, also where the system knows none

	adminui "github.com/portico-cms/portico/admin-ui"
	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/config"
	"github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/follow"
	"github.com/portico-cms/portico/internal/graph"
	"github.com/portico-cms/portico/internal/mail"
	"github.com/portico-cms/portico/internal/markdown"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/purge"
	"github.com/portico-cms/portico/internal/readmodel"
	"github.com/portico-cms/portico/internal/store"
	"github.com/portico-cms/portico/internal/visit"
	webauthoring "github.com/portico-cms/portico/internal/web/authoring"
	webdelivery "github.com/portico-cms/portico/internal/web/delivery"
	"github.com/portico-cms/portico/migrations"
)

// Server is a running process: one plane, or both.
type Server struct {
	DeliveryURL  string // as browsers see the planes; "" where the plane does not run
	AuthoringURL string

	cfg    *config.Config
	logger *slog.Logger
	stdout io.Writer

	store     *store.Store   // nil on a node that follows an authoring node
	remote    *follow.Client // of such a node
	readSide  *readmodel.ReadModel
	draftView *readmodel.ReadModel // of the authoring plane
	drafts    *authoring.Drafts
	node      *delivery.Node
	previews  *delivery.Previews // nil unless both planes run here
	authoring *authoring.Authoring
	purging   *purge.Config // of the authoring plane; nil where no cache is told
	numbers   numbers
	stopping  <-chan struct{}        // closed when Close begins
	halt      func()                 // closes it
	adminURL  atomic.Pointer[string] // AuthoringURL, or what is configured, for whoever asks while the planes start
	apps      []listening
	failed    chan error
	stop      context.CancelFunc // of the background work
	work      sync.WaitGroup
}

// application is one plane's HTTP side.
type application interface {
	Listener(l net.Listener) error
	ShutdownWithTimeout(timeout time.Duration) error
}

// listening is an application with the listener that it serves.
type listening struct {
	application
	listener net.Listener
}

// Start listens, serves what the disk holds at once, and brings up the rest behind it: a database that is away keeps the
// authoring plane waiting, and no visitor.
func Start(ctx context.Context, cfg *config.Config, logger *slog.Logger, stdout io.Writer) (s *Server, err error) {
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	stopping := make(chan struct{})
	s = &Server{
		cfg: cfg, logger: logger, stdout: stdout, failed: make(chan error, 4), stop: stop,
		stopping: stopping, halt: sync.OnceFunc(func() { close(stopping) }),
	}
	s.adminURL.Store(&cfg.AdminURL)
	defer func() {
		if err != nil {
			_ = s.Close()
			s = nil
		}
	}()
	if err := writable(cfg.DataDir); err != nil {
		return s, err
	}
	files, err := loadFiles(cfg)
	if err != nil {
		return s, err
	}
	if s.purging, err = loadPurging(cfg); err != nil {
		return s, err
	}
	if err := s.openLog(); err != nil {
		return s, err
	}
	if cfg.Plane.Authors() {
		s.authoring = authoring.New(s.store, newCompiler(), logger)
		s.authoring.LimitMedia(int64(cfg.MediaLimit) << 20)
		s.authoring.ConnectSites(visit.New(cfg.SiteNetworks, nil))
		s.authoring.ConnectCaches(s.purging.Names())
	}
	if cfg.Plane.Delivers() {
		if err := s.startDelivery(ctx); err != nil {
			return s, err
		}
	}
	if cfg.Plane.Authors() {
		if err := s.startAuthoring(ctx); err != nil {
			return s, err
		}
	}
	s.background(func() { s.bringUp(background, files) })
	return s, nil
}

// openLog opens the database, or on a node that has none the log of the authoring node that it follows.
func (s *Server) openLog() (err error) {
	if s.cfg.Follow == "" {
		s.store, err = openStore(s.cfg)
		return err
	}
	s.remote, err = follow.New(follow.Options{URL: s.cfg.Follow, Key: s.cfg.FollowKey.Reveal(), CA: s.cfg.FollowCA})
	return err
}

// background runs what Close waits for. A panic in it ends the process in order, with a message: without it there is no service.
func (s *Server) background(f func()) {
	s.work.Go(func() {
		if err := fault.Guard(func() error { f(); return nil }); err != nil {
			s.failed <- err
		}
	})
}

// restartAfter is how long a worker that panicked rests.
const restartAfter = time.Second

// keep runs a worker that ends when ctx does. It is started again after a panic: what it was at may come by no second time, and the
// rest of the process has nothing to do with it.
func (s *Server) keep(ctx context.Context, name string, work func(context.Context)) {
	s.background(func() {
		for {
			err := fault.Guard(func() error { work(ctx); return nil })
			if err == nil || ctx.Err() != nil {
				return
			}
			s.logger.Error("a worker failed; it is started again", "worker", name, "err", err)
			select {
			case <-ctx.Done():
				return
			case <-time.After(restartAfter):
			}
		}
	})
}

// writable says early, and in words, what would otherwise fail late.
func writable(dir string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fault.New(fault.Invalid, "the data folder %s cannot be made: %v", dir, errors.Unwrap(err))
	}
	f, err := os.CreateTemp(dir, ".writable-*")
	if err != nil {
		return fault.New(fault.Invalid, "the data folder %s cannot be written: %v", dir, errors.Unwrap(err))
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// emptyTemp gives the folder for files that no start needs, without those that a process left there when it was killed.
func emptyTemp(dataDir string) (string, error) {
	dir := filepath.Join(dataDir, "tmp")
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	return dir, os.MkdirAll(dir, 0o750)
}

func (s *Server) listen(key, addr, url string) (net.Listener, string, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		var op *net.OpError
		if errors.As(err, &op) {
			err = op.Err
		}
		return nil, "", fault.New(fault.Conflict, "cannot listen on %s %s (%s): %v", key, addr, s.cfg.Source(key), err)
	}
	if url == "" {
		url = config.URLOf(l.Addr().String())
	}
	return l, url, nil
}

func (s *Server) startDelivery(ctx context.Context) error {
	engine, err := newGraphQL(s.cfg)
	if err != nil {
		return err
	}
	listener, url, err := s.listen("delivery-addr", s.cfg.DeliveryAddr, s.cfg.PublicURL)
	if err != nil {
		return err
	}
	s.DeliveryURL = url
	readSide, rebuilt, err := readmodel.Open(ctx, filepath.Join(s.cfg.DataDir, "readmodel"))
	if err != nil {
		_ = listener.Close()
		return err
	}
	if rebuilt {
		s.logger.Warn("the read side was damaged or of another version: it was moved aside and is built again from the publication log")
	}
	s.readSide = readSide
	s.node = delivery.NewNode(readSide, url, s.cfg.StaleAfter)
	s.node.GraphQL = engine
	generation, err := delivery.Restore(ctx, s.node)
	if err != nil {
		s.logger.Error("the read side cannot be read; it is built again from the publication log", "err", err)
	} else if generation > 0 {
		s.logger.Info("serving from disk", "generation", generation)
	}
	if s.authoring != nil {
		dir := filepath.Join(s.cfg.DataDir, "readmodel", "preview")
		if err := os.RemoveAll(dir); err != nil { // of a process that was killed
			_ = listener.Close()
			return err
		}
		s.previews = delivery.NewPreviews(s.node, s.authoring, s.store, readSide, dir)
	}
	options := s.deliveryOptions()
	options.Front = webdelivery.NewFront(s.node, s.logger)
	listener = webdelivery.LimitConnections(options.Front.Over(listener), s.cfg.MaxConnections, s.cfg.MaxPerAddress, s.cfg.TrustedProxies)
	s.serve(listener, webdelivery.New(options))
	return nil
}

// deliveryOptions gives what the delivery listener is made of.
func (s *Server) deliveryOptions() webdelivery.Options {
	rate := s.cfg.QueryRate
	if rate == 0 {
		rate = -1
	}
	return webdelivery.Options{
		Node: s.node, Logger: s.logger, Showcase: s.cfg.Showcase, TrustedProxies: s.cfg.TrustedProxies, Stopping: s.stopping,
		Metrics: processNumbers(), Previews: s.previews, AdminURL: func() string { return *s.adminURL.Load() },
		Limits: webdelivery.Limits{
			Queries: s.cfg.QuerySlots, QueriesPerSecond: rate, Listeners: s.cfg.MaxListeners, ListenersPerNetwork: s.cfg.ListenersPer,
		},
	}
}

// newGraphQL makes what reads questions in GraphQL, with the only ones that are answered where there is a folder of them.
func newGraphQL(cfg *config.Config) (*graph.Engine, error) {
	o := graph.Options{Introspection: cfg.GraphQLIntrospection}
	if cfg.GraphQLQueries != "" {
		var err error
		if o.Allowed, err = graph.LoadQueries(os.DirFS(cfg.GraphQLQueries)); err != nil {
			return nil, fmt.Errorf("graphql-queries %s: %w", cfg.GraphQLQueries, err)
		}
	}
	return graph.NewEngine(o), nil
}

func (s *Server) startAuthoring(ctx context.Context) error {
	mailer, err := newMailer(s.cfg)
	if err != nil {
		return err
	}
	listener, url, err := s.listen("authoring-addr", s.cfg.AuthoringAddr, s.cfg.AdminURL)
	if err != nil {
		return err
	}
	s.AuthoringURL = url
	s.adminURL.Store(&url)
	temp, err := emptyTemp(s.cfg.DataDir)
	if err != nil {
		_ = listener.Close()
		return err
	}
	s.authoring.ConnectMail(mailer, url)
	draftView, rebuilt, err := readmodel.OpenView(ctx, filepath.Join(s.cfg.DataDir, "readmodel"), "draft.db", publishing.DraftMeta())
	if err != nil {
		_ = listener.Close()
		return err
	}
	if rebuilt {
		s.logger.Warn("the lists of drafts were damaged or of another version: they are made again from the database")
	}
	s.draftView = draftView
	s.drafts = &authoring.Drafts{Index: draftView, Saved: s.store.Saved(), Poll: s.cfg.PollInterval, Logger: s.logger}
	s.authoring.FollowDrafts(s.drafts)
	s.serve(listener, webauthoring.New(webauthoring.Options{
		Authoring: s.authoring, UI: adminui.FS(), Logger: s.logger, URL: url, DeliveryURL: s.DeliveryURL, Version: Version,
		Ping: s.store.Ping, Log: s.store, TempDir: temp, TransferTimeout: s.cfg.TransferTimeout, Metrics: s.authoringNumbers(),
		Finish: delivery.Finished, Markdown: markdown.HTML, TrustedProxies: s.cfg.TrustedProxies,
	}))
	return nil
}

// mailWorkers is how many mails are sent at once, so that one slow server holds up few.
const mailWorkers = 2

// newMailer gives what sends mail, or nil where that is not configured.
func newMailer(cfg *config.Config) (authoring.Mailer, error) {
	if cfg.SMTPURL == "" {
		return nil, nil //nolint:nilnil // no mail is no error
	}
	return mail.New(mail.Options{URL: cfg.SMTPURL.Reveal(), From: cfg.MailFrom})
}

func (s *Server) serve(l net.Listener, app application) {
	s.apps = append(s.apps, listening{app, l})
	s.background(func() {
		if err := app.Listener(l); err != nil {
			s.failed <- err
		}
	})
}

// bringUp prepares the database where this process authors, then follows its log, and says where to go.
func (s *Server) bringUp(ctx context.Context, f files) {
	setup := ""
	if s.cfg.Plane.Authors() {
		var err error
		if setup, err = s.prepareWhenReachable(ctx, f); err != nil {
			if ctx.Err() == nil {
				s.failed <- err
			}
			return
		}
		s.workInBackground(ctx)
	}
	if s.drafts != nil {
		s.keep(ctx, "drafts", s.drafts.Run)
	}
	if s.authoring != nil {
		for range mailWorkers {
			s.keep(ctx, "mail", s.authoring.AnswerResets)
		}
	}
	if s.store != nil {
		s.keep(ctx, "listen", func(ctx context.Context) { s.store.Listen(ctx, s.logger) })
	}
	if s.node != nil {
		s.follow(ctx)
	}
	if ctx.Err() == nil {
		s.banner(setup)
	}
}

// checkEvery is how often a node reads all of its disk.
const checkEvery = 6 * time.Hour

// follow keeps the delivery node up to date.
func (s *Server) follow(ctx context.Context) {
	f := &delivery.Follower{Node: s.node, Poll: s.cfg.PollInterval, Logger: s.logger}
	if s.remote != nil {
		f.Log = s.remote
		s.keep(ctx, "log over HTTPS", s.remote.Run)
	} else {
		f.Log = s.store
	}
	s.keep(ctx, "follower", f.Run)
	s.keep(ctx, "checks of the read side", func(ctx context.Context) { f.RunChecks(ctx, checkEvery) })
	if s.cfg.Plane.Authors() {
		s.waitForLatest(ctx)
	}
}

// waitForLatest lets the node catch up with its log before its addresses are printed: what is opened then is what was
// published last, and not what the disk remembers. A node that cannot is told in the log, and is no reason to say nothing.
func (s *Server) waitForLatest(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var head int64
	err := s.store.View(ctx, func(tx authoring.Tx) (err error) {
		head, err = tx.Generation(ctx)
		return err
	})
	if err == nil {
		s.node.WaitFor(ctx, head)
	}
}

// retryEvery is how often a database that is away is asked again.
const retryEvery = 2 * time.Second

func (s *Server) prepareWhenReachable(ctx context.Context, f files) (setup string, err error) {
	for told := false; ; {
		setup, err = s.prepare(ctx, f)
		if err == nil || !fault.Is(err, fault.Unavailable) {
			return setup, err
		}
		if !told {
			s.logger.Error("the database cannot be reached; waiting for it", "err", err)
			told = true
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(retryEvery):
		}
	}
}

// prepare migrates, loads this binary's files, the sample where it is asked for and nothing is there yet, and makes the
// one-time link for the first administrator.
func (s *Server) prepare(ctx context.Context, f files) (setup string, err error) {
	if _, err := s.store.Migrate(ctx, migrations.FS); err != nil {
		return "", err
	}
	if err := s.authoring.Bootstrap(ctx, f.model, f.release, f.origin); err != nil {
		return "", err
	}
	if s.cfg.Sample {
		empty, err := s.authoring.Empty(ctx)
		if err != nil {
			return "", err
		}
		if empty {
			sample, err := sampleGroup(f.model)
			if err != nil {
				return "", err
			}
			if _, err := s.authoring.Import(ctx, authoring.System("sample"), sample, authoring.OriginEmbedded); err != nil {
				return "", err
			}
		}
	}
	return s.authoring.NewSetupLink(ctx)
}

// Wait serves until the context ends or a listener fails, then stops: requests are finished, and what is open is closed.
func (s *Server) Wait(ctx context.Context) error {
	var failure error
	select {
	case <-ctx.Done():
		s.logger.Info("stopping")
	case failure = <-s.failed:
	}
	return errors.Join(failure, s.Close())
}

// Close stops serving. Requests under way have the configured time to finish.
func (s *Server) Close() error {
	var errs []error
	s.halt()
	for _, app := range s.apps {
		if err := app.ShutdownWithTimeout(s.cfg.ShutdownTimeout); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			errs = append(errs, err)
		}
		// A shutdown that comes before the application has its listener does nothing; without a listener it ends by itself.
		if err := app.listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	s.stop()
	s.work.Wait()
	if s.previews != nil {
		errs = append(errs, s.previews.Close())
	}
	if s.readSide != nil {
		errs = append(errs, s.readSide.Close())
	}
	if s.draftView != nil {
		errs = append(errs, s.draftView.Close())
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	return errors.Join(errs...)
}

// banner prints where to go.
func (s *Server) banner(setup string) {
	fmt.Fprintf(s.stdout, "\nPortico %s is serving", Version)
	if s.node != nil {
		fmt.Fprintf(s.stdout, " %d sites, generation %d", len(s.node.Snapshot().Keys), s.node.Snapshot().Generation)
	}
	fmt.Fprint(s.stdout, "\n\n")
	if s.node != nil && s.cfg.Showcase {
		fmt.Fprintf(s.stdout, "  The shared header     %s/showcase\n", s.DeliveryURL)
	}
	if s.node != nil {
		fmt.Fprintf(s.stdout, "  Delivery API          %s/v1/sites\n", s.DeliveryURL)
	}
	if s.authoring != nil {
		fmt.Fprintf(s.stdout, "  Administration        %s/\n", s.AuthoringURL)
	}
	if setup != "" {
		fmt.Fprintf(s.stdout, "  First administrator   %s/setup#%s\n", s.AuthoringURL, setup)
		fmt.Fprintln(s.stdout, "                        (works once, within 24 hours)")
	}
	fmt.Fprintln(s.stdout)
}
