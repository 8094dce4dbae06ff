import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTexts } from "../../../kit/texts";
import { useEditing } from "../context";
import { type FieldProps, useAria } from "./frame";
import type { Names } from "./rich/surface";
import { texts } from "./texts";

/* What the fields for longer texts share. Their editors load when such a field is shown. */

const rightToLeft = /^(?:ar|arc|ckb|dv|fa|he|ks|ps|sd|syr|ug|ur|yi)(?:-|$)/;

/** directionOf is how a locale is written. */
export const directionOf = (tag: string): "ltr" | "rtl" => (rightToLeft.test(tag) && !/-(?:Latn|Cyrl)/.test(tag) ? "rtl" : "ltr");

/** useNames gives the names of an editor that is no input: those of the frame, and the line that tells its keys. */
export function useNames(props: FieldProps): Names {
  const { error: _, readOnly: __, ...aria } = useAria(props);
  const { locked } = useEditing();
  const described = [aria["aria-describedby"], !locked && `${aria.id}-keys`].filter(Boolean).join(" ");
  return { ...aria, "aria-labelledby": `${aria.id}-label`, "aria-describedby": described || undefined };
}

/** useDirection is the direction of the text of a field: that of its locale, where it has one. */
export function useDirection({ path }: FieldProps): "ltr" | "rtl" | "auto" {
  return path[0] === "locales" ? directionOf(String(path[1])) : "auto";
}

/** Foot tells the keys, and the length once it matters. */
export function Foot({ id, keys, length, max, children }: { id: string; keys: "keys.source" | "keys.visual"; length?: number | undefined; max?: number | undefined; children?: ReactNode }) {
  const t = useTexts(texts);
  const { locked } = useEditing();
  const counted = max && length !== undefined && length >= max * 0.7;
  if (locked && !counted) return null;
  return (
    <div className="p-writing-foot">
      {!locked && <span id={`${id}-keys`} className="p-writing-keys">{t(keys)}</span>}
      {children}
      {counted && <Text span size="xs" c={length > max ? "red" : "dimmed"} ml="auto">{t("length", { n: length, max })}</Text>}
    </div>
  );
}
