package problem

import (
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// Methods has an application answer a method that fiber does not know as it does one that the address does not take: 405 with Allow.
// Fiber's own answer is 400 in plain text, before any handler of ours.
func Methods(app *fiber.App) {
	server, methods := app.Server(), app.Config().RequestMethods
	handle := server.Handler
	server.Handler = func(ctx *fasthttp.RequestCtx) {
		if !known(methods, ctx.Method()) {
			ctx.Request.Header.SetMethod(fiber.MethodTrace) // which no address takes
		}
		handle(ctx)
	}
}

func known(methods []string, method []byte) bool {
	for _, m := range methods {
		if m == string(method) {
			return true
		}
	}
	return false
}
