import { Badge } from "@mantine/core";
import { language } from "../../kit/language";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { type Difference, lines } from "./diff";
import type { Item } from "./document";
import { texts } from "./texts";
import { languageName, titleOf } from "./words";

const fields = ["label", "description", "badge", "icon", "site", "path", "paths", "entry", "url", "audiences", "sites", "notSites", "newWindow", "match"] as const;

/** DiffList shows differences of a menu: what came and went, and every value that is another one. */
export function DiffList({ differences, locale }: { differences: readonly Difference[]; locale: string }) {
  const t = useTexts(texts);
  const name = languageName(useStore(language));
  if (differences.length === 0) return <p className="p-quiet">{t("diff.none")}</p>;
  return (
    <ul className="p-diff">
      {differences.map((d) => {
        const item = d.after?.item ?? d.before?.item ?? ({ id: d.id, label: {} } as Item);
        return (
          <li key={d.id}>
            <span className="p-diff-head">
              <b dir="auto">{titleOf(t, item, locale)}</b>
              {d.added && <Badge color="green">{t("diff.added")}</Badge>}
              {d.removed && <Badge color="red">{t("diff.removed")}</Badge>}
              {d.moved && <Badge color="blue">{t("diff.moved")}</Badge>}
            </span>
            {d.changed && lines(d).map((l) => {
              const known = fields.find((f) => f === l.field);
              return (
                <span className="p-diff-line" key={`${l.field}/${l.locale}`}>
                  <span className="p-diff-field">{known ? t(`field.${known}`) : l.field}{l.locale && ` (${name(l.locale)})`}</span>
                  {l.before && <del dir="auto">{l.before}</del>} {l.after && <ins dir="auto">{l.after}</ins>}
                </span>
              );
            })}
          </li>
        );
      })}
    </ul>
  );
}
