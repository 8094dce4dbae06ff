import { defineTexts } from "../../kit/texts";

/** Texts of the pane that shows an entry on a site's own page. */
export const texts = defineTexts({
  again: { en: "Load the page again", fr: "Recharger la page" },
  click: { en: "Click a text in the page to go to its field.", fr: "Cliquez sur un texte de la page pour aller à son champ." },
  close: { en: "Close the preview", fr: "Fermer l’aperçu" },
  "failed.frame": { en: "The page could not be opened. Load it again.", fr: "La page n’a pas pu être ouverte. Rechargez-la." },
  frame: { en: "Page of {site}", fr: "Page de {site}" },
  "none.pattern": { en: "This type has no page on a site", fr: "Ce type n’a pas de page sur un site" },
  "none.pattern.help": {
    en: "Developers say in the content type’s file, as “preview”, at which path a site shows its entries.",
    fr: "Les développeurs indiquent dans le fichier du type, sous « preview », à quel chemin un site affiche ses contenus.",
  },
  "none.sites": { en: "No site shows this in {language}", fr: "Aucun site ne l’affiche en {language}" },
  "none.sites.help": { en: "Choose another language above the form.", fr: "Choisissez une autre langue au-dessus du formulaire." },
  "none.slug": { en: "The page has no address yet", fr: "La page n’a pas encore d’adresse" },
  "none.slug.help": { en: "Fill in the fields that its address is made of; it appears here as soon as they are saved.", fr: "Remplissez les champs dont elle est tirée ; elle apparaît ici dès qu’ils sont enregistrés." },
  opening: { en: "Opening the page…", fr: "Ouverture de la page…" },
  origin: { en: "Address", fr: "Adresse" },
  pane: { en: "The entry on its page", fr: "Le contenu sur sa page" },
  pixels: { en: "{w} pixels wide", fr: "{w} pixels de large" },
  silent: {
    en: "The page does not answer as one in preview mode: it may show what is published, and a click leads to no field.",
    fr: "La page ne répond pas comme en mode aperçu : elle montre peut-être ce qui est publié, et un clic ne mène à aucun champ.",
  },
  "silent.again": { en: "Start the preview again", fr: "Relancer l’aperçu" },
  site: { en: "Site", fr: "Site" },
  token: { en: "Preview beside the editor", fr: "Aperçu à côté de l’éditeur" },
  width: { en: "Width", fr: "Largeur" },
});
