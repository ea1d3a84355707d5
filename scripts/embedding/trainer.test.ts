import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { Lexicon } from "@/lib/retrieval/lexicon";
import { StaticModel } from "@/lib/retrieval/static-model";
import { measurePairs } from "./measure";
import { encodeModel } from "./model-file";
import type { Pair } from "./pair";
import { random } from "./random";
import { train } from "./trainer";

const dimensions = 16;
const things = ["invoice", "weather", "flight", "ticket", "folder", "channel", "contact", "calendar"];
const others = ["bill", "forecast", "plane", "pass", "directory", "room", "person", "agenda"];
const verbs = ["send", "delete", "find", "create"];
const words = [...things, ...others, ...verbs, "~invo", "~ice"];
/** The second text names each thing in another word. */
const pairs: Pair[] = things.flatMap((thing, index) =>
  verbs.map((verb) => ({ one: `${verb} ${thing}`, other: `${others[index]} ${verb}`, group: verb })),
);

function trained(seed: number): Buffer {
  const draw = random(7);
  const table = Float32Array.from({ length: words.length * dimensions }, () => draw() - 0.5);
  train(
    table,
    new Lexicon(words),
    { words, pairs },
    {
      ...{ seed, epochs: 30, batch: 8, temperature: 0.1, rate: 0.05 },
      ...{ hard: 0.5, dropShared: 0.3, breakWords: 0.2, alike: 0.99 },
    },
  );
  return encodeModel(words, table, weights);
}

const weights = new Float32Array(words.length).fill(1);
const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const quality = (bytes: Buffer) => {
  const model = new StaticModel(bytes);
  return measurePairs(pairs, (text) => model.embed(text), pairs.length).ndcg10;
};

it("gives the same model for the same seed, byte for byte, and another for another", () => {
  expect(hash(trained(1))).toBe(hash(trained(1)));
  expect(hash(trained(1))).not.toBe(hash(trained(2)));
});

it("learns which texts belong together", () => {
  const draw = random(7);
  const untrained = Float32Array.from({ length: words.length * dimensions }, () => draw() - 0.5);
  const before = encodeModel(words, untrained, weights);
  expect(quality(trained(1))).toBeGreaterThan(quality(before) + 20);
});
