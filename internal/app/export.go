package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path"
	"strings"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/config"
	"github.com/portico-cms/portico/internal/fault"
)

// exportDir writes a project folder. It needs no running server.
func exportDir(ctx context.Context, cmd config.Command, logger *slog.Logger, stdout io.Writer) error {
	db, _, err := openMigrated(ctx, cmd.Config)
	if err != nil {
		return err
	}
	defer db.Close()
	scope := authoring.ExportScope{Parts: cmd.Parts, Sites: cmd.Sites, Types: cmd.Types}
	f, err := newExportFolder(cmd.Dir, cmd.Replace)
	if err != nil {
		return err
	}
	defer f.discard()
	a := authoring.New(db, newCompiler(), logger)
	done, err := a.Export(ctx, authoring.System("export"), scope, f.write)
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Conflict, "there is nothing to export: no content types were loaded yet")
	}
	if err != nil {
		return err
	}
	if err := f.finish(scope); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "exported into %s: %d files of content types, %d of the design system, %d sites, %d menus, %d entries\n",
		cmd.Dir, done.Types, done.DesignSystem, done.Sites, done.Menus, done.Entries)
	if done.Media > 0 {
		fmt.Fprintf(stdout, "media/list.yaml names the %d media that the entries show: move those as well\n", done.Media)
	}
	if done.Dangling > 0 {
		fmt.Fprintf(stdout, "%d references lead to entries that are not there: an import of them is refused\n", done.Dangling)
	}
	return nil
}

// belongs says whether a file of an exported folder is one that the export would have written, were it still there.
func belongs(scope authoring.ExportScope, name string) bool {
	part, rest, _ := strings.Cut(name, "/")
	if strings.HasPrefix(path.Base(name), ".") {
		return false
	}
	ext := path.Ext(name)
	switch part {
	case authoring.PartFolder("design-system"):
		return ext != ".go" && ext != ".md" // what a release is made of
	case authoring.PartFolder("types"):
		return ext == ".yaml"
	case authoring.PartFolder("sites"):
		return ext == ".yaml" && scope.Space(strings.TrimSuffix(rest, ext))
	}
	if part == authoring.PartFolder("media") {
		return rest == "list.yaml"
	}
	space, rest, _ := strings.Cut(rest, "/")
	if ext != ".yaml" || !scope.Space(space) {
		return false
	}
	typ, _, _ := strings.Cut(strings.TrimSuffix(rest, ext), "/")
	return part != authoring.PartFolder("entries") || scope.Type(typ)
}
