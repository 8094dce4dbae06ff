import { Badge } from "@mantine/core";
import { useTexts } from "../../kit/texts";
import { texts } from "./texts";

export const states = ["draft", "in-review", "scheduled", "published", "changed", "archived"] as const;
export type Status = (typeof states)[number];

const colors: Record<Status, string> = { draft: "gray", "in-review": "blue", scheduled: "blue", published: "green", changed: "yellow", archived: "gray" };

export const known = (status: string): Status => states.find((s) => s === status) ?? "draft";

/** StatusBadge says the state of an entry in one locale. */
export function StatusBadge({ status }: { status: string }) {
  const t = useTexts(texts);
  return <Badge color={colors[known(status)]} className="p-status" data-status={known(status)}>{t(`status.${known(status)}`)}</Badge>;
}

/** LocaleStates says the state in each locale, "fr:changed", and which ones are missing. A sign and text say it too, not colour alone. */
export function LocaleStates({ states: own, all }: { states: string[]; all: string[] }) {
  const t = useTexts(texts);
  const byTag = new Map(own.map((s) => [s.slice(0, s.lastIndexOf(":")), known(s.slice(s.lastIndexOf(":") + 1))]));
  return (
    <span className="p-states">
      {[...new Set([...all, ...byTag.keys()])].sort().map((tag) => {
        const state = byTag.get(tag);
        const label = state ? `${tag}: ${t(`status.${state}`)}` : t("missing", { locale: tag });
        return <span key={tag} className="p-locale" data-state={state ?? "missing"} title={label}><span aria-hidden>{tag}</span><span className="p-hidden">{label}</span></span>;
      })}
    </span>
  );
}
