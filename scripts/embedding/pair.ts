import { createHash } from "node:crypto";

/** Two texts that mean the same, or of which one names what the other describes. */
export interface Pair {
  one: string;
  other: string;
  /** Of one API, one program …: pairs of a group are each other's hard negatives. */
  group: string;
}

/** Pairs to learn from, and those that are never learned from but only measured with. */
export interface PairSet {
  train: Pair[];
  heldOut: Pair[];
}

/** Whether a name (of an API's provider, a program, a synset) is among the one in `share` that are held out. */
export function isHeldOut(name: string, share: number): boolean {
  return createHash("sha256").update(`held out: ${name}`).digest().readUInt32LE(0) % share === 0;
}

/** Text without markup and addresses, at most so long. */
export function plainText(text: string, longest: number): string {
  return text
    .slice(0, 4 * longest)
    .replace(/<[^>]*>/g, " ")
    .replace(/https?:\S+/g, " ")
    .replace(/&[a-z]+;/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, longest);
}

/** The first sentence of a plain text. */
export function firstSentence(text: string): string {
  return text.split(/(?<=[.!?])\s/, 1)[0] ?? "";
}
