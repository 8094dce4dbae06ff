import { defineTexts } from "../../kit/texts";

/** Texts of changing one field of many entries. */
export const texts = defineTexts({
  apply: { en: "Change {n, plural, one {# entry} other {# entries}}", fr: "Modifier {n, plural, one {# contenu} other {# contenus}}" },
  empty: { en: "Empty the field", fr: "Vider le champ" },
  field: { en: "Field", fr: "Champ" },
  "field.missing": { en: "Choose a field.", fr: "Choisissez un champ." },
  help: { en: "The value takes the place of what each entry has. It is saved as a draft; nothing is published.", fr: "La valeur remplace celle de chaque contenu. Elle est enregistrée comme brouillon ; rien n’est publié." },
  "help.locale": { en: "An entry without a text in this language gets one with this field alone.", fr: "Un contenu sans texte dans cette langue en reçoit un avec ce seul champ." },
  locale: { en: "Language", fr: "Langue" },
  note: { en: "Why, for the history", fr: "Pourquoi, pour l’historique" },
  title: { en: "Edit a field of {n, plural, one {# entry} other {# entries}}", fr: "Modifier un champ de {n, plural, one {# contenu} other {# contenus}}" },
  "value.missing": { en: "Give a value, or empty the field.", fr: "Donnez une valeur ou videz le champ." },
});
