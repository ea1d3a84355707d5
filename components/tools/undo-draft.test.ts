import { expect, it } from "vitest";
import { placeOf } from "./undo-draft";

it("a place is read as it is written, and nothing else is one", () => {
  expect(placeOf(" order.id ")).toEqual(["order", "id"]);
  expect(placeOf("orders[0].id")).toEqual(["orders", 0, "id"]);
  expect(placeOf("orders.10.id")).toEqual(["orders", 10, "id"]);
  for (const text of ["", " ", ".", "order.", "order..id", "0.id", `${"a.".repeat(20)}a`]) {
    expect([text, placeOf(text)]).toEqual([text, null]);
  }
});
