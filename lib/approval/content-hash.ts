import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/domain/canonical-json";
import type { ConnectionId, PlanId, StepId, ToolId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";

/** Everything that makes one action what it is. A change in any of it is another action (A3). */
export interface ActionContent {
  planId: PlanId;
  planRevision: number;
  stepId: StepId;
  /** Of a repeated step: which item. */
  item?: number;
  toolId: ToolId;
  toolVersion: string;
  inputs: JsonObject;
  connectionId: ConnectionId | null;
  connectionOrigin: string | null;
}

/** SHA-256 over an action, in hex: what an approval is bound to. */
export function contentHash(content: ActionContent): string {
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}
