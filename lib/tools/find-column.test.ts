import { describe, expect, test } from "vitest";
import type { TableColumn } from "@/lib/domain/table";
import { findColumn, requireColumn } from "./find-column";
import { ToolError } from "./tool-contract";

const columns: TableColumn[] = [
  { name: "Row ID", type: "number" },
  { name: "Order ID", type: "text" },
  { name: "Order Date", type: "date" },
  { name: "Ship Date", type: "date" },
  { name: "Customer ID", type: "text" },
  { name: "Customer Name", type: "text" },
  { name: "Category", type: "text" },
  { name: "Sub-Category", type: "text" },
  { name: "Sales", type: "number" },
  { name: "Quantity", type: "number" },
];

describe("a column is found by", () => {
  test.each([
    ["its own name", "Sales", "Sales"],
    ["its name in other letters", "order date", "Order Date"],
    ["its name as code writes it", "customerName", "Customer Name"],
    ["part of its name, a name before a key", "customer", "Customer Name"],
    ["its plural", "customers", "Customer Name"],
    ["the shorter of two names with the word", "category", "Category"],
    ["another word for it", "revenue", "Sales"],
    ["more words than it has", "total sales", "Sales"],
    ["a short form", "qty", "Quantity"],
    ["another word for part of it", "client", "Customer Name"],
  ])("%s", (_how, wanted, expected) => {
    expect(findColumn(columns, wanted)?.name).toBe(expected);
  });
});

test("a column of the preferred type comes first", () => {
  const some: TableColumn[] = [
    { name: "Order", type: "text" },
    { name: "Order value", type: "number" },
  ];
  expect(findColumn(some, "order", "number")?.name).toBe("Order");
  expect(findColumn([...some.slice(1), { name: "Order note", type: "text" }], "order", "number")?.name).toBe(
    "Order value",
  );
});

test("two columns that fit equally well are no answer", () => {
  expect(findColumn(columns, "date")).toBeNull();
});

test("an unknown column is refused with the nearest ones", () => {
  const call = () => requireColumn(columns, "Custmer Name", { of: "table “sales”" });
  expect(call).toThrow(ToolError);
  expect(call).toThrow("There is no column “Custmer Name” in table “sales”. Did you mean “Customer Name”");
});

test("without a near one, the columns are listed", () => {
  expect(() => requireColumn(columns.slice(8), "weather")).toThrow(
    "There is no column “weather”. The columns are: “Sales”, “Quantity”.",
  );
});

test("a longer text with a column's name somewhere in it is no column", () => {
  expect(findColumn(columns, "sales tax")).toBeNull();
  expect(findColumn(columns, 'x"; drop table sales; --')).toBeNull();
});

test("P1: names of inherited members are no columns", () => {
  for (const name of ["__proto__", "constructor", "toString"]) expect(findColumn(columns, name)).toBeNull();
});
