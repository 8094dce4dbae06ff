import { Alert, Badge, Group, SegmentedControl, Select, VisuallyHidden } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconDeviceTablet, IconMoon, IconSun } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, ask, type Schemas } from "../../api/client";
import { useChanges } from "../../kit/events";
import { useTexts } from "../../kit/texts";
import { Items } from "../../kit/ui/items";
import { type Scene, Stage, stand } from "../../kit/ui/stage";
import { Loading } from "../../kit/ui/states";
import { type PreviewSearch, widths } from "./routes";
import { texts } from "./texts";

type Site = Schemas["SiteBody"];

interface Props {
  sites: readonly Site[];
  site: Site;
  locale: string;
  search: PreviewSearch;
  set: (patch: PreviewSearch) => void;
}

const devices = { 1280: IconDeviceDesktop, 820: IconDeviceTablet, 390: IconDeviceMobile };

/** Look shows header and footer of a site with all drafts of menus that it would show, as they are saved. */
export function Look({ sites, site, locale, search, set }: Props) {
  const t = useTexts(texts);
  const width = search.width ?? (innerWidth < 700 ? widths[2] : widths[0]);
  const theme = (site.theme as "light" | "dark" | undefined) ?? search.theme ?? "light";
  const parts = useQuery({ queryKey: ["preview", site.key, locale], queryFn: () => look(site, sites, locale), placeholderData: keepPreviousData, retry: false });
  useChanges({ onChange: (change) => /^(menu|site|entry)\//.test(change.subject) && void parts.refetch() });
  const scene = useMemo<Scene | undefined>(() => parts.data && {
    lang: parts.data.locale, dir: /^(ar|fa|he|ur)/.test(parts.data.locale) ? "rtl" : "ltr", theme, styles: parts.data.styles, html: `${parts.data.parts.header ?? ""}${stand}${parts.data.parts.footer ?? ""}`,
  }, [parts.data, theme]);
  return (
    <section className="p-card p-look" aria-label={t("look")}>
      <Group gap="xs" className="p-preview-bar">
        <Select aria-label={t("site")} size="xs" w={220} searchable allowDeselect={false} data={sites.map((s) => ({ value: s.key, label: s.name }))} value={site.key} onChange={(key) => key && set({ site: key, locale: undefined })} />
        <Select aria-label={t("locale")} size="xs" w={100} allowDeselect={false} data={(site.locales ?? []).map((l) => l.tag)} value={locale} onChange={(tag) => tag && set({ locale: tag })} />
        <SegmentedControl size="xs" aria-label={t("theme")} disabled={Boolean(site.theme)} value={theme} onChange={(v) => set({ theme: v as "light" | "dark" })} data={[{ value: "light", label: <Sign icon={IconSun} text={t("light")} /> }, { value: "dark", label: <Sign icon={IconMoon} text={t("dark")} /> }]} />
        <SegmentedControl size="xs" aria-label={t("width")} value={String(width)} onChange={(v) => set({ width: Number(v) })} data={widths.map((w) => ({ value: String(w), label: <Sign icon={devices[w]} text={t("pixels", { w })} /> }))} />
        <span className="p-grow" />
        {parts.data && <Badge color={parts.data.drafts > 0 ? "blue" : "gray"}>{t("drafts", { n: parts.data.drafts })}</Badge>}
      </Group>
      {parts.error && <Alert color="red" role="alert" m="sm"><Items error={parts.error} /></Alert>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- who has only a keyboard scrolls it */}
      <div className="p-preview-box p-look-box" tabIndex={0} role="group" aria-label={t("look")}>{scene ? <Stage scene={scene} title={t("frame")} width={width} /> : !parts.error && <Loading />}</div>
    </section>
  );
}

/** look asks for the parts with every menu that is not published as it is saved. */
async function look(site: Site, sites: readonly Site[], locale: string) {
  const spaces: string[] = [];
  for (let at: Site | undefined = site; at && !spaces.includes(at.key); at = sites.find((s) => s.key === at?.parent)) spaces.push(at.key);
  spaces.push("shared");
  const open = ((await ask(api.GET("/api/v1/menus"))).data ?? []).filter((m) => !m.published && spaces.includes(m.space));
  const menus = await Promise.all(open.slice(0, 8).map(async (m) => {
    const { space, name, items } = await ask(api.GET("/api/v1/menus/{space}/{name}", { params: { path: { space: m.space, name: m.name as "main" } } }));
    return { space, name: name as "main", items: items ?? [] };
  }));
  const { parts, styles, locale: shown } = await ask(api.POST("/api/v1/sites/{key}/draft-parts", { params: { path: { key: site.key } }, body: { locale, menus } }));
  return { parts, styles: styles ?? "", locale: shown, drafts: menus.length };
}

function Sign({ icon: Icon, text }: { icon: typeof IconSun; text: string }) {
  return <span className="p-sign" title={text}><Icon size={15} aria-hidden /><VisuallyHidden>{text}</VisuallyHidden></span>;
}
