package typegen

// shape is what a value is in code. Several kinds of field have the same.
type shape int

const (
	text shape = iota
	integer
	number
	decimal
	boolean
	date
	dateTime
	choice
	reference
	richText
	anything
	geoPoint
	media
	component
	block
)

// form is a shape, with what its readers must know.
type form struct {
	shape shape
	note  string
}

// formOf gives the form of a kind of field, inside a component or not.
func formOf(kind string, nested bool) form {
	if kind == "markdown" && nested {
		return form{text, "Markdown."}
	}
	f, known := forms[kind]
	if !known {
		return form{anything, ""} // the test of all kinds says that there is none
	}
	return f
}

var forms = map[string]form{
	"text":        {text, ""},
	"long-text":   {text, "Several lines of text."},
	"markdown":    {text, "HTML made of Markdown; as it was typed with format=source."},
	"slug":        {text, "The readable part of the entry's address."},
	"url":         {text, "A path of the site, or an absolute address with https."},
	"email":       {text, "An e-mail address."},
	"telephone":   {text, "A telephone number in E.164, such as +41441234567."},
	"color":       {text, "A colour of CSS, or a design token such as {color.brand.primary}."},
	"duration":    {text, "A length of time in ISO 8601, such as P14D or PT1H30M."},
	"computed":    {text, "Made of other fields."},
	"tags":        {text, ""},
	"integer":     {integer, ""},
	"number":      {number, ""},
	"decimal":     {decimal, "An exact number, such as 12.50."},
	"boolean":     {boolean, ""},
	"date":        {date, "A day of the calendar, such as 2026-10-01."},
	"date-time":   {dateTime, "A moment in UTC, such as 2026-10-01T06:30:00.000Z."},
	"enumeration": {choice, ""},
	"reference":   {reference, ""},
	"rich-text":   {richText, ""},
	"json":        {anything, "Any JSON."},
	"geo-point":   {geoPoint, ""},
	"media":       {media, ""},
	"component":   {component, ""},
	"blocks":      {block, ""},
}
