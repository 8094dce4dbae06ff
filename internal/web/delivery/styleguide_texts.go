package delivery

// styleguideTexts are the words around the examples of the style guide.
type styleguideTexts struct {
	Title, Lead, Use, Brand, Theme, Contrast, Locale, Auto, Light, Dark, Usual, More, Contents, Code, Components, Skip string
}

// styleguideTextsFor gives the texts of a language, in English where there are none.
func styleguideTextsFor(tag string) *styleguideTexts {
	for _, name := range []string{tag, "en"} {
		if t := styleguideTextsIn[name]; t != nil {
			return t
		}
	}
	return nil // there is English
}

var styleguideTextsIn = map[string]*styleguideTexts{
	"en": {
		Title: "Style guide", Lead: "Components that a site can take one by one: classes on its own elements, in every brand, theme and language.",
		Use: "What a page loads", Brand: "Brand", Theme: "Theme", Contrast: "Contrast", Locale: "Language", Auto: "As the system says",
		Light: "Light", Dark: "Dark", Usual: "Usual", More: "High", Contents: "Contents", Code: "Code", Components: "Components",
		Skip: "Skip to the components",
	},
	"fr": {
		Title: "Guide de style", Lead: "Des composants qu’un site prend un à un : des classes sur ses propres éléments, dans chaque marque, thème et langue.",
		Use: "Ce qu’une page charge", Brand: "Marque", Theme: "Thème", Contrast: "Contraste", Locale: "Langue", Auto: "Selon le système",
		Light: "Clair", Dark: "Sombre", Usual: "Habituel", More: "Élevé", Contents: "Sommaire", Code: "Code", Components: "Composants",
		Skip: "Aller aux composants",
	},
	"de": {
		Title: "Gestaltungsleitfaden", Lead: "Bausteine, die eine Site einzeln übernimmt: Klassen an ihren eigenen Elementen, in jeder Marke, jedem Thema und jeder Sprache.",
		Use: "Was eine Seite lädt", Brand: "Marke", Theme: "Thema", Contrast: "Kontrast", Locale: "Sprache", Auto: "Wie das System",
		Light: "Hell", Dark: "Dunkel", Usual: "Üblich", More: "Hoch", Contents: "Inhalt", Code: "Code", Components: "Bausteine",
		Skip: "Zu den Bausteinen",
	},
	"ar": {
		Title: "دليل الأسلوب", Lead: "مكوّنات يأخذها الموقع واحدًا واحدًا: أصناف على عناصره، لكل علامة ومظهر ولغة.",
		Use: "ما تحمّله الصفحة", Brand: "العلامة", Theme: "المظهر", Contrast: "التباين", Locale: "اللغة", Auto: "حسب النظام",
		Light: "فاتح", Dark: "داكن", Usual: "معتاد", More: "عالٍ", Contents: "المحتويات", Code: "الشيفرة", Components: "المكوّنات",
		Skip: "إلى المكوّنات",
	},
}
