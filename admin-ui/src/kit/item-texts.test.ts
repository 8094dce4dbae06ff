import { afterEach, expect, test } from "vitest";
import { sayCode, sayItem } from "./item-texts";
import { language } from "./language";

afterEach(() => language.set("en"));

const t = Object.assign((key: string) => key, { rich: () => "" }) as never;

test("who reads English gets the server's sentence, others ours with the names in it", () => {
  const item = { pointer: "/origins/0", code: "bad_origin", message: 'site "labs": "ftp://x" is not an origin' };
  expect(sayItem(t, item)).toBe(item.message);
  language.set("fr");
  expect(sayItem(t, item)).toBe("Ce n’est pas une adresse de site comme https://www.exemple.fr : labs, ftp://x");
});

test("measured numbers stay, versions and lines do not", () => {
  language.set("fr");
  expect(sayCode("contrast", '"color.link" on "color.page" has a contrast of 3.91, and 4.5 is needed (WCAG 2.2)')).toBe("Contraste insuffisant : color.link, color.page, 3.91, 4.5");
  expect(sayCode("used", "something that is not for you")).toBe("Quelque chose lui appartient encore ou y mène.");
});

test("a code without a text is not hidden", () => {
  language.set("fr");
  expect(sayCode("brand_new", "Something")).toBeUndefined();
  expect(sayItem(t, { code: "brand_new", message: "Something" })).toBe("Something");
});
