import { expect, test } from "vitest";
import { chainOf } from "./use-chain";

const site = (key: string, ...locales: [string, string?][]) => ({ key, locales: locales.map(([tag, fallback]) => ({ tag, home: "/", ...(fallback && { fallback }) })) }) as never;

test.each<[string, string, string[]]>([
  ["ca", "fr-CA", ["fr", "en"]], ["ca", "en", []], ["round", "de", ["fr"]], ["ca", "xx", []], ["shared", "fr", []], ["shared", "fr-CA", ["fr", "en"]],
])("in %s, %s falls back to %j", (space, locale, want) => {
  const sites = [site("ca", ["fr-CA", "fr"], ["fr", "en"], ["en"]), site("round", ["de", "fr"], ["fr", "de"])];
  expect(chainOf(sites, space, locale)).toEqual(want);
});
