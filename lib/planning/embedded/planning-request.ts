// What the embedded planner is given. Everything outside comes in here; the rest of the folder is pure.
import type { Candidate } from "@/lib/domain/candidate";
import type { Episode } from "@/lib/domain/episode";
import type { FileId, ToolId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import type { TableColumn } from "@/lib/domain/table";
import type { Tool } from "@/lib/domain/tool";

/** A column a data question can be about. `values`: what stands in it, where that is a short list. */
export interface ColumnFacts extends TableColumn {
  values?: readonly string[];
}

export interface TableFacts {
  name: string;
  columns: readonly ColumnFacts[];
}

/** A database that tools of a connection kind read, by its default connection. */
export interface DatabaseFacts {
  connectionKind: string;
  tables: readonly TableFacts[];
}

/** A file attached to the goal. `columns` is null for a file that holds no table. */
export interface FileFacts {
  id: FileId;
  name: string;
  mediaType: string;
  columns: readonly ColumnFacts[] | null;
}

export interface PlanningFacts {
  databases: readonly DatabaseFacts[];
  connectedKinds: ReadonlySet<string>;
  /** A candidate that scores below this doesn't fit. */
  fitThreshold: number;
  /** Whether a language model writes texts when asked to. */
  writesTexts: boolean;
  /** Items a step may be repeated for in this installation. */
  mostItems: number;
}

/** A value the person has given an input in several plans. */
export interface UsualValue {
  input: string;
  value: Json;
  /** In how many plans. */
  times: number;
}

/** An earlier plan for a goal like this one: what was done and how that ended; no value and no output of it. */
export type PastPlan = Pick<Episode, "goal" | "tools" | "outcome" | "edits">;

export interface PlanningRequest {
  goal: string;
  now: Date;
  /** IANA name. */
  timeZone: string;
  files: readonly FileFacts[];
  /** The tools nearest in meaning to some words, best first. */
  search: (query: string, limit: number) => Promise<readonly Candidate[]>;
  /** Those nearest to the goal as a whole, best first. */
  nearest: readonly ToolId[];
  /** All tools a plan may use: those the planner is to know of, and those that `search` has found. */
  tools: ReadonlyMap<ToolId, Tool>;
  facts: PlanningFacts;
  /** Steps of a plan that is there already: what they give can be handed on. None of them is planned again or changed. */
  given?: readonly Step[];
  /** The tools of completed plans for goals like this one, each with such a goal. */
  usedBefore?: ReadonlyMap<ToolId, string>;
  /** Earlier plans for goals like this one, the most alike first: shown to a model. */
  similar?: readonly PastPlan[];
  /** What the person usually gives inputs of tools. */
  usual?: ReadonlyMap<ToolId, readonly UsualValue[]>;
  /** Asked which of some tools that fit about as well does a part of the goal; null: no answer. Absent: nobody is asked. */
  chooseTool?: (words: string, tools: readonly Tool[]) => Promise<ToolId | null>;
}

/** What the embedded planner makes of a goal; the caller adds identity and time. */
export type PlanDraft = Pick<Plan, "steps" | "notes" | "unserved">;
