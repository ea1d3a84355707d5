// Small tools for tests of the pure core: the shapes of real ones, without their size.
import { planIdSchema, type StepId, stepIdSchema, type ToolId, toolIdSchema } from "@/lib/domain/ids";
import type { JsonSchema } from "@/lib/domain/json";
import { defaultPolicy, type Plan, type Step } from "@/lib/domain/plan";
import { tableJsonSchema } from "@/lib/domain/table";
import type { Tool } from "@/lib/domain/tool";

const object = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

const text = (title: string): JsonSchema => ({ type: "string", format: "text", title });
const listOf = (format: string): JsonSchema => ({ type: "array", items: { type: "string", format } });

/** A tool with what a test says of it. */
export function exampleTool(id: string, rest: Partial<Tool> & Pick<Tool, "input" | "output">): Tool {
  return {
    id: toolIdSchema.parse(id),
    version: "0123456789abcdef",
    title: id,
    description: "",
    examples: [],
    source: { kind: "builtin" },
    icon: "wrench",
    effect: "read",
    undo: { kind: "none" },
    outputTrust: "trusted",
    controlInputs: [],
    connectionKind: null,
    timeoutMs: 1000,
    retry: { attempts: 1, backoffMs: 0 },
    idempotency: "natural",
    asksPerson: false,
    ...rest,
  };
}

export const query = exampleTool("example.query", {
  input: object({ sql: { type: "string", title: "SQL" }, limit: { type: "integer" } }, ["sql"]),
  output: object({ table: tableJsonSchema, sql: { type: "string" } }),
});
export const analyze = exampleTool("example.analyze", {
  input: object({ table: tableJsonSchema }, ["table"]),
  output: object({ summary: text("Summary"), best: { type: "number" } }),
  outputTrust: "derived",
});
export const directory = exampleTool("example.directory", {
  input: object({ who: { type: "string", format: "team-or-person", title: "Who" } }, ["who"]),
  output: object({
    emails: listOf("email"),
    phones: listOf("phone"),
    people: { type: "array", items: object({ email: { type: "string", format: "email" } }) },
  }),
});
export const email = exampleTool("example.email", {
  input: object(
    {
      to: { ...listOf("email"), title: "To", minItems: 1 },
      subject: text("Subject"),
      body: text("Body"),
      priority: { type: "string", enum: ["low", "high"], title: "Priority" },
    },
    ["to", "subject", "body"],
  ),
  output: object({ messageId: { type: "string" } }),
  effect: "irreversible",
  controlInputs: ["to"],
});
export const sms = exampleTool("example.sms", {
  input: object({ to: { type: "string", format: "phone", title: "To" }, message: text("Message") }, [
    "to",
    "message",
  ]),
  output: object({ sid: { type: "string" } }),
  effect: "irreversible",
  controlInputs: ["to"],
});
export const fetchPage = exampleTool("example.fetch", {
  input: object({ url: { type: "string", format: "uri", title: "Address" } }, ["url"]),
  output: object({ body: {} }),
  outputTrust: "untrusted",
  controlInputs: ["url"],
});

export const exampleTools: ReadonlyMap<ToolId, Tool> = new Map(
  [query, analyze, directory, email, sms, fetchPage].map((tool) => [tool.id, tool]),
);

export const stepId = (id: string): StepId => stepIdSchema.parse(id);

/** A step with defaults for what a test doesn't speak of. */
export function exampleStep(id: string, tool: Tool, inputs: Step["inputs"], after: string[] = []): Step {
  return {
    id: stepId(id),
    title: `Step ${id}`,
    toolId: tool.id,
    inputs,
    after: after.map(stepId),
    why: { words: "", reason: "" },
    position: null,
  };
}

/** A plan of some steps. */
export function examplePlan(steps: Step[]): Plan {
  return {
    id: planIdSchema.parse("plan_0000000000000000"),
    revision: 1,
    goal: "An example",
    fileIds: [],
    planner: "embedded",
    notes: [],
    steps,
    unserved: [],
    policy: defaultPolicy,
    timeZone: "UTC",
    createdAt: "2026-01-01T00:00:00.000Z",
  };
}

/** Query, analyse, look people up, send them an e-mail. */
export const salesPlan = (): Plan =>
  examplePlan([
    exampleStep("s1", query, { sql: { kind: "literal", value: "select 1", origin: "person" } }),
    exampleStep("s2", analyze, { table: { kind: "output", stepId: stepId("s1"), path: ["table"] } }),
    exampleStep("s3", directory, { who: { kind: "literal", value: "marketing", origin: "person" } }),
    exampleStep("s4", email, {
      to: { kind: "output", stepId: stepId("s3"), path: ["emails"] },
      subject: { kind: "literal", value: "Sales", origin: "constant" },
      body: {
        kind: "template",
        parts: ["Hello,\n", { kind: "output", stepId: stepId("s2"), path: ["summary"] }],
      },
    }),
  ]);
