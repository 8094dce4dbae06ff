/* What other features use of this one. */
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, ask, idempotent, ifMatch, type Schemas } from "../../api/client";
import { Problem } from "../../api/problem";

export type Release = Schemas["ReleaseBody"];
type Item = Schemas["ReleaseItemInput"];

const most = 100; // releases of a state that are looked through, the newest first

const inState = async (state: "open" | "scheduled") =>
  (await ask(api.GET("/api/v1/content-releases", { params: { query: { state, "page[size]": most } } }))).data ?? [];

/** pendingReleases gives those that have not gone out yet: open ones first, then those with a time. */
export const pendingReleases = queryOptions({
  queryKey: ["releases", "pending"],
  queryFn: async (): Promise<Release[]> => (await Promise.all([inState("open"), inState("scheduled")])).flat(),
});

/** releasesWith gives the releases that an entry is in, with its locales there; none is all that its draft has then. */
export function releasesWith(releases: Release[], entry: string): { release: Release; locales: string[] }[] {
  return releases.flatMap((release) => (release.items ?? []).filter((i) => i.entry === entry).map((i) => ({ release, locales: i.locales ?? [] })));
}

/** addToRelease puts items into an open release, by its id, or into a new one of a name. Somebody else may be adding to it: then what they
    made is read, and added to. Throws a Problem. */
export async function addToRelease(queries: QueryClient, to: { id: string } | { name: string }, items: Item[]): Promise<Release> {
  const release = "id" in to ? await read(to.id) : await ask(api.POST("/api/v1/content-releases", { body: { name: to.name.trim() }, headers: idempotent() }));
  const done = await add(release, items).catch(async (error: unknown) => {
    if (error instanceof Problem && error.status === 412) return add(await read(release.id), items);
    throw error;
  });
  queries.setQueryData(["releases", done.id], done);
  void queries.invalidateQueries({ queryKey: ["releases"] });
  return done;
}

const read = (id: string) => ask(api.GET("/api/v1/content-releases/{id}", { params: { path: { id } } }));

const add = (release: Release, items: Item[]) =>
  ask(api.POST("/api/v1/content-releases/{id}/items", { params: { path: { id: release.id }, header: ifMatch(release.version) }, body: { items } }));

/** loadAddEntries loads the dialog that adds entries to a release, when somebody wants it. */
export const loadAddEntries = () => import("./add-entries");
