import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import v8 from "node:v8";
import vm from "node:vm";
import { expect, it } from "vitest";
import { toolIdSchema } from "@/lib/domain/ids";
import { staticEmbedder } from "./embedder";
import { firstTools } from "./testing/catalogues";
import { ToolIndex } from "./tool-index";

it("finds what is there while another process writes", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "lamplight-index-"));
  const [written, searched] = await Promise.all([
    ToolIndex.connect(folder, staticEmbedder()),
    ToolIndex.connect(folder, staticEmbedder()),
  ]);
  const tools = await firstTools();
  const [wanted, another] = tools;
  if (!wanted || !another) throw new Error("unreachable");
  await written.reset();
  await written.write(tools);
  const [vector] = await searched.embedder.embed([wanted.description]);
  if (!vector) throw new Error("unreachable");
  let isWriting = true;
  const writing = (async () => {
    for (let at = 0; at < 12; at++) await written.write([{ ...another, description: `Write ${at}` }]);
    isWriting = false;
  })();
  let searches = 0;
  while (isWriting) {
    // All there are, each time: a write in between changes the numbers of the rows, not what they hold.
    const found = await searched.nearest(vector, tools.length);
    expect(new Set(found.map(({ key }) => key.split(" ")[0])).size).toBe(tools.length);
    searches += 1;
  }
  await writing;
  expect(searches).toBeGreaterThan(10);
  for (const one of [written, searched]) one.close();
  rmSync(folder, { recursive: true, force: true });
});

v8.setFlagsFromString("--expose-gc");
const collect: () => void = vm.runInNewContext("gc");

/** Files of indices that this process has open. */
function openIndices(): number {
  const links = readdirSync("/proc/self/fd").map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return "";
    }
  });
  return links.filter((file) => file.includes(`${path.sep}_indices${path.sep}`)).length;
}

/** With one who only writes, one who searches, and one who only looks what there is. */
it.skipIf(!existsSync("/proc/self/fd"))("lets go of the indices that writes have superseded", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "lamplight-index-"));
  const [index, searched, listed] = await Promise.all(
    Array.from({ length: 3 }, () => ToolIndex.connect(folder, staticEmbedder())),
  );
  if (!index || !searched || !listed) throw new Error("unreachable");
  const [tool] = await firstTools();
  if (!tool) throw new Error("unreachable");
  // So many words that their index is not read whole.
  const tools = Array.from({ length: 400 }, (_, at) => ({
    ...tool,
    id: toolIdSchema.parse(`shop.tool${at}`),
    description: Array.from({ length: 12 }, (_, word) => `word${at * 12 + word}`).join(" "),
  }));
  await index.reset();
  await index.write(tools);
  let most = 0;
  const writes = 16;
  for (const one of tools.slice(0, writes)) {
    await index.write([{ ...one, description: "Sends an order" }]);
    await searched.matching(["order"], 5);
    await listed.versions();
    most = Math.max(most, openIndices());
  }
  collect();
  // Each of the three would keep one more with every write. A finalizer runs in a turn of its own.
  await expect.poll(openIndices).toBeLessThan(2 * writes);
  // So that the measuring measures.
  expect(most).toBeGreaterThan(10);
  expect(await index.versions()).toHaveProperty("size", 400);
  for (const one of [index, searched, listed]) one.close();
  rmSync(folder, { recursive: true, force: true });
});
