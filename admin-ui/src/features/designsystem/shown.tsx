import { Group, Select, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { Schemas } from "../../api/client";
import { sitesQuery } from "../../kit/model";
import { useTexts } from "../../kit/texts";
import { Loading } from "../../kit/ui/states";
import { loadGets } from "../sites/index";
import { texts } from "./texts";

const Gets = lazy(async () => ({ default: (await loadGets()).Gets }));

/** Shown draws the shared parts of a release, as they stand on one of the sites that follow it. */
export function Shown({ release: r }: { release: Schemas["DesignDetailBody"] }) {
  const t = useTexts(texts);
  const all = useQuery(sitesQuery).data ?? [];
  const sites = all.filter((s) => (r.sites ?? []).some((x) => x.key === s.key));
  const [key, setKey] = useState<string>();
  const [tag, setTag] = useState<string>();
  const site = sites.find((s) => s.key === key) ?? sites[0];
  const locale = site?.locales?.find((l) => l.tag === tag)?.tag ?? site?.defaultLocale ?? "";
  return (
    <section className="p-card p-pad" aria-labelledby="shown">
      <Group justify="space-between" mb="sm">
        <Title order={2} id="shown">{t("shown")}</Title>
        {site && (
          <Group gap="xs">
            <Select aria-label={t("shown.site")} data={sites.map((s) => ({ value: s.key, label: s.name }))} value={site.key} allowDeselect={false} searchable w={220} onChange={(k) => k && setKey(k)} />
            <Select aria-label={t("shown.locale")} data={(site.locales ?? []).map((l) => l.tag)} value={locale} allowDeselect={false} w={100} onChange={(l) => l && setTag(l)} />
          </Group>
        )}
      </Group>
      {site ? <Suspense fallback={<Loading />}><Gets site={site} locale={locale} label={t("shown")} /></Suspense> : <Text c="dimmed">{t("shown.none")}</Text>}
    </section>
  );
}
