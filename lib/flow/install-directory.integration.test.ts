import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { directoryFiles } from "@/lib/api-directory/directory-documents";
import {
  directoryMembers,
  integrityOf,
  startTestRegistry,
  tarballOf,
  testDocuments,
} from "@/lib/api-directory/testing/test-registry";
import { directoryApiIds, listDirectoryOperations } from "@/lib/db/api-directory";
import { listApis } from "@/lib/db/apis";
import { findImport } from "@/lib/db/imports";
import { listTools } from "@/lib/db/tools";
import { wholeSelection } from "@/lib/domain/api-import";
import { closeDirectoryIndex, removeDirectoryIndex } from "@/lib/retrieval/directory-index";
import { closeIndex } from "@/lib/retrieval/open-index";
import { buildProgram } from "@/lib/testing/build-program";
import { confirmImport, startImport } from "./import-api";
import { advanceDirectory } from "./install-directory";
import { cancelDirectory, findDirectory, removeDirectory, startDirectory } from "./manage-directory";
import { searchDirectory } from "./search-directory";

/** Enough of them for a kill to fall in between. */
const documents = {
  ...testDocuments,
  ...Object.fromEntries(
    Array.from({ length: 120 }, (_, number) => [
      `many.example/api-${number}`,
      JSON.stringify({
        ...JSON.parse(testDocuments["bookshop.example"] ?? ""),
        info: { title: `Warehouse ${number}`, version: "1", description: "x".repeat(2000) },
      }),
    ]),
  ),
};
const tarball = await tarballOf(directoryMembers(documents));
const registry = await startTestRegistry({ name: "small-directory", version: "1.0.0", tarball });
process.env.npm_config_registry = registry.address;
process.env.LAMPLIGHT_API_DIRECTORY = `small-directory@1.0.0#${integrityOf(tarball)}`;
const processes: ChildProcess[] = [];

beforeEach(async () => {
  registry.hold = null;
  registry.ranges.length = 0;
});
afterEach(async () => {
  for (const child of processes.splice(0)) child.kill("SIGKILL");
  await cancelDirectory();
  await removeDirectory();
});
afterAll(() => Promise.all([registry.close(), closeIndex(), closeDirectoryIndex()]));

async function install(): Promise<void> {
  await startDirectory();
  await advanceDirectory();
}

describe("installing the API directory", () => {
  test("fetches it as npm does, runs nothing of it, and makes all of it searchable", async () => {
    expect(await findDirectory()).toEqual({
      ...{ status: "absent", progress: null, message: null, package: "small-directory 1.0.0" },
      ...{ apis: 0, operations: 0 },
    });
    expect(await startDirectory()).toBe(true);
    expect(await startDirectory()).toBe(false);
    await advanceDirectory();
    expect(await findDirectory()).toMatchObject({
      status: "installed",
      apis: 123,
      operations: 243,
      message: null,
    });
    const { folder } = directoryFiles();
    expect((await readdir(folder)).sort()).toEqual(["documents.bin", "lancedb"]);
    expect(existsSync("pwned")).toBe(false);
    expect(await listApis()).toEqual([]);
    expect(await listTools()).toEqual([]);
    const { hits } = await searchDirectory({ query: "where is my parcel", limit: 3 });
    expect(hits[0]).toMatchObject({
      api: { id: "post.example/parcels", title: "Parcel Post", provider: "post.example", apiId: null },
      operations: [{ title: "Track a parcel", method: "GET", path: "/parcels/{number}", effect: "read" }],
    });
    const byName = await searchDirectory({ query: "parcel post", limit: 3 });
    expect(byName.hits[0]?.api.title).toBe("Parcel Post");
    expect((await searchDirectory({ query: "", limit: 2, offset: 1 })).total).toBe(123);
  });

  test("an index that was lost, or made by an earlier release, is made anew when somebody searches", async () => {
    await install();
    await removeDirectoryIndex(directoryFiles().index);
    const named = await searchDirectory({ query: "parcel post", limit: 3 });
    expect(named.hits[0]).toMatchObject({ api: { title: "Parcel Post" }, operations: [] });
    expect(await findDirectory()).toMatchObject({ status: "reading" });
    await advanceDirectory();
    expect(await findDirectory()).toMatchObject({ status: "installed", apis: 123, operations: 243 });
    const { hits } = await searchDirectory({ query: "where is my parcel", limit: 3 });
    expect(hits[0]).toMatchObject({ operations: [{ title: "Track a parcel" }] });
  });

  test("keeps an API that can't be imported, and says why", async () => {
    await install();
    const { hits } = await searchDirectory({ query: "broken", limit: 1 });
    expect(hits[0]?.api).toMatchObject({ id: "broken.example", operations: 0, problem: expect.any(String) });
    expect(hits[0]?.api.title).toContain("<script>");
  });

  test("an API of it is imported like any other, and known as added", async () => {
    await install();
    const id = await startImport({ source: { kind: "directory", id: "post.example/parcels" } });
    expect(await findImport(id)).toMatchObject({
      status: "previewed",
      preview: { tools: [{ change: "new" }] },
    });
    await confirmImport(id, wholeSelection);
    expect((await listTools()).map((tool) => tool.id)).toEqual(["parcel-post.trackParcel"]);
    const { hits } = await searchDirectory({ query: "parcel", limit: 1 });
    expect(hits[0]?.api.apiId).toBe("parcel-post");
    expect(await removeDirectory()).toBe(true);
    expect(await listTools()).toHaveLength(1);
    const gone = await startImport({ source: { kind: "directory", id: "post.example/parcels" } });
    expect(await findImport(gone)).toMatchObject({
      ...{ status: "refused", message: expect.stringContaining("not installed") },
    });
  });

  test("that is canceled keeps what was fetched, and goes on from there", async () => {
    registry.hold = { afterBytes: 1000, next: "wait" };
    await startDirectory();
    const working = advanceDirectory();
    await until(async () => (await downloaded()) >= 1000);
    expect(await cancelDirectory()).toBe(true);
    await working;
    expect(await findDirectory()).toMatchObject({ status: "canceled" });
    registry.hold = null;
    await install();
    expect(await findDirectory()).toMatchObject({ status: "installed" });
    expect(registry.ranges).toEqual([null, "bytes=1000-"]);
  });

  test("whose connection breaks says so, and goes on from there", async () => {
    registry.hold = { afterBytes: 2000, next: "break" };
    await install();
    expect(await findDirectory()).toMatchObject({
      ...{ status: "failed", message: expect.stringContaining("what is there already is kept") },
    });
    registry.hold = null;
    await install();
    expect(await findDirectory()).toMatchObject({ status: "installed" });
    expect(registry.ranges.at(-1)).toBe("bytes=2000-");
  });

  test("N4: bytes that are not the pinned package are thrown away unread", async () => {
    const { download, archive } = directoryFiles();
    registry.hold = { afterBytes: 1000, next: "break" };
    await install();
    await writeFile(download, Buffer.alloc((await readFile(download)).length, "x"));
    registry.hold = null;
    await install();
    expect(await findDirectory()).toMatchObject({
      ...{ status: "failed", message: expect.stringContaining("its hash is another") },
    });
    expect([existsSync(download), existsSync(archive)]).toEqual([false, false]);
    await install();
    expect(await findDirectory()).toMatchObject({ status: "installed" });
  });

  test("killed at any moment, the next process ends it", async () => {
    const program = await buildProgram("lib/flow/testing/install-once.ts");
    for (const moment of ["downloading", "reading"] as const) {
      if (moment === "downloading") registry.hold = { afterBytes: 3000, next: "wait" };
      await startDirectory();
      const child = startInstaller(program);
      if (moment === "downloading") await until(async () => (await downloaded()) >= 3000);
      else await until(async () => (await directoryApiIds()).size > 0);
      child.kill("SIGKILL");
      await once(child, "exit");
      registry.hold = null;
      // PostgreSQL may take a moment to see that the process, and with it its lock, is gone.
      await until(async () => {
        await advanceDirectory();
        return (await findDirectory()).status === "installed";
      });
      expect(await findDirectory()).toMatchObject({ status: "installed", apis: 123, operations: 243 });
      const { hits } = await searchDirectory({ query: "track a parcel", limit: 1 });
      expect(hits[0]?.api.id).toBe("post.example/parcels");
      expect(await listDirectoryOperations("post.example/parcels")).toHaveLength(1);
      await removeDirectory();
      expect(await findDirectory()).toMatchObject({ status: "absent", apis: 0 });
      expect(existsSync(directoryFiles().folder)).toBe(false);
    }
  }, 300_000);
});

async function downloaded(): Promise<number> {
  return (await readFile(directoryFiles().download).catch(() => Buffer.alloc(0))).length;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A process of its own that installs the directory. */
function startInstaller(program: string): ChildProcess {
  const child = spawn(process.execPath, [program], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  processes.push(child);
  return child;
}
