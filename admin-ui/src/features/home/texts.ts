import { defineTexts } from "../../kit/texts";

export const texts = defineTexts({
  assigned: { en: "Waiting for your review", fr: "En attente de votre relecture" },
  "assigned.by": { en: "{name} · {locale}", fr: "{name} · {locale}" },
  "assigned.none": { en: "Nobody has asked you to review anything.", fr: "Personne ne vous a demandé de relecture." },
  drafts: { en: "Your unpublished work", fr: "Votre travail non publié" },
  "drafts.none": { en: "Nothing of yours waits to be published.", fr: "Rien de ce que vous avez écrit n’attend d’être publié." },
  home: { en: "Home", fr: "Accueil" },
  lead: { en: "What waits for you, and how your sites are doing.", fr: "Ce qui vous attend, et où en sont vos sites." },
  scheduled: { en: "Going out soon", fr: "Bientôt publié" },
  "scheduled.none": { en: "Nothing is planned.", fr: "Rien n’est planifié." },
  sites: { en: "Sites", fr: "Sites" },
  "sites.none": { en: "No site is registered yet.", fr: "Aucun site n’est encore enregistré." },
  "status.aligned": { en: "Aligned", fr: "Aligné" },
  "status.in-progress": { en: "In progress", fr: "En cours" },
  "status.planned": { en: "Planned", fr: "Prévu" },
  "status.retired": { en: "Retired", fr: "Retiré" },
  "target": { en: "by {date}", fr: "d’ici le {date}" },
  translations: { en: "Missing translations", fr: "Traductions manquantes" },
  "translations.count": {
    en: "{missing, plural, =0 {} one {# missing} other {# missing}}{both, select, yes {, } other {}}{outdated, plural, =0 {} one {# outdated} other {# outdated}}",
    fr: "{missing, plural, =0 {} one {# manquante} other {# manquantes}}{both, select, yes {, } other {}}{outdated, plural, =0 {} one {# dépassée} other {# dépassées}}",
  },
  "translations.none": { en: "Everything is there in every language.", fr: "Tout existe dans chaque langue." },
  welcome: { en: "Good to see you, {name}", fr: "Bonjour, {name}" },
});
