import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openConnection } from "@/lib/connections/open-connection";
import { pool } from "@/lib/db/client";
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { env } from "@/lib/env";
import { seedSandbox } from "@/lib/setup/seed-sandbox";
import { withReadOnlyDatabase } from "@/lib/tools/read-only-database";
import { callTool, failureOf, testConnection } from "@/lib/tools/testing/test-context";
import type { OpenConnection } from "@/lib/tools/tool-contract";
import { databaseSql } from "./definition";

/** Through the sandbox's role, which can only read. */
let reader: OpenConnection;
/** Through the owner of everything here: what is refused below is refused without the help of rights. */
let owner: OpenConnection;

beforeAll(async () => {
  await seedSandbox({ http: 43219, smtp: 43220 });
  reader = await openConnection({ kind: "postgres" });
  const url = new URL(env().DATABASE_URL);
  owner = testConnection({
    kind: "postgres",
    origin: `postgres://${url.host}${url.pathname}`,
    config: { user: decodeURIComponent(url.username) },
    secret: { password: decodeURIComponent(url.password) },
  });
  await pool().query(`create table notes (id integer primary key, body text);
    insert into notes values (1, 'kept');
    create function sneaky_write() returns integer language sql volatile as
      $$ insert into notes values (99, 'sneaked in'); select 1 $$;
    create function honest_double(integer) returns integer language sql immutable as $$ select $1 * 2 $$;
    create sequence numbers`);
});
afterAll(async () => {
  expect((await pool().query("select * from notes")).rows).toEqual([{ id: 1, body: "kept" }]);
});

async function run(sql: string, input: JsonObject = {}, connection = reader): Promise<JsonObject> {
  const { output } = await callTool(databaseSql, { sql, ...input }, { connection });
  if (!isJsonObject(output)) throw new Error("no output");
  return output;
}

test("every kind of value comes back as what it is", async () => {
  const { table } =
    await run(`select 1 as a, 2.50::numeric as b, 'x' as c, true as d, null as e, date '2026-01-02' as f,
    timestamptz '2026-01-02 03:04:05+00' as g, timestamp '2026-01-02 03:04:05' as h, '{"k":[1]}'::jsonb as i,
    array[1,2] as j, 'NaN'::float8 as k, 9007199254740993::bigint as l, interval '1 day' as m, 1 as a, 2`);
  expect(table).toEqual({
    columns: [
      ...[
        ["a", "number"],
        ["b", "number"],
        ["c", "text"],
        ["d", "boolean"],
        ["e", "text"],
        ["f", "date"],
        ["g", "date"],
        ["h", "date"],
        ["i", "text"],
        ["j", "text"],
        ["k", "number"],
        ["l", "number"],
        ["m", "text"],
        ["a 2", "number"],
        ["value", "number"],
      ].map(([name, type]) => ({ name, type })),
    ],
    rows: [
      {
        a: 1,
        b: 2.5,
        c: "x",
        d: true,
        e: null,
        f: "2026-01-02",
        g: "2026-01-02T04:04:05+01:00",
        h: "2026-01-02T03:04:05",
        i: '{"k": [1]}',
        j: "{1,2}",
        k: null,
        l: Number("9007199254740993"),
        m: "P1D",
        "a 2": 1,
        value: 2,
      },
    ],
    rowCount: 1,
  });
});

test.each([
  ["select count(*) as n from sales;", [{ n: 9994 }]],
  ["with r as (select region from sales group by 1) select count(*) as n from r", [{ n: 4 }]],
  ["values (1), (2)", [{ column1: 1 }, { column1: 2 }]],
  ["select 1 as a -- the end", [{ a: 1 }]],
  ["/* hello */ select ';' as a /* ; */;", [{ a: ";" }]],
  ["select (random() < 2) as a", [{ a: true }]],
  ["select count(*) as n from generate_series(1, 3)", [{ n: 3 }]],
  ["select upper('ä') as a union all select 'b'", [{ a: "Ä" }, { a: "b" }]],
])("%s is run", async (sql, rows) => {
  expect((await run(sql)).table).toMatchObject({ rows });
});

test("a function without side effects may be called, whoever wrote it", async () => {
  expect((await run("select honest_double(21) as n", {}, owner)).table).toMatchObject({ rows: [{ n: 42 }] });
});

test("no more rows are fetched than were asked for", async () => {
  // All of them would take hours.
  const { rowCount, truncated } = await run("select generate_series(1, 100000000000) as n", { limit: 1500 });
  expect({ rowCount, truncated }).toEqual({ rowCount: 1500, truncated: true });
  expect(await run("select 1 as n", { limit: 1 })).toMatchObject({ rowCount: 1, truncated: false });
});

describe("N5: nothing is written, read from the server or left behind", () => {
  const attacks = [
    "insert into notes values (2, 'x')",
    "update notes set body = 'x'",
    "delete from notes",
    "truncate notes",
    "drop table notes",
    "merge into notes using (select 1) s on false when not matched then insert values (3, 'x')",
    "set transaction read write",
    "set session characteristics as transaction read write",
    "commit; insert into notes values (2, 'x')",
    "select 1; insert into notes values (2, 'x')",
    "select 1; commit",
    "commit",
    "rollback",
    "begin",
    "reset all",
    "set role postgres",
    "with w as (insert into notes values (2, 'x') returning *) select * from w",
    "with w as (update notes set body = 'x' returning *) select * from w",
    "with w as (delete from notes returning *) select * from w",
    "select * from (with w as (delete from notes returning *) select * from w) q",
    "select * into stolen from notes",
    "create table stolen as select * from notes",
    "create temp table t (a int)",
    "select * from notes for update",
    "explain analyze delete from notes",
    "do $$ begin delete from notes; end $$",
    "call something()",
    "copy notes to '/tmp/stolen.csv'",
    "copy (select 1) to program 'touch /tmp/owned'",
    "copy notes from program 'echo 1'",
    "prepare p as delete from notes",
    "execute p",
    "declare c cursor for select 1",
    "listen x",
    "notify x",
    "lock table notes",
    "vacuum notes",
    "load 'x'",
    "select pg_read_file('/etc/passwd')",
    "select pg_catalog.pg_read_file('/etc/passwd')",
    `select "pg_read_file"('/etc/passwd')`,
    "select pg_read_binary_file('/etc/passwd')",
    "select * from pg_ls_dir('/')",
    "select pg_stat_file('/etc/passwd')",
    "select lo_export(1, '/tmp/owned')",
    "select lo_import('/etc/passwd')",
    "select lo_from_bytea(0, 'x')",
    "select dblink('dbname=postgres', 'delete from notes')",
    "select dblink_exec('dbname=postgres', 'delete from notes')",
    "select set_config('transaction_read_only', 'off', false)",
    "select * from notes where set_config('statement_timeout', '0', false) = '0'",
    "select * from notes order by set_config('statement_timeout', '0', false)",
    "select (select set_config('statement_timeout', '0', false))",
    "select case when true then set_config('role', 'postgres', false) end",
    "select pg_sleep(1)",
    "select pg_sleep_for('1 second')",
    "select pg_terminate_backend(1)",
    "select pg_cancel_backend(1)",
    "select pg_advisory_lock(1)",
    "select pg_try_advisory_lock(1)",
    "select pg_notify('x', 'y')",
    "select nextval('numbers')",
    "select setval('numbers', 1)",
    "select query_to_xml('delete from notes', true, true, '')",
    "select pg_reload_conf()",
    "select pg_rotate_logfile()",
    "select pg_logical_emit_message(true, 'x', 'y')",
    "select sneaky_write()",
    "select public.sneaky_write()",
    "select * from sneaky_write()",
    "select * from notes, lateral sneaky_write()",
    "select count(*) filter (where sneaky_write() = 1) from notes",
    "select sum(sneaky_write()) over () from notes",
    "values (sneaky_write())",
    "with w as materialized (select sneaky_write()) select * from w",
    "select * from notes limit (select sneaky_write())",
  ];
  test.each(attacks)("%s", async (sql) => {
    for (const connection of [reader, owner]) {
      const failure = await failureOf(run(sql, {}, connection));
      expect(["refused", "bad-input"]).toContain(failure.kind);
    }
  });

  test("a statement the parser sees as one reaches the server as one", async () => {
    for (const sql of ["select 1;;", "select $$;$$ as a;", "select E'\\';' as a"]) {
      expect(await run(sql)).toMatchObject({ rowCount: 1 });
    }
    expect((await failureOf(run("select 1\0; delete from notes"))).kind).toBe("bad-input");
  });

  test("even past the parser, the transaction only reads and takes one statement", async () => {
    const options = { statementTimeoutMs: 5000, timeZone: "UTC" };
    for (const sql of [
      "insert into notes values (2, 'x')",
      "select sneaky_write()",
      "commit; insert into notes values (2, 'x')",
      "select 1; insert into notes values (2, 'x')",
    ]) {
      const failure = await failureOf(
        withReadOnlyDatabase(owner, options, (database) => database.query(sql)),
      );
      expect(["refused", "bad-input"]).toContain(failure.kind);
    }
  });

  test("Lamplight's own tables can't be read through the sandbox's role", async () => {
    for (const table of ["connections", "plans", "sandbox.deliveries", "pg_catalog.pg_authid"]) {
      const failure = await failureOf(
        run(`select * from ${table.includes(".") ? table : `public.${table}`}`),
      );
      expect(["refused", "bad-input"]).toContain(failure.kind);
    }
  });
});

describe("a statement that takes too long is stopped, at the server too", () => {
  const slow = "select count(*) from generate_series(1, 100000000000)";
  // Through the owner: another role's statements can't be seen.
  const running = async () => {
    const { rows } = await pool().query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where state = 'active' and pid <> pg_backend_pid()
         and datname = current_database() and (query like '%100000000000%' or query like 'fetch forward%')`,
    );
    return rows[0]?.n;
  };

  test("by its time limit", async () => {
    const options = { statementTimeoutMs: 1500, timeZone: "UTC" };
    const call = failureOf(withReadOnlyDatabase(owner, options, (database) => database.query(slow)));
    await expect.poll(running, { timeout: 10_000 }).toBe(1);
    expect(await call).toMatchObject({
      kind: "timeout",
      message: expect.stringContaining("longer than 1.5 seconds"),
    });
    expect(await running()).toBe(0);
  });

  test("when the call is stopped", async () => {
    const stop = new AbortController();
    const call = callTool(databaseSql, { sql: slow }, { connection: owner, signal: stop.signal });
    const outcome = call.then(
      () => "completed",
      () => "stopped",
    );
    await expect.poll(running, { timeout: 10_000 }).toBe(1);
    stop.abort();
    expect(await outcome).toBe("stopped");
    await expect.poll(running, { timeout: 10_000 }).toBe(0);
  });
});

test.each([
  ["selec 1", "not correct SQL"],
  ["", "“sql”"],
  ["-- nothing", "There is no SQL statement"],
  ["select nothing from sales", 'column "nothing" does not exist'],
  ["select * from nowhere", 'relation "nowhere" does not exist'],
  ["select 1/0", "division by zero"],
])("%j says what is wrong", async (sql, words) => {
  const call = sql === "" ? callToolUnchecked() : run(sql);
  const failure = await failureOf(call);
  expect(failure).toMatchObject({ kind: "bad-input", message: expect.stringContaining(words) });
});

/** An input the engine's own check would not let through. */
async function callToolUnchecked() {
  const { executeDatabaseSql } = await import("./execute");
  const { testContext } = await import("@/lib/tools/testing/test-context");
  return executeDatabaseSql({ sql: "" }, testContext({ connection: reader }));
}
