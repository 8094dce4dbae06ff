import { Alert, Badge } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, ask, type Schemas } from "../../api/client";
import { useChanges } from "../../kit/events";
import type { LookSearch } from "../../kit/look";
import { useTexts } from "../../kit/texts";
import { Items } from "../../kit/ui/items";
import { type Scene, Stage, stand } from "../../kit/ui/stage";
import { Loading } from "../../kit/ui/states";
import { LookBar, themeOf, widthOf } from "./look-bar";
import { texts } from "./texts";

type Site = Schemas["SiteBody"];

interface Props {
  sites: readonly Site[];
  site: Site;
  locale: string;
  search: LookSearch;
  set: (patch: LookSearch) => void;
}

/** Look shows header and footer of a site with all drafts of menus that it would show, as they are saved. */
export function Look({ sites, site, locale, search, set }: Props) {
  const t = useTexts(texts);
  const width = widthOf(search);
  const theme = themeOf(site, search);
  const parts = useQuery({ queryKey: ["preview", site.key, locale], queryFn: () => look(site, sites, locale), placeholderData: keepPreviousData, retry: false });
  useChanges({ onChange: (change) => /^(menu|site|entry)\//.test(change.subject) && void parts.refetch() });
  const scene = useMemo<Scene | undefined>(() => parts.data && {
    lang: parts.data.locale, dir: /^(ar|fa|he|ur)/.test(parts.data.locale) ? "rtl" : "ltr", theme, styles: parts.data.styles, html: `${parts.data.parts.header ?? ""}${stand}${parts.data.parts.footer ?? ""}`,
  }, [parts.data, theme]);
  return (
    <section className="p-card p-look" aria-label={t("look")}>
      <LookBar sites={sites} site={site} locale={locale} search={search} set={set}>
        {parts.data && <Badge color={parts.data.drafts > 0 ? "blue" : "gray"}>{t("drafts", { n: parts.data.drafts })}</Badge>}
      </LookBar>
      {parts.error && <Alert color="red" role="alert" m="sm"><Items error={parts.error} /></Alert>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- who has only a keyboard scrolls it */}
      {(scene || !parts.error) && <div className="p-preview-box p-look-box" tabIndex={0} role="group" aria-label={t("look")}>{scene ? <Stage scene={scene} title={t("frame")} width={width} /> : <Loading />}</div>}
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
