import { useIntl } from "react-intl";
import { language } from "../../kit/language";
import type { ContentType, Field } from "../../kit/model";
import { useStore } from "../../kit/store";
import { labelIn } from "../../kit/texts";
import { type Doc, type Path, steps } from "./document";
import { crumbs } from "./shape";

/** useFieldName says which field a pointer is about: its label, and the language. */
export function useFieldName(type: ContentType): (pointer: string) => string {
  const ui = useStore(language);
  const intl = useIntl();
  return (pointer) => {
    const path = steps(pointer);
    const localized = path[0] === "locales";
    const name = localized ? path[2] : path[1];
    const label = labelIn(type.fields.find((f) => f.name === name)?.label, ui) || name || pointer;
    return localized && path[1] ? `${label} (${intl.formatDisplayName(path[1], { type: "language" }) ?? path[1]})` : label;
  };
}

/** useValueName says which value a path leads to, within its field, and in which language: "Blocks › Quote 2 › Words (French)". */
export function useValueName(fields: readonly Field[]): (doc: Doc, path: Path) => string {
  const ui = useStore(language);
  const intl = useIntl();
  return (doc, path) => {
    const names = crumbs(fields, doc, path).map((c) => [labelIn(c.label, ui), c.n].filter(Boolean).join(" "));
    const locale = path[0] === "locales" ? String(path[1]) : "";
    return `${names.join(" › ")}${locale && ` (${intl.formatDisplayName(locale, { type: "language" }) ?? locale})`}`;
  };
}
