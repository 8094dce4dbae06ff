package authoring_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// policy says who may call a route, by an example that is good but for an old version.
type policy struct {
	path, body     string // :entry is an article's id; the query may be in path
	viewer, editor bool   // whether these built-in roles may; an administrator may all
	owner          bool   // whose it is may alone: not even an administrator
	anybody        bool   // whoever is signed in may, with no role at all
}

// policies has every route that is not open (SECURITY D1): one that is missing here fails the test.
var policies = map[string]policy{
	"GET /api/v1/me":                 {path: "/api/v1/me", anybody: true},
	"GET /api/v1/me/sessions":        {path: "/api/v1/me/sessions", anybody: true},
	"DELETE /api/v1/me/sessions":     {path: "/api/v1/me/sessions", anybody: true},
	"DELETE /api/v1/me/sessions/:id": {path: "/api/v1/me/sessions/:session", anybody: true},
	"POST /api/v1/me/password":       {path: "/api/v1/me/password", body: `{"current":"no","password":"correct horse"}`, anybody: true},
	"GET /api/v1/me/access":          {path: "/api/v1/me/access?action=read&type=article", anybody: true},
	"POST /api/v1/me/access":         {path: "/api/v1/me/access", body: `{"questions":[{"action":"read","type":"article"}]}`, anybody: true},

	"GET /api/v1/people":                      {path: "/api/v1/people", anybody: true},
	"GET /api/v1/accounts":                    {path: "/api/v1/accounts"},
	"POST /api/v1/accounts":                   {path: "/api/v1/accounts", body: `{"email":"new@portico.example","name":"New","roles":[]}`},
	"GET /api/v1/accounts/:id":                {path: "/api/v1/accounts/:account"},
	"PATCH /api/v1/accounts/:id":              {path: "/api/v1/accounts/:account", body: `{"name":"Other"}`},
	"POST /api/v1/accounts/:id/suspend":       {path: "/api/v1/accounts/:account/suspend"},
	"POST /api/v1/accounts/:id/resume":        {path: "/api/v1/accounts/:account/resume"},
	"POST /api/v1/accounts/:id/password-link": {path: "/api/v1/accounts/:account/password-link"},
	"DELETE /api/v1/accounts/:id/sessions":    {path: "/api/v1/accounts/:account/sessions"},
	"GET /api/v1/accounts/:id/access":         {path: "/api/v1/accounts/:account/access?action=read&type=article"},
	"POST /api/v1/accounts/:id/access":        {path: "/api/v1/accounts/:account/access", body: `{"questions":[{"action":"read","type":"article"}]}`},

	"GET /api/v1/roles":          {path: "/api/v1/roles"},
	"POST /api/v1/roles":         {path: "/api/v1/roles", body: `{"name":"new","label":{"en":"New"},"grants":[]}`},
	"GET /api/v1/roles/:name":    {path: "/api/v1/roles/:role"},
	"PUT /api/v1/roles/:name":    {path: "/api/v1/roles/:role", body: `{"label":{"en":"Other"},"grants":[]}`},
	"DELETE /api/v1/roles/:name": {path: "/api/v1/roles/:role"},

	"GET /api/v1/keys":             {path: "/api/v1/keys", anybody: true},
	"POST /api/v1/keys":            {path: "/api/v1/keys", body: `{"name":"New","grants":[],"expiresAt":"2027-01-01T00:00:00Z"}`, anybody: true}, // within their rights
	"DELETE /api/v1/keys/:id":      {path: "/api/v1/keys/:key"},
	"POST /api/v1/keys/:id/rotate": {path: "/api/v1/keys/:key/rotate", body: `{}`, owner: true},

	"GET /api/v1/audit":          {path: "/api/v1/audit"},
	"GET /api/v1/audit/export":   {path: "/api/v1/audit/export"},
	"GET /api/v1/audit/activity": {path: "/api/v1/audit/activity?zone=Europe/Paris"},

	"GET /api/v1/sites":        {path: "/api/v1/sites", viewer: true, editor: true},
	"GET /api/v1/sites/:key":   {path: "/api/v1/sites/one", viewer: true, editor: true},
	"PATCH /api/v1/sites/:key": {path: "/api/v1/sites/one", body: `{}`},
	"POST /api/v1/sites": {path: "/api/v1/sites", body: `{"key":"three","name":"Three","origins":["https://three.example"],"owner":"x","brand":"red",` +
		`"locales":[{"tag":"en","home":"/"}]}`},
	"GET /api/v1/sites/:key/preview-frame": {path: "/api/v1/sites/one/preview-frame", viewer: true, editor: true},
	"POST /api/v1/sites/:key/draft-parts":  {path: "/api/v1/sites/one/draft-parts", body: `{}`, viewer: true, editor: true},
	"POST /api/v1/sites/:key/visit":        {path: "/api/v1/sites/one/visit", body: `{}`},
	"GET /api/v1/alignment":                {path: "/api/v1/alignment", viewer: true, editor: true},
	"GET /api/v1/caches":                   {path: "/api/v1/caches"},
	"DELETE /api/v1/sites/:key":            {path: "/api/v1/sites/two"},
	"GET /api/v1/sites/:key/keys":          {path: "/api/v1/sites/one/keys"},
	"POST /api/v1/sites/:key/keys":         {path: "/api/v1/sites/one/keys", body: `{"name":"x"}`},
	"DELETE /api/v1/sites/:key/keys/:id":   {path: "/api/v1/sites/one/keys/:siteKey"},
	"GET /api/v1/settings":                 {path: "/api/v1/settings"},
	"PATCH /api/v1/settings":               {path: "/api/v1/settings", body: `{}`},

	"POST /api/v1/markdown-html": {path: "/api/v1/markdown-html", body: `{"texts":["*a*"]}`, anybody: true}, // shows nothing but what they sent

	"POST /api/v1/menus":                                          {path: "/api/v1/menus", body: `{"space":"one","name":"legal","items":[]}`, editor: true},
	"PUT /api/v1/menus/:space/:name":                              {path: "/api/v1/menus/shared/main", body: `{"items":[]}`, editor: true},
	"DELETE /api/v1/menus/:space/:name":                           {path: "/api/v1/menus/shared/main", editor: true},
	"POST /api/v1/menus/:space/:name/items":                       {path: "/api/v1/menus/shared/main/items", body: `{"item":{"id":"x","label":{"en":"X"},"url":"https://x.example/"}}`, editor: true},
	"DELETE /api/v1/menus/:space/:name/items/:id":                 {path: "/api/v1/menus/shared/main/items/about", editor: true},
	"POST /api/v1/menus/:space/:name/items/:id/move":              {path: "/api/v1/menus/shared/main/items/about/move", body: `{}`, editor: true},
	"POST /api/v1/menus/:space/:name/revert":                      {path: "/api/v1/menus/shared/main/revert", editor: true},
	"GET /api/v1/menus/:space/:name/changes":                      {path: "/api/v1/menus/shared/main/changes", viewer: true, editor: true},
	"GET /api/v1/menus/:space/:name/check":                        {path: "/api/v1/menus/shared/main/check", viewer: true, editor: true},
	"GET /api/v1/menus/:space/:name/revisions":                    {path: "/api/v1/menus/shared/main/revisions", viewer: true, editor: true},
	"GET /api/v1/menus/:space/:name/revisions/:revision":          {path: "/api/v1/menus/shared/main/revisions/1", viewer: true, editor: true},
	"POST /api/v1/menus/:space/:name/revisions/:revision/restore": {path: "/api/v1/menus/shared/main/revisions/1/restore", editor: true},

	"GET /api/v1/menus":                          {path: "/api/v1/menus", viewer: true, editor: true},
	"GET /api/v1/menus/:space/:name":             {path: "/api/v1/menus/shared/main", viewer: true, editor: true},
	"PATCH /api/v1/menus/:space/:name/items/:id": {path: "/api/v1/menus/shared/main/items/about", body: `{}`, editor: true},
	"POST /api/v1/menus/:space/:name/publish":    {path: "/api/v1/menus/shared/main/publish", body: `{}`, editor: true},

	"GET /api/v1/content-types":       {path: "/api/v1/content-types", anybody: true},
	"GET /api/v1/model/openapi.json":  {path: "/api/v1/model/openapi.json", anybody: true},
	"GET /api/v1/content-types/:name": {path: "/api/v1/content-types/article", anybody: true},

	"GET /api/v1/views":        {path: "/api/v1/views", anybody: true},
	"POST /api/v1/views":       {path: "/api/v1/views", body: `{"name":"Mine","query":{}}`, anybody: true},
	"GET /api/v1/views/:id":    {path: "/api/v1/views/:view", anybody: true},
	"PUT /api/v1/views/:id":    {path: "/api/v1/views/:view", body: `{"name":"Mine","query":{}}`},
	"DELETE /api/v1/views/:id": {path: "/api/v1/views/:view"},

	"GET /api/v1/log":                             {path: "/api/v1/log"},
	"GET /api/v1/events":                          {path: "/api/v1/events", anybody: true},
	"PUT /api/v1/entries/:id/presence":            {path: "/api/v1/entries/:entry/presence", body: `{"client":"a"}`, viewer: true, editor: true},
	"DELETE /api/v1/entries/:id/presence/:client": {path: "/api/v1/entries/:entry/presence/a", anybody: true},

	"GET /api/v1/entries":                      {path: "/api/v1/entries?type=article", viewer: true, editor: true},
	"POST /api/v1/entries/query":               {path: "/api/v1/entries/query", body: `{"type":"article"}`, viewer: true, editor: true},
	"POST /api/v1/menus/:space/:name/override": {path: "/api/v1/menus/one/footer/override", editor: true},
	"POST /api/v1/menus/:space/:name/resume":   {path: "/api/v1/menus/two/footer/resume", editor: true},
	"GET /api/v1/sites/:key/inheritance":       {path: "/api/v1/sites/two/inheritance", viewer: true, editor: true},
	"GET /api/v1/trees/:space/:type":           {path: "/api/v1/trees/shared/section", viewer: true, editor: true},
	"GET /api/v1/translations":                 {path: "/api/v1/translations?locale=de", anybody: true},
	"GET /api/v1/translations/summary":         {path: "/api/v1/translations/summary", anybody: true},
	"POST /api/v1/translations/export": {
		path: "/api/v1/translations/export", body: `{"entries":[":entry"],"source":"en","target":"de"}`, viewer: true, editor: true,
	},
	"POST /api/v1/translations/import":      {path: "/api/v1/translations/import", body: `<xliff`, editor: true},
	"POST /api/v1/entries/:id/move":         {path: "/api/v1/entries/:entry/move", body: `{"parent":""}`, editor: true},
	"POST /api/v1/entries/:id/override":     {path: "/api/v1/entries/:entry/override", body: `{"site":"two"}`, editor: true},
	"POST /api/v1/entries/:id/resume":       {path: "/api/v1/entries/:entry/resume", editor: true},
	"GET /api/v1/entries/:id/uses":          {path: "/api/v1/entries/:entry/uses", viewer: true, editor: true},
	"POST /api/v1/entries/:id/replace-uses": {path: "/api/v1/entries/:entry/replace-uses", body: `{"by":":entry"}`, editor: true},
	"GET /api/v1/entries/:id/people":        {path: "/api/v1/entries/:entry/people", editor: true},
	"GET /api/v1/entries/:id/diff":          {path: "/api/v1/entries/:entry/diff?from=0", viewer: true, editor: true},
	"POST /api/v1/entries/:id/translated":   {path: "/api/v1/entries/:entry/translated", body: `{"locale":"fr"}`, editor: true},

	"POST /api/v1/entries":                        {path: "/api/v1/entries", body: `{"space":"shared","type":"article"}`, editor: true},
	"GET /api/v1/entries/:id":                     {path: "/api/v1/entries/:entry", viewer: true, editor: true},
	"PATCH /api/v1/entries/:id":                   {path: "/api/v1/entries/:entry", body: `{"locales":{"en":{"title":"Other"}}}`, editor: true},
	"DELETE /api/v1/entries/:id":                  {path: "/api/v1/entries/:entry", editor: true},
	"GET /api/v1/entries/:id/check":               {path: "/api/v1/entries/:entry/check", viewer: true, editor: true},
	"POST /api/v1/entries/:id/publish":            {path: "/api/v1/entries/:entry/publish", body: `{}`, editor: true},
	"POST /api/v1/entries/:id/unpublish":          {path: "/api/v1/entries/:entry/unpublish", body: `{}`, editor: true},
	"POST /api/v1/entries/:id/archive":            {path: "/api/v1/entries/:entry/archive", body: `{}`, editor: true},
	"POST /api/v1/entries/:id/unarchive":          {path: "/api/v1/entries/:entry/unarchive", body: `{}`, editor: true},
	"POST /api/v1/entries/:id/restore":            {path: "/api/v1/entries/:entry/restore", editor: true},
	"POST /api/v1/entries/:id/purge":              {path: "/api/v1/entries/:entry/purge"},
	"GET /api/v1/entries/:id/revisions":           {path: "/api/v1/entries/:entry/revisions", viewer: true, editor: true},
	"GET /api/v1/entries/:id/revisions/:revision": {path: "/api/v1/entries/:entry/revisions/1", viewer: true, editor: true},
	"POST /api/v1/entries/:id/submit":             {path: "/api/v1/entries/:entry/submit", body: `{}`, editor: true},
	"POST /api/v1/entries/:id/approve":            {path: "/api/v1/entries/:entry/approve", body: `{}`},
	"POST /api/v1/entries/:id/request-changes":    {path: "/api/v1/entries/:entry/request-changes", body: `{"comment":"No"}`},
	"POST /api/v1/entries/:id/withdraw":           {path: "/api/v1/entries/:entry/withdraw", body: `{}`, editor: true},
	"GET /api/v1/reviews":                         {path: "/api/v1/reviews", anybody: true}, // shows what one may read

	"GET /api/v1/entries/:id/comments":                   {path: "/api/v1/entries/:entry/comments", viewer: true, editor: true},
	"POST /api/v1/entries/:id/comments":                  {path: "/api/v1/entries/:entry/comments", body: `{"body":"Hello"}`, editor: true},
	"PUT /api/v1/entries/:id/comments/:comment":          {path: "/api/v1/entries/:entry/comments/:comment", body: `{"body":""}`, editor: true}, // one's own
	"DELETE /api/v1/entries/:id/comments/:comment":       {path: "/api/v1/entries/:entry/comments/:comment"},                                    // somebody else's
	"POST /api/v1/entries/:id/comments/:comment/resolve": {path: "/api/v1/entries/:entry/comments/:comment/resolve", editor: true},
	"POST /api/v1/entries/:id/comments/:comment/reopen":  {path: "/api/v1/entries/:entry/comments/:comment/reopen", editor: true},
	"GET /api/v1/mentions":                               {path: "/api/v1/mentions", anybody: true}, // one's own

	"POST /api/v1/entries/:id/schedule":   {path: "/api/v1/entries/:entry/schedule", body: `{"action":"publish","at":"2999-01-01T00:00:00Z"}`, editor: true},
	"DELETE /api/v1/entries/:id/schedule": {path: "/api/v1/entries/:entry/schedule", editor: true},

	"GET /api/v1/jobs":             {path: "/api/v1/jobs", anybody: true}, // one's own
	"POST /api/v1/jobs":            {path: "/api/v1/jobs", body: `{"kind":"publish","entries":[{"id":":entry"}]}`, editor: true},
	"GET /api/v1/jobs/:id":         {path: "/api/v1/jobs/:job"}, // somebody else's
	"GET /api/v1/jobs/:id/rows":    {path: "/api/v1/jobs/:job/rows"},
	"POST /api/v1/jobs/:id/cancel": {path: "/api/v1/jobs/:job/cancel"},

	"GET /api/v1/content-releases":                    {path: "/api/v1/content-releases", viewer: true, editor: true},
	"POST /api/v1/content-releases":                   {path: "/api/v1/content-releases", body: `{"name":"Spring"}`, editor: true},
	"GET /api/v1/content-releases/:id":                {path: "/api/v1/content-releases/:release", viewer: true, editor: true},
	"PUT /api/v1/content-releases/:id":                {path: "/api/v1/content-releases/:release", body: `{"name":"Summer"}`, editor: true},
	"DELETE /api/v1/content-releases/:id":             {path: "/api/v1/content-releases/:release", editor: true},
	"GET /api/v1/content-releases/:id/check":          {path: "/api/v1/content-releases/:release/check", viewer: true, editor: true},
	"POST /api/v1/content-releases/:id/items":         {path: "/api/v1/content-releases/:release/items", body: `{"items":[{"menu":"main","space":"shared"}]}`, editor: true},
	"DELETE /api/v1/content-releases/:id/items/:item": {path: "/api/v1/content-releases/:release/items/:entry", editor: true},
	"POST /api/v1/content-releases/:id/publish":       {path: "/api/v1/content-releases/:release/publish", editor: true},
	"POST /api/v1/content-releases/:id/cancel":        {path: "/api/v1/content-releases/:release/cancel", editor: true},
	"POST /api/v1/content-releases/:id/schedule":      {path: "/api/v1/content-releases/:release/schedule", body: `{"at":"2027-01-01T00:00:00Z"}`, editor: true},
	"DELETE /api/v1/content-releases/:id/schedule":    {path: "/api/v1/content-releases/:release/schedule", editor: true},
	"GET /api/v1/preview-tokens":                      {path: "/api/v1/preview-tokens", anybody: true}, // one's own
	"POST /api/v1/preview-tokens":                     {path: "/api/v1/preview-tokens", body: `{"site":"one","view":"draft","name":"Board"}`, viewer: true, editor: true},
	"DELETE /api/v1/preview-tokens/:id":               {path: "/api/v1/preview-tokens/:preview"}, // somebody else's

	"GET /api/v1/design-system/releases":                        {path: "/api/v1/design-system/releases", viewer: true, editor: true},
	"GET /api/v1/design-system/releases/:version":               {path: "/api/v1/design-system/releases/1.0.0", viewer: true, editor: true},
	"GET /api/v1/design-system/releases/:version/files":         {path: "/api/v1/design-system/releases/1.0.0/files", viewer: true, editor: true},
	"PUT /api/v1/design-system/releases/:version/retirement":    {path: "/api/v1/design-system/releases/1.0.0/retirement", body: `{}`},
	"DELETE /api/v1/design-system/releases/:version/retirement": {path: "/api/v1/design-system/releases/1.0.0/retirement"},
	"GET /api/v1/design-system/channels":                        {path: "/api/v1/design-system/channels", viewer: true, editor: true},
	"GET /api/v1/design-system/channels/:channel":               {path: "/api/v1/design-system/channels/next", viewer: true, editor: true},
	"PUT /api/v1/design-system/channels/:channel":               {path: "/api/v1/design-system/channels/next", body: `{"version":"1.0.0"}`},
	"GET /api/v1/design-system/drafts":                          {path: "/api/v1/design-system/drafts", viewer: true, editor: true},
	"POST /api/v1/design-system/drafts":                         {path: "/api/v1/design-system/drafts", body: `{"name":"x"}`},
	"GET /api/v1/design-system/drafts/:id":                      {path: "/api/v1/design-system/drafts/:draft", viewer: true, editor: true},
	"DELETE /api/v1/design-system/drafts/:id":                   {path: "/api/v1/design-system/drafts/:draft"},
	"GET /api/v1/design-system/drafts/:id/files":                {path: "/api/v1/design-system/drafts/:draft/files", viewer: true, editor: true},
	"GET /api/v1/design-system/drafts/:id/preview":              {path: "/api/v1/design-system/drafts/:draft/preview", viewer: true, editor: true},
	"POST /api/v1/design-system/drafts/:id/parts":               {path: "/api/v1/design-system/drafts/:draft/parts", body: `{"site":"one"}`, viewer: true, editor: true},
	"GET /api/v1/design-system/drafts/:id/tokens":               {path: "/api/v1/design-system/drafts/:draft/tokens", viewer: true, editor: true},
	"GET /api/v1/design-system/drafts/:id/token-uses":           {path: "/api/v1/design-system/drafts/:draft/token-uses?path=house", viewer: true, editor: true},
	"POST /api/v1/design-system/drafts/:id/tokens":              {path: "/api/v1/design-system/drafts/:draft/tokens", body: `{"changes":[{"path":"gap","value":"{space.small}"}]}`},
	"POST /api/v1/design-system/drafts/:id/publish":             {path: "/api/v1/design-system/drafts/:draft/publish", body: `{}`},
	"GET /api/v1/media":                                         {path: "/api/v1/media", viewer: true, editor: true},
	"POST /api/v1/media":                                        {path: "/api/v1/media?space=shared&file=x.pdf", body: pdf, editor: true},
	"GET /api/v1/media/:id":                                     {path: "/api/v1/media/:medium", viewer: true, editor: true},
	"PATCH /api/v1/media/:id":                                   {path: "/api/v1/media/:medium", body: `{"alt":{"en":"Other"}}`, editor: true},
	"DELETE /api/v1/media/:id":                                  {path: "/api/v1/media/:medium", editor: true},
	"GET /api/v1/media/:id/uses":                                {path: "/api/v1/media/:medium/uses", viewer: true, editor: true},
	"GET /api/v1/media/:id/file":                                {path: "/api/v1/media/:medium/file", viewer: true, editor: true},

	"GET /api/v1/entries/export":                           {path: "/api/v1/entries/export", viewer: true, editor: true},
	"POST /api/v1/entries/export":                          {path: "/api/v1/entries/export", body: `{"entries":[":entry"]}`, viewer: true, editor: true},
	"POST /api/v1/entries/import":                          {path: "/api/v1/entries/import?dryRun=true", body: `{"space":"shared","type":"article"}`, editor: true},
	"POST /api/v1/entries/:id/revisions/:revision/restore": {path: "/api/v1/entries/:entry/revisions/1/restore", editor: true},
}

// TestRolesD1: every route asks for a right. Who has none is refused and changes nothing, and is told the same as of what is not
// there; who has it gets through.
func TestRolesD1(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		roles := map[string]string{"": s.as(""), identity.Viewer: s.as(identity.Viewer), identity.Editor: s.as(identity.Editor)}
		admin := s.as(identity.Administrator)
		s.teamView()  // what policies are about is there before
		s.siteKeyID() // it stands in an address
		s.subject()
		s.waiting()
		before := storetest.Dump(t, s.dbURL, s.dir)
		may := func(p policy, role string) bool {
			return p.anybody || (p.viewer && role == identity.Viewer) || (p.editor && role == identity.Editor)
		}
		call := func(name string, p policy, version, cookie string) answer {
			method, _, _ := strings.Cut(name, " ")
			return s.do(request{method, s.fill(p.path), s.fillBody(p.body), with("Cookie", cookie, "If-Match", version)})
		}
		for _, name := range s.routes() {
			p, ok := policies[name]
			if openRoutes[name] != "" {
				continue
			}
			if !ok {
				t.Errorf("%s has no policy: add a line to policies", name)
			}
			for role, cookie := range roles {
				if may(p, role) {
					continue
				}
				for _, version := range []string{`"1"`, `"99"`} {
					got := call(name, p, version, cookie)
					if !slices.Contains([]int{http.StatusForbidden, http.StatusNotFound}, got.status) {
						t.Errorf("%s as %q: %d %s", name, role, got.status, got.body)
					}
				}
			}
		}
		if diff := cmp.Diff(before, storetest.Dump(t, s.dbURL, s.dir)); diff != "" {
			t.Errorf("something was written: %s", diff)
		}
		for name, p := range policies {
			if !slices.Contains(s.routes(), name) {
				t.Errorf("%s has a policy and does not exist", name)
				continue
			}
			for role, cookie := range roles {
				if !may(p, role) {
					continue
				}
				if got := call(name, p, `"99"`, cookie); got.status == http.StatusForbidden || got.status >= 500 {
					t.Errorf("%s as %q: %d %s", name, role, got.status, got.body)
				}
			}
			if p.owner {
				continue
			}
			if got := call(name, p, `"99"`, admin); slices.Contains([]int{http.StatusForbidden, http.StatusNotFound}, got.status) || got.status >= 500 {
				t.Errorf("%s as administrator: %d %s", name, got.status, got.body)
			}
		}
	})
}
