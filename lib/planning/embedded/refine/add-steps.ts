// "also post it to Slack": steps planned beside those that are there, reading what they give.
import type { StepId } from "@/lib/domain/ids";
import { readStepsOf, type Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { isPulledIn } from "@/lib/planning/embedded/draft-of";
import { inputFields, outputPlaces } from "@/lib/planning/embedded/tool-fields";
import { dependentsOf } from "@/lib/planning/topological-order";
import { addressField } from "./address-field";
import { doTheSame } from "./do-the-same";
import { findStep, numberedSteps, stepOrLeave, vesselIn, vesselOf } from "./find-step";
import type { Proposal } from "./proposal";
import { setRecipients } from "./recipients";
import { planAmong } from "./restate";
import { confirmedBy, withConfirmation, withSaidText } from "./said-text";
import type { Wish } from "./wish";

type Add = Extract<Wish, { kind: "add" }>;

export async function addSteps(proposal: Proposal, wish: Add): Promise<void> {
  if (doTheSame(proposal, wish)) return;
  if (await addRecipients(proposal, wish)) return;
  if (await attach(proposal, wish)) return;
  const other = wish.side ? await stepOrLeave(proposal, wish, wish.side.other) : null;
  if (wish.side && !other) return;
  const isBefore = wish.side?.where === "before";
  const dependents =
    other && isBefore
      ? new Set([other.id, ...dependentsOf(proposal.plan.steps, other.id)])
      : new Set<StepId>();
  const all = numberedSteps(proposal.plan).filter(({ id }) => !dependents.has(id));
  const handed = await handedOn(proposal, wish.text, all);
  const draft = await planAmong(proposal, handed?.given ?? all, { goal: asGoal(handed?.text ?? wish.text) });
  const isNew = draft.steps.length > 0;
  for (const { words, nearest } of draft.unserved) {
    proposal.leave(
      isNew ? words : wish.words,
      nearest.length > 0
        ? `No tool here does “${words}”. The nearest are named; others can be imported under Tools.`
        : `“${words}” was not understood as something a plan can do. An example of what would be: “also post it to Slack”.`,
      nearest,
    );
  }
  for (const note of draft.notes) if (isNew && !note.startsWith("No tool fits")) proposal.note(note);
  if (!isNew) {
    if (draft.unserved.length === 0) proposal.leave(wish.words, nothingNew(proposal, draft.notes));
    return;
  }
  const steps = draft.steps.map((step) =>
    withConfirmation(proposal, withSaidText(proposal, wish.words, named(step, handed)), other),
  );
  for (const group of grouped(steps)) proposeGroup(proposal, wish, group, other);
}

const handsOn =
  /^(save|store|keep|write|export|send|e-?mail|mail|post|text|share|forward|message) the (.+?) ((?:to|in|into|as|via|by|on)\b.+)$/i;

interface Handed {
  /** As the person calls what is handed on: "the chart". */
  what: string;
  /** The request with "it" in its place. */
  text: string;
  /** The steps that "it" can be about. */
  given: Step[];
}

/** The step by what it hands on: "Text the chart to Ada". */
function named(step: Step, handed: Handed | null): Step {
  if (!handed) return step;
  const said = (words: string) => words.replace(/\bit\b/i, () => handed.what);
  return { ...step, title: said(step.title), why: { ...step.why, words: said(step.why.words) } };
}

/**
 * "text the chart to Ada", where a step draws one: what that step gives is handed on, not made once more.
 */
async function handedOn(proposal: Proposal, text: string, steps: readonly Step[]): Promise<Handed | null> {
  const [, verb, what, rest] = handsOn.exec(text) ?? [];
  if (!verb || !what || !rest) return null;
  const found = await findStep(proposal, what, (step) => {
    return steps.includes(step) && vesselOf(proposal.toolOf(step)) === null;
  });
  if (found.kind !== "found") return null;
  const behind = new Set([found.step.id]);
  for (const step of steps.toReversed()) {
    if (behind.has(step.id)) for (const id of readStepsOf(step)) behind.add(id);
  }
  return { what: `the ${what}`, text: `${verb} it ${rest}`, given: steps.filter(({ id }) => behind.has(id)) };
}

function nothingNew({ plan }: Proposal, notes: readonly string[]): string {
  const [note] = notes.filter((one) => !/goal/i.test(one));
  if (note) return note;
  return plan.steps.length > 0
    ? "That was not understood as something to add or to change, or the plan does it already. Examples of what would be: “also post it to Slack”, “drop the chart”, “send it to ops@acme.example instead”."
    : "That was not understood as something to do. An example of what would be: “post the sales of 2017 to #sales”.";
}

/** "add a step that draws a chart" as what is to be done: "draw a chart"; "add a chart" as "make a chart". */
function asGoal(text: string): string {
  return (
    text
      .replace(
        /^(?:add|insert|include|append|put in) (?:a |an |another |one more )?(?:new )?(?:step|task) (?:to|that|which|for|where (?:you|it))\s+/i,
        "",
      )
      .replace(
        /^(?:add|insert|include|append|put in|i (?:want|need)|we (?:want|need)) (?=(?:a|an|another|the|some)\b)/i,
        "make ",
      )
      .replace(
        /^make (?:a|an|another|one more) ((?:e-?)?mail|sms|text message|slack message|message|post|slack post|notification)\b/i,
        (_all, noun: string) => `send a ${noun}`,
      )
      .replace(/^(?=(?:to|in|on|via|by) )/i, "send it ")
      // The service is no addressee: who gets it there is asked.
      .replace(/ (?:to|in|into) (?:the )?(slack|chat)(?= channel\b|$|[,.])/i, " on $1")
  );
}

/** A new step with those pulled in for it; what several read comes with the first of them. */
function grouped(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  let waiting: Step[] = [];
  for (const step of steps) {
    waiting.push(step);
    const isForOther =
      isPulledIn(step, steps) ||
      steps.some(
        (other) =>
          other.id !== step.id &&
          readStepsOf(other).includes(step.id) &&
          other.condition?.tests.some(({ value }) => value.kind === "output" && value.stepId === step.id),
      );
    if (isForOther) continue;
    groups.push(waiting);
    waiting = [];
  }
  if (waiting.length > 0) groups.push(waiting);
  return groups;
}

function proposeGroup(proposal: Proposal, wish: Add, group: readonly Step[], other: Step | null): void {
  const last = group.at(-1);
  const tool = last && proposal.toolOf(last);
  if (!last) return;
  const isBefore = wish.side?.where === "before";
  const placed = group.map((step) =>
    other && !isBefore && step === last ? { ...step, after: [...new Set([...step.after, other.id])] } : step,
  );
  const waits: PlanChange[] = [];
  if (other && isBefore) {
    waits.push({ kind: "add-dependency", stepId: other.id, dependsOn: last.id });
    const condition = confirmedBy(last);
    if (condition && !other.condition) waits.push({ kind: "set-condition", stepId: other.id, condition });
  }
  const before = group.slice(0, -1).map(({ title }) => `“${title}”`);
  proposal.propose({
    kind: "add",
    title: `Add “${last.title}”${tool && tool.title !== last.title ? `, done by “${tool.title}”` : ""}`,
    words: wish.words,
    reason: `${before.length > 0 ? `It needs ${before.join(" and ")} before it. ` : ""}${last.why.reason}`,
    changes: [...placed.map((step): PlanChange => ({ kind: "add-step", step })), ...waits],
  });
}

/** "attach the chart to the mail": a file an earlier step gives goes along with a message that is there. */
async function attach(proposal: Proposal, wish: Add): Promise<boolean> {
  const [, what, to] = /^attach (.+?)(?: (?:to|in|with) (.+))?$/i.exec(wish.text) ?? [];
  const all = numberedSteps(proposal.plan);
  const filesOf = (step: Step) => {
    const tool = proposal.toolOf(step);
    return tool ? inputFields(tool).find(({ meaning, isList }) => meaning === "file" && isList) : undefined;
  };
  const given = (step: Step) => {
    const tool = step.repeat ? null : proposal.toolOf(step);
    return tool ? outputPlaces(tool).find(({ meaning, isList }) => meaning === "file" && !isList) : undefined;
  };
  const holders = all.filter((step) => filesOf(step) && vesselOf(proposal.toolOf(step)));
  const found = to && what ? await findStep(proposal, to, (step) => holders.includes(step)) : null;
  const holder = found?.kind === "found" ? found.step : holders.length === 1 && !to ? holders[0] : undefined;
  const field = holder && filesOf(holder);
  if (!what || !holder || !field) return false;
  const after = dependentsOf(proposal.plan.steps, holder.id);
  const sources = all.filter((step) => step.id !== holder.id && !after.has(step.id) && given(step));
  const named = isPronoun(what) ? null : await findStep(proposal, what, (step) => sources.includes(step));
  const source = named?.kind === "found" ? named.step : isPronoun(what) ? sources.at(-1) : undefined;
  const place = source && given(source);
  if (!source || !place) return false;
  const now = holder.inputs[field.name];
  const attached = now?.kind === "list" ? now.items : [];
  if (attached.some((item) => item.kind === "output" && item.stepId === source.id)) {
    proposal.leave(wish.words, `What “${source.title}” gives is attached to “${holder.title}” already.`);
    return true;
  }
  const file = { kind: "output" as const, stepId: source.id, path: place.path };
  proposal.propose({
    kind: "value",
    title: `Attach what “${source.title}” gives to “${holder.title}”`,
    words: wish.words,
    reason: `“${place.schema.title ?? "It"}” is a file, and “${field.title}” takes files.`,
    changes: [
      {
        kind: "bind-input",
        stepId: holder.id,
        input: field.name,
        binding: { kind: "list", items: [...attached, file] },
      },
    ],
  });
  return true;
}

const isPronoun = (words: string) => /^(?:it|this|that|them|the file)$/i.test(words);

/** "also send it to Marcus", "cc Claire": one more for a message that is there. */
async function addRecipients(proposal: Proposal, { text, ...wish }: Add): Promise<boolean> {
  const steps = numberedSteps(proposal.plan).filter((step) => addressField(proposal, step));
  if (steps.length === 0) return false;
  const [, copied, to] = /^(cc|bcc|copy)(?: in)? (.+?)(?: in)?$/i.exec(text) ?? [];
  const [, verb, more] =
    /^(e-?mail|mail|send|share|forward|text|message) (?:it|this|that|them|the same(?: (?:mail|message|thing))?|the (?:e-?mail|mail|message|text|sms)) to (.+)$/i.exec(
      text,
    ) ??
    /^(add|include|to) (.+?)(?: (?:to|as|in|on|among) (?:the |a |an )?(?:recipients?|receivers?|mail|e-?mail|message|sms|list|copy|cc))?$/i.exec(
      text,
    ) ??
    [];
  const alone = /^(?:\p{Lu}[\p{L}'-]+(?: and)? ?){1,3}$/u.exec(text)?.[0] ?? /^\S+@\S+\.\S+$/.exec(text)?.[0];
  const who = to ?? more ?? alone;
  if (
    !who ||
    (!to && /^(?:a|an|another|some|one) /i.test(who)) ||
    /^(?:slack|the (?:chat|channel))\b|#/i.test(who)
  )
    return false;
  const named = vesselIn(verb ?? "") ?? vesselIn(text.slice(text.indexOf(who) + who.length));
  const isOpen = (step: Step) => {
    const tool = proposal.toolOf(step);
    return tool !== null && (named === null || vesselOf(tool) === named);
  };
  const found = await findStep(proposal, text, isOpen);
  const step =
    found.kind === "found" && addressField(proposal, found.step) ? found.step : steps.findLast(isOpen);
  if (!step) return false;
  const tool = proposal.toolOf(step);
  const copyField =
    copied && tool
      ? inputFields(tool).find(
          ({ name }) => name.toLowerCase() === (copied.toLowerCase() === "bcc" ? "bcc" : "cc"),
        )
      : null;
  if (copied && !copyField) return false;
  return setRecipients(
    proposal,
    { ...wish, kind: "add", text, side: null },
    { step, words: who, isMore: true, ...(copyField ? { input: copyField.name } : {}) },
  );
}
