// JSON Schemas for the API's description: the nouns once, under their names, and references to them.
import { z } from "zod";
import { runSchema } from "@/lib/client/run-schema";
import { approvalSchema } from "@/lib/domain/approval";
import { bindingSchema } from "@/lib/domain/binding";
import { candidateSchema } from "@/lib/domain/candidate";
import { connectionSchema } from "@/lib/domain/connection";
import { deliverySchema } from "@/lib/domain/delivery";
import { storedFileSchema } from "@/lib/domain/file";
import { jsonSchema, jsonSchemaSchema } from "@/lib/domain/json";
import { planSchema, policySchema, stepSchema } from "@/lib/domain/plan";
import { planChangeSchema } from "@/lib/domain/plan-change";
import { planProblemSchema } from "@/lib/domain/plan-problem";
import { questionSchema } from "@/lib/domain/question";
import { runEventSchema } from "@/lib/domain/run-event";
import { planSummarySchema, runSummarySchema } from "@/lib/domain/summaries";
import { toolSchema } from "@/lib/domain/tool";

export type Schema = Record<string, unknown>;
/** `components.schemas` of the document: filled by `schemaOf`. */
export type Components = Record<string, Schema>;

/** Every schema that calls itself is among them: no other could be written out. */
const nouns = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({
  Approval: approvalSchema,
  Binding: bindingSchema,
  Candidate: candidateSchema,
  Connection: connectionSchema,
  Delivery: deliverySchema,
  File: storedFileSchema,
  Json: jsonSchema,
  JsonSchema: jsonSchemaSchema,
  Plan: planSchema,
  PlanChange: planChangeSchema,
  PlanProblem: planProblemSchema,
  PlanSummary: planSummarySchema,
  Policy: policySchema,
  Question: questionSchema,
  Run: runSchema,
  RunEvent: runEventSchema,
  RunSummary: runSummarySchema,
  Step: stepSchema,
  Tool: toolSchema,
})) {
  nouns.add(schema, { id });
}

type Direction = "input" | "output";

/** The JSON Schema of a type; the nouns in it are references, and are added to `components`. */
export function schemaOf(type: z.ZodType, direction: Direction, components: Components): Schema {
  const { $defs, ...schema } = written(type, direction);
  for (const [name, definition] of Object.entries($defs ?? {})) components[name] ??= definition;
  return schema;
}

function written(type: z.ZodType, direction: Direction): Schema & { $defs?: Record<string, Schema> } {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(type, {
    io: direction,
    metadata: nouns,
    unrepresentable: "any",
    cycles: "ref",
  });
  const text = JSON.stringify(schema, (name, value) =>
    name === "id" && typeof value === "string" ? undefined : value,
  );
  return JSON.parse(text.replaceAll('"$ref":"#/$defs/', '"$ref":"#/components/schemas/'));
}
