package schema

import (
	"maps"
	"math"
	"slices"

	"github.com/portico-cms/portico/internal/yamlfile"
)

// geoPointKind is a place on earth: {lat: 47.3769, lng: 8.5417}, degrees of WGS 84, kept to about a centimetre.
type geoPointKind struct{}

func (geoPointKind) traits() traits { return traits{options: []string{"default"}} }

func (geoPointKind) declare(*declaration) {}

func (geoPointKind) value(_ *Field, v any) (any, []Issue) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, wrong("wrong_type", "must be a place such as {lat: 47.3769, lng: 8.5417}, not %s", typeName(v))
	}
	out := map[string]any{}
	var issues []Issue
	for _, axis := range []struct {
		key   string
		limit float64
	}{{"lat", 90}, {"lng", 180}} {
		x, isNumber := float(m[axis.key])
		switch {
		case m[axis.key] == nil:
			issues = append(issues, wrong("required", "needs a number for %s", axis.key)...)
		case !isNumber:
			issues = append(issues, below("/"+axis.key, wrong("wrong_type", "%s must be a number, not %s", axis.key, describe(m[axis.key])))...)
		case math.Abs(x) > axis.limit:
			issues = append(issues, below("/"+axis.key, wrong("too_large", "%s must be between -%s and %[2]s", axis.key, number(axis.limit)))...)
		default:
			out[axis.key] = math.Round(x*1e7)/1e7 + 0 // no -0
		}
	}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if key != "lat" && key != "lng" {
			issues = append(issues, below(pointerTo(key), wrong("unknown_key", "has %.40q; a place has lat and lng", key))...)
		}
	}
	if len(issues) > 0 {
		return nil, issues
	}
	return out, nil
}

// pointerTo leads to a key of an object, or to the object where the key is no name that a person gives.
func pointerTo(key string) string {
	if len(key) > 100 {
		return ""
	}
	return "/" + yamlfile.Escape(key)
}
