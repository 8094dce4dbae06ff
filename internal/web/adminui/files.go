package adminui

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"mime"
	"path"

	"github.com/andybalholm/brotli"
	"github.com/gofiber/fiber/v2"
)

// file answers a bundled file, compressed as the browser likes. Browsers take brotli over https and on this machine, gzip elsewhere.
func (u *UI) file(c *fiber.Ctx) error {
	name := path.Join("assets", c.Params("file"))
	src, err := fs.ReadFile(u.Files, name)
	if err != nil {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set(fiber.HeaderContentType, mime.TypeByExtension(path.Ext(name)))
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	coding := "identity" // who says nothing gets that
	if c.Get(fiber.HeaderAcceptEncoding) != "" {
		coding = c.AcceptsEncodings("br", "gzip", "identity")
	}
	if coding == "br" || coding == "gzip" {
		if src, err = u.compressed(coding, name, src); err != nil {
			return err
		}
		c.Set(fiber.HeaderContentEncoding, coding)
	}
	return c.Send(src)
}

// compressed packs a file when it is first asked for. There are few dozens of them.
func (u *UI) compressed(coding, name string, src []byte) ([]byte, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if b := u.packed[coding+name]; b != nil {
		return b, nil
	}
	var b bytes.Buffer
	var err error
	if coding == "br" {
		w := brotli.NewWriterLevel(&b, 6)
		_, err = w.Write(src)
		if err == nil {
			err = w.Close()
		}
	} else {
		w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is known
		_, err = w.Write(src)
		if err == nil {
			err = w.Close()
		}
	}
	if err != nil {
		return nil, err
	}
	u.packed[coding+name] = b.Bytes()
	return b.Bytes(), nil
}
