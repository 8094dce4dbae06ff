import { defineTexts } from "../../kit/texts";

export const texts = defineTexts({
  cancel: { en: "Stop", fr: "Arrêter" },
  "code.conflict": { en: "not possible in its present state", fr: "impossible dans son état actuel" },
  "code.forbidden": { en: "your roles do not allow it", fr: "vos rôles ne le permettent pas" },
  "code.not_found": { en: "not there any more", fr: "n’existe plus" },
  "code.stale": { en: "somebody changed it in the meantime", fr: "modifié entre-temps par quelqu’un" },
  "code.unprocessable": { en: "something is missing or not accepted", fr: "il manque une valeur, ou elle n’est pas acceptée" },
  done: { en: "{n, plural, one {# done} other {# done}}", fr: "{n, plural, one {# effectué} other {# effectués}}" },
  failed: { en: "{n, plural, one {# failed} other {# failed}}", fr: "{n, plural, one {# échec} other {# échecs}}" },
  progress: { en: "{done} of {total}", fr: "{done} sur {total}" },
  rows: { en: "What failed, and why", fr: "Ce qui a échoué, et pourquoi" },
  stopped: { en: "stopped", fr: "arrêté" },
  tray: { en: "Work in progress", fr: "Travaux en cours" },
});
