import type { Step } from "@/lib/domain/plan";
import { type InputField, inputFields } from "@/lib/planning/embedded/tool-fields";
import { vesselOf } from "./find-step";
import type { Proposal } from "./proposal";

/** The first address input of a step that brings messages: the one people mean. */
export function addressField(proposal: Proposal, step: Step): InputField | null {
  const tool = proposal.toolOf(step);
  const way = tool && vesselOf(tool);
  return (way && inputFields(tool).find(({ meaning }) => meaning === way)) ?? null;
}
