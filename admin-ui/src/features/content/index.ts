/* What other features use of this one. */
export { LocaleStates, StatusBadge } from "./status";
export { useLocales } from "./use-locales";
