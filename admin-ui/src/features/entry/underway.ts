import type { Schemas } from "../../api/client";
import type { Entry } from "./store";

type Flow = Schemas["ContentFlow"];
export type Review = Schemas["ContentReview"];

/** A Plan is what happens to an entry at a time, in the locales for which it is the same. */
export interface Plan {
  action: "publish" | "unpublish";
  at: string;
  by: string;
  locales: string[];
  /** Why it did not happen; it is not tried again. */
  failure?: string;
}

/** plansOf gives what is planned and what failed, in the order of time. */
export function plansOf(workflow: Record<string, Flow>): Plan[] {
  const found = new Map<string, Plan>();
  for (const [tag, flow] of Object.entries(workflow)) {
    for (const s of [flow.schedule, flow.expiry]) {
      if (!s) continue;
      const action = s.action === "unpublish" ? "unpublish" : "publish";
      const key = [action, s.at, s.by, s.failure?.message ?? ""].join(" ");
      const plan = found.get(key) ?? { action, at: s.at, by: s.by, locales: [], ...(s.failure && { failure: s.failure.message }) };
      found.set(key, { ...plan, locales: [...plan.locales, tag].sort() });
    }
  }
  return [...found.values()].sort((a, b) => a.at.localeCompare(b.at) || a.action.localeCompare(b.action));
}

/** A Reviewed is a review of the draft as it is, in the locales for which it is the same one. */
export interface Reviewed {
  review: Review;
  locales: string[];
}

/** reviewsOf gives the reviews of the draft as it is now; what was saved over is void. */
export function reviewsOf(entry: Pick<Entry, "version" | "workflow">): Reviewed[] {
  const found = new Map<string, Reviewed>();
  for (const [tag, { review }] of Object.entries(entry.workflow)) {
    if (!review || review.version !== entry.version) continue;
    const key = [review.state, review.submittedBy, review.assignee, review.note, review.decidedBy, review.comment].join("\n");
    found.set(key, { review, locales: [...(found.get(key)?.locales ?? []), tag].sort() });
  }
  return [...found.values()];
}

/** approved says whether somebody has approved the draft in a locale as it is now. */
export function approved(entry: Pick<Entry, "version" | "workflow">, tag: string): boolean {
  const review = entry.workflow[tag]?.review;
  return review?.state === "approved" && review.version === entry.version;
}

/** waiting says whether a locale has something that readers do not see yet. */
export const waiting = (entry: Entry, tag: string) => entry.locales[tag] !== undefined && entry.status[tag] !== "published";

/** endable gives the locales that are out, or will be: those whose end can be planned. */
export function endable(entry: Entry): string[] {
  const planned = Object.entries(entry.workflow).filter(([, f]) => f.schedule && !f.schedule.failure).map(([tag]) => tag);
  return [...new Set([...Object.keys(entry.publishedAt), ...planned])].sort();
}
