/** What goes out, or ends, at a time. */
export interface Plan {
  key: string;
  at: string;
  what: "publish" | "unpublish";
  title: string;
  /** Where it is looked at. */
  to: string;
  detail: string;
  failure?: string | undefined;
  entry?: { id: string; locale: string };
}

/** byDay puts plans under their days, in the order of time; days are those of the reader's time zone. */
export function byDay(plans: Plan[], timeZone?: string): { day: string; plans: Plan[] }[] {
  const format = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", ...(timeZone && { timeZone }) });
  const days = new Map<string, Plan[]>();
  for (const plan of [...plans].sort((a, b) => a.at.localeCompare(b.at) || a.key.localeCompare(b.key))) {
    const day = format.format(new Date(plan.at));
    days.set(day, [...(days.get(day) ?? []), plan]);
  }
  return [...days].map(([day, list]) => ({ day, plans: list }));
}
