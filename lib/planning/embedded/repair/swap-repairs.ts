// The next tool that could do the step, with its inputs carried over; where more steps lean on the one that failed, they
// are offered along.
import type { Step } from "@/lib/domain/plan";
import type { Repair } from "@/lib/domain/repair";
import { importedFrom, type Tool } from "@/lib/domain/tool";
import { type Rebinding, rebindStep } from "@/lib/planning/rebind-step";
import { swapChanges } from "@/lib/planning/swap-changes";
import { changing, laterSteps, type RepairSituation, stopsAsking, withTool } from "./situation";

const mostSwaps = 5;
const mostAlong = 10;

/** Kinds of trouble that every step with the same tool will have. */
const shared = new Set(["broken-tool", "credentials", "transient", "timeout", "quota"]);

export function swapRepairs(situation: RepairSituation): Repair[] {
  const { plan, step, tool, candidates, trouble } = situation;
  if (!trouble.isHarmless) return [];
  const fitting = candidates.filter(
    ({ tool: to, connected, fits, missingInputs }) =>
      to.id !== step.toolId &&
      to.off === undefined &&
      !to.asksPerson &&
      !stopsAsking(plan, step, to) &&
      connected &&
      fits &&
      missingInputs.length === 0 &&
      (!tool || (tool.effect === "read") === (to.effect === "read")),
  );
  // Another account, or another service altogether, has not failed yet.
  const isElsewhere = (to: Tool) => tool === null || serviceOf(to) !== serviceOf(tool);
  const ordered = shared.has(trouble.kind)
    ? [...fitting.filter((one) => isElsewhere(one.tool)), ...fitting.filter((one) => !isElsewhere(one.tool))]
    : fitting;
  const possible = trouble.kind === "credentials" ? ordered.filter((one) => isElsewhere(one.tool)) : ordered;
  return possible.slice(0, mostSwaps).flatMap((candidate) => swapRepair(situation, candidate.tool) ?? []);
}

const serviceOf = (tool: Tool) => importedFrom(tool)?.id ?? tool.connectionKind ?? tool.id;

function swapRepair(situation: RepairSituation, to: Tool): Repair | null {
  const { step, tool } = situation;
  const rebinding = soundRebinding(situation, step, to);
  if (!rebinding) return null;
  const from = tool?.title ?? step.toolId;
  const along = shared.has(situation.trouble.kind) ? alsoSwapped(situation, to) : [];
  return changing(
    situation,
    {
      ...{ key: `swap:${to.id}`, kind: "swap", title: `Use “${to.title}” instead of “${from}”` },
      reason: tool
        ? "It is the next tool that fits this step, and every input it needs is there."
        : "The step's own tool is gone; this is the nearest one that fits it.",
    },
    [swapPart(step, to, rebinding), ...along],
  );
}

/** What the swap does, where nothing has to be asked and nobody loses what they read. */
function soundRebinding({ plan, trouble, request }: RepairSituation, step: Step, to: Tool): Rebinding | null {
  const tools = withTool(request.tools, to);
  const rebinding = rebindStep({ plan, step, from: tools.get(step.toolId) ?? null, to, tools });
  const isAsked = Object.values(rebinding.inputs).some(({ kind }) => kind === "question");
  if (isAsked || rebinding.missing.length > 0 || rebinding.broken.length > 0) return null;
  // What has been done gave what the old tool gives.
  if (trouble.hasDoneItems && rebinding.readers.length > 0) return null;
  return rebinding;
}

function swapPart(step: Step, to: Tool, rebinding: Rebinding) {
  const dropped = rebinding.dropped.length;
  return {
    kind: "swap" as const,
    title: `Do “${step.title}” with “${to.title}”`,
    reason:
      dropped === 0
        ? "All its values are carried over."
        : `${dropped === 1 ? "One value finds" : `${dropped} values find`} no place in it.`,
    changes: swapChanges(step, to, rebinding),
  };
}

function alsoSwapped(situation: RepairSituation, to: Tool) {
  const { step: troubled } = situation;
  const same = laterSteps(situation).filter(({ toolId }) => toolId === troubled.toolId);
  return same.slice(0, mostAlong).flatMap((step) => {
    const rebinding = soundRebinding(situation, step, to);
    return rebinding ? [swapPart(step, to, rebinding)] : [];
  });
}
