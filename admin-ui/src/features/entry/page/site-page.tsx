import { ActionIcon, Alert, Button, Group, SegmentedControl, Select, Text, VisuallyHidden } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconDeviceTablet, IconRefresh, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { type ContentType, sitesQuery } from "../../../kit/model";
import { useStore } from "../../../kit/store";
import { useTexts } from "../../../kit/texts";
import { Items } from "../../../kit/ui/items";
import { Note } from "../../../kit/ui/states";
import { useRoom } from "../../../kit/ui/use-room";
import { useEditing } from "../context";
import { jump } from "../jump";
import { type EditorSearch, widths } from "../routes";
import { texts } from "../texts-page";
import { useLanguages } from "../use-languages";
import { originsOf, pathOf, type Site, sitesFor } from "./address";
import { chosenOrigin, chooseOrigin } from "./chosen-origin";
import { fieldAt, namesOf } from "./messages";
import type { PageWindow } from "./page-window";
import { usePage } from "./use-page";

const EntryDrawer = lazy(() => import("../entry-drawer"));

const devices = { 1280: IconDeviceDesktop, 820: IconDeviceTablet, 390: IconDeviceMobile };

interface Props {
  type: ContentType;
  search: EditorSearch;
  change: (patch: EditorSearch) => void;
}

/** SitePage shows the entry on a site's own page, as it is saved, beside the form. A click on a text leads to its field, and the field that is
    written in is shown on the page. */
export default function SitePage({ type, search, change }: Props) {
  const t = useTexts(texts);
  const { name } = useLanguages();
  const { store, locale, chain } = useEditing();
  const entry = useStore(store.entry);
  const sites = useQuery(sitesQuery).data;
  const able = sitesFor(type, entry.space, locale, sites ?? []);
  const site = able.find((s) => s.key === search.site) ?? able[0];
  const path = site && pathOf(type, site.key, { id: entry.id, key: entry.key, doc: entry, locale, chain });
  const width = search.width ?? widths[1];
  return (
    <aside className="p-card p-site-page" aria-label={t("pane")}>
      <Group gap="xs" className="p-preview-bar">
        {able.length > 1
          ? <Select aria-label={t("site")} size="xs" w={180} searchable allowDeselect={false} data={able.map((s) => ({ value: s.key, label: s.name }))} value={site?.key ?? null} onChange={(key) => key && change({ site: key })} />
          : <Text size="sm" fw={560} truncate>{site?.name ?? t("pane")}</Text>}
        <SegmentedControl
          size="xs" aria-label={t("width")} value={String(width)} onChange={(v) => change({ width: Number(v) })}
          data={widths.map((w) => ({ value: String(w), label: <Sign icon={devices[w]} text={t("pixels", { w })} /> }))}
        />
        <span className="p-grow" />
        <ActionIcon aria-label={t("close")} onClick={() => change({ panel: undefined })}><IconX size={18} /></ActionIcon>
      </Group>
      {site && path !== undefined ? <Shown key={site.key} site={site} path={path} type={type} width={width} /> : sites && nothing()}
    </aside>
  );

  /** nothing says why there is no page to show. */
  function nothing(): ReactNode {
    if (Object.keys(type.preview).length === 0) return <Note title={t("none.pattern")}>{t("none.pattern.help")}</Note>;
    if (!site) return <Note title={t("none.sites", { language: name(locale) })}>{t("none.sites.help")}</Note>;
    return <Note title={t("none.slug")}>{t("none.slug.help")}</Note>;
  }
}

function Sign({ icon: Icon, text }: { icon: typeof IconDeviceDesktop; text: string }) {
  return <span className="p-sign" title={text}><Icon size={15} aria-hidden /><VisuallyHidden>{text}</VisuallyHidden></span>;
}

interface ShownProps {
  site: Site;
  path: string;
  type: ContentType;
  width: number;
}

function Shown({ site, path, type, width }: ShownProps) {
  const t = useTexts(texts);
  const { store, locale } = useEditing();
  const entry = useStore(store.entry);
  const [other, setOther] = useState<string>();
  const outer = useRef<HTMLIFrameElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const room = useRoom(box);
  const scale = room > 0 ? Math.min(1, room / width) : 1;
  const onEdit = (id: string, field: string) => {
    if (id !== entry.id) setOther(id);
    else {
      const at = fieldAt(type, store.whole(), locale, field);
      if (at) jump(at);
    }
  };
  const origins = originsOf(site);
  const [origin, setOrigin] = useState(() => chosenOrigin(site.key, origins));
  const { page, state, error, loaded, again } = usePage({ outer, site: site.key, origin, origins, path, title: t("frame", { site: site.name }), name: t("token"), onEdit });
  useRefresh(page, entry, path);
  useShow(page, entry.id, () => store.whole());
  const close = () => {
    setOther(undefined);
    page?.refresh();
  };
  return (
    <>
      <Group gap="xs" wrap="nowrap" className="p-site-path">
        {origins.length > 1 && (
          <Select
            aria-label={t("origin")} size="xs" w={220} allowDeselect={false} data={origins} value={origin}
            onChange={(next) => {
              if (!next) return;
              chooseOrigin(site.key, next);
              setOrigin(next);
            }}
          />
        )}
        <Text span size="xs" c="dimmed" truncate dir="ltr" className="p-grow">{origins.length > 1 ? "" : origin}{path}</Text>
        <ActionIcon size="sm" aria-label={t("again")} onClick={() => (state === "here" ? page?.refresh() : again())}><IconRefresh size={15} /></ActionIcon>
      </Group>
      {error !== undefined && <Alert color="red" role="alert" m="sm"><Items error={error} /></Alert>}
      {state === "failed" && <Alert color="red" role="alert" m="sm">{t("failed.frame")}</Alert>}
      {state === "silent" && (
        <Alert color="yellow" role="status" m="sm">
          <Group gap="xs"><Text size="sm">{t("silent")}</Text><Button size="compact-sm" variant="default" onClick={again}>{t("silent.again")}</Button></Group>
        </Alert>
      )}
      <div className="p-site-box" ref={box} data-state={state}>
        {/* oxlint-disable-next-line react/iframe-missing-sandbox -- an empty page of ours; the frame in it has one, which this would narrow */}
        <iframe
          ref={outer} src={`/api/v1/sites/${encodeURIComponent(site.key)}/preview-frame`} title={t("frame", { site: site.name })} onLoad={loaded}
          style={{ inlineSize: width, blockSize: `${100 / scale}%`, transform: `scale(${scale})` }}
        />
      </div>
      <Text size="xs" c="dimmed" className="p-site-foot" role="status">{error === undefined && (state === "opening" ? t("opening") : state === "here" ? t("click") : "")}</Text>
      <Suspense>{other && <EntryDrawer key={other} id={other} locale={locale} onClose={close} />}</Suspense>
    </>
  );
}

/** useRefresh shows the page anew when something was saved, by whomever. Another path is another page, and shown as such. */
function useRefresh(page: PageWindow | undefined, saved: unknown, path: string) {
  const seen = useRef({ saved, path });
  useEffect(() => {
    const before = seen.current;
    seen.current = { saved, path };
    if (before.saved !== saved && before.path === path) page?.refresh();
  }, [page, saved, path]);
}

/** useShow tells the page which field is written in. */
function useShow(page: PageWindow | undefined, entry: string, whole: () => Parameters<typeof namesOf>[0]) {
  const latest = useRef(whole);
  useEffect(() => {
    latest.current = whole;
  });
  useEffect(() => {
    const show = ({ target }: FocusEvent) => {
      const field = target instanceof Element ? target.closest<HTMLElement>(".p-editor [data-pointer]") : null;
      if (field?.dataset.pointer) page?.tell({ type: "show", entry, fields: namesOf(latest.current(), field.dataset.pointer) });
    };
    document.addEventListener("focusin", show);
    return () => document.removeEventListener("focusin", show);
  }, [page, entry]);
}
