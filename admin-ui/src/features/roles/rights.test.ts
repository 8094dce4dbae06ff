import { expect, test } from "vitest";
import { type Grant, reach } from "./rights";

const grant = (patch: Partial<Grant>): Grant => ({ actions: ["read"], types: ["*"], sites: ["*", "shared"], locales: ["*"], fields: ["*"], ...patch });

test.each([
  ["all content types are no resource", [grant({})], "read", "@menus", "", "", "none"],
  ["all resources are no content type", [grant({ types: ["@*"] })], "read", "article", "", "", "none"],
  ["the log is always named", [grant({ types: ["@*"] })], "read", "@log", "", "", "none"],
  ["everywhere", [grant({})], "read", "article", "", "", "all"],
  ["all sites are not the shared space", [grant({ sites: ["*"] })], "read", "article", "", "", "part"],
  ["nor at it", [grant({ sites: ["*"] })], "read", "article", "shared", "", "none"],
  ["at one site it is whole", [grant({ sites: ["shop"] })], "read", "article", "shop", "", "all"],
  ["at another it is not there", [grant({ sites: ["shop"] })], "read", "article", "help", "", "none"],
  ["some locales", [grant({ locales: ["fr"] })], "read", "article", "shop", "", "part"],
  ["this locale", [grant({ locales: ["fr"] })], "read", "article", "shop", "fr", "all"],
  ["some fields", [grant({ fields: ["title"] })], "read", "article", "shop", "fr", "part"],
  ["two grants never add up", [grant({ sites: ["shop"], locales: ["fr"] }), grant({ sites: ["help"], locales: ["en"] })], "read", "article", "shop", "en", "none"],
  ["another action", [grant({})], "publish", "article", "", "", "none"],
] as const)("%s", (_name, grants, action, type, site, locale, how) => {
  expect(reach([...grants], action, type, site, locale).how).toBe(how);
});
