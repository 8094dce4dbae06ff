import { expect, test } from "vitest";
import { linkFile } from "./link-file";

test("nothing that somebody called a site becomes markup, and the token is in no address", () => {
  const html = linkFile({ token: 'ppv_"x', next: "/showcase/a?locale=fr&x=1", delivery: "https://d.example", title: "<script>alert(1)</script>", button: "Open" });
  expect(html).not.toContain("<script");
  expect(html).toContain('value="ppv_&quot;x"');
  expect(html).toContain('value="/showcase/a?locale=fr&amp;x=1"');
  expect(html).toContain('action="https://d.example/v1/preview"');
});
