import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Step } from "@/lib/domain/plan";
import { rebindStep } from "@/lib/planning/rebind-step";
import {
  directory,
  email,
  exampleTools,
  fetchPage,
  salesPlan,
  sms,
} from "@/lib/planning/testing/example-tools";
import { SwapConsequences } from "./swap-consequences";

/** What a person reads of a swap, tags left out. */
function consequences(id: string, from: typeof email, to: typeof email, isConnected = true): string {
  const plan = salesPlan();
  const step = plan.steps.find((one) => one.id === id) as Step;
  const rebinding = rebindStep({ plan, step, from, to, tools: exampleTools });
  const markup = renderToStaticMarkup(
    <SwapConsequences {...{ rebinding, from, to, isConnected, steps: plan.steps, policy: plan.policy }} />,
  );
  return markup
    .replace(/<svg.*?<\/svg>/gs, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
}

describe("SwapConsequences", () => {
  it("says where each value goes, what is not needed any more and what will be asked", () => {
    const text = consequences("s4", email, sms);
    expect(text).toContain("“To” stays");
    expect(text).toContain("“Body” becomes “Message”");
    expect(text).toContain("“Subject” is not needed any more");
    expect(text).toContain("It asks you each time, as before");
  });

  it("names the steps that lose what they read, and another effect and approval", () => {
    const text = consequences("s3", directory, { ...fetchPage, effect: "irreversible" }, false);
    expect(text).toContain("You will be asked for “Address”");
    expect(text).toContain("“to” of “Step s4” read “emails” and becomes a question to you");
    expect(text).toMatch(/Read becomes Irreversible/);
    expect(text).toContain("It asks you each time; before, it ran without asking");
    expect(text).toContain("It needs a connection before it runs");
  });
});
