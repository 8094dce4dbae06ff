import { defineTexts } from "../../kit/texts";

export const texts = defineTexts({
  home: { en: "Home", fr: "Accueil" },
  "sites": { en: "Sites", fr: "Sites" },
  welcome: { en: "Good to see you, {name}", fr: "Bonjour, {name}" },
});
