import { describe, expect, it } from "vitest";
import { connectionIdSchema, planIdSchema, stepIdSchema, toolIdSchema } from "@/lib/domain/ids";
import { type ActionContent, contentHash } from "./content-hash";

const action: ActionContent = {
  planId: planIdSchema.parse("plan_0000000000000000"),
  planRevision: 3,
  stepId: stepIdSchema.parse("s4"),
  toolId: toolIdSchema.parse("email.send"),
  toolVersion: "0123456789abcdef",
  inputs: { to: ["a@x.example"], subject: "Sales", options: { a: 1, b: [true, null] } },
  connectionId: connectionIdSchema.parse("connection_0000000000000000"),
  connectionOrigin: "smtp://127.0.0.1:2525",
};

describe("contentHash", () => {
  it("is the same whatever the order of the properties", () => {
    const turned = {
      ...action,
      inputs: { options: { b: [true, null], a: 1 }, subject: "Sales", to: ["a@x.example"] },
    };
    expect(contentHash(turned)).toBe(contentHash(action));
  });

  it("A3: differs when anything differs", () => {
    const others: ActionContent[] = [
      { ...action, planId: planIdSchema.parse("plan_0000000000000001") },
      { ...action, planRevision: 4 },
      { ...action, stepId: stepIdSchema.parse("s5") },
      { ...action, toolId: toolIdSchema.parse("email.send2") },
      { ...action, toolVersion: "0123456789abcdee" },
      { ...action, connectionId: null },
      { ...action, connectionOrigin: "smtp://127.0.0.1:2526" },
      { ...action, inputs: { ...action.inputs, to: ["a@x.example", "b@x.example"] } },
      { ...action, inputs: { ...action.inputs, to: "a@x.example" } },
      { ...action, inputs: { ...action.inputs, subject: "Sales " } },
      { ...action, inputs: { ...action.inputs, subject: "Sales\u200b" } },
      { ...action, inputs: { ...action.inputs, options: { a: 1, b: [null, true] } } },
      { ...action, inputs: { ...action.inputs, bcc: null } },
    ];
    const hashes = new Set([action, ...others].map(contentHash));
    expect(hashes.size).toBe(others.length + 1);
  });
});
