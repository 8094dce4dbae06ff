import { Badge, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { FormattedDate, FormattedNumber } from "react-intl";
import { language } from "../../kit/language";
import { type ContentType, type Field, sitesQuery } from "../../kit/model";
import { useNames } from "../../kit/people";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Moment } from "../../kit/ui/moment";
import { LocaleStates, StatusBadge } from "./status";
import type { Listed } from "./use-list";
import { useLocales } from "./use-locales";

/** Cell shows one value of a row. */
export function Cell({ row, name, type }: { row: Listed; name: string; type: ContentType }) {
  switch (name) {
    case "status":
      return row.meta.status ? <StatusBadge status={row.meta.status} /> : <StatusBadge status="draft" />;
    case "locales":
      return <Locales row={row} />;
    case "space":
      return <Space space={row.space} />;
    case "updatedAt":
      return <Text size="sm"><Moment at={row.updatedAt} /></Text>;
    case "updatedBy":
      return <Author id={row.meta.updatedBy ?? ""} />;
    default: {
      const field = type.fields.find((f) => f.name === name);
      return field ? <Value field={field} value={row.fields[name]} /> : null;
    }
  }
}

function Locales({ row }: { row: Listed }) {
  const all = useLocales(row.space);
  return <LocaleStates states={row.meta.states ?? []} all={all} />;
}

function Space({ space }: { space: string }) {
  const c = useTexts(common);
  const sites = useQuery(sitesQuery);
  return <Text size="sm" c={space === "shared" ? "dimmed" : undefined}>{space === "shared" ? c("shared") : (sites.data?.find((s) => s.key === space)?.name ?? space)}</Text>;
}

function Author({ id }: { id: string }) {
  const nameOf = useNames();
  return <Text size="sm">{nameOf(id)}</Text>;
}

function Value({ field, value }: { field: Field; value: unknown }) {
  const c = useTexts(common);
  const locale = useStore(language);
  if (value === undefined || value === null || value === "") return <Text size="sm" c="dimmed">–</Text>;
  if (field.kind === "enumeration") {
    const labels = (Array.isArray(value) ? value : [value]).map((v) => labelIn(field.values?.find((x) => x.value === v)?.label, locale) || String(v));
    return <Text size="sm">{labels.join(", ")}</Text>;
  }
  if (field.kind === "boolean") return <Text size="sm">{c(value ? "yes" : "no")}</Text>;
  if (field.kind === "date") return <Text size="sm"><FormattedDate value={`${String(value)}T00:00:00Z`} timeZone="UTC" dateStyle="medium" /></Text>;
  if (field.kind === "date-time") return <Text size="sm"><Moment at={String(value)} /></Text>;
  if (field.kind === "tags") return <>{(value as string[]).slice(0, 3).map((v) => <Badge key={v} color="gray" mr={4}>{v}</Badge>)}</>;
  if (typeof value === "number") return <Text size="sm"><FormattedNumber value={value} /></Text>;
  if (Array.isArray(value)) return <Text size="sm">{value.length}</Text>;
  if (typeof value === "object") return <Text size="sm" c="dimmed">…</Text>;
  return <Text size="sm" truncate maw={260} dir="auto">{String(value)}</Text>;
}
