package authoring

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// example is a call that the document shows. The tests take it from the document and carry it out, as an administrator, on a small
// group of sites; in the place of the ids below they put those of the group.
type example struct {
	body   string
	media  string            // of the body, where the operation takes several
	params map[string]string // of the path, the query and the headers, beside the usual ones
}

// Ids in the examples.
const (
	exampleEntry   = "01920000-0000-7000-8000-000000000001"
	exampleOther   = "01920000-0000-7000-8000-000000000002"
	exampleAccount = "01920000-0000-7000-8000-000000000003"
	exampleKey     = "01920000-0000-7000-8000-000000000004"
	exampleSession = "01920000-0000-7000-8000-000000000005"
	exampleSiteKey = "01920000-0000-7000-8000-000000000006"
	exampleComment = "01920000-0000-7000-8000-000000000007"
	exampleJob     = "01920000-0000-7000-8000-000000000008"
	exampleView    = "01920000-0000-7000-8000-000000000009"
	exampleRelease = "01920000-0000-7000-8000-00000000000b"
	examplePreview = "01920000-0000-7000-8000-00000000000c"
	exampleDraft   = "01920000-0000-7000-8000-00000000000d"
	exampleMedium  = "01920000-0000-7000-8000-00000000000e"
	exampleSecret  = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" // of a one-time link
	exampleExpiry  = "2027-01-01T08:00:00Z"
)

// usualPaths are the values of path parameters: the beginning of a path, with the parameter, and its value.
var usualPaths = []struct{ prefix, value string }{
	{"/api/v1/accounts/{id}", exampleAccount},
	{"/api/v1/content-releases/{id}", exampleRelease},
	{"/api/v1/content-releases/{id}/items/{item}", exampleEntry},
	{"/api/v1/content-types/{name}", "article"},
	{"/api/v1/design-system/channels/{channel}", "next"},
	{"/api/v1/design-system/drafts/{id}", exampleDraft},
	{"/api/v1/design-system/releases/{version}", "1.0.0"},
	{"/api/v1/entries/{id}", exampleEntry},
	{"/api/v1/entries/{id}/comments/{comment}", exampleComment},
	{"/api/v1/entries/{id}/presence/{client}", "tab-1"},
	{"/api/v1/entries/{id}/revisions/{revision}", "1"},
	{"/api/v1/jobs/{id}", exampleJob},
	{"/api/v1/keys/{id}", exampleKey},
	{"/api/v1/me/sessions/{id}", exampleSession},
	{"/api/v1/media/{id}", exampleMedium},
	{"/api/v1/menus/{space}", "shared"},
	{"/api/v1/menus/{space}/{name}", "main"},
	{"/api/v1/menus/{space}/{name}/items/{id}", "about"},
	{"/api/v1/menus/{space}/{name}/revisions/{revision}", "1"},
	{"/api/v1/preview-tokens/{id}", examplePreview},
	{"/api/v1/roles/{name}", "helper"},
	{"/api/v1/sites/{key}", "one"},
	{"/api/v1/sites/{key}/keys/{id}", exampleSiteKey},
	{"/api/v1/trees/{space}", "shared"},
	{"/api/v1/trees/{space}/{type}", "section"},
	{"/api/v1/views/{id}", exampleView},
}

// usual gives the value that a parameter has in every example that says nothing else.
func usual(path string, p *huma.Param) (string, bool) {
	if p.In == "header" && p.Name == "If-Match" {
		return `"1"`, true
	}
	if p.In == "path" {
		for _, u := range usualPaths {
			if strings.HasPrefix(path, u.prefix) && strings.HasSuffix(u.prefix, "{"+p.Name+"}") {
				return u.value, true
			}
		}
	}
	return "", false
}

const (
	exampleQuestion = `{"questions": [{"action": "publish", "type": "article", "site": "one", "locale": "fr"}]}`
	exampleGrants   = `[{"actions": ["read", "update"], "types": ["article"], "sites": ["one"], "locales": ["fr"], "fields": ["*"]}]`
	exampleItem     = `{"id": "jobs", "label": {"en": "Jobs", "fr": "Emplois"}, "site": "one", "path": "/jobs"}`
	exampleSaved    = `{"name": "Late translations", "team": true, "query": {"type": "article", "filter": {"status": "draft"}}}`
	exampleLine     = `{"type": "article", "space": "shared", "key": "third", "locales": {"en": {"title": "Third"}}}`
	examplePDF      = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
	exampleCSV      = "id,sourceLocale,locale,pointer,source,target\r\n" + exampleEntry + ",en,fr,/title,First,Le premier\r\n"
)

// examples has each operation with a body, and those whose parameters need values of their own.
var examples = map[string]example{
	"setup": {body: `{"token": "` + exampleSecret + `", "email": "ada@portico.example", "name": "Ada",` +
		` "password": "correct horse battery"}`},
	"sign-in":            {body: `{"email": "administrator@portico.example", "password": "correct horse battery"}`},
	"ask-password-reset": {body: `{"email": "administrator@portico.example"}`},
	"reset-password":     {body: `{"token": "` + exampleSecret + `", "password": "staple battery horse"}`},
	"change-password":    {body: `{"current": "correct horse battery", "password": "staple battery horse"}`},

	"invite-account": {body: `{"email": "eve@portico.example", "name": "Eve",` +
		` "roles": [{"role": "editor", "sites": ["one"], "locales": ["*"]}]}`},
	"patch-account": {body: `{"name": "Ada Lovelace"}`},

	"explain-own-access":   {params: map[string]string{"action": "publish", "type": "article", "site": "one", "locale": "fr"}},
	"explain-access":       {params: map[string]string{"action": "publish", "type": "article", "site": "one", "locale": "fr"}},
	"explain-own-accesses": {body: exampleQuestion},
	"explain-accesses":     {body: exampleQuestion},

	"count-audit": {params: map[string]string{"site": "one", "zone": "Europe/Paris"}},

	"create-role":  {body: `{"name": "french-editor", "label": {"en": "French editor"}, "grants": ` + exampleGrants + `}`},
	"replace-role": {body: `{"label": {"en": "Helper"}, "description": {"en": "Helps out"}, "grants": ` + exampleGrants + `}`},
	"create-key":   {body: `{"name": "Nightly build", "grants": ` + exampleGrants + `, "expiresAt": "` + exampleExpiry + `"}`},
	"rotate-key":   {body: `{"expiresAt": "` + exampleExpiry + `"}`},

	"create-site": {body: `{"key": "three", "name": "Three", "origins": ["https://three.example"], "owner": "Team Three", "brand": "red",` +
		` "locales": [{"tag": "en", "home": "/"}, {"tag": "fr", "home": "/fr/", "fallback": "en"}]}`},
	"patch-site":      {body: `{"description": "The shop", "contact": null}`},
	"delete-site":     {params: map[string]string{"key": "three"}},
	"visit-site":      {body: `{"locale": "fr"}`},
	"create-site-key": {body: `{"name": "Web server"}`},
	"patch-settings":  {body: `{"externalHosts": ["press.example"]}`},

	"render-markdown": {body: `{"texts": ["We are **closed** on Monday."]}`},

	"create-menu":     {body: `{"space": "one", "name": "legal", "items": [` + exampleItem + `]}`},
	"try-menus":       {body: `{"locale": "en", "path": "/", "menus": [{"space": "one", "name": "legal", "items": [` + exampleItem + `]}]}`},
	"save-menu":       {body: `{"items": [` + exampleItem + `]}`},
	"add-menu-item":   {body: `{"item": ` + exampleItem + `, "index": 0}`},
	"patch-menu-item": {body: `{"label": {"fr": "À propos"}}`},
	"move-menu-item":  {body: `{"parent": "offers", "index": 0}`},
	"override-menu":   {params: map[string]string{"space": "one"}},
	"resume-menu":     {params: map[string]string{"space": "one"}},

	"create-entry": {body: `{"space": "shared", "type": "article", "key": "opening", "shared": {"order": 3},` +
		` "locales": {"en": {"title": "We open", "body": "On **Monday**."}, "fr": {"title": "Ouverture"}}, "note": "First draft"}`},
	"patch-entry":  {body: `{"shared": {"order": 2}, "locales": {"en": {"title": "Another title"}, "fr": {"body": null}}}`},
	"list-entries": {params: map[string]string{"type": "article", "sort": "-updatedAt", "locale": "en"}},
	"query-entries": {body: `{"type": "article", "filter": {"or": [{"status": "draft"}, {"updatedAt": {"gte": "2026-01-01T00:00:00Z"}}]},` +
		` "sort": ["-updatedAt"], "page": {"size": 20}, "locale": "en"}`},
	"export-some-entries": {body: `{"entries": ["` + exampleEntry + `"]}`},
	"import-entries":      {body: exampleLine, params: map[string]string{"mode": "create"}},

	"publish-entry":          {body: `{"locales": ["fr"]}`},
	"unpublish-entry":        {body: `{"locales": ["en"]}`},
	"archive-entry":          {body: `{"locales": ["en"]}`},
	"unarchive-entry":        {body: `{"locales": ["en"]}`},
	"submit-entry":           {body: `{"locales": ["fr"], "note": "Please look at the title"}`},
	"approve-entry":          {body: `{"locales": ["fr"]}`},
	"request-changes-entry":  {body: `{"locales": ["fr"], "comment": "The title is too short"}`},
	"withdraw-entry":         {body: `{"locales": ["fr"]}`},
	"schedule-entry":         {body: `{"action": "publish", "at": "` + exampleExpiry + `", "locales": ["fr"]}`},
	"trash-entry":            {params: map[string]string{"replacement": exampleOther}},
	"move-entry":             {body: `{"parent": "", "last": true}`},
	"override-entry":         {body: `{"site": "two"}`},
	"replace-uses":           {body: `{"by": "` + exampleEntry + `"}`, params: map[string]string{"id": exampleOther}},
	"diff-entry":             {params: map[string]string{"from": "published", "to": "draft"}},
	"enter-entry":            {body: `{"client": "tab-1", "locale": "fr", "field": "/locales/fr/title"}`},
	"create-comment":         {body: `{"body": "Is this still so?", "locale": "fr", "pointer": "/locales/fr/title"}`},
	"edit-comment":           {body: `{"body": "Is this still true?"}`},
	"create-content-release": {body: `{"name": "Spring campaign", "description": "Offers and their menu"}`},
	"rename-content-release": {body: `{"name": "Summer campaign"}`},
	"add-to-content-release": {body: `{"items": [{"entry": "` + exampleOther + `", "locales": ["en"]},` +
		` {"menu": "main", "space": "shared"}]}`},
	"schedule-content-release": {body: `{"at": "` + exampleExpiry + `"}`},
	"create-preview-token":     {body: `{"site": "one", "view": "draft", "name": "The board", "expiresAt": "` + exampleExpiry + `"}`},

	"move-design-channel":   {body: `{"version": "1.0.0"}`},
	"retire-design-release": {body: `{"sunsetAt": "` + exampleExpiry + `", "successor": "1.5.0"}`},
	"create-design-draft":   {body: `{"name": "A warmer red", "base": "1.0.0"}`},
	"find-token-uses":       {params: map[string]string{"path": "house"}},
	"try-design-draft":      {body: `{"site": "one", "locale": "en", "path": "/"}`},
	"list-design-tokens":    {params: map[string]string{"inputs": "brand=blue"}},
	"change-design-tokens": {body: `{"changes": [{"path": "house", "inputs": {"brand": "red"},` +
		` "value": {"colorSpace": "srgb", "components": [0.8, 0.1, 0]}},` +
		` {"kind": "add", "path": "space.large", "value": {"value": 24, "unit": "px"}},` +
		` {"kind": "describe", "path": "space", "value": "Distances between things"}]}`},
	"publish-design-draft": {body: `{"version": "1.5.0", "channels": ["next", "preview"]}`},

	"create-job": {body: `{"kind": "publish", "entries": [{"id": "` + exampleEntry + `"}], "locales": ["fr"]}`},

	"mark-translated":     {body: `{"locale": "fr"}`},
	"list-translations":   {params: map[string]string{"locale": "fr", "state": "missing"}},
	"export-translations": {body: `{"entries": ["` + exampleEntry + `"], "source": "en", "target": "fr", "format": "csv"}`},
	"import-translations": {body: exampleCSV, media: mediaCSV, params: map[string]string{"Content-Type": mediaCSV}},

	"list-media": {params: map[string]string{"sort": "image", "q": "station"}},
	"upload-medium": {
		body: examplePDF, media: "application/pdf", params: map[string]string{"space": "one", "file": "Report.pdf"},
	},
	"patch-medium": {body: `{"alt": {"en": "The station at night", "fr": null}}`},

	"create-view":  {body: exampleSaved},
	"replace-view": {body: exampleSaved},
}
