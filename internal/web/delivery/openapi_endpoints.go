package delivery

import (
	"strings"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/packages"
	"github.com/portico-cms/portico/internal/query"
)

// endpoint is a line of the delivery API's description.
type endpoint struct {
	id, path, method, summary, media string
	params                           []object // of the query string
	answer                           string   // schema of what it answers in JSON; see answers

	tag  string
	kept bool // it has an ETag: a caller that has the answer is told so with 304
}

const (
	mediaJSON = "application/json"
	mediaHTML = "text/html"
	mediaAny  = "*/*"

	mediaGraph = "application/graphql-response+json"
)

// chapter is a part of the description: an OpenAPI tag.
type chapter struct {
	name, help string
	kept       bool // of all its endpoints
	endpoints  []endpoint
}

// chapters list everything that the delivery listener answers to sites. A route that is missing here fails a test.
func chapters() []chapter {
	return []chapter{
		{"Sites", "Which sites there are, and what anybody may know of them.", true, []endpoint{
			{
				id: "list-sites", path: "/v1/sites", method: "get",
				summary: "The public sites", media: mediaJSON, answer: "SiteList",
			},
			{
				id: "get-site", path: "/v1/sites/{site}", method: "get",
				summary: "A site's public facts", media: mediaJSON, answer: "Site",
			},
			{
				id: "get-csp", path: "/v1/sites/{site}/csp", method: "get", media: mediaJSON, answer: "Policy",
				summary: "What the shared parts need of a page's Content-Security-Policy",
			},
		}},
		{"Shared parts", "Header, footer and the rest of the shared UI: as segments with slots, or finished.", true, partEndpoints()},
		{"Menus", "The menu trees as data.", true, []endpoint{
			{
				id: "get-menus", path: "/v1/sites/{site}/menus", method: "get",
				summary: "The menu trees", media: mediaJSON, params: pageParams(), answer: "Menus",
			},
			{
				id: "get-menu", path: "/v1/sites/{site}/menus/{menu}", method: "get",
				summary: "One menu tree", media: mediaJSON, params: pageParams(), answer: "Menu",
			},
		}},
		{"Content", "Entries in the site's languages, with filters, references and full text.", true, contentEndpoints()},
		{"GraphQL", "The same content, asked for in GraphQL.", true, graphEndpoints()},
		{"Changes", "How a site hears of a publication.", false, []endpoint{
			{
				id: "get-generation", path: "/v1/sites/{site}/generation", method: "get", summary: "The generation that is served",
				media: mediaJSON, answer: "Generation", kept: true,
			},
			{
				id: "listen", path: "/v1/events", method: "get", media: "text/event-stream",
				summary: "Changes as server-sent events, of one site or of all public ones", params: []object{
					parameter("site", "query", "Key of the site to listen to; none is every public site", object{"type": "string"}),
					parameter("Last-Event-ID", "header", "Generation that is known: what it missed comes first", object{"type": "integer", "minimum": 0}),
				},
			},
		}},
		{"Preview", "What is not published yet, for who has a preview token.", false, []endpoint{
			{
				id: "start-preview", path: previewPath, method: "post", media: mediaJSON,
				summary: "Take a preview token back for a cookie: a browser sees drafts from then on",
			},
			{id: "end-preview", path: previewPath, method: "delete", summary: "Take the preview cookie away", media: mediaJSON},
			{
				id: "get-preview-script", path: previewPath + ".js", method: "get", media: "text/javascript", kept: true,
				summary: "The script of pages that editors look at: a click leads to its field",
			},
		}},
		{"Design tokens", "Colours, sizes and fonts of the site's brand, in each form.", true, tokenEndpoints()},
		{"Packages", "The package of design tokens, as package managers ask for it.", true, packageEndpoints()},
		{"Files", "What pages load besides.", true, []endpoint{
			{
				id: "get-asset", path: "/a/{sha}/{file}", method: "get",
				summary: "A style sheet, script or font, for ever", media: mediaAny,
			},
			{
				id: "get-medium", path: "/media/{id}/original/{file}", method: "get",
				summary: "A medium, or a part of it; a wrong name leads on", media: mediaAny,
			},
		}},
		{"For people and operators", "The style guide, this description, and how the node is.", false, otherEndpoints()},
	}
}

// endpoints are those of all chapters.
func endpoints() (out []endpoint) {
	for _, c := range chapters() {
		for _, e := range c.endpoints {
			e.tag, e.kept = c.name, e.kept || c.kept
			out = append(out, e)
		}
	}
	return out
}

func partEndpoints() []endpoint {
	page := pageParams()
	return []endpoint{
		{
			id: "get-bundle", path: "/v1/sites/{site}/bundle", method: "get", summary: "All that a site needs for one locale",
			media: mediaJSON, params: page, answer: "Bundle",
		},
		{
			id: "get-fragments", path: "/v1/sites/{site}/fragments", method: "get", summary: "Every part of the shared UI, finished",
			media: mediaJSON, params: page, answer: "Fragments",
		},
		{
			id: "get-fragment", path: "/v1/sites/{site}/fragments/{part}", method: "get", summary: "One part of the shared UI as HTML",
			media: mediaHTML, params: page,
		},
		{
			id: "get-include", path: "/i/{site}/{part}/{locale}", method: "get", summary: "A part for server-side includes: always 200",
			media: mediaHTML,
		},
		{
			id: "get-include-of-item", path: "/i/{site}/{part}/{locale}/{item}", method: "get", summary: "The same, with the current menu item",
			media: mediaHTML,
		},
		{
			id: "get-loader", path: "/e/{file}", method: "get", media: "text/javascript",
			summary: "The loader: {site}.js is today's, {site}@{generation}.js never changes",
		},
		{
			id: "export-site", path: "/v1/sites/{site}/export.zip", method: "get", media: "application/zip",
			summary: "All parts, locales and layouts, to bake into a build",
		},
	}
}

func contentEndpoints() []endpoint {
	return []endpoint{
		{
			id: "list-entries", path: "/v1/sites/{site}/entries/{type}", method: "get", summary: "Entries of a content type",
			media: mediaJSON, params: queryDescription(query.InList), answer: "EntryList",
		},
		{
			id: "get-entry", path: "/v1/sites/{site}/entries/{type}/{id}", method: "get", summary: "One entry by id or slug",
			media: mediaJSON, params: queryDescription(query.InEntry), answer: "EntryAnswer",
		},
		{
			id: "query-entries", path: "/v1/sites/{site}/query", method: "post", media: mediaJSON, answer: "EntryList",
			summary: "Entries of a content type, for a query in JSON with and, or, not",
		},
		{
			id: "search", path: "/v1/sites/{site}/search", method: "get", summary: "Full text over searchable fields",
			media: mediaJSON, params: queryDescription(query.InSearch), answer: "SearchList",
		},
	}
}

func graphEndpoints() []endpoint {
	audience := []object{audienceDescription()}
	return []endpoint{
		{
			id: "get-graphql", path: "/v1/sites/{site}/graphql", method: "get", summary: "A question in GraphQL, or the hash of one",
			media: mediaGraph, params: graphParams(), answer: "GraphQLAnswer",
		},
		{
			id: "post-graphql", path: "/v1/sites/{site}/graphql", method: "post", summary: "A question in GraphQL",
			media: mediaGraph, params: audience, answer: "GraphQLAnswer",
		},
		{
			id: "get-graphql-schema", path: "/v1/sites/{site}/graphql/schema", method: "get",
			summary: "The schema in GraphQL's language, where it is shown", media: "text/plain", params: audience,
		},
	}
}

func tokenEndpoints() (out []endpoint) {
	theme := []object{
		parameter("theme", "query", "One of the themes; without it all of them in CSS and JSON, and the default one elsewhere",
			object{"type": "string"}),
		parameter("channel", "query", "stable, where the version that the site is pinned to is withdrawn", object{"type": "string"}),
	}
	for _, form := range core.TokenForms() {
		media, _, _ := strings.Cut(form.Type, ";")
		out = append(out, endpoint{
			id: "get-tokens-" + strings.ReplaceAll(form.Ext, ".", "-"), path: "/v1/sites/{site}/tokens." + form.Ext, method: "get",
			summary: "The design tokens of the site's brand as " + form.Ext, media: media, params: theme, answer: tokenAnswers[form.Ext],
		})
	}
	return out
}

func packageEndpoints() (out []endpoint) {
	for _, m := range packages.Managers() {
		out = append(out, endpoint{
			id: "get-" + m.Name + "-package", path: "/" + m.Name + "/{path}", method: "get",
			summary: "Packages of design tokens, as " + m.Name + " asks for them", media: mediaAny,
		})
	}
	return out
}

func otherEndpoints() []endpoint {
	return []endpoint{
		{
			id: "get-style-guide", path: "/styleguide", method: "get",
			summary: "The style guide of the components, for people", media: mediaHTML, params: guideParams(),
		},
		{
			id: "get-style-guide-asset", path: "/styleguide/assets/{file}", method: "get",
			summary: "What the style guide's own page loads", media: "text/css",
		},
		{
			id: "get-description", path: "/v1/openapi.json", method: "get",
			summary: "This document", media: mediaJSON, kept: true,
		},
		{
			id: "get-metrics", path: "/metrics", method: "get",
			summary: "Numbers of this node, for Prometheus", media: "text/plain",
		},
		{
			id: "get-health", path: "/healthz", method: "get",
			summary: "Whether the process lives", media: mediaJSON, answer: "Health",
		},
		{
			id: "get-readiness", path: "/readyz", method: "get",
			summary: "Whether there is something to serve", media: mediaJSON, answer: "Readiness",
		},
	}
}
