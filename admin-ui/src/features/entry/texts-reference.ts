import { defineTexts } from "../../kit/texts";

/** Texts of references: choosing, making and opening other entries. */
export const texts = defineTexts({
  add: { en: "Choose an entry", fr: "Choisir un contenu" },
  create: { en: "Create: {type}", fr: "Créer : {type}" },
  "create.denied": { en: "Your roles do not let you create this here.", fr: "Vos rôles ne vous permettent pas d’en créer ici." },
  "create.done": { en: "“{title}” is made, as a draft.", fr: "« {title} » est créé comme brouillon." },
  "create.help": { en: "A draft with this title. The rest can be written now or later.", fr: "Un brouillon portant ce titre. Le reste s’écrit maintenant ou plus tard." },
  "create.title": { en: "Write a title.", fr: "Écrivez un titre." },
  denied: { en: "You may not see this one, or it is gone.", fr: "Vous n’y avez pas accès, ou il n’existe plus." },
  down: { en: "Move {title} down", fr: "Descendre {title}" },
  found: { en: "{n, plural, =0 {Nothing found} one {# entry} other {# entries}}", fr: "{n, plural, =0 {Aucun résultat} one {# contenu} other {# contenus}}" },
  more: { en: "{n} found; more words narrow it down", fr: "{n} trouvés ; d’autres mots affinent" },
  open: { en: "Open {title}", fr: "Ouvrir {title}" },
  "open.page": { en: "Open in a tab of its own", fr: "Ouvrir dans un onglet" },
  remove: { en: "Remove {title}", fr: "Retirer {title}" },
  search: { en: "Search by words", fr: "Chercher par mots" },
  "search.off": { en: "This type cannot be searched", fr: "Ce type n’a pas de recherche" },
  site: { en: "Site", fr: "Site" },
  taken: { en: "chosen already", fr: "déjà choisi" },
  trashed: { en: "In the trash", fr: "Dans la corbeille" },
  "trashed.help": { en: "It cannot be published with this. Take that content out of the trash, or choose another.", fr: "Impossible de publier avec ce lien. Sortez ce contenu de la corbeille ou choisissez-en un autre." },
  type: { en: "Type", fr: "Type" },
  up: { en: "Move {title} up", fr: "Monter {title}" },
  uses: { en: "Used by", fr: "Utilisé par" },
});
