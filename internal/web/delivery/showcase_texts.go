package delivery

import (
	"strconv"
	"time"

	"golang.org/x/text/language"

	"github.com/portico-cms/portico/internal/published"
)

// showcaseTexts are the words of the showcase in one language.
type showcaseTexts struct {
	Lang, Dir string
	Months    [12]string
	DayFormat string // {d} {m} {y}

	// the list of sites
	Title, Lead, LeadMore                      string
	Generation, DesignSystem, Sites, Languages string
	OpenIn, Developer, CurlLabel, NginxLabel   string
	Copy, Copied, Nothing, NothingMore         string

	// a site
	HomeLead, InThisSection, Notices, Articles, Questions, Back, AsData, Until, NoContent   string
	Panel, PanelNote, ClickNote, AllSites, Site, Brand, Language, Theme, Auto, Light, Dark  string
	Path, PathHint, Go, MenuPages, MenuPagesNote, API, Main, Utility, Footer, Legal, NoMenu string
}

// MenuName gives the name of one of the menus.
func (t *showcaseTexts) MenuName(key string) string {
	return map[string]string{"main": t.Main, "utility": t.Utility, "footer": t.Footer, "legal": t.Legal}[key]
}

// Day writes a day in words.
func (t *showcaseTexts) Day(day time.Time) string {
	out := ""
	for i := 0; i < len(t.DayFormat); i++ {
		if t.DayFormat[i] != '{' {
			out += t.DayFormat[i : i+1]
			continue
		}
		switch t.DayFormat[i+1] {
		case 'd':
			out += strconv.Itoa(day.Day())
		case 'm':
			out += t.Months[day.Month()-1]
		default:
			out += strconv.Itoa(day.Year())
		}
		i += len("d}")
	}
	return out
}

// textsFor gives the texts of the first language in a locale's chain that the showcase speaks, else English.
func textsFor(l published.SiteLocale) *showcaseTexts {
	for _, tag := range append([]string{l.Tag}, l.Chain...) {
		if t := showcaseTextsIn[tag]; t != nil {
			return t
		}
	}
	return showcaseTextsIn["en"]
}

// showcaseLanguages are in the order of the switch; the first is the one for everybody else.
var (
	showcaseLanguages = []string{"en", "fr", "de", "ar"}
	showcaseMatcher   = language.NewMatcher([]language.Tag{language.English, language.French, language.German, language.Arabic})
)

// textsOf gives the texts that somebody asked for, or that their browser prefers.
func textsOf(asked, acceptLanguage string) *showcaseTexts {
	if t := showcaseTextsIn[asked]; t != nil {
		return t
	}
	_, i := language.MatchStrings(showcaseMatcher, acceptLanguage)
	return showcaseTextsIn[showcaseLanguages[i]]
}

var showcaseTextsIn = map[string]*showcaseTexts{
	"en": {
		Lang: "en", Dir: "ltr", DayFormat: "{d} {m} {y}",
		Months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},

		Title:      "One header for every site",
		Lead:       "These are the sites registered here. They are built by different teams on different stacks, and all of them pull their header, menu, breadcrumbs and footer from this server.",
		LeadMore:   "Open one in any of its languages to see a page with its shared parts. Nothing below was written for this page: it is what the sites get.",
		Generation: "Generation", DesignSystem: "Design system", Sites: "Sites", Languages: "Languages",
		OpenIn: "Open in", Developer: "Two lines for developers", CurlLabel: "Ask by hand", NginxLabel: "nginx, Apache (SSI)",
		Copy: "Copy", Copied: "Copied", Nothing: "No site is registered yet.",
		NothingMore: "Start Portico with --sample on an empty data folder, or import a project folder: portico import DIR.",

		HomeLead:      "A page of this site, with the shared parts around it and content that Portico delivers.",
		InThisSection: "In this section", Notices: "Notices", Articles: "News and advice", Questions: "Frequent questions",
		Back: "Back to the page", AsData: "As data", Until: "Until", NoContent: "Portico has no content for this site in this language yet.",
		Panel: "Showcase", PanelNote: "Header, breadcrumbs and footer are what the site gets; the middle of the page stands in for its own.",
		ClickNote: "Their links lead to the sites’ real addresses; here, a click opens that page in the showcase instead.",
		AllSites:  "All sites", Site: "Site", Brand: "Brand", Language: "Language", Theme: "Theme", Auto: "Auto", Light: "Light", Dark: "Dark",
		Path: "Path of the page", PathHint: "Any path of this site: the nearest menu item is marked.", Go: "Show",
		MenuPages: "Pages in the menu", MenuPagesNote: "Choose one: the marked item and the breadcrumbs follow.", API: "What the site asks for",
		Main: "Main menu", Utility: "Quick links", Footer: "Footer", Legal: "Legal", NoMenu: "No menu item leads to this site.",
	},
	"fr": {
		Lang: "fr", Dir: "ltr", DayFormat: "{d} {m} {y}",
		Months: [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},

		Title:      "Un seul en-tête pour tous les sites",
		Lead:       "Voici les sites enregistrés ici. Des équipes différentes les construisent avec des techniques différentes, et tous reçoivent leur en-tête, leur menu, leur fil d’Ariane et leur pied de page de ce serveur.",
		LeadMore:   "Ouvrez-en un dans l’une de ses langues pour voir une page avec ses éléments communs. Rien n’a été écrit pour cette page : c’est ce que reçoivent les sites.",
		Generation: "Génération", DesignSystem: "Design system", Sites: "Sites", Languages: "Langues",
		OpenIn: "Ouvrir en", Developer: "Deux lignes pour les développeurs", CurlLabel: "À la main", NginxLabel: "nginx, Apache (SSI)",
		Copy: "Copier", Copied: "Copié", Nothing: "Aucun site n’est encore enregistré.",
		NothingMore: "Démarrez Portico avec --sample sur un dossier de données vide, ou importez un dossier de projet : portico import DOSSIER.",

		HomeLead:      "Une page de ce site, entourée des éléments communs et remplie de contenus que livre Portico.",
		InThisSection: "Dans cette rubrique", Notices: "Avis", Articles: "Actualités et conseils", Questions: "Questions fréquentes",
		Back: "Retour à la page", AsData: "En données", Until: "Jusqu’au", NoContent: "Portico n’a pas encore de contenu pour ce site dans cette langue.",
		Panel: "Vitrine", PanelNote: "L’en-tête, le fil d’Ariane et le pied de page sont ceux que reçoit le site ; le milieu tient lieu de sa page.",
		ClickNote: "Leurs liens mènent aux vraies adresses des sites ; ici, un clic ouvre plutôt la page dans la vitrine.",
		AllSites:  "Tous les sites", Site: "Site", Brand: "Marque", Language: "Langue", Theme: "Thème", Auto: "Auto", Light: "Clair", Dark: "Sombre",
		Path: "Chemin de la page", PathHint: "N’importe quel chemin de ce site : l’entrée de menu la plus proche est marquée.", Go: "Afficher",
		MenuPages: "Pages du menu", MenuPagesNote: "Choisissez-en une : l’entrée marquée et le fil d’Ariane suivent.", API: "Ce que le site demande",
		Main: "Menu principal", Utility: "Accès rapides", Footer: "Pied de page", Legal: "Mentions", NoMenu: "Aucune entrée de menu ne mène à ce site.",
	},
	"de": {
		Lang: "de", Dir: "ltr", DayFormat: "{d}. {m} {y}",
		Months: [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},

		Title:      "Eine Kopfzeile für alle Websites",
		Lead:       "Das sind die hier eingetragenen Websites. Verschiedene Teams bauen sie mit verschiedener Technik, und alle beziehen Kopfzeile, Menü, Brotkrumenpfad und Fußzeile von diesem Server.",
		LeadMore:   "Öffnen Sie eine in einer ihrer Sprachen, um eine Seite mit den gemeinsamen Teilen zu sehen. Nichts davon wurde für diese Seite geschrieben: Genau das bekommen die Websites.",
		Generation: "Generation", DesignSystem: "Designsystem", Sites: "Websites", Languages: "Sprachen",
		OpenIn: "Öffnen auf", Developer: "Zwei Zeilen für Entwickler", CurlLabel: "Von Hand abfragen", NginxLabel: "nginx, Apache (SSI)",
		Copy: "Kopieren", Copied: "Kopiert", Nothing: "Noch ist keine Website eingetragen.",
		NothingMore: "Starten Sie Portico mit --sample und einem leeren Datenordner, oder importieren Sie einen Projektordner: portico import ORDNER.",

		HomeLead:      "Eine Seite dieser Website, umgeben von den gemeinsamen Teilen und gefüllt mit Inhalten, die Portico ausliefert.",
		InThisSection: "In diesem Bereich", Notices: "Hinweise", Articles: "Aktuelles und Ratgeber", Questions: "Häufige Fragen",
		Back: "Zurück zur Seite", AsData: "Als Daten", Until: "Bis", NoContent: "Portico hat für diese Website noch keine Inhalte in dieser Sprache.",
		Panel: "Schaufenster", PanelNote: "Kopfzeile, Brotkrumenpfad und Fußzeile bekommt die Website genau so; die Mitte steht für ihre eigene Seite.",
		ClickNote: "Ihre Links führen zu den echten Adressen der Websites; hier öffnet ein Klick stattdessen die Seite im Schaufenster.",
		AllSites:  "Alle Websites", Site: "Website", Brand: "Marke", Language: "Sprache", Theme: "Design", Auto: "Auto", Light: "Hell", Dark: "Dunkel",
		Path: "Pfad der Seite", PathHint: "Ein beliebiger Pfad dieser Website: Der nächstliegende Menüpunkt wird markiert.", Go: "Anzeigen",
		MenuPages: "Seiten im Menü", MenuPagesNote: "Wählen Sie eine: Markierung und Brotkrumenpfad ziehen mit.", API: "Was die Website abfragt",
		Main: "Hauptmenü", Utility: "Schnellzugriff", Footer: "Fußzeile", Legal: "Rechtliches", NoMenu: "Kein Menüpunkt führt zu dieser Website.",
	},
	"ar": {
		Lang: "ar", Dir: "rtl", DayFormat: "{d} {m} {y}",
		Months: [12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},

		Title:      "ترويسة واحدة لجميع المواقع",
		Lead:       "هذه هي المواقع المسجّلة هنا. تبنيها فرق مختلفة بتقنيات مختلفة، وتأخذ جميعها ترويستها وقائمتها ومسار التنقل والتذييل من هذا الخادم.",
		LeadMore:   "افتح أحدها بأيٍّ من لغاته لترى صفحة مع أجزائها المشتركة. لم يُكتب شيء خصيصًا لهذه الصفحة: هذا ما تحصل عليه المواقع فعلًا.",
		Generation: "الإصدار المنشور", DesignSystem: "نظام التصميم", Sites: "المواقع", Languages: "اللغات",
		OpenIn: "افتح باللغة", Developer: "سطران للمطوّرين", CurlLabel: "الطلب يدويًا", NginxLabel: "nginx وApache (SSI)",
		Copy: "نسخ", Copied: "تم النسخ", Nothing: "لا يوجد موقع مسجّل بعد.",
		NothingMore: "شغّل Portico مع الخيار \u200e--sample\u200e على مجلد بيانات فارغ، أو استورد مجلد مشروع: \u200eportico import DIR\u200e.",

		HomeLead:      "صفحة من هذا الموقع، تحيط بها الأجزاء المشتركة ويملؤها محتوى يقدّمه Portico.",
		InThisSection: "في هذا القسم", Notices: "إشعارات", Articles: "أخبار ونصائح", Questions: "أسئلة شائعة",
		Back: "العودة إلى الصفحة", AsData: "كبيانات", Until: "حتى", NoContent: "لا يملك Portico بعد محتوى لهذا الموقع بهذه اللغة.",
		Panel: "المعرض", PanelNote: "الترويسة ومسار التنقل والتذييل هي ما يحصل عليه الموقع، أما وسط الصفحة فينوب عن صفحته.",
		ClickNote: "وتقود روابطها إلى عناوين المواقع الحقيقية، أما هنا فتفتح النقرة الصفحة داخل المعرض.",
		AllSites:  "كل المواقع", Site: "الموقع", Brand: "العلامة", Language: "اللغة", Theme: "المظهر", Auto: "تلقائي", Light: "فاتح", Dark: "داكن",
		Path: "مسار الصفحة", PathHint: "أي مسار في هذا الموقع: يُميَّز أقرب عنصر في القائمة.", Go: "عرض",
		MenuPages: "صفحات القائمة", MenuPagesNote: "اختر إحداها: يتبعها العنصر المميَّز ومسار التنقل.", API: "ما يطلبه الموقع",
		Main: "القائمة الرئيسية", Utility: "روابط سريعة", Footer: "التذييل", Legal: "معلومات قانونية", NoMenu: "لا يقود أي عنصر في القوائم إلى هذا الموقع.",
	},
}
