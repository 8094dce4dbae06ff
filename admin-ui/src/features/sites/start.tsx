import { Alert, Button, Group, Select, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { Page } from "../../kit/ui/page";
import { Answered } from "../../kit/ui/states";
import { Gets } from "./gets";
import { Lines, Step, Ways } from "./lines";
import { LiveCheck } from "./live-check";
import { type Site, siteQuery } from "./model";
import { Sample } from "./sample";
import type { Way } from "./snippets";
import { StartForm } from "./start-form";
import { wayOf } from "./start-model";
import { startTexts } from "./texts-start";
import { texts } from "./texts";

const route = getRouteApi("/start");

/** Start leads from nothing to the first header on a page: the site, its lines, and a look at whether they work. Where it was left, it
    goes on: the address names the site. */
export default function Start() {
  const t = useTexts(startTexts);
  const { site } = route.useSearch();
  return (
    <Page title={t("start")} lead={t("lead")}>
      {site ? <Registered siteKey={site} /> : <First />}
    </Page>
  );
}

function First() {
  const t = useTexts(startTexts);
  const go = route.useNavigate();
  const queries = useQueryClient();
  const create = useMay({ action: "create", type: "@sites" });
  if (create.known && !create.allowed) return <Alert color="yellow">{t("first.denied")}</Alert>;
  return (
    <div className="p-steps">
      <Step n={1} title={t("step.site")}>
        <StartForm
          onDone={(site) => {
            queries.setQueryData(siteQuery(site.key).queryKey, site);
            void queries.invalidateQueries({ queryKey: ["sites"], exact: true });
            void go({ search: { site: site.key } });
          }}
        />
      </Step>
      <Step n={2} title={t("step.lines")}><Text c="dimmed">{t("step.later")}</Text></Step>
      <Step n={3} title={t("step.check")}><Text c="dimmed">{t("step.later")}</Text></Step>
      <Sample />
    </div>
  );
}

function Registered({ siteKey }: { siteKey: string }) {
  const site = useQuery({ ...siteQuery(siteKey), refetchOnWindowFocus: false });
  return <Answered query={site}>{(data) => <Rest site={data} />}</Answered>;
}

function Rest({ site }: { site: Site }) {
  const t = useTexts(startTexts);
  const s = useTexts(texts);
  const [way, setWay] = useState<Way>(wayOf(site));
  const [locale, setLocale] = useState(site.defaultLocale);
  const locales = (site.locales ?? []).map((l) => l.tag);
  return (
    <div className="p-steps">
      <Step n={1} title={t("done", { name: site.name })} done>
        <Text size="sm" c="dimmed">{site.key} · {(site.origins ?? [])[0]} · {locales.join(", ")} · <Link to="/sites/$key" params={{ key: site.key }}>{t("change")}</Link></Text>
      </Step>
      <Step n={2} title={t("step.lines")}>
        <Ways site={site} way={way} onChange={setWay} label={s("step.way")} />
        {locales.length > 1 && <Select label={s("locale")} value={locale} onChange={(l) => l && setLocale(l)} data={locales} w={140} mt="sm" allowDeselect={false} />}
        <Lines site={site} way={way} locale={locale} />
      </Step>
      <Step n={3} title={t("step.check")}>
        <div className="p-beside">
          <LiveCheck site={site} locale={locale} />
          <section aria-label={t("what.comes")}><Text fw={560} size="sm" mb="xs">{t("what.comes")}</Text><Gets site={site} locale={locale} label={t("what.comes")} /></section>
        </div>
      </Step>
      <Group justify="flex-end"><Button renderRoot={(p) => <Link {...p} to="/" />} variant="default">{t("finish")}</Button></Group>
    </div>
  );
}
