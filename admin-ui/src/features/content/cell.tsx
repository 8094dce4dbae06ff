import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useMemo } from "react";
import { type IntlShape, useIntl } from "react-intl";
import { language } from "../../kit/language";
import { type ContentType, type Field, sitesQuery } from "../../kit/model";
import { useNames } from "../../kit/people";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { known, LocaleStates } from "./status";
import { texts } from "./texts";
import type { Listed } from "./use-list";

/* Cells come and go by the hundred while somebody scrolls: plain elements, and nothing in them that asks or listens. What they all need
   is found once, for the whole list. */

interface Names {
  /** The locales that entries of a space may have. */
  locales: (space: string) => string[];
  space: (key: string) => string;
  person: (id: string) => string;
}

export const CellNames = createContext<Names>({ locales: () => [], space: (key) => key, person: (id) => id });

/** useCellNames gives what cells call sites and people. */
export function useCellNames(): Names {
  const c = useTexts(common);
  const sites = useQuery(sitesQuery).data;
  const person = useNames();
  return useMemo(() => {
    const found = new Map<string, string[]>();
    const locales = (space: string) => {
      const tags = found.get(space) ?? [...new Set((sites ?? []).filter((s) => space === "shared" || s.key === space || s.parent === space).flatMap((s) => (s.locales ?? []).map((l) => l.tag)))].sort();
      found.set(space, tags);
      return tags;
    };
    return { locales, space: (key) => (key === "shared" ? c("shared") : (sites?.find((s) => s.key === key)?.name ?? key)), person };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- "person" is new with every render, and says the same
  }, [sites, c]);
}

/** Cell shows one value of a row. */
export function Cell({ row, name, type }: { row: Listed; name: string; type: ContentType }) {
  const names = useContext(CellNames);
  switch (name) {
    case "status":
      return <State status={row.meta.status ?? "draft"} />;
    case "locales":
      return <LocaleStates states={row.meta.states ?? []} all={names.locales(row.space)} />;
    case "space":
      return <span className={row.space === "shared" ? "p-faint" : undefined}>{names.space(row.space)}</span>;
    case "updatedAt":
      return <When at={row.updatedAt} />;
    case "updatedBy":
      return <>{names.person(row.meta.updatedBy ?? "")}</>;
    default: {
      const field = type.fields.find((f) => f.name === name);
      return field ? <Value field={field} value={row.fields[name]} /> : null;
    }
  }
}

function State({ status }: { status: string }) {
  const t = useTexts(texts);
  return <span className="p-locale p-state" data-state={known(status)}>{t(`status.${known(status)}`)}</span>;
}

const day = 86_400; // seconds

/** near says a moment of the last or next days in words, others as a date. */
function near(intl: IntlShape, date: Date): string {
  const seconds = (date.getTime() - Date.now()) / 1000;
  const ago = Math.abs(seconds);
  if (ago > 7 * day) return intl.formatDate(date, { dateStyle: "medium" });
  const [length, unit] = ago >= day ? [day, "day" as const] : ago >= 3600 ? [3600, "hour" as const] : ago >= 60 ? [60, "minute" as const] : [1, "second" as const];
  return intl.formatRelativeTime(unit === "second" ? 0 : Math.round(seconds / length), unit, { numeric: "auto" });
}

function When({ at }: { at: string }) {
  const intl = useIntl();
  const date = new Date(at);
  return <time dateTime={at} title={intl.formatDate(date, { dateStyle: "full", timeStyle: "short" })}>{near(intl, date)}</time>;
}

function Value({ field, value }: { field: Field; value: unknown }) {
  const c = useTexts(common);
  const intl = useIntl();
  const locale = useStore(language);
  if (value === undefined || value === null || value === "") return <span className="p-faint">–</span>;
  if (field.kind === "enumeration") {
    const labels = (Array.isArray(value) ? value : [value]).map((v) => labelIn(field.values?.find((x) => x.value === v)?.label, locale) || String(v));
    return <>{labels.join(", ")}</>;
  }
  if (field.kind === "boolean") return <>{c(value ? "yes" : "no")}</>;
  if (field.kind === "date") return <>{intl.formatDate(`${String(value)}T00:00:00Z`, { timeZone: "UTC", dateStyle: "medium" })}</>;
  if (field.kind === "date-time") return <When at={String(value)} />;
  if (field.kind === "tags") return <>{(value as string[]).slice(0, 3).map((v) => <span key={v} className="p-locale p-state p-tag" data-state="archive">{v}</span>)}</>;
  if (typeof value === "number") return <>{intl.formatNumber(value)}</>;
  if (Array.isArray(value)) return <>{value.length}</>;
  if (typeof value === "object") return <span className="p-faint">…</span>;
  return <span className="p-cut" dir="auto">{String(value)}</span>;
}
