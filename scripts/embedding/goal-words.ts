// Words that goals are made of, in the languages of goal-words.txt.
import { readFileSync } from "node:fs";
import type { Translation } from "./product-texts";

/** In the order of the file's columns. */
const columns = ["de", "fr", "es", "it", "pt", "nl"] as const;
/** These few words are worth more than one look. */
const repeats = 4;

/** Each word of a language with what it means in English. */
export function goalTranslations(): Translation[] {
  const text = readFileSync(new URL("./goal-words.txt", import.meta.url), "utf8");
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const translations = lines.flatMap((line) => {
    const [english = "", others = ""] = line.split(":");
    return others.split("|").flatMap((words, column) =>
      words
        .trim()
        .split(/\s+/)
        .filter((word) => word !== "")
        .map((word) => ({
          one: word,
          other: english.trim(),
          language: columns[column] ?? "",
          group: "goal words",
        })),
    );
  });
  return Array.from({ length: repeats }, () => translations).flat();
}
