// Package app puts Portico together, by hand: adapters into use cases, use cases into listeners. It is the only package that
// knows all the others.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/portico-cms/portico/internal/config"
)

// Version is the version of this binary; the build sets it.
var Version = "dev"

// Run carries out a command and returns the exit code: 0 done, 1 failed.
func Run(ctx context.Context, cmd config.Command, stdout, stderr io.Writer) int {
	if err := run(ctx, cmd, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "portico:", err)
		return 1
	}
	return 0
}

func run(ctx context.Context, cmd config.Command, stdout, stderr io.Writer) error {
	switch cmd.Name {
	case config.Help:
		return nil
	case config.Version:
		_, err := fmt.Fprintln(stdout, "portico", Version)
		return err
	case config.Check:
		return check(cmd.Dir, stdout)
	case config.Types:
		return types(cmd, stdout)
	case config.Schema:
		return writeSchema(cmd.Schema, stdout)
	case config.Tokens:
		return runTokens(ctx, cmd, stdout, stderr)
	}
	logger := cmd.Config.Logger(stderr)
	for _, w := range cmd.Warnings {
		logger.Warn(w)
	}
	switch cmd.Name {
	case config.Serve:
		if cmd.PrintConfig {
			return cmd.Config.Print(stdout)
		}
		return serve(ctx, cmd.Config, logger, stdout)
	case config.Migrate:
		return migrate(ctx, cmd.Config, cmd.Accept, logger, stdout)
	case config.Import:
		return importDir(ctx, cmd, logger, stdout)
	case config.Export:
		return exportDir(ctx, cmd, logger, stdout)
	case config.Audit:
		return verifyAudit(ctx, cmd.Config, logger, stdout)
	case config.Healthcheck:
		return healthcheck(ctx, cmd.Config)
	}
	return fmt.Errorf("there is no command %q", cmd.Name)
}

func serve(ctx context.Context, cfg *config.Config, logger *slog.Logger, stdout io.Writer) error {
	s, err := Start(ctx, cfg, logger, stdout)
	if err != nil && ctx.Err() != nil && errors.Is(err, context.Canceled) {
		logger.Info("stopped while it started")
		return nil
	}
	if err != nil {
		return err
	}
	return s.Wait(ctx)
}
