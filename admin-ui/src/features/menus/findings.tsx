import { Badge } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { language } from "../../kit/language";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import type { Index } from "./document";
import { type Flaw, say } from "./problems";
import { texts } from "./texts";
import { languageName, titleOf } from "./words";

const some = 5;

/** Findings lists what is wrong or missing, errors first; each leads to its item. */
export function Findings({ flaws, index, locale, onChoose }: { flaws: readonly Flaw[]; index: Index; locale: string; onChoose: (id: string) => void }) {
  const t = useTexts(texts);
  const name = languageName(useStore(language));
  const [all, setAll] = useState(false);
  const sorted = [...flaws].sort((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  if (sorted.length === 0) return <p className="p-findings-none"><IconCircleCheck size={16} aria-hidden /> {t("findings.none")}</p>;
  return (
    <div className="p-findings">
      <h2 className="p-findings-title"><IconAlertTriangle size={16} aria-hidden /> {t("findings", { n: sorted.length })}</h2>
      <ul>
        {(all ? sorted : sorted.slice(0, some)).map((f, i) => {
          const item = index.item.get(f.id);
          return (
            <li key={`${f.id} ${f.code} ${f.field} ${f.locale} ${i}`}>
              <button type="button" onClick={() => item && onChoose(f.id)} aria-disabled={!item}>
                <Badge size="sm" color={f.severity === "error" ? "red" : "yellow"}>{t(f.severity)}</Badge>
                <span><b dir="auto">{item ? titleOf(t, item, locale) : t("menu.whole")}</b> — {say(t, f, name)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {sorted.length > some && <button type="button" className="p-findings-more" onClick={() => setAll(!all)}>{all ? t("findings.less") : t("findings.more", { n: sorted.length - some })}</button>}
    </div>
  );
}
