import { expect, test } from "vitest";
import { top } from "./chart";

test("an axis ends with a round number that holds everything", () => {
  expect([0, 1, 2, 3, 5, 6, 11, 49, 51, 100, 101, 1999].map(top)).toEqual([2, 2, 2, 5, 5, 10, 20, 50, 100, 100, 200, 2000]);
});
