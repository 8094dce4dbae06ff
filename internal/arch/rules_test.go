package arch

// A layer is a height in the code base. A package may import packages of lower layers, and of its own
// layer only where its rule says so.
type layer int

const (
	ground  layer = iota // L0: words that everything speaks: errors, locales, files, addresses
	domain               // L1: what Portico is about, pure: types, rules, and ports beside them
	usecase              // L2: what it does
	adapter              // L3: one technology each: a database, a web framework, a renderer
	wiring               // L4: configuration, and putting it all together
	command              // programs
	data                 // embedded files: imports nothing, and nothing but app imports it
	proof                // test support and end-to-end tests: may import anything, and only tests import it
)

// A rule places one package.
type rule struct {
	layer layer
	also  []string // packages of the same layer that it may import
	not   []string // packages of lower layers that it must not import
	why   string   // the reason for also and not
}

// packages has a rule for every package of the module. A new package gets its line here first: where
// it stands is a decision, not an accident.
var packages = map[string]rule{
	"internal/fault":    {layer: ground},
	"internal/locale":   {layer: ground, also: list("fault"), why: "a bad tag is a coded error"},
	"internal/weburl":   {layer: ground, also: list("fault"), why: "a refused address is a coded error"},
	"internal/yamlfile": {layer: ground, also: list("fault"), why: "decoding reports problems with file and line"},

	"internal/site":      {layer: domain},
	"internal/schema":    {layer: domain},
	"internal/identity":  {layer: domain},
	"internal/journey":   {layer: domain},
	"internal/media":     {layer: domain},
	"internal/published": {layer: domain},
	"internal/search":    {layer: domain},
	"internal/token":     {layer: domain},
	"internal/query":     {layer: domain, also: list("published"), why: "what may be asked of a type is in its record"},
	"internal/graph": {
		layer: domain, also: list("published", "query", "search"),
		why: "GraphQL is another way to ask the same: its schema is made of types' records, and what it asks is a query",
	},
	"internal/content": {layer: domain, also: list("schema"), why: "an entry is checked against its content type"},
	"internal/menu":    {layer: domain, also: list("site"), why: "a menu belongs to a site and shows other sites"},
	"internal/token/output": {
		layer: domain, also: list("token"), why: "it writes what the compiler resolves",
	},
	"internal/packages": {
		layer: domain, also: list("published"), why: "it offers published packages under the names that each package manager gives them",
	},
	"internal/token/change": {layer: domain, also: list("token"), why: "it compares what the compiler resolves"},
	"internal/token/lint":   {layer: domain, also: list("token"), why: "it judges what the compiler resolves"},
	"internal/fragment": {
		layer: domain, also: list("menu", "token", "content", "site", "designsystem", "published", "fragment/plan"),
		why: "a fragment renders menus, texts and tokens of a site into published parts, by plans of its templates",
	},
	"internal/fragment/plan": {layer: domain},
	"internal/exchange": {
		layer: domain, also: list("schema", "content"), why: "texts for translators are taken out of entries, and put back by their types",
	},
	"internal/designsystem": {
		layer: domain, also: list("token", "token/change", "token/lint", "token/output", "site"),
		why: "a design system is tokens for brands, with templates; a version follows from what changed in them",
	},
	"internal/token/edit": {layer: domain, also: list("token"), why: "it changes the files that the compiler reads"},
	"internal/styleguide": {
		layer: domain, also: list("designsystem", "published"), why: "it makes published examples of a release's templates",
	},

	"internal/publishing": {layer: usecase},
	"internal/authoring":  {layer: usecase, also: list("publishing"), why: "a publication is compiled and checked in the transaction that makes it"},
	"internal/typegen": {
		layer: usecase, not: list("site", "identity", "published", "token", "content", "menu", "fragment", "designsystem"),
		why: "types for sites come from the content model alone",
	},
	"internal/delivery": {
		layer: usecase, not: list("schema", "content", "fragment", "designsystem", "media"),
		why: "a delivery node serves what was published: all that it needs is in the records, so it runs with authoring away",
	},

	"internal/assets":   {layer: adapter},
	"internal/blob":     {layer: adapter},
	"internal/follow":   {layer: adapter, not: list("authoring", "publishing"), why: "it runs where there is no authoring plane"},
	"internal/mail":     {layer: adapter},
	"internal/markdown": {layer: adapter},
	"internal/oidc":     {layer: adapter},
	"internal/purge":    {layer: adapter, not: list("delivery"), why: "who publishes tells the caches; nodes only serve"},
	"internal/readmodel": {
		layer: adapter, also: list("sqlitefile"), not: list("authoring"),
		why: "it holds published records, whoever made them; all SQLite files are opened by the same hand",
	},
	"internal/sqlitefile": {layer: adapter},
	"internal/store": {
		layer: adapter, also: list("sqlitefile"), not: list("delivery"),
		why: "no visitor's request reaches the authoring database; all SQLite files are opened by the same hand",
	},
	"internal/store/storetest": {layer: proof, why: "the contract suite of every store"},
	"internal/webhook":         {layer: adapter},
	"internal/web/adminui":     {layer: adapter, also: list("web/problem"), why: "all of the web answers problems the same way"},
	"internal/web/authoring": {
		layer: adapter, also: list("web/problem", "web/adminui"), not: list("delivery"),
		why: "a listener speaks for one plane; the admin UI is served by the authoring listener",
	},
	"internal/web/delivery": {
		layer: adapter, also: list("web/problem"), not: list("authoring", "publishing", "schema", "content", "fragment", "designsystem"),
		why: "a listener speaks for one plane",
	},
	"internal/web/problem": {layer: adapter, not: list("authoring", "publishing", "delivery"), why: "both listeners share it"},

	"internal/config": {layer: wiring},
	"internal/app":    {layer: wiring, also: list("config"), why: "wiring needs the configuration"},

	"cmd/portico":    {layer: command},
	"bench":          {layer: command, also: []string{"bench/server"}, why: "both benchmarks run servers in the same way"},
	"bench/content":  {layer: proof},
	"bench/growth":   {layer: proof},
	"bench/nodes":    {layer: proof},
	"bench/server":   {layer: command},
	"bench/tokens":   {layer: command},
	"admin-ui":       {layer: data},
	"admin-ui/build": {layer: command},
	"content-types":  {layer: data},
	"design-system":  {layer: data},
	"migrations":     {layer: data},
	"examples/group": {layer: data},
	"internal/arch":  {layer: proof},
	"internal/e2e":   {layer: proof},
}

// libraries keeps each heavy dependency behind one door, so that it can be replaced, measured and
// upgraded there. Paths are module or package prefixes; a path of where covers the folders below it.
var libraries = []struct {
	paths []string
	where []string
	why   string
}{
	{
		paths: []string{"github.com/gofiber", "github.com/valyala/fasthttp", "github.com/danielgtaylor/huma"},
		where: []string{"internal/web", "bench"},
		why:   "fiber reuses the memory of a request: only handlers may see it",
	},
	{
		paths: []string{"gorm.io"},
		where: []string{"internal/store"},
		why:   "row types and lazy queries must not reach the use cases",
	},
	{
		paths: []string{"database/sql", "modernc.org/sqlite", "zombiezen.com/go/sqlite", "github.com/jackc/pgx", "github.com/pressly/goose"},
		where: []string{"internal/store", "internal/readmodel", "internal/sqlitefile"},
		why:   "SQL is written in two places: the system of record and the read side",
	},
	{
		paths: []string{"github.com/yuin/goldmark", "github.com/microcosm-cc/bluemonday"},
		where: []string{"internal/markdown"},
		why:   "one place turns editors' text into HTML and makes it safe",
	},
	{
		paths: []string{"github.com/minio/minio-go"},
		where: []string{"internal/blob"},
		why:   "media is in a folder or in a bucket, and nobody else can tell",
	},
	{
		paths: []string{"github.com/blevesearch/snowballstem"},
		where: []string{"internal/search"},
		why:   "texts and queries must be stemmed by the same hand",
	},
	{
		paths: []string{"github.com/vektah/gqlparser"},
		where: []string{"internal/graph"},
		why:   "one place reads GraphQL, and measures it before it looks closely",
	},
	{
		paths: []string{"github.com/aymanbagabas/go-udiff"},
		where: []string{"internal/content"},
		why:   "one place compares states of an entry",
	},
	{
		paths: []string{"github.com/evanw/esbuild"},
		where: []string{"internal/assets"},
		why:   "bundling happens once, when a design system is imported",
	},
	{
		paths: []string{"github.com/coreos/go-oidc", "golang.org/x/oauth2"},
		where: []string{"internal/oidc"},
		why:   "how a person signs in is not the domain's business",
	},
	{
		paths: []string{"code.dny.dev/ssrf"},
		where: []string{"internal/purge"},
		why:   "where Portico connects to is checked when it connects",
	},
	{
		paths: []string{"github.com/prometheus"},
		where: []string{"internal/web", "internal/app"},
		why:   "packages count; how it is shown is the listener's business",
	},
	{
		paths: []string{"github.com/wneessen/go-mail"},
		where: []string{"internal/mail"},
		why:   "use cases say what is mailed, not how",
	},
	{
		paths: []string{"github.com/alecthomas/kong"},
		where: []string{"internal/config", "cmd"},
		why:   "packages receive typed values, not flags and keys",
	},
}

// list gives the import paths, within the module, of packages under internal.
func list(names ...string) []string {
	for i, name := range names {
		names[i] = "internal/" + name
	}
	return names
}
