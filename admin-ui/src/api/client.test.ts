import { afterEach, expect, test, vi } from "vitest";
import { api, ask, ifMatch, randomId, watch } from "./client";
import { Problem } from "./problem";

afterEach(() => vi.unstubAllGlobals());

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } }));

test("ask gives the body of a success", async () => {
  answer(200, { id: "1", name: "Ada" });
  expect(await ask(api.GET("/api/v1/me"))).toMatchObject({ name: "Ada" });
});

test("ask throws the server's problem, with what it says of fields", async () => {
  answer(422, { status: 422, code: "unprocessable", title: "x", type: "about:blank", errors: [{ pointer: "/name", code: "required", message: "m" }] });
  const error = await ask(api.GET("/api/v1/me")).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({ status: 422, code: "unprocessable", items: [{ pointer: "/name", code: "required" }] });
});

test("a proxy's own page is a problem, too, and one that passes", async () => {
  vi.stubGlobal("fetch", async () => new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "Retry-After": "7" } }));
  const error = await ask(api.GET("/api/v1/me")).catch((e: unknown) => e);
  expect(error).toMatchObject({ status: 502, retryAfter: 7, passing: true });
});

test("no answer is status 0, and whoever watches is told", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("Failed to fetch");
  });
  const seen: number[] = [];
  const stop = watch((status) => seen.push(status));
  const error = await ask(api.GET("/api/v1/me")).catch((e: unknown) => e);
  stop();
  expect(error).toMatchObject({ status: 0, code: "offline", passing: true });
  expect(seen).toEqual([0]);
});

test("headers of writes", () => {
  expect(ifMatch(7)).toEqual({ "If-Match": '"7"' });
  expect(randomId()).toMatch(/^[0-9a-f]{32}$/);
  expect(randomId()).not.toBe(randomId());
});

test("lists are asked for the newest write that this tab knows of", async () => {
  const asked: (string | null)[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(request.headers.get("Portico-Min-Sequence"));
    return new Response("{}", { headers: { "Content-Type": "application/json", "Portico-Sequence": "41" } });
  });
  await api.GET("/api/v1/me");
  await api.POST("/api/v1/entries/query", { body: { type: "article" } });
  await api.GET("/api/v1/me");
  expect(asked).toEqual([null, "41", null]);
  // Refused for another reason, it is still waited for; where there was no such write, no more.
  for (const [code, wanted] of [["invalid_value", "41"], ["unknown_write", "41"], ["unknown_write", null]] as const) {
    vi.stubGlobal("fetch", async (request: Request) => {
      expect(request.headers.get("Portico-Min-Sequence")).toBe(wanted);
      const problem = { type: "about:blank", title: "Bad Request", status: 400, code: "invalid", errors: [{ code, message: "" }] };
      return new Response(JSON.stringify(problem), { status: 400, headers: { "Content-Type": "application/problem+json" } });
    });
    await api.POST("/api/v1/entries/query", { body: { type: "article" } });
  }
});
