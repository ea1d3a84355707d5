import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "@/lib/domain/canonical-json";
import type { Bound, Envelope } from "@/lib/domain/envelope";
import { newId } from "@/lib/domain/ids";
import type { Json, JsonObject } from "@/lib/domain/json";
import type { Provenance } from "@/lib/domain/origin";
import { email } from "@/lib/planning/testing/example-tools";
import { type BoundedCall, domainsOf, envelopeBreaches, isWithin } from "./check-envelope";

const runId = newId("run");
const planId = newId("plan");
const connectionId = newId("connection");
const now = new Date("2026-11-27T12:00:00Z");
const person: Provenance = { origin: "person", sources: [] };
const outside: Provenance = { origin: "untrusted", sources: [] };

const bounds: Record<string, Bound> = {
  to: { kind: "domain", domains: ["corp.example"] },
  subject: { kind: "any-of", values: ["Sales", "Costs"] },
  body: { kind: "vary" },
  priority: { kind: "exact", value: "low" },
};
const inputs: JsonObject = { to: ["ada@corp.example"], subject: "Sales", body: "Hello", priority: "low" };
const envelope: Envelope = {
  ...{ id: newId("envelope"), approvalId: newId("approval"), runId, planId, goal: "", scope: "run" },
  ...{ toolId: email.id, toolTitle: email.title, toolVersion: email.version, connectionId },
  ...{ connectionOrigin: "smtp://mail.example", bounds, most: 3, used: 0 },
  ...{ until: "2026-11-27T18:00:00.000Z", createdAt: "2026-11-27T11:00:00.000Z" },
};
const call: BoundedCall = {
  ...{ runId, planId, tool: email, inputs, connectionId, connectionOrigin: "smtp://mail.example", now },
  provenance: Object.fromEntries(Object.keys(inputs).map((name) => [name, person])),
};
const breaches = (other: Partial<BoundedCall>, of: Partial<Envelope> = {}) =>
  envelopeBreaches({ ...envelope, ...of }, { ...call, ...other });

describe("envelopeBreaches", () => {
  it("lets pass what is within the bounds", () => {
    expect(breaches({})).toEqual([]);
    expect(breaches({ inputs: { ...inputs, body: "Something else" } })).toEqual([]);
    expect(breaches({ inputs: { ...inputs, to: ["Bob@CORP.example", "x@corp.example"] } })).toEqual([]);
  });

  it("says which bound a call breaks", () => {
    expect(breaches({ inputs: { ...inputs, to: ["ada@corp.example", "eve@evil.example"] } })).toEqual([
      '"To" is ["ada@corp.example","eve@evil.example"], not only addresses at corp.example.',
    ]);
    expect(breaches({ inputs: { ...inputs, subject: "Salaries" } })).toEqual([
      '"Subject" is "Salaries", not any of "Sales", "Costs".',
    ]);
  });

  it("A3, A7: is void for another version of the tool, another connection, origin, run, tool, and after its time", () => {
    const others: Partial<BoundedCall>[] = [
      { tool: { ...email, version: "fedcba9876543210" } },
      { tool: { ...email, id: "example.other" as typeof email.id } },
      { connectionId: newId("connection") },
      { connectionId: null },
      { connectionOrigin: "smtp://mail.example:26" },
      { runId: newId("run") },
      { now: new Date("2026-11-27T18:00:00.000Z") },
    ];
    for (const other of others) expect(breaches(other)).toHaveLength(1);
    expect(breaches({}, { used: 3 })).toHaveLength(1);
    expect(breaches({ runId: newId("run") }, { scope: "plan" })).toEqual([]);
    expect(breaches({ planId: newId("plan") }, { scope: "plan" })).toHaveLength(1);
  });

  it("A2, A6: nothing of outside content passes where it was not said what it may be, nor does an open target", () => {
    const from = (name: string) => ({ provenance: { ...call.provenance, [name]: outside } });
    expect(breaches(from("body"))).toEqual([
      '"Body" comes from outside content, and nothing was said of what it may be.',
    ]);
    // Within a bound that was seen.
    expect(breaches(from("to"))).toEqual([]);
    expect(breaches({ provenance: {} })).toHaveLength(1);
    expect(breaches({}, { bounds: { ...bounds, to: { kind: "vary" } } })).toEqual([
      '"To" decides what is reached: say what it may be.',
    ]);
  });

  it("A3: no payload outside the bounds passes, whatever it is", () => {
    const address = fc.oneof(
      fc.emailAddress(),
      fc.constantFrom(
        "ada@corp.example",
        "a@corp.example.evil.com",
        "a@evil.com,b@corp.example",
        "a@sub.corp.example",
      ),
      fc
        .tuple(
          fc.string(),
          fc.constantFrom("@corp.example", "@corp.example\n", "@corp.example>", "@corp.example "),
        )
        .map(([text, end]) => text + end),
      fc.string(),
    );
    const json = fc.jsonValue().map((value) => value as Json);
    const payload = fc.record(
      {
        to: fc.oneof(fc.array(fc.oneof(address, json), { maxLength: 4 }), address, json),
        subject: fc.oneof(fc.constantFrom<Json>("Sales", "Costs", "sales"), json),
        body: fc.oneof(fc.string(), json),
        priority: fc.oneof(fc.constantFrom<Json>("low", "high"), json),
        cc: json,
        __proto__x: json,
      },
      { requiredKeys: [] },
    );
    const origins = fc.record(
      { to: fc.constantFrom(person, outside), body: fc.constantFrom(person, outside) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(payload, origins, (made, from) => {
        const sent = made as JsonObject;
        const passes = breaches({ inputs: sent, provenance: { ...call.provenance, ...from } }).length === 0;
        // Said once more, and otherwise: what is allowed is a list of what may be, not of what may not.
        const to = sent.to === undefined ? [] : [sent.to].flat();
        const allAt = (one: Json) =>
          typeof one === "string" &&
          one.split("@").length === 2 &&
          one.toLowerCase().endsWith("@corp.example") &&
          ![...one].some((sign) => ' ,;:<>()[]\\"\t\r\n'.includes(sign));
        const isAllowed =
          to.length > 0 &&
          to.every(allAt) &&
          ["Sales", "Costs"].includes(sent.subject as string) &&
          sent.priority === "low" &&
          Object.keys(sent).every((name) => ["to", "subject", "body", "priority"].includes(name)) &&
          !(sent.body !== undefined && from.body?.origin === "untrusted");
        if (passes) expect(isAllowed, canonicalJson(sent)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it("A3: a value that differs from an exact one in anything is outside", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const bound: Bound = { kind: "exact", value: one as Json };
        expect(isWithin(bound, one as Json)).toBe(true);
        expect(isWithin(bound, other as Json)).toBe(
          canonicalJson(one as Json) === canonicalJson(other as Json),
        );
      }),
    );
    const range: Bound = { kind: "range", least: 0, most: 400 };
    const values: Json[] = [0, 400, -1, 400.01, "3", null, [3]];
    expect(values.map((value) => isWithin(range, value))).toEqual([true, true, ...Array(5).fill(false)]);
  });
});

describe("domainsOf", () => {
  it("knows the domains of plain addresses, and none where anything else is among them", () => {
    expect(domainsOf(["a@corp.example", "b@Corp.Example", "c@x.example"])).toEqual([
      "corp.example",
      "x.example",
    ]);
    for (const other of ["Ada <a@corp.example>", "a@corp.example\n", ["a@corp.example", 3], [], {}]) {
      expect(domainsOf(other as Json)).toBeNull();
    }
  });
});
