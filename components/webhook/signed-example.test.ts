import { expect, it } from "vitest";
import { stepIdSchema } from "@/lib/domain/ids";
import { exampleBody, signedExample } from "./signed-example";

const fed = (path: string) => ({ stepId: stepIdSchema.parse("s1"), input: "to", path });

it("the example's body has something everywhere a value is looked for", () => {
  expect(exampleBody([fed("order.items[1].email"), fed("order.name"), fed("a")])).toEqual({
    order: { items: [{}, { email: "…" }], name: "…" },
    a: "…",
  });
  expect(exampleBody([fed("[0].x")])).toEqual([{ x: "…" }]);
  expect(exampleBody([])).toEqual({});
});

it("the example names the address, and no secret", () => {
  const example = signedExample("http://127.0.0.1:3000/api/hooks/hook_1", [fed("a")]);
  expect(example).toContain("curl -X POST 'http://127.0.0.1:3000/api/hooks/hook_1'");
  expect(example).toContain("secret='whsec_…'");
});
