import { Alert, Badge, Button, Group, SegmentedControl, Text } from "@mantine/core";
import { IconShare } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { api, ask, type Schemas } from "../../api/client";
import type { LookSearch } from "../../kit/look";
import { sitesQuery } from "../../kit/model";
import { useTexts } from "../../kit/texts";
import { Items } from "../../kit/ui/items";
import { type Scene, Stage, stand } from "../../kit/ui/stage";
import { Loading } from "../../kit/ui/states";
import { LookBar, Share, themeOf, widthOf } from "../preview/index";
import { type Draft, previewQuery, type Versioned } from "./queries";
import { shows } from "./routes";
import { texts } from "./texts";

type Site = Schemas["SiteBody"];
type Looked = Schemas["DesignTrialBody"];

const route = getRouteApi("/design/drafts/$id");

/** Styles of the page around the components; their own are those of the draft. */
const around = `html{background:var(--portico-color-surface-page,Canvas);color:var(--portico-color-text-default,CanvasText)}
.stage-list{display:grid;gap:28px;padding:24px;max-inline-size:960px;margin:0 auto}.stage-list h2{margin:0 0 10px;font:600 13px/1.3 system-ui,sans-serif;opacity:.75}`;

/** OnSite shows a site in the look of a draft: its header and footer, or the components of the style guide. Each change that is saved
    is seen here before anybody else sees it. */
export function OnSite({ draft }: { draft: Versioned<Draft> }) {
  const t = useTexts(texts);
  const search = route.useSearch();
  const go = route.useNavigate();
  const all = useQuery(sitesQuery);
  const sites = all.data;
  const preview = useQuery(previewQuery(draft.body.id));
  const chosen = sites?.find((s) => s.key === search.site);
  const site = chosen ?? (preview.isPending ? undefined : sites?.find((s) => s.key === preview.data?.sites?.[0]?.key) ?? sites?.[0]);
  const show = search.show ?? "parts";
  const set = (patch: LookSearch & { show?: (typeof shows)[number] }) => void go({ search: (old) => ({ ...old, ...patch }), replace: true });
  const choice = (
    <SegmentedControl
      size="xs" aria-label={t("look.show")} value={show} data={shows.map((x) => ({ value: x, label: t(`look.${x}`) }))}
      onChange={(v) => set({ show: shows.find((x) => x === v) ?? "parts" })}
    />
  );
  if (all.isError || sites?.length === 0) return null;
  if (show === "nothing") return <Group justify="space-between"><Text size="sm" c="dimmed">{t("look.hidden")}</Text>{choice}</Group>;
  // The room is kept meanwhile, so that the tokens below do not move under the hand.
  if (!site || !sites) return <section className="p-card p-look" aria-label={t("look")} aria-busy><div className="p-preview-bar" /><div className="p-preview-box"><Loading /></div></section>;
  const locale = site.locales?.find((l) => l.tag === search.locale)?.tag ?? site.defaultLocale;
  return (
    <section className="p-card p-look" aria-label={t("look")}>
      <LookBar sites={sites} site={site} locale={locale} search={search} set={set}>
        {choice}
        <ShareDraft draft={draft} site={site} locale={locale} />
      </LookBar>
      <Looking draft={draft} site={site} locale={locale} show={show} search={search} />
    </section>
  );
}

interface LookingProps {
  draft: Versioned<Draft>;
  site: Site;
  locale: string;
  show: "parts" | "components";
  search: LookSearch;
}

function Looking({ draft, site, locale, show, search }: LookingProps) {
  const t = useTexts(texts);
  const theme = themeOf(site, search);
  const fetched = useLook(draft, site.key, locale);
  const looked = useQuery({
    queryKey: ["design-look", draft.body.id, draft.version, site.key, locale], queryFn: fetched, placeholderData: keepPreviousData, retry: false, staleTime: 60_000,
  });
  const scene = useMemo(() => looked.data && sceneOf(looked.data, show, theme), [looked.data, show, theme]);
  return (
    <>
      {looked.error && <Alert color="red" role="alert" m="sm" title={t("look.failed")}><Items error={looked.error} /></Alert>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- who has only a keyboard scrolls it */}
      <div className="p-preview-box" tabIndex={0} role="group" aria-label={t("look.of", { site: site.name })} aria-busy={looked.isFetching}>
        {scene ? <Stage scene={scene} title={t("look.frame")} width={widthOf(search)} /> : !looked.error && <Loading />}
        {looked.data?.components?.length === 0 && show === "components" && <Badge color="gray">{t("look.noComponents")}</Badge>}
      </div>
    </>
  );
}

/** useLook asks for a site in the look of the draft; styles that are here already are not sent again. */
function useLook(draft: Versioned<Draft>, site: string, locale: string): () => Promise<Looked> {
  const known = useRef<Looked>(undefined);
  return async () => {
    const had = known.current;
    const body = { site, locale, ...(had && { known: had.stylesKey }) };
    const got = await ask(api.POST("/api/v1/design-system/drafts/{id}/parts", { params: { path: { id: draft.body.id } }, body }));
    if (had && got.stylesKey === had.stylesKey) Object.assign(got, { styles: had.styles, componentStyles: had.componentStyles });
    known.current = got;
    return got;
  };
}

/** sceneOf makes what the frame shows. */
export function sceneOf(looked: Looked, show: "parts" | "components", theme: "light" | "dark"): Scene {
  const page = { lang: looked.locale, dir: /^(ar|fa|he|ur)/.test(looked.locale) ? "rtl" as const : "ltr" as const, theme };
  if (show === "parts") return { ...page, styles: looked.styles ?? "", html: `${looked.parts.header ?? ""}${stand}${looked.parts.footer ?? ""}` };
  const list = (looked.components ?? []).map((c) => `<section><h2>${escaped(c.title)}</h2>${c.html}</section>`);
  return { ...page, styles: `${looked.componentStyles ?? ""}\n${around}`, html: `<div class="stage-list">${list.join("")}</div>` };
}

const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replace(/[&<>"]/g, (c) => signs[c] ?? c);

function ShareDraft({ draft, site, locale }: { draft: Versioned<Draft>; site: Site; locale: string }) {
  const t = useTexts(texts);
  const [sharing, setSharing] = useState(false);
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconShare size={14} />} onClick={() => setSharing(true)}>{t("look.share")}</Button>
      {sharing && <Share site={site} locale={locale} view={`design:${draft.body.id}`} lead={t("look.share.lead")} onClose={() => setSharing(false)} />}
    </>
  );
}
