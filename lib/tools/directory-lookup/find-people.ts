// Who is meant by "the marketing team", "on-call engineer", "Ada" or "head of finance".
import { isSubset, nearestNames, wordsOf } from "@/lib/tools/words";
import type { Directory, Person, Team } from "./scim";

export type FoundPeople =
  | { kind: "found"; people: Person[] }
  /** Several people share the name: one has to be chosen. */
  | { kind: "ambiguous"; people: Person[] }
  | { kind: "nobody"; near: string[] };

/** Words that say that people are meant, not which. */
const fillers = new Set([
  "the",
  "our",
  "my",
  "a",
  "an",
  "all",
  "of",
  "in",
  "for",
  "at",
  "from",
  "team",
  "group",
  "department",
  "dept",
  "division",
  "people",
  "person",
  "staff",
  "member",
  "everyone",
  "everybody",
  "each",
  "every",
  "single",
  "employee",
  "colleague",
  "folk",
  "whole",
  "entire",
  "current",
  "currently",
  "company",
  "now",
]);
const everyone = new Set(["everyone", "everybody", "company", "staff", "colleague", "employee"]);
/** Words for whoever leads a team, and the titles that say so. */
const leaders = new Set(["head", "lead", "leader", "boss", "chief", "director", "vp"]);

/** Ways of saying the same: short form → words of the directory. */
const meanings: Record<string, string> = {
  oncall: "on call",
  pager: "on call",
  hr: "human resources people",
  it: "information technology",
  dev: "engineering",
  developer: "engineering",
  engineer: "engineering",
  ceo: "chief executive officer",
  cfo: "chief financial officer",
  cto: "chief technology officer",
  pr: "public relations",
  bizdev: "business development",
};

/** The people some words mean: a person by name, then a team, then a job title or a team by another word. */
export function findPeople(who: string, { people, teams }: Directory): FoundPeople {
  const all = wordsOf(who.replace(/[’']s\b/g, ""));
  const words = all.filter((word) => !fillers.has(word));
  if (words.length === 0) {
    const isEveryone = all.some((word) => everyone.has(word)) && !all.includes("team");
    const found = isEveryone ? people : findByTeam(all, people, teams);
    return found && found.length > 0 ? { kind: "found", people: found } : nobody(who, { people, teams });
  }
  const byName = findByName(words, people);
  if (byName) return byName;
  const byTitle = () => findByTitle(words, people);
  const byMeaning = () => findByTeam(words, people, teams, meantWords(words));
  // "Support engineers" are who is called that; "engineers" are the engineering team.
  const [second, third] = words.length > 1 ? [byTitle, byMeaning] : [byMeaning, byTitle];
  const found = findByTeam(words, people, teams) ?? second() ?? third();
  return found ? { kind: "found", people: found } : nobody(who, { people, teams });
}

function nobody(who: string, { people, teams }: Directory): FoundPeople {
  const titles = people.flatMap(({ title }) => title ?? []);
  const names = [
    ...new Set([...teams.map(({ name }) => name), ...titles, ...people.map(({ name }) => name)]),
  ];
  const near = nearestNames(who, names, 5);
  return { kind: "nobody", near: near.length > 0 ? near : teams.slice(0, 8).map(({ name }) => name) };
}

/** The full name, an address or a handle first; then a part of a name only one person has. */
function findByName(words: readonly string[], people: readonly Person[]): FoundPeople | null {
  const key = words.join(" ");
  const exact = people.filter((person) =>
    [person.name, person.email, person.handle].some(
      (text) => text !== null && wordsOf(text).join(" ") === key,
    ),
  );
  if (exact.length > 0)
    return exact.length === 1 ? { kind: "found", people: exact } : { kind: "ambiguous", people: exact };
  const partly = people.filter(({ name }) => isSubset(words, wordsOf(name)));
  if (partly.length === 0) return null;
  return partly.length === 1 ? { kind: "found", people: partly } : { kind: "ambiguous", people: partly };
}

function findByTeam(
  words: readonly string[],
  people: readonly Person[],
  teams: readonly Team[],
  meant: readonly string[] = [],
): Person[] | null {
  const wanted = [...words, ...meant];
  const matches = teams
    .map((team) => ({ team, words: teamWords(team) }))
    .filter(({ words: own }) => isSubset(own, wanted) || isSubset(words, own))
    // The team that has most of the words: "on-call engineer" is On-call before it is Engineering.
    .sort((a, b) => overlap(b.words, words) - overlap(a.words, words));
  for (const { team, words: own } of matches) {
    const members = people.filter(({ id }) => team.memberIds.has(id));
    if (members.length === 0) continue;
    const rest = words.filter((word) => !own.includes(word));
    const narrowed =
      rest.length === 0 ? members : members.filter((person) => isSubset(rest, titleWords(person)));
    if (narrowed.length > 0) return narrowed;
    // "Head of finance" is one person or nobody, never the whole team; "on-call engineer" is whoever is on call.
    if (!rest.some((word) => leaders.has(word) || word === "manager")) return members;
    const leading = members.filter((person) => titleWords(person).some((word) => leaders.has(word)));
    if (leading.length > 0 && rest.every((word) => leaders.has(word))) return leading;
  }
  return null;
}

const overlap = (own: readonly string[], words: readonly string[]) =>
  words.filter((word) => own.includes(word)).length;

function teamWords({ name }: Team): string[] {
  const words = wordsOf(name).filter((word) => !fillers.has(word));
  return words.length > 0 ? words : wordsOf(name);
}

function meantWords(words: readonly string[]): string[] {
  return words.flatMap((word) => (Object.hasOwn(meanings, word) ? wordsOf(meanings[word] ?? "") : []));
}

function titleWords({ title }: Person): string[] {
  const words = wordsOf(title ?? "");
  return [...words, ...meantWords(words)];
}

/** Every word in the title: "head of finance" for "Head of Finance", "CFO" for "Chief Financial Officer". */
function findByTitle(words: readonly string[], people: readonly Person[]): Person[] | null {
  const spelled = words.flatMap((word) =>
    Object.hasOwn(meanings, word) ? wordsOf(meanings[word] ?? "") : [word],
  );
  const found = people.filter((person) => {
    const own = titleWords(person);
    return isSubset(words, own) || isSubset(spelled, own);
  });
  return found.length > 0 ? found : null;
}
