import { expect, test } from "vitest";
import { askDatabase, DatabaseAway, isDatabaseAway } from "./database-away";

const coded = (code: string, message = "x") => Object.assign(new Error(message), { code });

test("R7: errors that say the server can't be reached are told apart from others, however deep", () => {
  const away = [
    coded("ECONNREFUSED"),
    coded("57P01"),
    coded("57P03"),
    coded("08006"),
    coded("53300"),
    new Error("Connection terminated unexpectedly"),
    new Error("Failed query: select 1", { cause: coded("ECONNRESET") }),
    new AggregateError([coded("ECONNREFUSED"), coded("ECONNREFUSED")]),
    new DatabaseAway(),
  ];
  expect(away.map(isDatabaseAway)).toEqual(away.map(() => true));
  const others = [
    coded("23505"),
    coded("42P01"),
    new Error("x"),
    new Error("x", { cause: coded("22P02") }),
    null,
    "x",
  ];
  expect(others.map(isDatabaseAway)).toEqual(others.map(() => false));
});

test("R7: a server that says nothing is away, after a while", async () => {
  await expect(askDatabase(() => new Promise(() => {}), 5)).rejects.toThrow(DatabaseAway);
  await expect(askDatabase(() => Promise.reject(coded("ECONNREFUSED")))).rejects.toThrow(DatabaseAway);
  await expect(askDatabase(() => Promise.reject(coded("23505")))).rejects.toThrow("x");
  expect(await askDatabase(async () => 1)).toBe(1);
});
