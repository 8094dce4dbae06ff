package schema

import (
	"slices"
	"strings"
)

// mediaKind is an image, a film or another file of the media library, or several with `many`. Whether it is there, and of an
// allowed sort, is for the use case to check: a model knows no media.
type mediaKind struct{}

// mediaSorts are what `accept` may name.
var mediaSorts = []string{"image", "video", "audio", "document"}

// Accept gives the sorts of media that the field takes: image, video, audio, document.
func (f *Field) Accept() []string {
	if len(f.accept) == 0 && f.kindName == "media" {
		return slices.Clone(mediaSorts)
	}
	return slices.Clone(f.accept)
}

// MediaValue gives the canonical form of a use of media in an entry: {"$media":"id"}.
func MediaValue(id string) map[string]any { return map[string]any{"$media": id} }

// MediaOf reads the id out of a value: {"$media":"id"}, or the id alone as it is written in files.
func MediaOf(v any) (id string, ok bool) {
	if m, isMap := v.(map[string]any); isMap && len(m) == 1 {
		v = m["$media"]
	}
	id, ok = v.(string)
	return id, ok && EntryKey.MatchString(id)
}

func (mediaKind) traits() traits {
	return traits{options: []string{"accept", "many", "minItems", "maxItems"}}
}

func (mediaKind) declare(d *declaration) {
	if len(d.field.accept) == 0 && d.source.places.Has(d.pointer+"/accept") && !d.failed("/accept") {
		d.at("/accept", "required", "accept names nothing: name some of %s, or leave it out", strings.Join(mediaSorts, ", "))
	}
	for i, name := range d.field.accept {
		switch {
		case !slices.Contains(mediaSorts, name):
			d.at(d.item("/accept", i), "unknown_value", "there is no sort of media %.40q; there are %s", name, strings.Join(mediaSorts, ", "))
		case slices.Index(d.field.accept, name) < i:
			d.at(d.item("/accept", i), "repeated", "%s is listed twice", name)
		}
	}
}

func (mediaKind) value(_ *Field, v any) (any, []Issue) {
	id, ok := MediaOf(v)
	if !ok {
		return nil, wrong("bad_media", `must be a media id, or {"$media":"id"}`)
	}
	return MediaValue(id), nil
}
