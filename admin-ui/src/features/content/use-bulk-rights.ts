import { useQueries } from "@tanstack/react-query";
import { accessQuery, type Question } from "../../kit/permissions";
import type { JobKind } from "../jobs/index";
import type { Listed } from "./use-list";

/** What somebody must be allowed to do for a job of a kind, as the server asks it. */
const rights: Partial<Record<JobKind, string>> = { publish: "publish", unpublish: "unpublish", archive: "unpublish", delete: "delete", restore: "delete", edit: "update" };

/** Kinds that are allowed by locale. */
const byLocale = new Set<JobKind>(["publish", "unpublish", "archive", "edit"]);

/** questionsOf gives what to ask for a kind of job on some rows, each once. */
export function questionsOf(kind: JobKind, rows: readonly Pick<Listed, "type" | "space" | "meta">[]): Question[] {
  const action = rights[kind];
  const out = new Map<string, Question>();
  for (const { type, space: site, meta } of action ? rows : []) {
    for (const locale of byLocale.has(kind) && meta.locales?.length ? meta.locales : [""]) {
      out.set(`${type} ${site} ${locale}`, { action: action ?? "", type, site, ...(locale && { locale }) });
    }
  }
  return [...out.values()];
}

/** useBulkRights says of each kind whether it is allowed to the person on none of the rows. Where it is on some, the job tells of the rest. */
export function useBulkRights(kinds: readonly JobKind[], rows: readonly Listed[]): (kind: JobKind) => boolean {
  const asked = [...new Map(kinds.flatMap((kind) => questionsOf(kind, rows)).map((q) => [JSON.stringify(q), q])).values()];
  const answers = useQueries({ queries: asked.map((question) => accessQuery(question)) });
  const known = new Map(asked.map((q, i) => [JSON.stringify(q), answers[i]?.data?.allowed]));
  return (kind) => {
    const own = questionsOf(kind, rows);
    return own.length > 0 && own.every((q) => known.get(JSON.stringify(q)) === false);
  };
}
