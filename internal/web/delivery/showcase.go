package delivery

import "github.com/gofiber/fiber/v2"

func (s *server) showcase(c *fiber.Ctx) error     { return fiber.ErrNotFound }
func (s *server) showcaseSite(c *fiber.Ctx) error { return fiber.ErrNotFound }
