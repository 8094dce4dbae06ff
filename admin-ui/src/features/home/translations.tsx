import { Badge, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useIntl } from "react-intl";
import { api, ask, type Schemas } from "../../api/client";
import { language } from "../../kit/language";
import { sitesQuery, typesQuery } from "../../kit/model";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Chart } from "../../kit/ui/chart";
import { Card } from "./card";
import { texts } from "./texts";

type Summary = Schemas["SummaryBody"];

/** byLocale adds up what is there, outdated and missing in each language, with the most missing first. */
export function byLocale(all: readonly Summary[]): { locale: string; values: [number, number, number] }[] {
  const sums = new Map<string, [number, number, number]>();
  for (const s of all) {
    const [there, outdated, missing] = sums.get(s.locale) ?? [0, 0, 0];
    sums.set(s.locale, [there + s.source + s.current, outdated + s.outdated, missing + s.missing]);
  }
  return [...sums].map(([locale, values]) => ({ locale, values })).sort((a, b) => b.values[2] - a.values[2] || a.locale.localeCompare(b.locale));
}

/** Translations is how far each language is, and where most is left to do. */
export function Translations() {
  const t = useTexts(texts);
  const c = useTexts(common);
  const ui = useStore(language);
  const intl = useIntl();
  const sites = useQuery(sitesQuery);
  const types = useQuery(typesQuery);
  const query = useQuery({ queryKey: ["translations", "summary"], queryFn: async () => (await ask(api.GET("/api/v1/translations/summary"))).data ?? [] });
  const left = (query.data ?? []).filter((s) => s.missing + s.outdated > 0).sort((a, b) => b.missing + b.outdated - a.missing - a.outdated);
  const name = (tag: string) => intl.formatDisplayName(tag, { type: "language" }) ?? tag;
  const chart = (
    <Chart
      kind="names" label={t("translations")} of={t("translations.language")} series={[t("translations.there"), t("translations.outdated"), t("translations.missing")]} colours={[3, 1, 5]}
      rows={byLocale(query.data ?? []).slice(0, 8).map((l) => ({ key: l.locale, label: name(l.locale), values: l.values }))}
    />
  );
  return (
    <Card title={t("translations")} query={query} empty={t("translations.none")} above={chart}>
      {left.slice(0, 5).map((s) => (
        <li key={`${s.space} ${s.type} ${s.locale}`}>
          <span className="p-grow">
            <Link to="/content" search={{ type: s.type, space: s.space, locale: s.locale }} className="p-title">
              {labelIn(types.data?.find((x) => x.name === s.type)?.label, ui) || s.type} · {name(s.locale)}
            </Link>
            <Text size="xs" c="dimmed">{s.space === "shared" ? c("where.shared") : (sites.data?.find((x) => x.key === s.space)?.name ?? s.space)}</Text>
          </span>
          <Badge color="yellow">{t("translations.count", { missing: s.missing, outdated: s.outdated, both: s.missing > 0 && s.outdated > 0 ? "yes" : "no" })}</Badge>
        </li>
      ))}
    </Card>
  );
}
