import { Badge, Button, Menu } from "@mantine/core";
import { IconColumns2 } from "@tabler/icons-react";
import { useRef } from "react";
import { useIntl } from "react-intl";
import { useTexts } from "../../kit/texts";
import type { EditorSearch } from "./routes";
import type { Entry } from "./store";
import { texts } from "./texts";

interface Props {
  locales: string[];
  entry: Entry;
  locale: string;
  side: string | undefined;
  missing: ReadonlyMap<string, number>;
  change: (patch: EditorSearch) => void;
}

/** LocaleTabs chooses the language that is written, and one to show beside it. A tab says what is left to do there. */
export function LocaleTabs({ locales, entry, locale, side, missing, change }: Props) {
  const t = useTexts(texts);
  const intl = useIntl();
  const list = useRef<HTMLDivElement>(null);
  const nameOf = (tag: string) => intl.formatDisplayName(tag, { type: "language" }) ?? tag;
  const step = (from: number, by: number) => {
    const next = locales[(from + by + locales.length) % locales.length];
    if (!next) return;
    change({ locale: next });
    list.current?.querySelector<HTMLElement>(`[data-tag="${next}"]`)?.focus();
  };
  return (
    <div className="p-tabs">
      <div role="tablist" aria-label={t("locales")} ref={list}>
        {locales.map((tag, i) => {
          const n = missing.get(tag) ?? 0;
          const written = entry.locales[tag] !== undefined;
          const note = n > 0 ? t("locale.missing.n", { n }) : written ? "" : t("locale.missing");
          return (
            <button
              key={tag} type="button" role="tab" data-tag={tag} aria-selected={tag === locale} tabIndex={tag === locale ? 0 : -1} className="p-tab" onClick={() => change({ locale: tag })}
              onKeyDown={(e) => {
                if (e.key === "ArrowRight") step(i, 1);
                else if (e.key === "ArrowLeft") step(i, -1);
              }}
            >
              <span lang={tag} title={nameOf(tag)} data-written={written}>{nameOf(tag)}</span>
              {n > 0 && <Badge size="sm" color="red" title={note}>{n}</Badge>}
              {note && <span className="p-hidden">{note}</span>}
            </button>
          );
        })}
      </div>
      <Menu>
        <Menu.Target>
          <Button size="compact-sm" aria-label={side ? `${t("side")}: ${nameOf(side)}` : t("side")} variant={side ? "light" : "subtle"} color={side ? undefined : "gray"} leftSection={<IconColumns2 size={16} />}>{side ? nameOf(side) : t("side")}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {["", ...locales.filter((l) => l !== locale)].map((l) => (
            <Menu.Item key={l} role="menuitemradio" aria-checked={(side ?? "") === l} className="p-choice" onClick={() => change({ side: l || undefined })}>{l ? nameOf(l) : t("side.none")}</Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
