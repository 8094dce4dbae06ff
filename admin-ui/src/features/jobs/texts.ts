import { defineTexts } from "../../kit/texts";

export const texts = defineTexts({
  "transfer.cancelled": { en: "stopped", fr: "arrêté" },
  "transfer.done": { en: "done", fr: "terminé" },
  "transfer.export": { en: "{n, plural, one {# entry saved} other {# entries saved}}", fr: "{n, plural, one {# contenu enregistré} other {# contenus enregistrés}}" },
  "transfer.failed": { en: "nothing was changed", fr: "rien n’a été modifié" },
  "transfer.more": { en: "{n, plural, one {# more} other {# more}} in the report", fr: "{n, plural, one {# autre} other {# autres}} dans le rapport" },
  "transfer.report": { en: "Download the report", fr: "Télécharger le rapport" },
  "transfer.sending": { en: "sending, {percent} %", fr: "envoi, {percent} %" },
  "transfer.working": { en: "at work", fr: "en cours" },
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
