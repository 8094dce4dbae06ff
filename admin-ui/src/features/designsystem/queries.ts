import { queryOptions } from "@tanstack/react-query";
import { api, ask, type Schemas } from "../../api/client";

export type Release = Schemas["DesignReleaseBody"];
export type Channel = Schemas["DesignChannelBody"];
export type Draft = Schemas["DesignDraftBody"];
export type Token = Schemas["DesignTokenBody"];
export type Modifier = Schemas["DesignModifierBody"];
export type Change = Schemas["DesignChangeBody"];
export type Finding = Schemas["DesignFindingBody"];

/** What was read, with the version that a write is based on. */
export interface Versioned<T> {
  body: T;
  version: number;
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** versioned gives a body with the version of its ETag. Throws a Problem. */
export async function versioned<T>(asked: Promise<Answer<T>>): Promise<Versioned<NonNullable<T>>> {
  const answer = await asked;
  const body = await ask(Promise.resolve(answer));
  return { body, version: Number(/"(\d+)"/.exec(answer.response.headers.get("ETag") ?? "")?.[1] ?? 0) };
}

export const releasesQuery = queryOptions({
  queryKey: ["design", "releases"],
  queryFn: async () => (await ask(api.GET("/api/v1/design-system/releases"))).data ?? [],
});

export const releaseQuery = (version: string) => queryOptions({
  queryKey: ["design", "releases", version],
  queryFn: () => versioned(api.GET("/api/v1/design-system/releases/{version}", { params: { path: { version } } })),
});

export const channelsQuery = queryOptions({
  queryKey: ["design", "channels"],
  queryFn: async () => (await ask(api.GET("/api/v1/design-system/channels"))).data ?? [],
});

export const draftsQuery = queryOptions({
  queryKey: ["design", "drafts"],
  queryFn: async () => (await ask(api.GET("/api/v1/design-system/drafts"))).data ?? [],
});

export const draftQuery = (id: string) => queryOptions({
  queryKey: ["design", "drafts", id],
  queryFn: () => versioned(api.GET("/api/v1/design-system/drafts/{id}", { params: { path: { id } } })),
});

export const tokensQuery = (id: string, inputs: string) => queryOptions({
  queryKey: ["design", "drafts", id, "tokens", inputs],
  queryFn: () => ask(api.GET("/api/v1/design-system/drafts/{id}/tokens", { params: { path: { id }, query: inputs ? { inputs } : {} } })),
});

export const previewQuery = (id: string) => queryOptions({
  queryKey: ["design", "drafts", id, "preview"],
  queryFn: () => ask(api.GET("/api/v1/design-system/drafts/{id}/preview", { params: { path: { id } } })),
});
