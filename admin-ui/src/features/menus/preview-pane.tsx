import { Badge, Group, SegmentedControl, Select, Text, VisuallyHidden } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconDeviceTablet, IconMoon, IconSun } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef } from "react";
import { language } from "../../kit/language";
import { sayProblem } from "../../kit/problem-texts";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { type Scene, Stage, stand } from "../../kit/ui/stage";
import type { Index, Item } from "./document";
import type { Flaw } from "./problems";
import type { At, Site } from "./queries";
import { type EditorSearch, widths } from "./routes";
import { texts } from "./texts";
import { useParts } from "./use-parts";
import { directionOf, languageName } from "./words";

interface Props {
  at: At;
  index: Index;
  site: Site | undefined;
  sites: readonly Site[];
  locale: string;
  items: Item[];
  path: string;
  /** What keeps the menu from being published, whenever it is something else than before. */
  onFlaws: (flaws: Flaw[]) => void;
  dirty: boolean;
}

const devices = { 1280: IconDeviceDesktop, 820: IconDeviceTablet, 390: IconDeviceMobile };

/** PreviewPane shows header and footer of a site with the menu as it stands on the screen. */
export function PreviewPane({ at, index, site, sites, locale, items, path, onFlaws, dirty }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const name = languageName(useStore(language));
  const search: EditorSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = (patch: EditorSearch) => void navigate({ to: ".", search: (old: EditorSearch) => ({ ...old, ...patch }), replace: true });
  const width = search.width ?? (innerWidth < 700 ? widths[2] : widths[0]);
  const theme = (site?.theme as "light" | "dark" | undefined) ?? search.theme ?? "light";
  const { parts, flaws, error, busy } = useParts({ site: site?.key ?? "", locale, path, menu: at, items });
  const told = useRef("[]");
  useEffect(() => {
    const now = JSON.stringify(flaws);
    if (now !== told.current) onFlaws(flaws);
    told.current = now;
  }, [flaws, onFlaws]);
  const scene = useMemo<Scene | undefined>(
    () => parts && { lang: parts.locale, dir: directionOf(parts.locale), theme, styles: parts.styles, html: `${parts.html.header ?? ""}${stand}${parts.html.footer ?? ""}` },
    [parts, theme],
  );
  const open = useMemo(() => panels(index, at, search.item), [index, at, search.item]);
  const box = useRef<HTMLDivElement>(null);
  const low = at.name === "footer" || at.name === "legal";
  const lowered = useRef(false);
  /** What is at the end of the page is shown from its end, once. */
  const lower = () => {
    if (!low || lowered.current) return;
    lowered.current = true;
    requestAnimationFrame(() => requestAnimationFrame(() => box.current?.scrollTo({ top: box.current.scrollHeight })));
  };
  const bad = flaws.length > 0 || error !== undefined;
  return (
    <section className="p-card p-preview" aria-label={t("preview")}>
      <Group gap="xs" className="p-preview-bar">
        <Select
          aria-label={t("preview.site")} data={sites.map((s) => ({ value: s.key, label: s.name }))} value={site?.key ?? null} size="xs" w={200} searchable allowDeselect={false}
          onChange={(key) => key && set({ site: key, locale: undefined })}
        />
        <Select
          aria-label={t("preview.locale")} data={(site?.locales ?? []).map((l) => ({ value: l.tag, label: name(l.tag) }))} value={locale} size="xs" w={130} allowDeselect={false}
          onChange={(tag) => tag && set({ locale: tag })}
        />
        <SegmentedControl
          size="xs" aria-label={t("preview.theme")} value={theme} disabled={Boolean(site?.theme)} onChange={(v) => set({ theme: v as "light" | "dark" })}
          data={[{ value: "light", label: <Sign icon={IconSun} text={t("theme.light")} /> }, { value: "dark", label: <Sign icon={IconMoon} text={t("theme.dark")} /> }]}
        />
        <SegmentedControl
          size="xs" aria-label={t("preview.width")} value={String(width)} onChange={(v) => set({ width: Number(v) })}
          data={widths.map((w) => ({ value: String(w), label: <Sign icon={devices[w]} text={t("width", { w })} /> }))}
        />
        <span className="p-grow" />
        <Text size="xs" c="dimmed" role="status">{bad ? "" : busy ? t("preview.busy") : t(dirty ? "preview.now" : "preview.saved")}</Text>
        {bad && <Badge color="red">{t("preview.last")}</Badge>}
      </Group>
      {error !== undefined && <p className="p-preview-wrong" role="alert">{sayProblem(c, error)}</p>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- who has only a keyboard scrolls it */}
      <div className="p-preview-box" ref={box} tabIndex={0} role="group" aria-label={t("preview.what", { site: site?.name ?? "" })}>
        {scene && <Stage scene={scene} title={t("preview.frame")} width={width} open={open} onShown={lower} />}
      </div>
    </section>
  );
}

function Sign({ icon: Icon, text }: { icon: typeof IconSun; text: string }) {
  return <span className="p-sign" title={text}><Icon size={15} aria-hidden /><VisuallyHidden>{text}</VisuallyHidden></span>;
}

/** panels gives what has to be open so that an item of the main menu is to be seen. */
function panels(index: Index, at: At, id: string | undefined): string[] {
  if (at.name !== "main" || !id) return [];
  const above: string[] = [];
  for (let on: string | undefined = id; on; on = index.place.get(on)?.parent) above.unshift(on);
  const top = above[0];
  return top && (above.length > 1 || (index.item.get(top)?.items?.length ?? 0) > 0) ? [top] : [];
}
