package problem

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
)

const traceID = "0af7651916cd43dd8448eb211c80319c"

// TestTrace: the log says of what trace a request was that failed, where it names one as the specification has it. Nothing else of the
// header comes into the log.
func TestTrace(t *testing.T) {
	for header, want := range map[string]bool{
		"00-" + traceID + "-b7ad6b7169203331-01":                               true,
		"00-" + traceID + "-b7ad6b7169203331-00":                               true,
		"cc-" + traceID + "-b7ad6b7169203331-01-and-more":                      true, // of a later version
		"cc-" + traceID + "-b7ad6b7169203331-01more":                           false,
		"00-" + traceID + "-b7ad6b7169203331-01-and-more":                      false,
		"ff-" + traceID + "-b7ad6b7169203331-01":                               false,
		"00-" + traceID + "-b7ad6b7169203331":                                  false,
		"00-" + traceID + "-0000000000000000-01":                               false,
		"00-" + strings.ToUpper(traceID) + "-b7ad6b7169203331-01":              false,
		"00-" + strings.Repeat("0", 32) + "-b7ad6b7169203331-01":               false,
		"00-" + strings.Repeat("x", 32) + "-b7ad6b7169203331-01":               false,
		"00_" + traceID + "-b7ad6b7169203331-01":                               false,
		"00-" + strings.Repeat("\" level=x ", 4)[:32] + "-b7ad6b7169203331-01": false,
		strings.Repeat("0", 2000):                                              false,
		"":                                                                     false,
	} {
		logger, out := logTo()
		app := fiber.New(fiber.Config{ErrorHandler: ErrorHandler(logger)})
		app.Use(Recover(logger))
		app.Get("/fails", fails(errors.New("broken")))
		app.Get("/panics", func(*fiber.Ctx) error { panic("broken") })
		for _, path := range []string{"/fails", "/panics"} {
			out.Reset()
			req := httptest.NewRequest(http.MethodGet, path, nil)
			req.Header.Set("Traceparent", header)
			if res := ask(t, app, req); res.status != http.StatusInternalServerError || strings.Contains(res.body, traceID) {
				t.Errorf("%q: %d %s", header, res.status, res.body)
			}
			if got := strings.Contains(out.String(), " trace="+traceID+" "); got != want || strings.Contains(out.String(), "trace=") != want {
				t.Errorf("%s with %q: the log says %s", path, header, out)
			}
		}
	}
}
