import { describe, expect, it } from "vitest";
import type { Tool } from "@/lib/domain/tool";
import { exampleTool } from "@/lib/planning/testing/example-tools";
import { FieldLikeness } from "./field-likeness";
import { inputFields, outputPlaces } from "./tool-fields";

const text = (description: string) => ({ type: "string" as const, description });
const reserve = exampleTool("fleet.reserve", {
  input: { type: "object", properties: { city: text("The city to start in.") }, required: ["city"] },
  output: {
    type: "object",
    properties: {
      vehicle_id: text("The id of the reserved vehicle."),
      status: text("Whether it worked."),
    },
  },
});
const unlock = exampleTool("fleet.unlock", {
  input: {
    type: "object",
    properties: { vehicleId: text("Which vehicle."), status: text("The status to set it to.") },
    required: ["vehicleId", "status"],
  },
  output: { type: "object", properties: { status: text("Whether it worked.") } },
});
const many = Array.from({ length: 20 }, (_, i) =>
  exampleTool(`other.t${i}`, {
    input: { type: "object", properties: { [`name_${i}`]: text("The name.") }, required: [] },
    output: { type: "object", properties: { status: text("The status of it.") } },
  }),
);
const likeness = new FieldLikeness(new Map([reserve, unlock, ...many].map((tool) => [tool.id, tool])));
const place = (tool: Tool, name: string) => {
  const found = outputPlaces(tool).find(({ path }) => path[0] === name);
  if (!found) throw new Error(`${name} is not there.`);
  return found;
};
const field = (tool: Tool, name: string) => {
  const found = inputFields(tool).find((one) => one.name === name);
  if (!found) throw new Error(`${name} is not there.`);
  return found;
};

describe("FieldLikeness", () => {
  it("takes fields of the same name for alike, however it is spelt", () => {
    expect(likeness.between(place(reserve, "vehicle_id"), field(unlock, "vehicleId"))).toBeGreaterThan(0.7);
  });

  it("takes fields that share nothing for unlike", () => {
    expect(likeness.between(place(reserve, "vehicle_id"), field(reserve, "city"))).toBe(0);
  });

  it("gives rare words more weight than those of every tool", () => {
    const rare = likeness.between(place(reserve, "vehicle_id"), field(unlock, "vehicleId"));
    const common = likeness.between(place(reserve, "status"), field(unlock, "status"));
    expect(rare).toBeGreaterThan(common);
  });

  it("tells how much of an input is spoken of", () => {
    expect(likeness.saidIn(new Set(["vehicl", "id"]), field(unlock, "vehicleId"))).toBe(1);
    expect(likeness.saidIn(new Set(["vehicl"]), field(unlock, "vehicleId"))).toBeGreaterThan(0.3);
    expect(likeness.saidIn(new Set(["weather"]), field(unlock, "vehicleId"))).toBe(0);
  });
});
