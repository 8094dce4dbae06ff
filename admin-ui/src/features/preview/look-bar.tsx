import { Group, SegmentedControl, Select, VisuallyHidden } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconDeviceTablet, IconMoon, IconSun } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client";
import { type LookSearch, widths } from "../../kit/look";
import { useTexts } from "../../kit/texts";
import { texts } from "./texts";

type Site = Schemas["SiteBody"];

const devices = { 1280: IconDeviceDesktop, 820: IconDeviceTablet, 390: IconDeviceMobile };

/** themeOf gives the theme that a site is looked at in: its own where it has but one. */
export function themeOf(site: Site, search: LookSearch): "light" | "dark" {
  return (site.theme as "light" | "dark" | undefined) ?? search.theme ?? "light";
}

export function widthOf(search: LookSearch): number {
  return search.width ?? (innerWidth < 700 ? widths[2] : widths[0]);
}

interface Props {
  sites: readonly Site[];
  site: Site;
  locale: string;
  search: LookSearch;
  set: (patch: LookSearch) => void;
  /** What stands at the end of the bar. */
  children?: ReactNode;
}

/** LookBar chooses what is looked at: a site, a language, a theme, a width. */
export function LookBar({ sites, site, locale, search, set, children }: Props) {
  const t = useTexts(texts);
  return (
    <Group gap="xs" className="p-preview-bar">
      <Select aria-label={t("site")} size="xs" w={220} searchable allowDeselect={false} data={sites.map((s) => ({ value: s.key, label: s.name }))} value={site.key} onChange={(key) => key && set({ site: key, locale: undefined })} />
      <Select aria-label={t("locale")} size="xs" w={100} allowDeselect={false} data={(site.locales ?? []).map((l) => l.tag)} value={locale} onChange={(tag) => tag && set({ locale: tag })} />
      <SegmentedControl size="xs" aria-label={t("theme")} disabled={Boolean(site.theme)} value={themeOf(site, search)} onChange={(v) => set({ theme: v as "light" | "dark" })} data={[{ value: "light", label: <Sign icon={IconSun} text={t("light")} /> }, { value: "dark", label: <Sign icon={IconMoon} text={t("dark")} /> }]} />
      <SegmentedControl size="xs" aria-label={t("width")} value={String(widthOf(search))} onChange={(v) => set({ width: Number(v) })} data={widths.map((w) => ({ value: String(w), label: <Sign icon={devices[w]} text={t("pixels", { w })} /> }))} />
      <span className="p-grow" />
      {children}
    </Group>
  );
}

function Sign({ icon: Icon, text }: { icon: typeof IconSun; text: string }) {
  return <span className="p-sign" title={text}><Icon size={15} aria-hidden /><VisuallyHidden>{text}</VisuallyHidden></span>;
}
