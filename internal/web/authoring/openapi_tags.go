package authoring

import "github.com/danielgtaylor/huma/v2"

// tags are the chapters of the description, in the order in which somebody who is new needs them.
func tags() []*huma.Tag {
	return []*huma.Tag{
		{Name: "People", Description: "Signing in, sessions, accounts, and what somebody may do and why"},
		{Name: "Roles", Description: "Sets of grants that people and keys have"},
		{Name: "Keys", Description: "Keys of machines, which may do no more than their owner"},
		{Name: "Sites", Description: "The register of sites, their delivery keys and how far they are aligned"},
		{Name: "Menus", Description: "Drafts of menus and their items; publishing them"},
		{Name: "Content types", Description: "The model: which fields entries have"},
		{Name: "Entries", Description: "Drafts in every locale: lists, saving, publishing, the trash, export and import"},
		{Name: "History", Description: "Revisions of an entry, what differs between two, going back to one"},
		{Name: "Structure", Description: "Trees, references, and what sites inherit or override"},
		{Name: "Translation", Description: "What is missing or late in a locale; XLIFF and CSV"},
		{Name: "Review", Description: "Asking for approval, and deciding"},
		{Name: "Comments", Description: "Talk beside an entry or a field"},
		{Name: "Presence", Description: "Who writes where, and changes as they happen"},
		{Name: "Schedule", Description: "Publishing and ending at a time"},
		{Name: "Content releases", Description: "Entries and menus that are published together"},
		{Name: "Jobs", Description: "Work on many entries, with its progress and a result for each"},
		{Name: "Media", Description: "Pictures and files, with their texts"},
		{Name: "Design system", Description: "Drafts, releases and channels of the design system"},
		{Name: "Previews", Description: "What is not published yet, shown as sites show it"},
		{Name: "Views", Description: "Saved lists"},
		{Name: "Settings", Description: "What holds for all sites, and the caches in front of them"},
		{Name: "Audit", Description: "Who did what, when and from where"},
		{Name: "Log", Description: "What delivery nodes follow"},
	}
}
