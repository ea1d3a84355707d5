import { isJsonObject, type Json } from "@/lib/domain/json";
import type { TableColumn, TableRow } from "@/lib/domain/table";
import { objectsIn, tableFromObjects } from "@/lib/tools/table-from-objects";
import { ToolError } from "@/lib/tools/tool-contract";

const maxDepth = 100;

type JsonContent =
  | { kind: "table"; columns: TableColumn[]; rows: TableRow[] }
  | { kind: "value"; value: Json };

/** A JSON text: a list of objects is a table, anything else a value. Throws `bad-input` naming line and column. */
export function readJson(text: string, name: string): JsonContent {
  checkDepth(text, name);
  const value = parseJson(text, name, null);
  const objects = objectsIn(value);
  return objects ? { kind: "table", ...tableFromObjects(objects) } : { kind: "value", value };
}

/** JSON Lines: one object a line. */
export function readJsonLines(text: string, name: string): { columns: TableColumn[]; rows: TableRow[] } {
  checkDepth(text, name);
  const objects = text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const value = parseJson(line, name, index + 1);
    if (isJsonObject(value)) return [value];
    throw new ToolError(
      "bad-input",
      `“${name}” is not correct JSON Lines: line ${index + 1} is not an object.`,
    );
  });
  return tableFromObjects(objects);
}

function parseJson(text: string, name: string, line: number | null): Json {
  try {
    return JSON.parse(text) satisfies Json;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const position = Number(/position (\d+)/.exec(reason)?.[1]);
    const at = line ?? (Number.isInteger(position) ? text.slice(0, position).split("\n").length : null);
    const where = at === null ? "" : ` in line ${at}`;
    throw new ToolError(
      "bad-input",
      `“${name}” is not correct JSON${where}: ${reason.replace(/ in JSON at .*/, "")}.`,
      {
        evidence: { line: at },
        cause,
      },
    );
  }
}

/** Deep nesting exhausts the stack of everything that walks the value later (N4). */
function checkDepth(text: string, name: string): void {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index];
    if (quoted) {
      if (letter === "\\") index += 1;
      else if (letter === '"') quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === "{" || letter === "[") depth += 1;
    else if (letter === "}" || letter === "]") depth -= 1;
    if (depth > maxDepth) {
      throw new ToolError("bad-input", `“${name}” is nested more than ${maxDepth} levels deep.`);
    }
  }
}
