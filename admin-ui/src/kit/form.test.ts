import { expect, test } from "vitest";
import { Problem } from "../api/problem";
import { split } from "./form";

test("errors of the server land on their fields; the rest is left over", () => {
  const problem = new Problem(422, {
    errors: [
      { pointer: "/name", code: "required", message: "is missing" },
      { pointer: "/name", code: "too_long", message: "second one" },
      { pointer: "/locales/0/tag", code: "invalid", message: "no tag" },
      { pointer: "/elsewhere", code: "invalid", message: "about nothing here" },
      { code: "conflict", message: "about all of it" },
    ],
  });
  const { flaws, rest } = split(problem, { name: "", locales: [] }, (item) => item.message);
  expect(flaws).toEqual({ name: "is missing", locales: "no tag" });
  expect(rest).toEqual(["about nothing here", "about all of it"]);
});
