package identity

import "slices"

// Role is what an account may do, as one word. Grants per site and content type come beside it later.
type Role string

// The roles.
const (
	Administrator Role = "administrator" // everything
	Editor        Role = "editor"        // reads all, writes and publishes menus and content
	Viewer        Role = "viewer"        // reads
)

// Roles lists them, the strongest first.
var Roles = []Role{Administrator, Editor, Viewer}

// Action is one thing that a use case does and that somebody may or may not do.
type Action string

// The actions.
const (
	ReadSites      Action = "sites.read"
	WriteSites     Action = "sites.write"
	ReadMenus      Action = "menus.read"
	WriteMenus     Action = "menus.write"
	PublishMenus   Action = "menus.publish"
	ReadContent    Action = "content.read"
	WriteContent   Action = "content.write"
	PublishContent Action = "content.publish"
	RunImport      Action = "import.run"
	ManageAccounts Action = "accounts.manage"
)

// Actions lists them all.
var Actions = []Action{
	ReadSites, WriteSites, ReadMenus, WriteMenus, PublishMenus, ReadContent, WriteContent, PublishContent, RunImport, ManageAccounts,
}

var grants = map[Role][]Action{
	Administrator: Actions,
	Editor:        {ReadSites, ReadMenus, WriteMenus, PublishMenus, ReadContent, WriteContent, PublishContent},
	Viewer:        {ReadSites, ReadMenus, ReadContent},
}

// May says whether a role allows an action. A role or an action that it does not know is refused.
func May(role Role, action Action) bool { return slices.Contains(grants[role], action) }
