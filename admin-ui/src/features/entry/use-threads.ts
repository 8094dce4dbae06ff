import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, ask, type Schemas } from "../../api/client";
import { useChanges } from "../../kit/events";
import { useMay } from "../../kit/permissions";
import type { Entry } from "./store";

export type Comment = Schemas["CommentBody"];

const page = 200;
const most = 5; // pages

async function readAll(id: string): Promise<Comment[]> {
  const all: Comment[] = [];
  let after = "";
  for (let n = 0; n < most; n += 1) {
    const answer = await ask(api.GET("/api/v1/entries/{id}/comments", { params: { path: { id }, query: { "page[size]": page, ...(after && { "page[after]": after }) } } }));
    all.push(...(answer.data ?? []));
    after = answer.page.next ?? "";
    if (!after) break;
  }
  return all;
}

/** begins says whether a comment began its thread. */
export const begins = (c: Comment): boolean => c.thread === c.id || c.thread === "";

/** isAt says whether a comment is about a value, or something within it. */
export const isAt = (c: Pick<Comment, "pointer">, pointer: string): boolean => c.pointer === pointer || (c.pointer ?? "").startsWith(`${pointer}/`);

/** openAt counts the threads that are not settled, by pointer of their field; those about the entry stand under "". */
export function openAt(all: readonly Comment[]): ReadonlyMap<string, number> {
  const out = new Map<string, number>();
  for (const c of all) {
    if (!begins(c) || c.resolvedAt) continue;
    const parts = (c.pointer ?? "").split("/");
    const field = parts.slice(0, parts[1] === "locales" ? 4 : 3).join("/");
    out.set(field, (out.get(field) ?? 0) + 1);
  }
  return out;
}

/** useThreads reads what was said of an entry, and reads again whenever somebody says something. */
export function useThreads(id: string) {
  const queries = useQueryClient();
  const list = useQuery({ queryKey: ["comments", id], queryFn: () => readAll(id) });
  useChanges({ onChange: (change) => change.subject === `entry/${id}` && change.action.startsWith("comment.") && void queries.invalidateQueries({ queryKey: ["comments", id] }) });
  const open = useMemo(() => openAt(list.data ?? []), [list.data]);
  return { list, open };
}

/** useMayDiscuss says whether the person may comment: whoever works on the entry in some way may. */
export function useMayDiscuss(entry: Pick<Entry, "type" | "space">, locale: string): boolean {
  const about = { type: entry.type, site: entry.space, locale };
  const answers = [useMay({ action: "update", ...about }), useMay({ action: "submit", ...about }), useMay({ action: "approve", ...about })];
  return answers.some((a) => a.allowed || !a.known);
}
