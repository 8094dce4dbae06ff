// Command portico serves one header, one menu, one look and one set of texts to many sites. See README.md.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/portico-cms/portico/internal/app"
	"github.com/portico-cms/portico/internal/config"
)

func main() {
	cmd, err := config.Parse(os.Args[1:], os.Environ(), os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "portico:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	code := app.Run(ctx, cmd, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
