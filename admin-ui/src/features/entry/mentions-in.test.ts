import { expect, test } from "vitest";
import { calledBy, matching, mentionedIn, piecesOf } from "./mentions-in";

test.each<[string, string | undefined]>([
  ["@", ""], ["Look, @bo", "bo"], ["@Bo L", "Bo L"], ["(@Élo", "Élo"], ["me@home", undefined], ["@Bo Lind is", undefined], ["", undefined], ["@O’Neil-S", "O’Neil-S"],
])("%s calls %s", (before, want) => {
  expect(calledBy(before)).toBe(want);
});

const people = [{ id: "1", name: "Bo Lind" }, { id: "2", name: "Bodil Arne" }, { id: "3", name: "Ada Bosch" }];

test("names are found by how any part of them begins; what is written out is found no more", () => {
  expect(matching(people, "bo").map((p) => p.id)).toEqual(["1", "2", "3"]);
  expect(matching(people, "Bo L").map((p) => p.id)).toEqual(["1"]);
  expect(matching(people, "Bo Lind ").map((p) => p.id)).toEqual([]);
  expect(matching(people, "x")).toEqual([]);
});

test("who was chosen counts while the name stands there", () => {
  expect(mentionedIn("@Bo Lind, and @Bo Lind", people)).toEqual(["1"]);
  expect(mentionedIn("nobody", people)).toEqual([]);
});

test("names in a text are told apart from what stands around them", () => {
  expect(piecesOf("Hi @Bo Lind!", ["Bo", "Bo Lind"])).toEqual([{ text: "Hi ", mention: false }, { text: "@Bo Lind", mention: true }, { text: "!", mention: false }]);
  expect(piecesOf("<b>@x</b>", [])).toEqual([{ text: "<b>@x</b>", mention: false }]);
  expect(piecesOf("", ["Bo"])).toEqual([]);
});
