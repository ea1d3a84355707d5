import { describe, expect, it } from "vitest";
import type { Binding } from "@/lib/domain/binding";
import { stepIdSchema, toolIdSchema } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";
import { takeOverPlan } from "@/lib/planning/take-over-plan";
import { builtinTools } from "@/lib/tools/definitions";

const tools = new Map(builtinTools.map((tool) => [tool.id, tool]));
const id = (name: string) => stepIdSchema.parse(name);
const said = (value: string, words = value): Binding => ({ kind: "literal", value, origin: "person", words });
const step = (name: string, tool: string, inputs: Record<string, Binding>): Step => ({
  ...{ id: id(name), title: "Tell Bob", toolId: toolIdSchema.parse(tool), inputs, after: [] },
  ...{ why: { words: "Tell Bob", reason: "" }, position: null },
});
const draftOf = (...steps: Step[]) => ({ steps, notes: [], unserved: [] });

const lookup = step("a", "directory.lookup", { who: said("Bob") });
const mail = step("b", "email.send", {
  to: { kind: "output", stepId: id("a"), path: ["emails"] },
  subject: said("The roof is done"),
  text: { kind: "template", parts: ["Hello Bob,\n\nThe roof is done.\n"] },
});
const plan = { goal: "Email Bob that the roof is done", steps: [lookup, mail] };

describe("takeOverPlan", () => {
  it("reads values from the new goal's plan, keeping the steps' own ids and what flows between them", () => {
    const draft = draftOf(
      step("s1", "directory.lookup", { who: said("Ada") }),
      step("s2", "email.send", {
        to: { kind: "output", stepId: id("s1"), path: ["emails"] },
        subject: said("The cellar is dry"),
        text: {
          kind: "template",
          parts: ["Hello Ada,\n\n", { kind: "output", stepId: id("s1"), path: ["name"] }],
        },
      }),
    );
    const taken = takeOverPlan({ plan, goal: "Email Ada that the cellar is dry", draft, tools });
    expect(taken.steps.map(({ id, inputs }) => ({ id, inputs }))).toEqual([
      { id: "a", inputs: { who: said("Ada") } },
      {
        id: "b",
        inputs: {
          to: { kind: "output", stepId: "a", path: ["emails"] },
          subject: said("The cellar is dry"),
          text: {
            kind: "template",
            parts: ["Hello Ada,\n\n", { kind: "output", stepId: "a", path: ["name"] }],
          },
        },
      },
    ]);
  });

  it("asks for what the new goal does not say, and hands no text on that speaks of the old one", () => {
    const taken = takeOverPlan({ plan, goal: "Email Ada", draft: draftOf(), tools });
    const [one, other] = taken.steps;
    expect(one?.inputs.who).toMatchObject({ kind: "question", suggestions: ["Bob"] });
    expect(other?.inputs.subject).toMatchObject({ kind: "question", suggestions: ["The roof is done"] });
    expect(other?.inputs.text).toMatchObject({ kind: "question", suggestions: [] });
    expect(one?.title).not.toContain("Bob");
  });

  it("keeps what was set by hand, and what both goals say", () => {
    const byHand: Binding = { kind: "literal", value: "Facilities", origin: "person" };
    const steps = [
      step("a", "directory.lookup", { who: byHand }),
      step("b", "directory.lookup", { who: said("Bob") }),
    ];
    const from = { plan: { goal: "Find Bob", steps }, goal: "Look for Bob again", draft: draftOf(), tools };
    const taken = takeOverPlan(from);
    expect(taken.steps.map(({ inputs }) => inputs.who)).toEqual([byHand, said("Bob")]);
    expect(taken.notes.join(" ")).toContain("Taken over as it was set by hand");
  });

  it("says which tools the new goal would use that the old plan has not", () => {
    const draft = draftOf(step("s1", "sms.send", {}));
    const taken = takeOverPlan({ plan, goal: "Text Ada", draft, tools });
    expect(taken.notes.at(-1)).toBe("Planned afresh, your goal would also use: “Send a text message (SMS)”.");
  });
});
