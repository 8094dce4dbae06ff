import { Badge, Tooltip } from "@mantine/core";
import { useTexts } from "../../kit/texts";
import { texts } from "./texts";

export type Status = "draft" | "in-review" | "scheduled" | "published" | "changed" | "archived";

const colors: Record<Status, string> = { draft: "gray", "in-review": "blue", scheduled: "blue", published: "green", changed: "yellow", archived: "gray" };

const known = (status: string): Status => (status in colors ? (status as Status) : "draft");

/** StatusBadge says the state of an entry in one locale. */
export function StatusBadge({ status }: { status: string }) {
  const t = useTexts(texts);
  return <Badge color={colors[known(status)]} className="p-status" data-status={known(status)}>{t(`status.${known(status)}`)}</Badge>;
}

/** LocaleStates says for each locale whether the entry is out, a draft, or missing. Shape and text say it too, not colour alone. */
export function LocaleStates({ locales, live, all }: { locales: string[]; live: string[]; all: string[] }) {
  const t = useTexts(texts);
  return (
    <span className="p-locales">
      {all.map((tag) => {
        const state = live.includes(tag) ? "published" : locales.includes(tag) ? "draft" : "missing";
        const label = state === "missing" ? t("missing", { locale: tag }) : `${tag}: ${t(`status.${state}`)}`;
        return (
          <Tooltip key={tag} label={label}>
            <span className="p-locale" data-state={state}><span aria-hidden>{tag}</span><span className="p-hidden">{label}</span></span>
          </Tooltip>
        );
      })}
    </span>
  );
}
