import { beforeAll, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { seedSandbox } from "@/lib/setup/seed-sandbox";
import { gatherFacts } from "./gather-facts";

beforeAll(() => seedSandbox({ http: 43_311, smtp: 43_312 }));

it("waits for a slow database whose tables were never read, since nothing can be planned without them", async () => {
  const holder = await pool().connect();
  try {
    await holder.query("begin");
    await holder.query("lock table sandbox_sales.sales in access exclusive mode");
    // Longer than a goal waits for tables that are known.
    const released = holder.query("select pg_sleep(2.5)").then(() => holder.query("rollback"));
    const { databases, notes } = await gatherFacts([]);
    expect(notes).toEqual([]);
    expect(databases[0]?.tables.map((table) => table.name)).toContain("sales");
    await released;
  } finally {
    holder.release();
  }
});
