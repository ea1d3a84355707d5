// Episodes by the meaning of their goals. PostgreSQL is the truth: the index follows it before each search, is made
// anew when lost, and what it finds is read from there.
import path from "node:path";
import { type EpisodeVersion, episodeVersions, findEpisodes, lastEnd } from "@/lib/db/episodes";
import { withIndexLock } from "@/lib/db/tools";
import type { SimilarEpisode } from "@/lib/domain/episode";
import { type PlanId, planIdSchema } from "@/lib/domain/ids";
import { env } from "@/lib/env";
import { embedder, relatedness, similarityScale } from "./embedder";
import { EpisodeIndex } from "./episode-index";
import { splitWords } from "./split-words";
import { stem } from "./stem";

interface Opened {
  index: EpisodeIndex;
  /** When the run ended that the index knows of last; null before it has been looked through. */
  upTo: Date | null;
  isChecked: boolean;
}
const holder = globalThis as { lamplightEpisodes?: Promise<Opened> };

function open(): Promise<Opened> {
  holder.lamplightEpisodes ??= connect().catch((error: unknown) => {
    holder.lamplightEpisodes = undefined;
    throw error;
  });
  return holder.lamplightEpisodes;
}

async function connect(): Promise<Opened> {
  const { LANCEDB_URI: uri, LAMPLIGHT_HOME: home } = env();
  const index = await EpisodeIndex.connect(uri ?? path.join(home, "lancedb"), await embedder());
  return { index, upTo: null, isChecked: false };
}

/** The process's index, for tests; `null` when it was never opened. */
export async function closeEpisodes(): Promise<void> {
  const opened = holder.lamplightEpisodes;
  holder.lamplightEpisodes = undefined;
  (await opened)?.index.close();
}

/** Below this, two goals have little to do with each other. */
const enoughAlike = 0.6;
const looked = 20;
/** Runs may end in another order than they are committed. */
const overlapMs = 60_000;
const rowsAtOnce = 500;

/** Plans that have run for goals like this one, the most alike first. */
export async function similarEpisodes(request: { goal: string; limit: number }): Promise<SimilarEpisode[]> {
  const goal = request.goal.trim();
  if (goal.length < 3) return [];
  const found = await nearest(goal.slice(0, 4000));
  const episodes = await findEpisodes(found.map(({ id }) => planIdSchema.parse(id)));
  const model = (await open()).index.embedder;
  const scale = await similarityScale(model);
  return found
    .flatMap(({ id, cosine }) => {
      const episode = episodes.get(planIdSchema.parse(id));
      if (!episode) return [];
      const alike = Math.max(likeness(goal, episode.goal), relatedness(cosine, scale));
      return [{ ...episode, similarity: Math.round(Math.min(1, alike) * 1000) / 1000 }];
    })
    .filter(({ similarity }) => similarity >= enoughAlike)
    .sort((a, b) => b.similarity - a.similarity || (a.finishedAt < b.finishedAt ? 1 : -1))
    .slice(0, request.limit);
}

/** What is being typed may be the beginning of it; else the share of words that both have. */
function likeness(typed: string, goal: string): number {
  if (goal.toLowerCase().startsWith(typed.toLowerCase())) return 1;
  const [one, other] = [typed, goal].map((text) => new Set(splitWords(text).map(stem)));
  if (!one || !other || one.size === 0) return 0;
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared / Math.max(one.size, other.size);
}

async function nearest(goal: string): Promise<{ id: string; cosine: number }[]> {
  const opened = await open();
  const [vector = new Float32Array()] = await opened.index.embedder.embed([goal]);
  await follow(opened);
  try {
    return await opened.index.nearest(vector, looked);
  } catch {
    // Lost or damaged since it was looked at.
    opened.isChecked = false;
    await follow(opened);
    return opened.index.nearest(vector, looked);
  }
}

/** Brings the index in step with the runs that have ended. */
async function follow(opened: Opened): Promise<void> {
  const last = await lastEnd();
  if (opened.isChecked && last?.getTime() === opened.upTo?.getTime()) return;
  await withIndexLock(async () => {
    const since = opened.isChecked && opened.upTo ? new Date(opened.upTo.getTime() - overlapMs) : undefined;
    const indexed = await opened.index.versions();
    if (!indexed) await opened.index.reset();
    const wanted = await episodeVersions(indexed ? since : undefined);
    await write(
      opened.index,
      wanted.filter(({ planId, version }) => indexed?.get(planId) !== version),
    );
    if (since === undefined && indexed) {
      const known = new Set<string>(wanted.map(({ planId }) => planId));
      await opened.index.remove([...indexed.keys()].filter((id) => !known.has(id)));
    }
  });
  opened.upTo = last;
  opened.isChecked = true;
}

async function write(index: EpisodeIndex, versions: readonly EpisodeVersion[]): Promise<void> {
  for (let start = 0; start < versions.length; start += rowsAtOnce) {
    const part = versions.slice(start, start + rowsAtOnce);
    const episodes = await findEpisodes(part.map(({ planId }) => planId));
    const rows = part.flatMap(({ planId, version }) => {
      const episode = episodes.get(planId);
      return episode ? [{ episode, version }] : [];
    });
    await index.write(rows);
  }
}

/** Takes an episode out of the index, or all; call it after it is forgotten in PostgreSQL. */
export async function removeEpisodes(planId?: PlanId): Promise<void> {
  const { index } = await open();
  await withIndexLock(async () => {
    if (planId === undefined) await index.reset();
    else if (await index.versions()) await index.remove([planId]);
  });
}
