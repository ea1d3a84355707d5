import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import type { Episode } from "@/lib/domain/episode";
import { planIdSchema, runIdSchema } from "@/lib/domain/ids";
import { staticEmbedder } from "./embedder";
import { EpisodeIndex } from "./episode-index";
import { versionsPerConnection } from "./renewed-table";

const episode = (goal: string): Episode => ({
  ...{
    planId: planIdSchema.parse("plan_0123456789abcdef"),
    runId: runIdSchema.parse("run_0123456789abcdef"),
  },
  ...{ goal, revision: 1, tools: [], outcome: "completed", finishedAt: "2026-11-28T12:00:00.000Z" },
  ...{ runs: 1, edits: [], repairs: [] },
});

it("finds what another process wrote last, however many versions were before", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "lamplight-episodes-"));
  const [written, searched] = await Promise.all([
    EpisodeIndex.connect(folder, staticEmbedder()),
    EpisodeIndex.connect(folder, staticEmbedder()),
  ]);
  await written.reset();
  const [vector] = await searched.embedder.embed(["Water the plants"]);
  if (!vector) throw new Error("unreachable");
  // Each write is more than one version: the connections are made anew in between.
  for (let at = 1; at <= versionsPerConnection; at++) {
    await written.write([{ episode: episode("Water the plants"), version: String(at) }]);
    const [found, stored] = await Promise.all([searched.nearest(vector, 5), searched.stored()]);
    expect(found).toMatchObject([{ id: "plan_0123456789abcdef" }]);
    expect(stored).toEqual([expect.stringContaining(`plan_0123456789abcdef ${at} Water the plants`)]);
  }
  for (const one of [written, searched]) one.close();
  rmSync(folder, { recursive: true, force: true });
});
