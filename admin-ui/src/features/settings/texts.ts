import { defineTexts } from "../../kit/texts";

export const texts = defineTexts({
  hosts: { en: "Hosts outside of the group", fr: "Hôtes hors du groupe" },
  "hosts.bad": { en: "Write a host name such as press.example.com, without https:// and without a path.", fr: "Écrivez un nom d’hôte comme presse.exemple.fr, sans https:// ni chemin." },
  "hosts.help": {
    en: "Menus may lead to these hosts and those below them, besides the sites of the group. One a line. While the list is empty they may lead anywhere.",
    fr: "Les menus peuvent mener à ces hôtes et à leurs sous-domaines, en plus des sites du groupe. Un par ligne. Tant que la liste est vide, ils peuvent mener partout.",
  },
  "hosts.placeholder": { en: "press.example.com", fr: "presse.exemple.fr" },
  lead: { en: "What holds for the whole installation.", fr: "Ce qui vaut pour toute l’installation." },
  saved: { en: "The settings are saved.", fr: "Les réglages sont enregistrés." },
  settings: { en: "Settings", fr: "Réglages" },
  stale: { en: "Somebody else has saved the settings meanwhile. Here they are as they are now.", fr: "Quelqu’un a enregistré les réglages entre-temps. Les voici tels qu’ils sont maintenant." },
});
