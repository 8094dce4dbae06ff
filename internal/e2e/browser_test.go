package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A browser is headless Chromium with an empty profile of its own.
type browser struct{ ctx context.Context }

func newBrowser(t *testing.T) browser {
	t.Helper()
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium"),
		chromedp.Env("FONTCONFIG_FILE="+repository(t, "internal/e2e/testdata/fonts.conf")), // the same letters on every machine
		chromedp.NoSandbox, // containers and root have none to offer
		chromedp.DisableGPU,
		chromedp.Flag("blink-settings", "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"), // a mouse
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.UserDataDir(t.TempDir()),
	)...)
	t.Cleanup(cancel)
	ctx, cancelBrowser := chromedp.NewContext(ctx)
	t.Cleanup(cancelBrowser)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("chromium does not start: %v", err)
	}
	return browser{ctx}
}

// A view is what a visitor has before them.
type view struct {
	Menu     []string // texts of the links and buttons of the main menu, in order
	Current  []string // texts of those that are marked as the current item, from the outside in
	Dir      string   // direction of the header, as computed
	PageDir  string   // direction that the page itself declares
	Sideways int      // pixels by which the page is wider than the window
	Narrow   int      // pixels by which the shared parts are wider than a telephone
	Text     string   // all of the page
	Styled   bool     // whether the group's style sheet came through
	Language string   // where the language selector leads for English
	Shown    bool     // whether the current item can be seen once its panel is open
	errors   []string // of the console
}

// look reads the view from the page. Labels are text content: panels of the menu are closed.
const look = `(() => {
	const header = document.querySelector('[data-portico-part="header"]');
	const menu = [...document.querySelectorAll('#portico-nav :is(.portico-nav__top, .portico-panel__title, .portico-group__title, .portico-link)')];
	const text = e => e.textContent.trim().replace(/\s+/g, ' ');
	return {
		Menu: menu.map(text),
		Current: menu.filter(e => e.hasAttribute('aria-current')).map(text),
		Dir: header ? getComputedStyle(header).direction : '',
		PageDir: document.documentElement.dir,
		Sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
		Text: document.body.innerText,
		Language: document.querySelector('.portico-languages a[hreflang="en"]')?.href ?? '',
		Styled: header ? getComputedStyle(header).backgroundColor !== 'rgba(0, 0, 0, 0)' : false,
	};
})()`

// openPanel presses the marked button of the main menu, as a visitor does, and says whether the current item came to sight.
const openPanel = `(async () => {
	document.querySelector('#portico-nav button[aria-current]')?.click();
	await Promise.all(document.getAnimations().map(a => a.finished));
	const item = [...document.querySelectorAll('#portico-nav .portico-link[aria-current]')].pop();
	const box = item?.getBoundingClientRect();
	return !!box && item.checkVisibility() && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
})()`

// overhang measures the shared parts alone, for what the application does in a narrow window is its own affair.
const overhang = `Math.ceil(Math.max(0, ...[...document.querySelectorAll('body [data-portico-part]')].map(part => {
	const box = part.getBoundingClientRect();
	return Math.max(-box.left, box.right - document.documentElement.clientWidth, part.scrollWidth - part.clientWidth);
})))`

// open shows a page in a new tab and keeps artifacts/e2e/{picture}.png.
func (b browser) open(t *testing.T, url, picture string) view {
	t.Helper()
	return b.visit(t, url, picture, func(context.Context, *view) {})
}

// explore does more: it keeps {picture}-menu.png with the panel of the current item open, and {picture}-narrow.png as on a
// telephone.
func (b browser) explore(t *testing.T, url, picture string) view {
	t.Helper()
	return b.visit(t, url, picture, func(tab context.Context, seen *view) {
		seen.Shown = evaluate[bool](tab, t, openPanel)
		capture(tab, t, picture+"-menu")
		do(tab, t, chromedp.EmulateViewport(375, 667), chromedp.Reload())
		seen.Narrow = evaluate[int](tab, t, overhang)
		capture(tab, t, picture+"-narrow")
	})
}

func (b browser) visit(t *testing.T, url, picture string, more func(tab context.Context, seen *view)) view {
	t.Helper()
	tab, closeTab := chromedp.NewContext(b.ctx)
	defer closeTab()
	tab, cancel := context.WithTimeout(tab, time.Minute)
	defer cancel()

	var errors consoleErrors
	do(tab, t) // opens the tab
	if err := chromedp.Listen(tab, errors.add); err != nil {
		t.Fatal(err)
	}
	do(tab, t, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(url))
	seen := evaluate[view](tab, t, look)
	capture(tab, t, picture)
	more(tab, &seen)
	seen.errors = errors.all()
	return seen
}

func do(tab context.Context, t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(tab, steps...); err != nil {
		t.Fatalf("browser: %v", err)
	}
}

func evaluate[T any](tab context.Context, t *testing.T, script string) T {
	t.Helper()
	value, err := chromedp.Run(tab, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
	return value
}

func capture(tab context.Context, t *testing.T, picture string) {
	t.Helper()
	png, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatalf("%s: %v", picture, err)
	}
	if err := os.WriteFile(filepath.Join(artifacts(t), picture+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// consoleErrors gathers what a developer would see in red.
type consoleErrors struct {
	mu   sync.Mutex
	list []string
}

func (c *consoleErrors) add(event any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			var words []string
			for _, arg := range e.Args {
				words = append(words, string(arg.Value)+arg.Description)
			}
			c.list = append(c.list, strings.Join(words, " "))
		}
	case *runtime.EventExceptionThrown:
		c.list = append(c.list, fmt.Sprintf("%s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
	case *log.EventEntryAdded:
		// The browser asks for this on its own, and Tomcat's examples have none.
		if e.Entry.Level == log.EntryLevelError && !strings.HasSuffix(e.Entry.URL, "/favicon.ico") {
			c.list = append(c.list, e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

func (c *consoleErrors) all() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.list
}

func (c *consoleErrors) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = nil
}
