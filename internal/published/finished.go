package published

// Finished is the shared UI of a site as a page would show it.
type Finished struct {
	Locale   string
	Parts    map[string]string // HTML, by name
	Styles   string            // CSS of all of them
	Warnings []string          // what an editor should mend

	Examples   []GuideExample // of the components, in the locale or one that it falls back to; none where the records hold no style guide
	Components string         // CSS of these
}
