import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { crc32, zip } from "./zip";

test("crc32 of the standard's check value", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});

test("another program reads the archive", () => {
  const dir = mkdtempSync(path.join(tmpdir(), "portico-zip-"));
  try {
    const name = path.join(dir, "x.zip");
    writeFileSync(name, Buffer.concat(zip([{ path: "tokens/é.json", text: "{ \"a\": \"é\" }\n" }, { path: "empty", text: "" }])));
    const script = "import sys,zipfile,json;z=zipfile.ZipFile(sys.argv[1]);print(json.dumps([z.testzip(),{n:z.read(n).decode() for n in z.namelist()}]))";
    const read = execFileSync("python3", ["-c", script, name], { encoding: "utf8" });
    expect(JSON.parse(read)).toEqual([null, { "tokens/é.json": "{ \"a\": \"é\" }\n", empty: "" }]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
