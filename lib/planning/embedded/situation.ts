// One input on its way to a binding, and how steps are made for it: what the fillers share.
import type { Binding } from "@/lib/domain/binding";
import type { Tool } from "@/lib/domain/tool";
import type { Draft, DraftStep } from "./draft";
import type { Context } from "./planning-context";
import type { InputField } from "./tool-fields";

/** An input's binding, and the draft with whatever steps it took. */
export interface Filled {
  draft: Draft;
  binding: Binding;
}

/** The place being filled. */
export interface Situation {
  context: FillingContext;
  draft: Draft;
  tool: Tool;
  field: InputField;
  /** What is bound already of the same call. */
  inputs: Readonly<Record<string, Binding>>;
}

/** Who the step is for and what it is called. */
export interface StepPurpose {
  isMain: boolean;
  title: string;
  reason: string;
  subject?: string;
  resolves?: string;
}

/** Adds a step for a tool, and the steps it needs before it; null when it can't be made to work. */
export type FillStep = (
  context: FillingContext,
  draft: Draft,
  tool: Tool,
  purpose: StepPurpose,
) => { draft: Draft; step: DraftStep } | null;

/** The context with the means to make further steps: handed down, so that fillers needn't know who fills steps. */
export interface FillingContext extends Context {
  fillStep: FillStep;
}
