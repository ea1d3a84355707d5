// What automation products and command-line programs say of their actions, and how they say it in other languages.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { isHeldOut, type Pair, type PairSet, plainText } from "./pair";

/** One in so many programs and pieces is held out. */
const heldOutShare = 12;
const stringSource = `"((?:[^"\\\\]|\\\\.){2,300})"`;

/** Names and descriptions of the actions of an Activepieces piece, from its bundled code. */
export function piecePairs(folders: readonly string[]): PairSet {
  const pattern = new RegExp(`displayName:${stringSource},description:${stringSource}`, "g");
  return collect(
    folders.map((folder) => path.join(folder, "src", "index.js")).filter((file) => existsSync(file)),
    (file) => path.basename(path.dirname(path.dirname(file))).replace(/-[\d.]+$/, ""),
    (code) => [...code.matchAll(pattern)].map((match): [string, string] => [match[1] ?? "", match[2] ?? ""]),
  );
}

/** Commands and options with their help, from the specifications in `@withfig/autocomplete`. */
export function commandPairs(folder: string): PairSet {
  const pattern = new RegExp(`name:(\\[[^\\]]{2,80}\\]|"[^"]{2,60}"),description:${stringSource}`, "g");
  const build = path.join(folder, "build");
  return collect(
    codeFiles(build),
    (file) => path.relative(build, file).split(path.sep)[0]?.replace(/\.js$/, "") ?? "",
    (code, program) =>
      [...code.matchAll(pattern)].slice(0, mostPerProgram).map((match): [string, string] => {
        const names = (match[1] ?? "").replace(/[[\]",]+/g, " ");
        return [`${program} ${names}`, match[2] ?? ""];
      }),
  );
}

/** `aws` has thousands. */
const mostPerProgram = 300;

function collect(
  files: readonly string[],
  groupOf: (file: string) => string,
  read: (code: string, group: string) => [string, string][],
): PairSet {
  const set: PairSet = { train: [], heldOut: [] };
  const seen = new Set<string>();
  for (const file of files) {
    const group = groupOf(file);
    for (const [name, description] of read(readFileSync(file, "utf8"), group)) {
      const pair = { one: unescaped(name), other: plainText(unescaped(description), 300), group };
      const key = `${pair.one}|${pair.other}`;
      if (seen.has(key) || pair.one.toLowerCase() === pair.other.toLowerCase()) continue;
      seen.add(key);
      (isHeldOut(group, heldOutShare) ? set.heldOut : set.train).push(pair);
    }
  }
  return set;
}

const unescaped = (text: string) => text.replace(/\\n/g, " ").replace(/\\(.)/g, "$1");

function codeFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === "aws" ? [] : codeFiles(full);
      return entry.name.endsWith(".js") ? [full] : [];
    });
}

/** A text and its translation. */
export interface Translation extends Pair {
  language: string;
}

const stringsSchema = z.record(z.string(), z.unknown());

/** The strings of Activepieces pieces in other languages. */
export function pieceTranslations(folders: readonly string[]): Translation[] {
  const translations = new Map<string, Translation>();
  for (const folder of folders) {
    const i18n = path.join(folder, "src", "i18n");
    if (!existsSync(i18n)) continue;
    for (const file of readdirSync(i18n).sort()) {
      const language = file.replace(/\.json$/, "");
      if (!languages.has(language)) continue;
      const strings = stringsSchema.parse(JSON.parse(readFileSync(path.join(i18n, file), "utf8")));
      for (const [english, translated] of Object.entries(strings)) {
        if (typeof translated !== "string" || translated === english || english.length > 300) continue;
        const pair = { one: plainText(translated, 300), other: plainText(english, 300), language };
        translations.set(`${language}|${english}`, { ...pair, group: path.basename(folder) });
      }
    }
  }
  return [...translations.values()];
}

/** The languages whose words are learned, as `cldr` and the products name them. */
export const languages: ReadonlySet<string> = new Set([
  "de",
  "es",
  "fr",
  "it",
  "nl",
  "pt",
  "ca",
  "pl",
  "ru",
  "ja",
  "zh",
]);

/** TypeScript's messages in other languages: everyday words of files, names, values, errors. */
export function compilerTranslations(folder: string): Translation[] {
  const code = readFileSync(path.join(folder, "lib", "_tsc.js"), "utf8");
  const english = new Map(
    [...code.matchAll(/diag\(\d+, \d+ \/\* \w+ \*\/, "([^"]+)", "((?:[^"\\]|\\.)+)"/g)].map((match) => [
      match[1] ?? "",
      unescaped(match[2] ?? ""),
    ]),
  );
  const translations: Translation[] = [];
  for (const [language, name] of [
    ...[...languages].map((code) => [code, code]),
    ["pt", "pt-br"],
    ["zh", "zh-cn"],
  ]) {
    const file = path.join(folder, "lib", name ?? "", "diagnosticMessages.generated.json");
    if (!language || !existsSync(file)) continue;
    for (const [key, translated] of Object.entries(
      stringsSchema.parse(JSON.parse(readFileSync(file, "utf8"))),
    )) {
      const other = english.get(key);
      if (other && typeof translated === "string") {
        translations.push({ one: translated, other, language, group: "compiler" });
      }
    }
  }
  return translations;
}

const annotationsSchema = z.object({
  annotations: z.object({
    annotations: z.record(
      z.string(),
      z.object({ default: z.array(z.string()).optional(), tts: z.array(z.string()).optional() }),
    ),
  }),
});

/** What CLDR calls the pictures of thousands of things, in English and in other languages. */
export function pictureTranslations(folder: string): { translations: Translation[]; english: Pair[] } {
  const read = (language: string) =>
    annotationsSchema.parse(
      JSON.parse(readFileSync(path.join(folder, "annotations", language, "annotations.json"), "utf8")),
    ).annotations.annotations;
  const english = read("en");
  const translations: Translation[] = [];
  const words = (entry: { default?: string[] | undefined; tts?: string[] | undefined } | undefined) =>
    [...(entry?.tts ?? []), ...(entry?.default ?? [])].slice(0, 8);
  for (const language of languages) {
    for (const [picture, entry] of Object.entries(read(language))) {
      const [one, other] = [words(entry).join(" "), words(english[picture]).join(" ")];
      if (one && other) translations.push({ one, other, language, group: "pictures" });
      const [named, called] = [entry.tts?.[0], english[picture]?.tts?.[0]];
      if (named && called) translations.push({ one: named, other: called, language, group: "pictures" });
    }
  }
  const pairs = Object.values(english).flatMap((entry) =>
    (entry.default ?? []).map((keyword) => ({
      one: keyword,
      other: entry.tts?.[0] ?? keyword,
      group: "pictures",
    })),
  );
  return { translations, english: pairs };
}
