import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/* Who may import whom: api ← kit ← features ← app. A feature imports nothing of another one, but what that offers in its index.ts. */

const src = import.meta.dirname;
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((f) => /\.tsx?$/.test(f) && !/\.test\.|\.d\.ts$/.test(f));
const heights = ["api", "kit", "features", "app"];

export function forbidden(file: string, imported: string): string | undefined {
  const from = file.split("/");
  const to = path.posix.join(path.posix.dirname(file), imported).split("/");
  const [low, high] = [heights.indexOf(from[0] ?? ""), heights.indexOf(to[0] ?? "")];
  if (low === -1 || high === -1) return undefined;
  if (high > low) return `${from[0]} must not import ${to[0]}`;
  if (from[0] === "features" && to[0] === "features" && from[1] !== to[1] && to.slice(2).join("/") !== "index") {
    return `of feature ${to[1]} only index.ts may be imported`;
  }
  return undefined;
}

test("imports go one way", () => {
  const wrong: string[] = [];
  for (const file of files) {
    for (const [, imported] of readFileSync(path.join(src, file), "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)) {
      const why = imported && forbidden(file, imported);
      if (why) wrong.push(`${file}: ${imported}: ${why}`);
    }
  }
  expect(files.length).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});

test("the rule itself", () => {
  expect(forbidden("kit/form.ts", "../features/home/home")).toBeDefined();
  expect(forbidden("api/client.ts", "../kit/store")).toBeDefined();
  expect(forbidden("features/a/x.ts", "../b/y")).toBeDefined();
  expect(forbidden("features/a/x.ts", "../b/index")).toBeUndefined();
  expect(forbidden("features/a/x.ts", "../../kit/store")).toBeUndefined();
});
