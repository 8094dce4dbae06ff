package e2e

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var update = flag.Bool("update", false, "keep the pictures of this run in testdata/pictures")

// The tolerance is for other versions of the browser and its fonts: edges of letters differ a little. A pixel differs when the
// average of the square around it does by more than nearColour of 255; so may differingPixels of all.
const (
	nearColour      = 24
	square          = 4
	differingPixels = 0.004
)

// pictures compares the parts with what they looked like when somebody last looked: five widths, both brands, a theme and a
// direction each, the menu open where that shows more.
func (g *group) pictures(t *testing.T) {
	for _, site := range g.oneOfEachBrand() {
		for _, look := range [][2]string{{"fr", "light"}, {site.Locales[len(site.Locales)-1].Tag, "dark"}} {
			for _, width := range []int64{320, 480, 768, 1280, 1920} {
				name := fmt.Sprintf("%s-%s-%s-%d", site.Brand, look[0], look[1], width)
				g.show(t, g.page(t, &groupPage{site: site.Key, locale: look[0], theme: look[1]}), width, 720)
				if width != 480 && width != 768 {
					evaluate[bool](g.tab, t, `(() => {
						[...document.querySelectorAll("button.portico-nav__top, .portico-burger")].find((e) => e.getClientRects().length).click();
						document.getAnimations().forEach((a) => a.finish());
						return true;
					})()`)
				} else {
					evaluate[bool](g.tab, t, `(document.querySelector("main").remove(), true)`)
				}
				g.picture(t, name, width)
			}
		}
	}
	g.pictureSettings(t)
}

// pictureSettings does so for who asks for more contrast, and for sites that take less room.
func (g *group) pictureSettings(t *testing.T) {
	for _, site := range g.oneOfEachBrand() {
		for name, html := range map[string]string{"contrast": ` data-portico-contrast="more"`, "compact": ` data-portico-density="compact"`} {
			for _, theme := range []string{"light", "dark"} {
				for _, width := range []int64{390, 1280} {
					g.show(t, g.page(t, &groupPage{site: site.Key, locale: "fr", theme: theme, html: html}), width, 720)
					if width > 390 {
						evaluate[bool](g.tab, t, `(document.querySelector("button.portico-nav__top").click(), document.getAnimations().forEach((a) => a.finish()), true)`)
					}
					g.picture(t, fmt.Sprintf("%s-%s-%s-%d", site.Brand, name, theme, width), width)
				}
			}
		}
	}
}

func (g *group) picture(t *testing.T, name string, width int64) {
	t.Helper()
	half := page.CaptureScreenshotParams{Clip: &page.Viewport{Width: float64(width), Height: 720, Scale: 0.5}}
	got, err := chromedp.Run(g.tab, chromedp.Action[[]byte](func(ctx context.Context, target *chromedp.Target) ([]byte, error) {
		r, err := cdp.Call(ctx, target, page.CaptureScreenshot, half)
		return r.Data, err
	}))
	if err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join("testdata", "pictures", name+".png")
	if *update {
		write(t, kept, string(got))
		return
	}
	write(t, filepath.Join(artifacts(t), "now-"+name+".png"), string(got))
	want, err := os.ReadFile(kept)
	if err != nil {
		t.Fatalf("%v: run the test with -update and look at it", err)
	}
	if part := differing(decodePNG(t, want), decodePNG(t, got)); part > differingPixels {
		t.Errorf("%s: %.2f %% of it looks different from %s; now-%[1]s.png in artifacts/e2e is what it is. Where that is right: -update",
			name, 100*part, kept)
	}
}

func decodePNG(t *testing.T, b []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// differing gives the part of the squares of two pictures that have another colour; 1 where the size differs.
func differing(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	var all, other float64
	for y := a.Bounds().Min.Y; y+square <= a.Bounds().Max.Y; y += square {
		for x := a.Bounds().Min.X; x+square <= a.Bounds().Max.X; x += square {
			all++
			ca, cb := average(a, x, y), average(b, x, y)
			for i := range ca {
				if d := ca[i] - cb[i]; d > nearColour || d < -nearColour {
					other++
					break
				}
			}
		}
	}
	return other / all
}

// average gives red, green and blue of a square, 0 to 255.
func average(img image.Image, x, y int) (sum [3]float64) {
	for dy := range square {
		for dx := range square {
			r, g, b, _ := img.At(x+dx, y+dy).RGBA()
			for i, c := range []uint32{r, g, b} {
				sum[i] += float64(c>>8) / (square * square)
			}
		}
	}
	return sum
}
