import { defineTexts } from "../kit/texts";

export const texts = defineTexts({
  account: { en: "Your account", fr: "Votre compte" },
  "account.menu": { en: "Account and settings of {name}", fr: "Compte et réglages de {name}" },
  "language.other": { en: "Français", fr: "English" },
  navigation: { en: "Navigation", fr: "Navigation" },
  "navigation.close": { en: "Close the navigation", fr: "Fermer la navigation" },
  "navigation.open": { en: "Open the navigation", fr: "Ouvrir la navigation" },
  "palette.entries": { en: "Content", fr: "Contenu" },
  "palette.none": { en: "Nothing found", fr: "Aucun résultat" },
  "palette.open": { en: "Search or go to…", fr: "Rechercher ou aller à…" },
  "palette.places": { en: "Go to", fr: "Aller à" },
  scheme: { en: "Appearance", fr: "Apparence" },
  "scheme.auto": { en: "As the system", fr: "Comme le système" },
  "scheme.dark": { en: "Dark", fr: "Sombre" },
  "scheme.light": { en: "Light", fr: "Claire" },
  "section.administration": { en: "Administration", fr: "Administration" },
  "section.structure": { en: "Sites and structure", fr: "Sites et structure" },
  "session.expired": { en: "Your session has ended", fr: "Votre session est terminée" },
  "session.expired.help": {
    en: "Sign in again to go on. What you were writing is still here.",
    fr: "Reconnectez-vous pour continuer. Ce que vous écriviez est toujours là.",
  },
  showcase: { en: "See the shared header", fr: "Voir l’en-tête partagé" },
  signOut: { en: "Sign out", fr: "Se déconnecter" },
  skip: { en: "Skip to the content", fr: "Aller au contenu" },
  version: { en: "Portico {version}", fr: "Portico {version}" },
});
