package authoring

import "github.com/gofiber/fiber/v2"

func registerPages(*fiber.App, Options) {}
