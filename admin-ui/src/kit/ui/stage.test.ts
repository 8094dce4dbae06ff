import { expect, test } from "vitest";
import { source } from "./stage";

const scene = { lang: "fr", dir: "ltr", theme: "dark", styles: "a{}", html: "<header>x</header>" } as const;

test("styles carry the page's nonce and can end nothing", () => {
  const html = source({ ...scene, styles: 'a::after{content:"</style><script>alert(1)</script>"}' }, "N0NCE");
  expect(html.match(/<style nonce="N0NCE">/g)).toHaveLength(2);
  expect(html.match(/<\/style>/g)).toHaveLength(2);
  expect(html).not.toContain("</script>");
});

test("a locale that is none ends no attribute", () => {
  expect(source({ ...scene, lang: '"><script>' }, "n")).toContain('<html lang="script" dir="ltr" data-portico-theme="dark">');
});
