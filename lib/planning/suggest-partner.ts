// Which tool of an MCP server could look up what another of its tools has written. A server says nothing of that, so it
// is told by the names of the two and by what they take and give; for a person to look at, never applied by itself.
import type { OutputPath } from "@/lib/domain/binding";
import type { JsonSchema } from "@/lib/domain/json";
import {
  type LookUpByTool,
  type LookUpValue,
  lookUpByToolSchema,
  requiredInputs,
  type Tool,
} from "@/lib/domain/tool";
import { lookUpProblem, needsLookUp, suggestLookUp } from "./declared-look-up";
import { partnerProblem } from "./declared-undo";
import { splitName, stem } from "./embedded/words";
import { schemaAt, typeOf } from "./output-fields";

/** What names of tools begin or end with that says what they do, and not with what. */
const verbs: ReadonlySet<string> = new Set(
  `add append book close create delete insert log make new open place post push put record register remove save schedule
  send set start store submit update upsert write all by describe fetch find get id list lookup many query read retrieve
  search show view`
    .split(/\s+/)
    .map(stem),
);

/** What a search is asked with. */
const queryNames = /^(?:q|query|search|search_?(?:query|term|text)|term|keywords?|text)$/i;
/** What things are found by. */
const telling = ["name", "title", "subject", "label"];

/** The tool that reads what another one writes, and how; null where none clearly does. @param readers of the same server */
export function suggestPartner(
  tool: Tool,
  readers: readonly Tool[],
): { by: Tool; lookUp: LookUpByTool } | null {
  if (!needsLookUp(tool)) return null;
  const found = readers.flatMap((by) => {
    if (by.effect !== "read" || by.off || by.asksPerson || partnerProblem(tool, by) !== null) return [];
    const likeness = likenessOf(tool, by);
    const lookUp = likeness > 0 ? suggestOf(tool, by) : null;
    if (!lookUp || lookUpProblem(tool, lookUp, by) !== null) return [];
    return [{ by, lookUp, likeness, narrowed: Object.keys(lookUp.inputs).length }];
  });
  // The nearest by its name; of those, the one that is asked for it, and not for everything there is.
  found.sort((a, b) => b.likeness - a.likeness || b.narrowed - a.narrowed || a.by.id.localeCompare(b.by.id));
  return found[0] ?? null;
}

function suggestOf(tool: Tool, by: Tool): LookUpByTool | null {
  const query = requiredInputs(by).find((name) => queryNames.test(name));
  const called = telling.find((name) => isText(schemaAt(tool.input, [name])));
  const asked: Record<string, LookUpValue> = {};
  if (query !== undefined && called !== undefined) asked[query] = { from: "input", path: [called] };
  return suggestLookUp(tool, by, asked) ?? suggestInList(tool, by);
}

/** How much the things have in common that the one writes and the other reads: by its name, else by what it gives. */
function likenessOf(tool: Tool, by: Tool): number {
  const written = thingsIn(nameOf(tool));
  if (written.size === 0) return 0;
  const read = thingsIn(nameOf(by));
  const both = [...written].filter((thing) => read.has(thing)).length;
  if (both > 0) return 1 + both / (written.size + read.size - both);
  const given = new Set(Object.keys(by.output.properties ?? {}).flatMap((name) => [...thingsIn(name)]));
  return [...written].every((thing) => given.has(thing)) ? 1 : 0;
}

const nameOf = ({ source, title }: Tool) => (source.kind === "mcp" ? source.name : title);
const thingsIn = (name: string) =>
  new Set(
    splitName(name)
      .map(stem)
      .filter((word) => !verbs.has(word)),
  );

/**
 * A tool that takes a list of things, such as `create_entities`: the first of those found has to be the one it was given,
 * and what is searched for is what that is called.
 */
function suggestInList(tool: Tool, by: Tool): LookUpByTool | null {
  const [only, ...others] = requiredInputs(by);
  if (only === undefined || others.length > 0 || !queryNames.test(only)) return null;
  for (const [list, schema] of Object.entries(tool.input.properties ?? {})) {
    const given = Object.entries(typeOf(schema) === "array" ? (schema.items?.properties ?? {}) : {});
    const name = telling.find((one) => given.some(([field]) => field === one));
    if (name === undefined || !isText(schemaAt(by.input, [only]))) continue;
    const same = given
      .map(([field]): OutputPath => [list, 0, field])
      .filter((place) => isText(schemaAt(tool.input, place)) && isText(schemaAt(by.output, place)));
    if (!same.some((place) => place[2] === name)) continue;
    const output = Object.fromEntries((tool.output.required ?? []).map((part) => [part, [part]]));
    return lookUpByToolSchema.parse({
      ...{ kind: "tool", toolId: by.id, found: [], output },
      inputs: { [only]: { from: "input", path: [list, 0, name] } },
      match: same.slice(0, 10).map((place) => ({ field: place, input: place })),
    });
  }
  return null;
}

const isText = (schema: JsonSchema | null) => schema !== null && typeOf(schema) === "string";
