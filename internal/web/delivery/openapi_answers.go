package delivery

import (
	"maps"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/published"
)

// Schemas of what is answered, by the names that endpoints give. They say what is there today: members may come, and none goes, so a
// caller takes no offence at one that it does not know. A test in package app holds the answers of the sample group against them, and
// there no member is allowed that is not described.

// tokenAnswers are the schemas of forms of design tokens that are JSON.
var tokenAnswers = map[string]string{"json": "TokenValues", "nested.json": "NestedTokens", "tokens.json": "TokenFile"}

// schema describes what an operation answers.
func (e *endpoint) schema() object {
	switch {
	case e.answer != "":
		return ref(e.answer)
	case e.media == mediaJSON:
		return object{"type": "object"}
	case strings.HasPrefix(e.media, "text/") || strings.HasSuffix(e.media, "xml"):
		return object{"type": "string"}
	}
	return object{} // bytes
}

func ref(name string) object { return object{"$ref": "#/components/schemas/" + name} }

// said adds words for people to a schema.
func said(help string, schema object) object {
	out := maps.Clone(schema)
	out["description"] = help
	return out
}

func listOf(items object) object { return object{"type": "array", "items": items} }

// tableOf is an object whose members are named by data.
func tableOf(values object) object { return object{"type": "object", "additionalProperties": values} }

func oneOf(values ...string) object { return object{"type": "string", "enum": values} }

// shape is an object with members that are always there, and others that may be left out.
func shape(always, sometimes object) object {
	properties := maps.Clone(always)
	maps.Copy(properties, sometimes)
	out := object{"type": "object", "properties": properties}
	if len(always) > 0 {
		out["required"] = slices.Sorted(maps.Keys(always))
	}
	return out
}

var (
	aText   = object{"type": "string"}
	aFlag   = object{"type": "boolean"}
	aCount  = object{"type": "integer", "minimum": 0}
	aMoment = object{"type": "string", "format": "date-time"}
	aNumber = said("Number of the publication", aCount)
)

func answers() object {
	all := object{}
	for _, some := range []object{siteAnswers(), partAnswers(), contentAnswers(), otherAnswers()} {
		maps.Copy(all, some)
	}
	return all
}

func siteAnswers() object {
	return object{
		"SiteList": shape(object{"data": listOf(ref("Site")), "generation": aNumber}, nil),
		"Site": shape(object{
			"key": aText, "name": aText, "locales": listOf(ref("SiteLocale")), "defaultLocale": aText, "brand": aText, "channel": aText,
			"designSystem": ref("DesignSystem"), "generation": aNumber,
		}, object{
			"parent":     said("Key of the site that it inherits from", aText),
			"audiences":  said("Those that have a bundle of their own", listOf(aText)),
			"components": said("For pages that use components of the style guide", listOf(ref("AssetLink"))),
			"loader": shape(object{
				"url": said("Today's", aText), "pinned": said("That of this publication, for ever", aText),
				"integrity": said("Of the pinned one", aText),
			}, nil),
		}),
		"SiteLocale": shape(object{
			"tag": aText, "label": said("In its own language", aText), "dir": oneOf("ltr", "rtl"), "home": said("Address of the home page", aText),
			"chain": said("Locales that are tried where a text is missing, its own first", listOf(aText)),
		}, nil),
		"DesignSystem": shape(object{
			"name": aText, "version": said("Semantic version", aText), "package": said("Of the design tokens", aText),
		}, object{
			"deprecatedAt": said("Since when nobody should use it", aMoment), "sunsetAt": said("When it will be withdrawn", aMoment),
			"successor": aText,
		}),
		"AssetLink":  shape(object{"url": aText, "integrity": said("Subresource Integrity", aText), "as": oneOf("style", "script")}, nil),
		"Generation": shape(object{"generation": aNumber}, nil),
		"Directives": said("Directive to sources", tableOf(listOf(aText))),
		"Policy": shape(object{
			"generation": aNumber, "site": aText, "csp": ref("Directives"), "policy": said("The same as a header has it", aText),
			"loader": said("More, where the loader is used and the page requires Trusted Types", ref("Directives")),
		}, nil),
	}
}

func partAnswers() object {
	menus := said("By name", tableOf(object{"type": []string{"array", "null"}, "items": ref("MenuItem")}))
	return object{
		"Bundle": shape(object{
			"generation": aNumber, "site": aText, "locale": aText, "designSystem": ref("DesignSystem"), "parts": tableOf(ref("Part")),
			"slots": said("How each slot is written", tableOf(ref("Part"))), "menus": menus, "languages": listOf(ref("Language")),
			"assets": listOf(ref("AssetLink")), "fallback": said("The barest header and footer", tableOf(aText)), "csp": ref("Directives"),
		}, object{
			"audience": said("Whose it is; left out where it is everybody's", aText),
			"layouts":  said("By layout: the parts that differ from those of the full one", tableOf(tableOf(ref("Part")))),
			"signIn":   said("Address of the sign-in page", aText), "notices": listOf(ref("Notice")), "warnings": listOf(aText),
		}),
		"Part": said("Finished HTML, and slots that the page fills, in order", listOf(object{"anyOf": []object{
			aText, shape(object{"slot": aText}, object{"item": said("The menu item's id, for the slot current", aText)}),
		}})),
		"MenuItem": shape(object{"id": aText, "label": aText}, object{
			"description": aText, "url": said("None is a heading", aText), "path": said("On the site itself", aText), "match": aText, "icon": aText,
			"external": said("It leads out of the group", aFlag), "newWindow": aFlag, "badge": aText, "items": listOf(ref("MenuItem")),
		}),
		"Language": shape(object{"locale": aText, "label": aText, "dir": oneOf("ltr", "rtl"), "url": aText}, nil),
		"Notice": shape(object{
			"id": said("Changes with what it says", aText), "severity": oneOf(published.Severities...), "title": aText, "locale": aText,
			"dir": oneOf("ltr", "rtl"), "from": aMoment,
		}, object{
			"html": aText, "link": shape(object{"label": aText}, object{"url": aText}), "until": aMoment, "dismissible": aFlag,
			"paths": said("On these pages and those below; none is everywhere", listOf(aText)),
		}),
		"Fragments": shape(object{
			"generation": aNumber, "site": aText, "locale": aText, "designSystem": ref("DesignSystem"),
			"parts": said("HTML by part", tableOf(aText)),
		}, nil),
		"Menus": shape(object{"generation": aNumber, "site": aText, "locale": aText}, object{"menus": menus}),
		"Menu": shape(object{
			"generation": aNumber, "site": aText, "locale": aText, "name": aText, "items": listOf(ref("MenuItem")),
		}, nil),
	}
}

func contentAnswers() object {
	found := object{"id": aText, "type": aText, "site": aText, "locale": aText, "publishedAt": aMoment, "updatedAt": aMoment}
	inherited := object{"inheritedFrom": said("The parent or shared space that it stands in", aText)}
	with := func(base, more object) object {
		out := maps.Clone(base)
		maps.Copy(out, more)
		return out
	}
	fallback := said("Which value came from which locale, by field", tableOf(aText))
	return object{
		"EntryList": shape(object{"data": listOf(ref("Entry")), "page": ref("Page"), "meta": ref("Meta")}, object{
			"facets": said("By field", tableOf(listOf(shape(object{
				"value": object{"type": []string{"string", "boolean", "number"}}, "count": aCount,
			}, nil)))),
		}),
		"EntryAnswer": shape(object{"data": ref("Entry"), "meta": ref("Meta")}, nil),
		"Entry": shape(with(found, object{
			"status": oneOf("published", "draft"), "version": aCount, "fields": said("As the content type has them", object{"type": "object"}),
		}), with(inherited, object{"fallback": fallback})),
		"Page": shape(object{"size": aCount}, object{
			"next": said("Goes into page[after]", aText), "prev": said("Goes into page[after]", aText), "total": said("With count=exact", aCount),
		}),
		"Meta": shape(object{"locale": aText, "view": aText, "generation": aNumber}, object{
			"fallback": fallback, "unresolved": said("References to what is not published here", listOf(aText)),
			"notIncluded": said("References beyond what one answer holds", listOf(aText)),
		}),
		"SearchList": shape(object{"data": listOf(ref("SearchHit")), "page": ref("Page"), "meta": ref("Meta")}, nil),
		"SearchHit": shape(with(found, object{
			"title": aText, "extract": said("Passages by field, in pieces: those that match are the words",
				tableOf(listOf(shape(object{"text": aText}, object{"match": aFlag})))),
		}), with(inherited, object{"slug": aText})),
	}
}

func otherAnswers() object {
	place := shape(object{"line": aCount, "column": aCount}, nil)
	return object{
		"GraphQLAnswer": shape(object{}, object{
			"data":       object{"type": []string{"object", "null"}},
			"extensions": shape(object{"generation": aNumber}, object{"unresolved": listOf(aText)}),
			"errors": listOf(shape(object{"message": aText, "extensions": shape(object{"code": aText}, object{
				"errors": listOf(shape(object{"argument": aText, "code": aText, "message": aText}, nil)),
			})}, object{"locations": listOf(place), "path": listOf(object{"type": []string{"string", "integer"}})})),
		}),
		"Health": shape(object{"status": oneOf("ok")}, nil),
		"Readiness": shape(object{
			"status": oneOf("ready", "stale", "nothing published yet"), "generation": aNumber, "log": oneOf("follows", "never answered"),
			"checksum": said("Nodes at one generation have the same", aText),
		}, object{"logAgeSeconds": said("Since the log was followed to its end", aCount)}),
		"TokenValues":  said("Computed values by theme and path", tableOf(object{"type": "object"})),
		"NestedTokens": said("Computed values as a tree", object{"type": "object"}),
		"TokenFile":    said("A file of the Design Tokens Community Group's format", object{"type": "object"}),
	}
}
