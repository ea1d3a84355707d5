import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPlan, listRevisions } from "@/lib/db/plans";
import { planIdSchema } from "@/lib/domain/ids";
import { changesOf } from "@/lib/domain/refinement";
import { closeIndex } from "@/lib/retrieval/open-index";
import { seedSandbox } from "@/lib/setup/seed-sandbox";
import { syncBuiltinTools } from "@/lib/setup/sync-builtin-tools";
import { changePlan } from "./change-plan";
import { proposePlan } from "./propose-plan";
import { refinementOf } from "./refine-plan";

beforeAll(async () => {
  await syncBuiltinTools();
  await seedSandbox({ http: 43_313, smtp: 43_314 });
});
afterAll(closeIndex);

const goal = "Analyze quarterly sales data and email a summary to the marketing team";

async function planned() {
  const proposed = await proposePlan({ goal, fileIds: [], timeZone: "Europe/Berlin" });
  if (proposed.kind === "refused") throw new Error(proposed.message);
  return proposed.plan;
}

describe("refinementOf", () => {
  it("A1: stores nothing; what is taken of it goes in as an edit of the revision it is about", async () => {
    const plan = await planned();
    const refined = await refinementOf({ planId: plan.id, revision: 1, request: "also post it to #sales" });
    if (refined.kind !== "refined") throw new Error(refined.kind);
    expect(await findPlan(plan.id)).toEqual(plan);
    expect(await listRevisions(plan.id)).toHaveLength(1);

    const { parts, tools } = refined.refinement;
    expect(tools.map(({ id }) => id)).toEqual(["slack.postMessage"]);
    const chosen = new Set(parts.map(({ id }) => id));
    const changed = await changePlan({
      planId: plan.id,
      revision: 1,
      changes: changesOf(parts, chosen),
      author: "person",
    });
    expect(changed).toMatchObject({ kind: "changed", plan: { revision: 2, policy: plan.policy } });
    const steps = changed.kind === "changed" ? changed.plan.steps.map(({ toolId }) => toolId) : [];
    expect(steps).toEqual([...plan.steps.map(({ toolId }) => toolId), "slack.postMessage"]);
  });

  it("says what is wrong with a request that can't be taken", async () => {
    const { id: planId } = await planned();
    const ask = (request: string) => refinementOf({ planId, revision: 1, request });
    expect(await ask("  ")).toMatchObject({ kind: "refused", message: expect.stringContaining("Say what") });
    expect(await ask("x".repeat(4001))).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("4,001 characters"),
    });
    expect(await refinementOf({ planId, revision: 7, request: "drop the mail" })).toEqual({
      kind: "not-found",
    });
    const nowhere = planIdSchema.parse("plan_ffffffffffffffff");
    expect(await refinementOf({ planId: nowhere, revision: 1, request: "drop the mail" })).toEqual({
      kind: "not-found",
    });
  });
});
