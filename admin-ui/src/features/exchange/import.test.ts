import { expect, test } from "vitest";
import { Problem } from "../../api/problem";
import { addressOf, outdated } from "./import";

test("what takes the place of newer drafts is asked for, and never where only new entries are made", () => {
  const at = (create: boolean, force: boolean, dryRun = true) => addressOf({ create, force }, dryRun).replace("/api/v1/entries/import?", "");
  expect(at(false, false)).toBe("mode=upsert&dryRun=true&rows=true");
  expect(at(false, true, false)).toBe("mode=upsert&dryRun=false&rows=true&force=true");
  expect(at(true, true)).toBe("mode=create&dryRun=true&rows=true");
});

test("lines that are behind their entries are told apart from others that are refused", () => {
  const refused = (...codes: string[]) => new Problem(422, { errors: codes.map((code, i) => ({ pointer: `/lines/${i + 1}/version`, code, message: code })) });
  expect([outdated(refused("required", "stale")), outdated(refused("required")), outdated(new Problem(412, { code: "stale" })), outdated(new Error("stale")), outdated(undefined)])
    .toEqual([true, false, false, false, false]);
});
