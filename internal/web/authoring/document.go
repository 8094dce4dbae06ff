package authoring

import (
	"log/slog"

	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"
)

// Document gives the OpenAPI document of the management API as JSON, as the listener serves it. The admin UI's types are made of it.
func Document() ([]byte, error) {
	logger := slog.New(slog.DiscardHandler)
	h := humafiber.New(fiber.New(fiber.Config{DisableStartupMessage: true}), apiConfig(logger))
	register(h, Options{Logger: logger})
	return h.OpenAPI().MarshalJSON()
}
