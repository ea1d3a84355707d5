// Why a tool was found, in a few words. Pure.
import type { MatchReasons, ToolPart } from "@/lib/domain/candidate";

const partNames: Record<ToolPart, string> = {
  title: "title",
  description: "description",
  example: "example goal",
  input: "input",
  output: "output",
  api: "name of its API",
};
const mostWords = 4;

/** "Found by “sales” in its title, “figures” for “numbers” in its description; alike in meaning". Empty when there is no reason. */
export function whyWords(reasons: MatchReasons): string {
  const byPart = Map.groupBy(reasons.words.slice(0, mostWords), ({ part }) => part);
  const words = [...byPart].map(([part, matches]) => {
    const list = matches.map(({ word, found, isSame }) =>
      isSame || word === found ? `“${found}”` : `“${found}” for “${word}”`,
    );
    return `${[...new Set(list)].join(", ")} in ${part === "api" ? "the" : "its"} ${partNames[part]}`;
  });
  const more = reasons.words.length - mostWords;
  if (more > 0) words.push(more === 1 ? "1 more word" : `${more} more words`);
  const likeness = { none: "", some: "somewhat alike in meaning", much: "alike in meaning" }[
    reasons.likeness
  ];
  if (words.length === 0) return likeness === "" ? "" : `${likeness[0]?.toUpperCase()}${likeness.slice(1)}`;
  return [`Found by ${words.join(", ")}`, likeness].filter((text) => text !== "").join("; ");
}

/** The words by which a part of a tool was found, as they stand in it. */
export function foundIn(reasons: MatchReasons, part: ToolPart): string[] {
  return reasons.words.filter((match) => match.part === part).map(({ found }) => found);
}
