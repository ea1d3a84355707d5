import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Archive, ArchiveError, archiveBounds, packArchive } from "./archive";
import { directoryMembers, type Member, tarballOf, testDocuments } from "./testing/test-registry";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "lamplight-archive-"));
  file = path.join(folder, "documents.bin");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function pack(members: readonly Member[], bounds = archiveBounds) {
  await packArchive({ tarball: Readable.from([await tarballOf(members)]), file, bounds });
}

describe("an archive", () => {
  test("has every document of the package, each to be read by itself, and no other file", async () => {
    await pack(directoryMembers({ ...testDocuments, "a.example/b (v2) & c": '{"é":1}' }));
    const archive = await Archive.open(file);
    expect(archive.ids()).toEqual([
      ...["a.example/b (v2) & c", "bookshop.example", "broken.example", "post.example/parcels"],
    ]);
    for (const [id, text] of Object.entries(testDocuments)) expect(await archive.read(id)).toBe(text);
    expect(await archive.read("a.example/b (v2) & c")).toBe('{"é":1}');
    for (const id of ["nothing", "../documents", "__proto__", "package"])
      expect(await archive.read(id)).toBeNull();
    await archive.close();
    expect(readdirSync(folder)).toEqual(["documents.bin"]);
  });

  const hostile: [string, Member][] = [
    ["a path out of the package", { header: { name: "package/api/../../../evil.json" }, text: "{}" }],
    ["an absolute path", { header: { name: "/tmp/evil.json" }, text: "{}" }],
    ["a path with backslashes", { header: { name: "package\\..\\evil.json" }, text: "{}" }],
    ["a symbolic link", { header: { name: "package/api/a.json", type: "symlink", linkname: "/etc/passwd" } }],
    ["a hard link", { header: { name: "package/api/a.json", type: "link", linkname: "/etc/passwd" } }],
    ["a device", { header: { name: "package/api/a.json", type: "character-device" } }],
    ["a pipe", { header: { name: "package/api/a.json", type: "fifo" } }],
  ];
  test.each(hostile)("P10: is not made of a package with %s", async (_, member) => {
    const made = pack([...directoryMembers(testDocuments), member]);
    await expect(made).rejects.toBeInstanceOf(ArchiveError);
    expect(readdirSync(folder)).toEqual([]);
    expect(existsSync("/tmp/evil.json")).toBe(false);
  });

  test("N4: is not made of a package that is too much", async () => {
    const bomb = { "a.example": "0".repeat(200_000), "b.example": "0".repeat(200_000) };
    const bounds = { files: 10, fileBytes: 300_000, totalBytes: 300_000 };
    await expect(pack(directoryMembers(bomb), bounds)).rejects.toThrow("more than can be");
    await expect(pack(directoryMembers(bomb), { ...archiveBounds, fileBytes: 1000 })).rejects.toThrow(
      "too large",
    );
    await expect(pack(directoryMembers(bomb), { ...archiveBounds, files: 2 })).rejects.toThrow(
      "more than can be",
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test("is not made of what is no package, or half of one", async () => {
    const whole = await tarballOf(directoryMembers(testDocuments));
    for (const bytes of [Buffer.from("nonsense"), Buffer.alloc(0), whole.subarray(0, whole.length / 2)]) {
      await expect(packArchive({ tarball: Readable.from([bytes]), file })).rejects.toThrow();
    }
    await expect(pack([{ header: { name: "package/README.md" }, text: "x" }])).rejects.toThrow(
      "no API documents",
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test("that is damaged or cut short is refused", async () => {
    for (const bytes of ["", "short", "x".repeat(5000)]) {
      writeFileSync(file, bytes);
      await expect(Archive.open(file)).rejects.toBeInstanceOf(ArchiveError);
    }
  });
});
