// Steps in trouble for tests, with tools the shapes of real ones.
import { type Candidate, noReasons } from "@/lib/domain/candidate";
import { toolIdSchema } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import type { RepairSituation } from "@/lib/planning/embedded/repair/situation";
import type { Trouble } from "@/lib/planning/embedded/repair/trouble";
import {
  email,
  examplePlan,
  exampleStep,
  exampleTool,
  exampleTools,
  stepId,
} from "@/lib/planning/testing/example-tools";

export const otherMail: Tool = { ...email, id: toolIdSchema.parse("other.mail"), title: "Other mail" };
export const offers = exampleTool("example.offers", {
  input: {
    type: "object",
    properties: { to: { type: "string", format: "place", title: "To" } },
    required: ["to"],
  },
  output: {
    type: "object",
    properties: {
      offers: {
        type: "array",
        items: { type: "object", properties: { id: { type: "string" }, price: { type: "number" } } },
      },
    },
  },
});
export const book = exampleTool("example.book", {
  input: {
    type: "object",
    properties: { offerId: { type: "string", title: "Offer" }, price: { type: "number", title: "Price" } },
    required: ["offerId"],
  },
  output: { type: "object", properties: { reference: { type: "string" } } },
  effect: "irreversible",
});
export const airports = exampleTool("example.airports", {
  input: {
    type: "object",
    properties: { city: { type: "string", format: "place", title: "City" } },
    required: ["city"],
  },
  output: { type: "object", properties: { code: { type: "string", format: "airport" } } },
});
export const flights = exampleTool("example.flights", {
  input: {
    type: "object",
    properties: { from: { type: "string", format: "airport", title: "From" } },
    required: ["from"],
  },
  output: offers.output,
});
/** With the example tools. */
export const all = new Map(
  [...exampleTools.values(), otherMail, offers, book, airports, flights].map((tool) => [tool.id, tool]),
);

export const candidate = (tool: Tool): Candidate => ({
  ...{ tool, score: 1, fits: true, similarity: 1, matchedWords: [], reasons: noReasons, connected: true },
  ...{ filled: [], missingInputs: [], record: null },
});

/** A step in trouble. */
export interface Case {
  plan: Plan;
  step: string;
  trouble: Partial<Trouble> & Pick<Trouble, "kind">;
  outputs?: Record<string, Json>;
  candidates?: Tool[];
  frozen?: string[];
}

/** All that repairs of it are made of. */
export function situationOf({
  plan,
  step: name,
  trouble,
  outputs = {},
  candidates = [],
  frozen = [],
}: Case): RepairSituation {
  const step = plan.steps.find(({ id }) => id === name) as Step;
  return {
    ...{ plan, step, tool: all.get(step.toolId) ?? null },
    trouble: { isHarmless: true, patienceMinutes: null, hasDoneItems: false, sent: {}, ...trouble },
    candidates: candidates.map(candidate),
    outputOf: (id) => outputs[id],
    isFrozen: (id) => frozen.includes(id) || Object.hasOwn(outputs, id),
    request: {
      ...{ goal: "", now: new Date(0), timeZone: "UTC", files: [], nearest: [], tools: all },
      search: async () => [],
      facts: {
        databases: [],
        connectedKinds: new Set(),
        fitThreshold: 0.3,
        writesTexts: false,
        mostItems: 100,
      },
    },
  };
}

export const literal = (value: Json, words?: string) => ({
  ...{ kind: "literal" as const, value, origin: "person" as const },
  ...(words ? { words } : {}),
});
export const output = (step: string, ...path: (string | number)[]) => ({
  ...{ kind: "output" as const, stepId: stepId(step), path },
});

/** Offers are found, one is booked, and a mail tells of it. */
export const bookingPlan = () =>
  examplePlan([
    exampleStep("s1", offers, { to: literal("Paris") }),
    exampleStep("s2", book, {
      offerId: output("s1", "offers", 0, "id"),
      price: output("s1", "offers", 0, "price"),
    }),
    exampleStep("s3", email, {
      to: literal(["a@acme.example"]),
      subject: literal("Booked"),
      body: { kind: "template", parts: ["For ", output("s1", "offers", 0, "price")] },
    }),
  ]);
/** What its first step has given. */
export const found = {
  s1: {
    offers: [
      { id: "a", price: 1 },
      { id: "b", price: 2 },
      { id: "c", price: 3 },
    ],
  },
};
