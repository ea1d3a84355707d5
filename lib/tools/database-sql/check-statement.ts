// What a statement is, decided by PostgreSQL's own grammar, before it goes anywhere (N5).
import { parse } from "libpg-query";
import { ToolError } from "@/lib/tools/tool-contract";

export interface CheckedStatement {
  /** The one statement, without a semicolon and what surrounds it. */
  sql: string;
  /** Every function it calls, as written: `[schema, name]` or `[name]`. */
  functions: string[][];
}

/** Kinds of syntax nodes that change something, or take locks, wherever they stand. */
const changingNodes: Record<string, string> = {
  InsertStmt: "INSERT",
  UpdateStmt: "UPDATE",
  DeleteStmt: "DELETE",
  MergeStmt: "MERGE",
  IntoClause: "SELECT … INTO",
  LockingClause: "FOR UPDATE or FOR SHARE",
};

/**
 * Accepts one SELECT, VALUES or WITH … SELECT that changes nothing. Throws a ToolError: `bad-input` for syntax,
 * `refused` for any other statement.
 */
export async function checkStatement(sql: string): Promise<CheckedStatement> {
  const statements = await parseStatements(sql);
  const [only, second] = statements;
  if (!only)
    throw new ToolError("bad-input", "There is no SQL statement. Write one that begins with SELECT.");
  if (second) {
    throw new ToolError("refused", `Only one statement can be run, and there are ${statements.length}.`);
  }
  const [kind] = Object.keys(only.node);
  if (kind !== "SelectStmt") {
    const what = (kind ?? "this").replace(/Stmt$/, "").replace(/([a-z])([A-Z])/g, "$1 $2");
    throw new ToolError("refused", `Only SELECT statements can be run. This one is of the kind “${what}”.`);
  }
  const functions: string[][] = [];
  visit(only.node, (name, node) => {
    const change = changingNodes[name];
    if (change)
      throw new ToolError("refused", `The statement has ${change} in it. Only reading is possible.`);
    if (name === "FuncCall") functions.push(namesOf(node));
  });
  return { sql: only.text, functions };
}

interface Statement {
  node: object;
  text: string;
}

async function parseStatements(sql: string): Promise<Statement[]> {
  // The parser is C: a zero byte would end the text there, but not for the server.
  if (sql.includes("\0")) throw new ToolError("bad-input", "The statement has a zero byte in it.");
  let result: unknown;
  try {
    result = await parse(sql);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ToolError("bad-input", `The statement is not correct SQL: ${reason}.`, { cause });
  }
  const bytes = Buffer.from(sql);
  return listIn(result, "stmts").flatMap((raw) => {
    const node = valueIn(raw, "stmt");
    if (typeof node !== "object" || node === null) return [];
    const start = numberIn(raw, "stmt_location") ?? 0;
    const length = numberIn(raw, "stmt_len") ?? bytes.length - start;
    return [
      {
        node,
        text: bytes
          .subarray(start, start + length)
          .toString("utf8")
          .trim(),
      },
    ];
  });
}

/** Calls `see` for every named node of a syntax tree: an object property whose name is a node's kind. */
function visit(tree: unknown, see: (name: string, node: unknown) => void): void {
  const pending: unknown[] = [tree];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null) continue;
    for (const [name, inner] of Object.entries(value)) {
      if (/^[A-Z]/.test(name)) see(name, inner);
      // `intoClause` holds its node without naming its kind.
      if (name === "intoClause") see("IntoClause", inner);
      pending.push(inner);
    }
  }
}

function namesOf(call: unknown): string[] {
  return listIn(call, "funcname").flatMap((part) => {
    const text = valueIn(valueIn(part, "String"), "sval");
    return typeof text === "string" ? [text] : [];
  });
}

function valueIn(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function listIn(value: unknown, name: string): unknown[] {
  const inner = valueIn(value, name);
  return Array.isArray(inner) ? inner : [];
}

function numberIn(value: unknown, name: string): number | null {
  const inner = valueIn(value, name);
  return typeof inner === "number" ? inner : null;
}
