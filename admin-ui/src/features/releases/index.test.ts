import { expect, test } from "vitest";
import { type Release, releasesWith } from "./index";

const release = (id: string, items: Release["items"]): Release => ({
  id, name: id, description: "", state: "open", items, version: 1, createdAt: "", createdBy: "", updatedAt: "", updatedBy: "",
});

test("an entry is found in each release that holds it, with its locales", () => {
  const all = [
    release("spring", [{ id: "1", entry: "a", locales: ["fr"] }, { id: "2", menu: "main", space: "shared" }]),
    release("summer", [{ id: "3", entry: "b" }, { withheld: true }]), release("autumn", [{ id: "4", entry: "a" }]), release("empty", null as never),
  ];
  expect(releasesWith(all, "a").map((f) => [f.release.id, f.locales])).toEqual([["spring", ["fr"]], ["autumn", []]]);
  expect(releasesWith(all, "c")).toEqual([]);
});
