// What a message says: names and links, never what a step was given or gave, and nothing of it as markup (N6, N7).
import type { ToTell } from "@/lib/db/notifications";

export interface ComposedMessage {
  subject: string;
  text: string;
}

const maxTold = 20;

interface Told {
  /** Things of one group are listed together. */
  group: "approvals" | "questions" | "troubles" | "not-started" | "completed";
  line: string;
  path: string;
}

const groups: Record<Told["group"], (count: number) => string> = {
  approvals: (count) => (count === 1 ? "1 approval waits for you" : `${count} approvals wait for you`),
  questions: (count) => (count === 1 ? "1 question waits for you" : `${count} questions wait for you`),
  troubles: (count) => (count === 1 ? "1 step needs you" : `${count} steps need you`),
  "not-started": (count) =>
    count === 1 ? "1 scheduled run was not started" : `${count} scheduled runs were not started`,
  completed: (count) => (count === 1 ? "1 run has completed" : `${count} runs have completed`),
};

/** One message for all that is to be told. `origin`: what its links begin with. */
export function composeMessage(toTell: readonly ToTell[], origin: string): ComposedMessage {
  const told = toTell.map(toldOf);
  const headings = Object.entries(groups).flatMap(([group, heading]) => {
    const members = told.filter((one) => one.group === group);
    return members.length === 0 ? [] : [{ heading: heading(members.length), members }];
  });
  const [first] = told;
  const only = told.length === 1 && first ? `: ${first.line}` : "";
  let left = maxTold;
  const parts = headings.map(({ heading, members }) => {
    const shown = members.slice(0, left);
    left -= shown.length;
    const lines = shown.map(({ line, path }) => `- ${line}\n  ${origin}${path}`);
    const more = members.length - shown.length;
    return [`${heading}:`, ...lines, ...(more > 0 ? [`- and ${more} more: ${origin}/inbox`] : [])].join("\n");
  });
  return {
    subject: shortened(`Lamplight: ${headings.map(({ heading }) => heading).join(", ")}${only}`, 150),
    text: `${parts.join("\n\n")}\n\nYou decide on the page; opening a link changes nothing.\nWho is told what: ${origin}/notifications\n`,
  };
}

function toldOf({ subject, goal, runId, stepId, stepTitle, trouble }: ToTell): Told {
  const step = `${plain(stepTitle ?? "a step")} (${plain(goal)})`;
  const runPath = `/runs/${runId}`;
  switch (subject.kind) {
    case "approval":
      return { group: "approvals", line: step, path: `/inbox?approval=${subject.approvalId}` };
    case "question":
      return { group: "questions", line: step, path: `${runPath}?step=${stepId}` };
    case "trouble":
      return {
        group: "troubles",
        line: `${step} ${troubleWords(trouble)}`,
        path: `${runPath}?step=${stepId}`,
      };
    case "completed":
      return { group: "completed", line: plain(goal), path: runPath };
    case "not-started":
      return { group: "not-started", line: `${plain(goal)}: ${plain(subject.problem)}`, path: "/schedules" };
    default:
      return subject satisfies never;
  }
}

function troubleWords(type: string | null): string {
  if (type === "outcome-unknown") return "may or may not have taken place";
  return type === "step-unexpected" ? "gave something unexpected" : "failed";
}

/** One line of visible text: no control characters, none that turn the direction of writing, nothing long. */
function plain(text: string): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ");
  return shortened(visible.replace(/\s+/g, " ").trim(), 120);
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}
