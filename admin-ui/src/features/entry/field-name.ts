import { useIntl } from "react-intl";
import { language } from "../../kit/language";
import type { ContentType } from "../../kit/model";
import { useStore } from "../../kit/store";
import { labelIn } from "../../kit/texts";
import { steps } from "./document";

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
