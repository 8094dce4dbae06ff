package authoring_test

import (
	"io/fs"
	"maps"
	"testing/fstest"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/schema"
)

// types puts the content types of the tiny group and these in force, by file name; what is lost is accepted.
func (s *server) types(more map[string]string) {
	s.t.Helper()
	folder := tiny(s.t)
	files := fstest.MapFS{}
	maps.Copy(files, folder.(fstest.MapFS))
	for name, src := range more {
		files["content-types/"+name] = &fstest.MapFile{Data: []byte(src)}
	}
	m, err := schema.LoadDir(fs.FS(files), "content-types")
	if err == nil {
		_, err = s.core.MigrateModel(s.t.Context(), core.System("test"), m, core.OriginImport, true)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}
