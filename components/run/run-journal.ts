// What happened in a run that its present state does not tell any more: who decided what, how long it waited, what
// failed on the way. A fold over the events, begun on the server and gone on with in the browser.
import type { StepId } from "@/lib/domain/ids";
import { answerWords } from "@/lib/domain/look-up";
import { stepRunKey } from "@/lib/domain/run";
import type { RunEvent, RunEventBody } from "@/lib/domain/run-event";
import { unmetWords } from "@/lib/planning/judge-output";
import { millisecondsBetween } from "./duration-text";

export interface JournalEntry {
  seq: number;
  /** ISO. */
  at: string;
  /** Null for what happened to the run as a whole. */
  stepId: StepId | null;
  /** Of a repeated step: which item, from 0. */
  item: number | null;
  tone: "neutral" | "person" | "problem";
  text: string;
  /** How long the run had waited for this. */
  waitedMs: number | null;
}

export interface Journal {
  entries: readonly JournalEntry[];
  /** The last event read. */
  seq: number;
  /** Steps and items that wait for a person, by `stepRunKey`, and since when. */
  askedAt: Readonly<Record<string, string>>;
  /** How many times a worker began with the run. */
  starts: number;
}

export const emptyJournal: Journal = { entries: [], seq: 0, askedAt: {}, starts: 0 };

/** The journal after some more events; those it has read already change nothing. */
export function writeJournal(events: readonly RunEvent[], journal: Journal = emptyJournal): Journal {
  let next = journal;
  for (const event of events) if (event.seq > next.seq) next = writeEntry(next, event);
  return next;
}

function writeEntry(journal: Journal, { seq, at, body }: RunEvent): Journal {
  const stepId = "stepId" in body ? body.stepId : "repair" in body ? (body.repair?.stepId ?? null) : null;
  const item = ("item" in body ? body.item : undefined) ?? null;
  const place = stepId === null ? null : stepRunKey(stepId, item);
  const starts = journal.starts + (body.type === "run-started" ? 1 : 0);
  const words = wordsFor(body, journal);
  const since = place && isDecision(body) ? journal.askedAt[place] : undefined;
  const entry = words && {
    seq,
    at,
    stepId,
    item,
    ...words,
    waitedMs: since === undefined ? null : millisecondsBetween(since, at),
  };
  return {
    seq,
    starts,
    entries: entry ? [...journal.entries, entry] : journal.entries,
    askedAt:
      place && body.type !== "plan-revised" && body.type !== "repair-denied"
        ? askedAfter(journal.askedAt, place, body, at)
        : journal.askedAt,
  };
}

const decisions: ReadonlySet<RunEventBody["type"]> = new Set([
  ...(["approval-granted", "approval-denied", "question-answered"] as const),
  "outcome-uncertain",
  ...(["step-retried", "step-revised", "step-postponed", "step-skipped", "step-accepted"] as const),
]);
const asking: ReadonlySet<RunEventBody["type"]> = new Set([
  ...(["approval-requested", "question-asked"] as const),
  ...(["step-failed", "outcome-unknown", "step-unexpected"] as const),
]);

const isDecision = (body: RunEventBody) => decisions.has(body.type);

function askedAfter(
  asked: Journal["askedAt"],
  place: string,
  body: RunEventBody,
  at: string,
): Journal["askedAt"] {
  const asks = asking.has(body.type) || (body.type === "attempt-failed" && body.retryAt === null);
  if (asks) return { ...asked, [place]: at };
  const { [place]: _settled, ...others } = asked;
  return others;
}

type Words = Pick<JournalEntry, "tone" | "text">;
const person = (text: string): Words => ({ tone: "person", text });
const problem = (text: string): Words => ({ tone: "problem", text });
const neutral = (text: string): Words => ({ tone: "neutral", text });

/** `27 Nov 2026, 15:04 UTC`: the same on the server and in the browser. */
const momentWords = (at: string) =>
  `${new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })} UTC`;

/** As lib/flow/recover-step.ts records it. */
const skippedByPerson = "Skipped by a person.";

/** One sentence for what is worth telling; null for what the state of the step says by itself. */
function wordsFor(body: RunEventBody, journal: Journal): Words | null {
  switch (body.type) {
    case "run-started":
      return journal.starts === 0 ? null : neutral("Another worker took over; nothing recorded was repeated");
    case "run-paused":
      return person("You paused the run");
    case "run-resumed":
      return person("You resumed the run");
    case "approval-granted":
      return person(body.editedInputs ? "You approved it with changes" : "You approved it");
    case "envelope-used":
      return neutral(
        `Approved within the bounds you set on ${momentWords(body.grantedAt)} (${body.use} of ${body.most})`,
      );
    case "approval-denied":
      return person(body.reason === "" ? "You denied it" : `You denied it: ${body.reason}`);
    case "question-answered":
      return person(typeof body.answer === "string" ? `You answered: ${body.answer}` : "You answered");
    case "attempt-failed":
      return problem(`Attempt ${body.attempt} failed: ${body.failure.message}`);
    case "step-failed":
      return problem(body.failure.message);
    case "outcome-unknown":
      return problem(body.failure?.message ?? "The worker stopped before the call had an answer.");
    case "outcome-uncertain": {
      const why = body.failure?.message ?? "The worker stopped before the call had an answer.";
      return body.byPerson ? person("You had it looked up once more") : problem(`${why} It is looked up.`);
    }
    case "outcome-looked-up":
      return neutral(`Looked up with “${body.look.by.title}”. ${answerWords(body.look.answer)}.`);
    case "step-unexpected":
      return problem(unmetWords({ id: body.stepId }, body.observation));
    case "step-taken-over":
      return neutral("Taken over from an earlier run, not repeated");
    case "step-accepted":
      return person("You went on with what was not as expected");
    case "step-retried":
      return person(body.amended ? "You changed the step and tried again" : "You tried again");
    case "plan-revised":
      return body.repair ? person(`You took a repair: ${body.repair.title}`) : null;
    case "repair-denied": {
      const why = body.reason === "" ? "" : ` (${body.reason})`;
      return person(`You denied a repair: ${body.repair.title}${why}`);
    }
    case "step-revised":
      return person("It was changed, and begins anew");
    case "step-postponed":
      return person("You put it off");
    case "condition-decided":
      return body.holds ? null : neutral(body.reason);
    case "step-skipped":
      return body.reason === skippedByPerson ? person("You skipped it") : neutral(body.reason);
    case "step-completed":
      return body.source === "person" ? person("You said that it had taken place") : null;
    default:
      return null;
  }
}

/** What is to be told of a step, or of one item of a repeated one. */
export function entriesOf(
  journal: Journal,
  stepId: StepId | null,
  item: number | null = null,
): JournalEntry[] {
  return journal.entries.filter((entry) => entry.stepId === stepId && entry.item === item);
}

/** What is to be told of each step as a whole. */
export function entriesByStep(journal: Journal): ReadonlyMap<StepId, readonly JournalEntry[]> {
  const entries = new Map<StepId, JournalEntry[]>();
  for (const entry of journal.entries) {
    if (entry.stepId === null || entry.item !== null) continue;
    const known = entries.get(entry.stepId);
    if (known) known.push(entry);
    else entries.set(entry.stepId, [entry]);
  }
  return entries;
}
