import type { ProblemItem } from "../api/problem";
import { language } from "./language";
import { defineTexts, labelIn, type Translate } from "./texts";
import type { common } from "./texts-common";

/* What the server finds wrong with a value, by its code. The server's own sentence is in English and names the value and its limits: it
   is shown to who reads English; others get ours, with the names that the server's has in quotes. */

const codes = defineTexts({
  another_medium: { en: "This is another medium.", fr: "C’est un autre média." },
  bad_address: { en: "This is neither a path of the site nor an https address.", fr: "Ce n’est ni un chemin du site ni une adresse https." },
  bad_assignee: { en: "This person cannot review it.", fr: "Cette personne ne peut pas le relire." },
  bad_contact: { en: "This is no e-mail address, https address or telephone number.", fr: "Ce n’est ni une adresse e-mail, ni une adresse https, ni un numéro de téléphone." },
  bad_date: { en: "This date does not fit.", fr: "Cette date ne convient pas." },
  bad_email: { en: "This is no e-mail address.", fr: "Ce n’est pas une adresse e-mail." },
  bad_expiry: { en: "It would end too soon or too late.", fr: "La fin serait trop proche ou trop lointaine." },
  bad_host: { en: "This is no host such as press.example.", fr: "Ce n’est pas un hôte comme presse.exemple." },
  bad_id: { en: "Use a–z, 0–9 and -.", fr: "Utilisez a–z, 0–9 et -." },
  bad_item: { en: "This item does not fit here.", fr: "Cet élément ne convient pas ici." },
  bad_key: { en: "Use a–z, 0–9 and -.", fr: "Utilisez a–z, 0–9 et -." },
  bad_locale: { en: "This is no language tag such as fr or fr-CA.", fr: "Ce n’est pas un code de langue comme fr ou fr-CA." },
  bad_name: { en: "This name is not allowed.", fr: "Ce nom n’est pas permis." },
  bad_number: { en: "This number does not fit.", fr: "Ce nombre ne convient pas." },
  bad_origin: { en: "This is no address of a site such as https://www.example.com.", fr: "Ce n’est pas une adresse de site comme https://www.exemple.fr." },
  bad_password: { en: "This password is not allowed.", fr: "Ce mot de passe n’est pas permis." },
  bad_path: { en: "A path begins with one /.", fr: "Un chemin commence par un seul /." },
  bad_successor: { en: "No site can go to this version.", fr: "Aucun site ne peut passer à cette version." },
  bad_text: { en: "This text is empty or too long.", fr: "Ce texte est vide ou trop long." },
  bad_url: { en: "This is no address that pages may link to.", fr: "Ce n’est pas une adresse vers laquelle les pages peuvent mener." },
  bad_value: { en: "This value is not among those that are allowed.", fr: "Cette valeur ne fait pas partie des valeurs permises." },
  bad_version: { en: "This version does not fit.", fr: "Cette version ne convient pas." },
  bundle: { en: "The styles or scripts cannot be put together.", fr: "Les styles ou scripts ne peuvent pas être assemblés." },
  contrast: { en: "Not enough contrast", fr: "Contraste insuffisant" },
  cycle: { en: "This runs in a circle.", fr: "Cela tourne en rond." },
  deprecated: { en: "Refers to something deprecated", fr: "Renvoie à un élément obsolète" },
  duplicate: { en: "This is there already.", fr: "Cela existe déjà." },
  duplicate_name: { en: "This name is there already.", fr: "Ce nom existe déjà." },
  exceeds: { en: "This goes beyond your own rights.", fr: "Cela dépasse vos propres droits." },
  field_removed: { en: "This field is not there any more.", fr: "Ce champ n’existe plus." },
  forbidden: { en: "Your roles do not allow this.", fr: "Vos rôles ne le permettent pas." },
  four_eyes: { en: "Somebody else has to approve it.", fr: "Quelqu’un d’autre doit l’approuver." },
  gamut: { en: "Outside of the colours that every screen shows", fr: "Hors des couleurs que tout écran affiche" },
  hex: { en: "The hex is another colour than the components", fr: "Le code hexadécimal est une autre couleur que les composantes" },
  host_not_allowed: { en: "Menus may not lead to this host.", fr: "Les menus ne peuvent pas mener à cet hôte." },
  in_use: { en: "Something published leads there.", fr: "Un élément publié y mène." },
  invalid: { en: "This value is not accepted.", fr: "Cette valeur n’est pas acceptée." },
  missing: { en: "Fill this in.", fr: "Ce champ est obligatoire." },
  missing_locale: { en: "A language is missing.", fr: "Une langue manque." },
  more: { en: "There is more than is shown.", fr: "Il y en a plus que ce qui est affiché." },
  name_taken: { en: "This name is taken already.", fr: "Ce nom est déjà pris." },
  naming: { en: "Not written as names are here", fr: "Écrit autrement que les noms d’ici" },
  no_page: { en: "It has no page on the site.", fr: "Il n’a pas de page sur le site." },
  no_translation: { en: "There is no translation.", fr: "Il n’y a pas de traduction." },
  not_unique: { en: "This value is taken already.", fr: "Cette valeur est déjà prise." },
  nowhere: { en: "This leads nowhere.", fr: "Cela ne mène nulle part." },
  order: { en: "The order does not fit.", fr: "L’ordre ne convient pas." },
  other_place: { en: "This belongs to another place.", fr: "Cela appartient à un autre endroit." },
  outside: { en: "This is outside of what is allowed.", fr: "C’est hors de ce qui est permis." },
  past: { en: "This is in the past.", fr: "C’est dans le passé." },
  pattern: { en: "This does not have the form that is asked for.", fr: "Cela n’a pas la forme demandée." },
  render: { en: "A part cannot be rendered.", fr: "Une partie ne peut pas être rendue." },
  repeated: { en: "This stands twice.", fr: "Cela figure deux fois." },
  required: { en: "Fill this in.", fr: "Ce champ est obligatoire." },
  reserved: { en: "This name is reserved.", fr: "Ce nom est réservé." },
  syntax: { en: "This cannot be read.", fr: "Cela ne peut pas être lu." },
  taken: { en: "This is taken already.", fr: "C’est déjà pris." },
  template: { en: "A template has a mistake.", fr: "Un modèle contient une erreur." },
  too_deep: { en: "This goes too deep.", fr: "C’est trop profond." },
  too_early: { en: "This is too early.", fr: "C’est trop tôt." },
  too_far: { en: "This is too far away.", fr: "C’est trop lointain." },
  too_large: { en: "This is too large.", fr: "C’est trop volumineux." },
  too_long: { en: "This is too long.", fr: "C’est trop long." },
  too_many: { en: "There are too many.", fr: "Il y en a trop." },
  too_short: { en: "This is too short.", fr: "C’est trop court." },
  trashed: { en: "It is in the trash.", fr: "C’est dans la corbeille." },
  two_targets: { en: "It leads to two places: keep one.", fr: "Cela mène à deux endroits : gardez-en un." },
  unique: { en: "This value is taken already.", fr: "Cette valeur est déjà prise." },
  unknown: { en: "This is not known.", fr: "Inconnu." },
  unknown_brand: { en: "The design system has no such brand.", fr: "Le système de design n’a pas cette marque." },
  unknown_entry: { en: "There is no such entry, or it is not published.", fr: "Ce contenu n’existe pas, ou n’est pas publié." },
  unknown_field: { en: "There is no such field.", fr: "Ce champ n’existe pas." },
  unknown_icon: { en: "The design system has no such icon.", fr: "Le système de design n’a pas cette icône." },
  unknown_item: { en: "There is no such menu item.", fr: "Cet élément de menu n’existe pas." },
  unknown_medium: { en: "There is no such medium.", fr: "Ce média n’existe pas." },
  unknown_menu: { en: "There is no such menu.", fr: "Ce menu n’existe pas." },
  unknown_parent: { en: "The parent is not registered, or not for you.", fr: "Le site parent n’est pas enregistré, ou ne vous est pas accessible." },
  unknown_part: { en: "There is no such part.", fr: "Cette partie n’existe pas." },
  unknown_role: { en: "There is no such role.", fr: "Ce rôle n’existe pas." },
  unknown_site: { en: "This site is not registered.", fr: "Ce site n’est pas enregistré." },
  unknown_type: { en: "There is no such content type.", fr: "Ce type de contenu n’existe pas." },
  unknown_version: { en: "There is no such version.", fr: "Cette version n’existe pas." },
  unreadable: { en: "This cannot be read.", fr: "Cela ne peut pas être lu." },
  unused: { en: "Internal, and nothing refers to it", fr: "Interne, et rien n’y renvoie" },
  used: { en: "Something still belongs to it or leads there.", fr: "Quelque chose lui appartient encore ou y mène." },
  withdrawn: { en: "This version is withdrawn.", fr: "Cette version est retirée." },
  wrong_kind: { en: "This is of the wrong kind.", fr: "Ce n’est pas du bon genre." },
  wrong_password: { en: "This is not the password.", fr: "Ce n’est pas le mot de passe." },
});

/** Names are what the server quotes, and measured numbers such as 3.91: data, in no language. */
function names(message: string): string[] {
  return [...new Set(message.match(/"[^"]{1,120}"|(?<![\w.#-])\d+\.\d+(?![\w.])/g) ?? [])].map((s) => s.replace(/^"|"$/g, ""));
}

/** sayCode gives a sentence for a code, in the reader's language; undefined where we have none. */
export function sayCode(code: string, message: string): string | undefined {
  const now = language.get();
  if (now === "en" && message !== "") return message;
  if (!Object.hasOwn(codes, code)) return undefined;
  const said = labelIn(codes[code as keyof typeof codes], now);
  const about = names(message);
  return about.length === 0 ? said : `${said.replace(/\.$/, "")}${now === "fr" ? " : " : ": "}${about.slice(0, 4).join(", ")}`;
}

/** sayItem gives a sentence about one value. What has no text of ours is said in the server's English. */
export function sayItem(t: Translate<typeof common>, item: ProblemItem): string {
  switch (item.code) {
    case "required":
    case "missing":
      return t("field.required");
    case "duplicate":
    case "not_unique":
      return t("field.duplicate");
    default:
      return sayCode(item.code ?? "", item.message) ?? (item.message || t("field.invalid"));
  }
}
