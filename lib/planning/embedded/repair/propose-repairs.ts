// What the embedded planner proposes for a step in trouble: the class of the trouble decides what is looked for, and in
// which order. Nothing is changed, run or asked of anybody here.
import type { Repair, RepairResponse } from "@/lib/domain/repair";
import { lookUpRepairs } from "./look-up-repairs";
import type { RepairSituation } from "./situation";
import { splitRepairs } from "./split-repairs";
import { swapRepairs } from "./swap-repairs";
import type { Trouble } from "./trouble";
import { valueRepairs } from "./value-repairs";

/** Everything that could be proposed, the likeliest to help first; each key once. */
export async function proposeRepairs(situation: RepairSituation): Promise<Repair[]> {
  const all = await inOrder(situation);
  return all.filter(({ key }, place) => all.findIndex((other) => other.key === key) === place);
}

/** What the trouble calls for, given what is left to propose. */
export function responseTo({ kind }: Trouble, repair: Repair | null): RepairResponse {
  if (kind === "credentials") return "connection";
  return repair ? "repair" : "stop";
}

async function inOrder(situation: RepairSituation): Promise<Repair[]> {
  const { trouble } = situation;
  switch (trouble.kind) {
    case "transient":
      return [wait(5), ...swapRepairs(situation), wait(60)];
    case "timeout":
      return [wait(5), ...splitRepairs(situation), ...swapRepairs(situation), wait(60)];
    case "quota":
      return [
        wait(trouble.patienceMinutes ?? 60, trouble.patienceMinutes !== null),
        ...swapRepairs(situation),
      ];
    case "credentials":
    case "refused":
    case "broken-tool":
      return swapRepairs(situation);
    case "too-large":
      return [...splitRepairs(situation), ...swapRepairs(situation)];
    case "bad-input":
      return [
        ...valueRepairs(situation),
        ...(await lookUpRepairs(situation)),
        ...splitRepairs(situation),
        ...swapRepairs(situation),
      ];
    case "not-found":
    case "unexpected":
      return [...valueRepairs(situation), ...(await lookUpRepairs(situation)), ...swapRepairs(situation)];
    case "unknown":
      // Whether it took place is the person's to find out first (R2).
      return [];
    default:
      return trouble.kind satisfies never;
  }
}

function wait(minutes: number, isAsked = false): Repair {
  const words = minutes < 60 ? `${minutes} minutes` : minutes === 60 ? "an hour" : `${hours(minutes)} hours`;
  return {
    ...{ key: `wait:${minutes}`, kind: "wait", title: `Wait ${words}, then try again`, parts: [] },
    reason: isAsked
      ? "The service asked to be left alone for so long."
      : "What failed often passes by itself. Nothing is changed, and nothing that was approved is asked again.",
    waitMinutes: minutes,
  };
}

const hours = (minutes: number) => Math.round(minutes / 6) / 10;
