import { expect, test } from "vitest";
import { isDatabaseAway } from "@/lib/db/database-away";
import { askDatabase, DatabaseAway } from "./database-away";

const coded = (code: string, message = "x") => Object.assign(new Error(message), { code });

test("R7: a server that says nothing is away, after a while", async () => {
  await expect(askDatabase(() => new Promise(() => {}), 5)).rejects.toThrow(DatabaseAway);
  await expect(askDatabase(() => Promise.reject(coded("ECONNREFUSED")))).rejects.toThrow(DatabaseAway);
  await expect(askDatabase(() => Promise.reject(coded("23505")))).rejects.toThrow("x");
  expect(await askDatabase(async () => 1)).toBe(1);
  expect(isDatabaseAway(new Error("x", { cause: new DatabaseAway() }))).toBe(true);
});
