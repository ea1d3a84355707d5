// How well a tool fits an intent: its meaning as the search has it, and what the intent's values and data say.
import type { Candidate } from "@/lib/domain/candidate";
import type { Tool } from "@/lib/domain/tool";
import { answersDataQuestions, readsNamedTables, selectsRows } from "./data-inputs";
import { isTeam } from "./phrases";
import {
  type Context,
  isKeeping,
  isSpeaker,
  type PlannedIntent,
  recipientsOf,
  refersBack,
} from "./planning-context";
import { intentStems, objectOf } from "./read-clause";
import { isMessageNoun } from "./read-content";
import { inputFields, type Meaning, type OutputPlace, outputPlaces } from "./tool-fields";
import { isDataVerb, isWritingVerb, meansSame } from "./verbs";
import { contentStems, overlap } from "./words";

/** A tool for an intent. `fit`: 0 to about 1.5, what is known before its inputs are filled. */
export interface Option {
  tool: Tool;
  fit: number;
  /** True when the search by itself takes it for fitting, or the goal's data or values call for it. */
  isFitting: boolean;
  matchedWords: readonly string[];
}

const taking: Record<string, readonly Meaning[]> = {
  email: ["email"],
  phone: ["phone"],
  chat: ["chat"],
  url: ["url"],
};

/** Weighs one tool for the context's intent. */
export function weigh(
  context: Context,
  candidate: Pick<Candidate, "tool" | "score" | "connected" | "matchedWords">,
): Option {
  const { intent, request } = context;
  const { tool, score, matchedWords } = candidate;
  const data = dataFit(intent, tool);
  const values = valueFit(intent, tool);
  const effect = effectFit(intent, tool);
  const recipients = recipientFit(intent, tool);
  const title = intent.isTelling ? 0 : titleShare * overlap(contentStems(tool.title), intentStems(intent));
  const verb = intent.isTelling || intent.isSupply ? 0 : verbFit(intent, tool);
  const fit = score + verb + effect + data + values + recipients + title - (candidate.connected ? 0 : 0.05);
  // What is to be sent is found by tools, not made up by one, nor asked for while the plan runs.
  const makesUp =
    inputFields(tool).some((field) => field.meaning === "instructions") && !request.facts.writesTexts;
  const asksOther = tool.asksPerson && !asksSpeaker(intent);
  if (asksOther || (intent.isSupply && (tool.asksPerson || makesUp)))
    return { tool, fit: 0, isFitting: false, matchedWords };
  // Rows nobody asked anything of are no answer.
  if (
    readsNamedTables(tool) &&
    data < 0 &&
    (intent.isSupply || !/\b(?:database|table)\b/i.test(intent.words))
  ) {
    return { tool, fit: 0, isFitting: false, matchedWords };
  }
  // A middling score without a word of what the tool is called, or what it does, speaks of chance.
  const isAside = title === 0 && score < asideThreshold && (tool.effect === "read" || verb < 0);
  const isFound = score >= request.facts.fitThreshold && !isAside;
  const isCalledFor = data >= 0.2 || values >= 0.2 || recipients >= vesselShare || tells(intent, tool);
  // An address to be read is reason enough for a tool that may also change things there; it will ask.
  const isAllowed = effect > -0.3 || (isFound && values >= 0.2);
  return { tool, fit, isFitting: isFound ? isAllowed : isCalledFor && effect >= 0, matchedWords };
}

/** "tell Ada that …" names no channel: whatever reaches her will do. */
function tells(intent: PlannedIntent, tool: Tool): boolean {
  const isPlain = /^(?:tell|inform|notify|alert|remind|ask|let|warn|message|say|write)$/.test(
    intent.verb ?? "",
  );
  const isSaid = isPlain && intent.content !== null;
  const isNamed = isMessageNoun(objectOf(intent)?.words ?? "");
  return (isSaid || isNamed) && recipientsOf(intent).length > 0 && isMessenger(tool);
}

/** True for a tool that brings a text to somebody. */
export function isMessenger(tool: Tool): boolean {
  const needed = inputFields(tool).filter((field) => field.isRequired);
  return (
    needed.some((field) => /^(?:email|phone|chat)$/.test(field.meaning)) &&
    needed.some((field) => field.meaning === "text")
  );
}

/** A question in the middle of a run goes to the person at the keyboard, nobody else. */
function asksSpeaker(intent: PlannedIntent): boolean {
  const others = recipientsOf(intent).filter((phrase) => !isSpeaker(phrase.words));
  if (others.length > 0 || intent.values.some((value) => Object.hasOwn(taking, value.kind))) return false;
  return (
    /^(?:ask|check|confirm|let|wait|stop|choose|pick)$/.test(intent.verb ?? "") ||
    /\b(?:me|us)\b/i.test(intent.words)
  );
}

/** Reading verbs want tools that read; nothing that acts outside is chosen for a question. */
function effectFit(intent: PlannedIntent, tool: Tool): number {
  const reads = tool.effect === "read";
  if (tool.asksPerson) return 0;
  if (intent.isSupply || intent.aim === "read") return reads ? 0.02 : -0.5;
  if (intent.isTelling) return reads ? -0.35 : 0.05;
  if (intent.aim === "write") return reads ? -0.12 : 0.05;
  return reads ? 0 : -0.15;
}

/** A tool that is about what was named, and nothing else, goes before one that is also about it. */
const titleShare = 0.15;
const asideThreshold = 0.65;
const dataShare = 0.3;

/** Booking is not canceling, however much both are about flights. Titles begin with what a tool does. */
function verbFit(intent: PlannedIntent, tool: Tool): number {
  const isWriting = /^(?:write|compose|draft)$/.test(intent.verb ?? "") && !isKeeping(intent);
  if (isWriting && inputFields(tool).some((field) => field.meaning === "instructions")) return 0.25;
  const does = tool.title.split(" ")[0]?.toLowerCase() ?? "";
  if (tool.effect === "read" || intent.verb === null || !isWritingVerb(does)) return 0;
  if (meansSame(intent.verb, does)) return 0.1;
  return isWritingVerb(intent.verb) ? -0.3 : 0;
}

/** Figures the words link to call for tools that work on figures; ranking for those that rank. */
function dataFit(intent: PlannedIntent, tool: Tool): number {
  const { source } = intent;
  const needs = (meaning: Meaning) =>
    inputFields(tool).some((field) => field.isRequired && field.meaning === meaning);
  if (!answersDataQuestions(tool)) {
    if (intent.file && needs("file")) return 0.1;
    return source?.question && needs("table") ? dataShare * source.question.strength : 0;
  }
  if (!source?.question) {
    // Without figures to work on, only a table found before helps; nothing to fetch.
    return source?.kind === "file" || !readsNamedTables(tool) ? 0 : -0.25;
  }
  const { question } = source;
  const ranks =
    question.order !== null ||
    question.limit !== null ||
    question.filters.length > 0 ||
    isDataVerb(intent.verb ?? "");
  if (source.kind === "database") {
    const fetches = readsNamedTables(tool) && tool.connectionKind === source.connectionKind;
    // One that describes rows has them fetched; one that picks rows does what the query does by itself.
    const describes = !selectsRows(tool) && !readsNamedTables(tool);
    if (describes && question.limit) return 0;
    return fetches || describes ? dataShare * question.strength : -0.25;
  }
  if (readsNamedTables(tool)) return -0.4;
  return ranks && !selectsRows(tool) ? 0.05 : dataShare;
}

/** An address in the words calls for a tool that takes one; a tool that has no place for it loses it. */
function valueFit(intent: PlannedIntent, tool: Tool): number {
  let fit = 0;
  for (const value of intent.values) {
    const meanings = taking[value.kind];
    if (!meanings || intent.isSupply) continue;
    const takes = inputFields(tool).some((field) => field.isRequired && meanings.includes(field.meaning));
    fit += takes ? 0.25 : -0.2;
  }
  // What is kept needs a place with a name.
  if (isKeeping(intent) && !intent.isSupply) {
    fit += inputFields(tool).some((field) => field.meaning === "file-name") ? 0.25 : 0;
  }
  const time = intent.values.some((value) => value.kind === "time");
  const takesTime =
    inputFields(tool).some((field) => /^(?:date|instant)$/.test(field.meaning)) || answersDataQuestions(tool);
  if (time && !takesTime && !intent.isTelling) fit -= 0.05;
  return Math.max(-0.4, Math.min(0.3, fit));
}

/** Somebody to be reached calls for a tool with a place for them; a team for one that reaches several. */
function recipientFit(intent: PlannedIntent, tool: Tool): number {
  if (!intent.isTelling || tool.asksPerson) return 0;
  const fields = inputFields(tool).filter(
    (field) => field.isRequired && /^(?:email|phone|chat)$/.test(field.meaning),
  );
  const recipients = recipientsOf(intent);
  if (recipients.length === 0) return 0;
  if (fields.length === 0) return -0.5;
  const vessel = vessels.find(([pattern]) => pattern.test(intent.words))?.[1];
  const named = vessel && fields.some((field) => field.meaning === vessel) ? vesselShare : 0;
  if (fields.some((field) => field.isList)) return named;
  const isSeveral = recipients.length > 1 || recipients.some((one) => /,|\band\b/.test(one.words));
  // Several people through a door for one: all but the first would be left out.
  return named - (isSeveral ? 1 : recipients.some((one) => isTeam(one.words)) ? 0.08 : 0);
}

const vesselShare = 0.25;

/** The way a message is to go, when it is named. */
const vessels: readonly [RegExp, Meaning][] = [
  [/\be-?mail(?:s|ed)?\b|\bmail\b/i, "email"],
  [/\bsms\b|\btext(?: message)?\b/i, "phone"],
  [/\bslack\b|\bchat\b|\bdm\b|\bchannel\b/i, "chat"],
];

/** The single value of a tool's output that some words name: "the booking reference". */
export function namedPlace(tool: Tool, words: string): OutputPlace | null {
  const wanted = contentStems(words);
  if (wanted.length === 0) return null;
  const isNamed = (place: OutputPlace) =>
    !place.isList &&
    place.path.length === 1 &&
    place.meaning !== "table" &&
    wanted.every((word) => place.stems.includes(word));
  return outputPlaces(tool).find(isNamed) ?? null;
}

/** How far earlier steps serve an intent without another step: "the summary" when an analysis gives one. */
export function coveredBy(intent: PlannedIntent, tools: readonly Tool[]): number {
  if (tools.length === 0) return 0;
  const object = objectOf(intent)?.words ?? "";
  // "the booking reference" is there when a step that books gives one.
  if (intent.isSupply && tools.some((tool) => namedPlace(tool, object) !== null)) return 1;
  const isBack = refersBack(object) || object === "";
  if (intent.isTelling || intent.aim === "write" || !isBack || isSpeaker(object)) return 0;
  const wanted = contentStems(object);
  const given = tools.flatMap((tool) => outputPlaces(tool).flatMap((place) => place.stems));
  return intent.isSupply && wanted.length === 0 ? 0.6 : overlap(wanted, given) * 0.6;
}
