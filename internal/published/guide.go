package published

// Guide is the style guide of a brand: the components' style sheet and script, and an example of each component.
type Guide struct {
	Brand    string                    `json:"brand"`
	Name     string                    `json:"name"`               // of the brand, for people
	Assets   []AssetLink               `json:"assets"`             // the style sheet first; a site takes them where it uses components
	Examples map[string][]GuideExample `json:"examples,omitempty"` // by locale

	ID uint64 `json:"-"` // see BundleView.ID
}

// GuideExample is one component, ready to show.
type GuideExample struct {
	Name  string `json:"name"`  // for addresses
	Title string `json:"title"` // plain text, as Text is
	Text  string `json:"text"`
	HTML  string `json:"html"` // safe: made from the release's own template
}
