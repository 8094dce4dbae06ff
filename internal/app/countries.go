package app

import (
	"strings"

	"github.com/portico-cms/portico/examples/group"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// countryEntries makes the sample's entries of type country, in the shared space: content like any other.
func countryEntries(model *schema.Model) ([]*content.File, error) {
	var out []*content.File
	for _, c := range group.Countries() {
		e := &content.Entry{
			Space: site.Shared, Type: "country", Key: strings.ToLower(c.Code),
			Shared:  map[string]any{"code": c.Code, "code3": c.Code3, "numericCode": c.Numeric, "region": c.Region},
			Locales: map[string]map[string]any{},
		}
		for tag, name := range c.Names {
			e.Locales[tag] = map[string]any{"name": name}
		}
		normal, problems := content.Normalize(model, e)
		if err := problems.Err(); err != nil {
			return nil, err
		}
		out = append(out, &content.File{Entry: normal, Publish: normal.Tags()})
	}
	return out, nil
}
