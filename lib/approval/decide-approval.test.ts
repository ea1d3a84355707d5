import { describe, expect, it } from "vitest";
import type { Effect } from "@/lib/domain/effect";
import type { Origin, Provenance } from "@/lib/domain/origin";
import { email } from "@/lib/planning/testing/example-tools";
import { decideApproval } from "./decide-approval";

const origins: Origin[] = ["person", "constant", "trusted", "untrusted"];
const effects: Effect[] = ["read", "write", "irreversible"];

describe("decideApproval", () => {
  it("A2, A6: lets nothing run unasked that is irreversible or reaches where untrusted content says", () => {
    const ran: string[] = [];
    for (const effect of effects) {
      for (const to of origins) {
        for (const trustedWrites of [[], [email.id]]) {
          const provenance: Record<string, Provenance> = {
            to: { origin: to, sources: [] },
            body: { origin: "untrusted", sources: [] },
          };
          const need = decideApproval({
            tool: { ...email, effect },
            provenance,
            policy: { reads: "run", trustedWrites },
          });
          if (need.kind === "run")
            ran.push(`${effect} ${to} ${trustedWrites.length ? "trusted tool" : ""}`.trim());
        }
      }
    }
    expect(ran).toEqual([
      ...["person", "constant", "trusted"].flatMap((to) => [`read ${to}`, `read ${to} trusted tool`]),
      ...["person", "constant", "trusted"].map((to) => `write ${to} trusted tool`),
    ]);
  });

  it("says why it asks", () => {
    expect(
      decideApproval({
        tool: email,
        provenance: { to: { origin: "untrusted", sources: [] } },
        policy: { reads: "ask", trustedWrites: [] },
      }),
    ).toEqual({
      kind: "ask",
      reasons: ["It can't be taken back.", '"To" comes from outside content and decides what is reached.'],
    });
  });

  it("asks before reading where the plan says so", () => {
    const call = { tool: { ...email, effect: "read" as const }, provenance: {} };
    expect(decideApproval({ ...call, policy: { reads: "ask", trustedWrites: [] } }).kind).toBe("ask");
    expect(decideApproval({ ...call, policy: { reads: "run", trustedWrites: [] } }).kind).toBe("run");
  });
});
