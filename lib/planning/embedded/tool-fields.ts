// What a tool's inputs and outputs mean, read from their schemas: format first, then names, titles, descriptions.
import type { OutputPath } from "@/lib/domain/binding";
import type { JsonSchema } from "@/lib/domain/json";
import { importedFrom, requiredInputs, type Tool } from "@/lib/domain/tool";
import { outputFields, typeOf } from "@/lib/planning/output-fields";
import { splitName, stem } from "./words";

export type Meaning =
  | "email"
  | "phone"
  | "chat"
  | "url"
  | "date"
  | "instant"
  | "place"
  | "airport"
  | "party"
  | "person-name"
  | "file"
  | "file-name"
  | "table"
  | "text"
  | "subject"
  | "instructions"
  | "template"
  | "query"
  | "count"
  | "number"
  | "boolean"
  | "choice"
  | "id"
  | "values"
  | "other";

export interface InputField {
  name: string;
  schema: JsonSchema;
  /** The schema of one value: of an item, for a list. */
  item: JsonSchema;
  isList: boolean;
  isRequired: boolean;
  meaning: Meaning;
  /** What the field is about, for comparing: the words of name and title. */
  stems: readonly string[];
  /** Its name and its title by their words. */
  names: readonly (readonly string[])[];
  /** "offer id" for `offerId`: what a place of an output has to name to give it. */
  key: string;
  /** For people. */
  title: string;
}

export interface OutputPlace {
  path: OutputPath;
  schema: JsonSchema;
  meaning: Meaning;
  isList: boolean;
  /** The words of the name and title of the last property on the path. */
  stems: readonly string[];
  /** "offer id" for `offers[0].offerId` and for `offers[0].id`; what an id input asks for. */
  key: string;
}

const byFormat = new Map<string, Meaning>([
  ["email", "email"],
  ["idn-email", "email"],
  ["phone", "phone"],
  ["chat-destination", "chat"],
  ["uri", "url"],
  ["url", "url"],
  ["uri-reference", "url"],
  ["date", "date"],
  ["date-time", "instant"],
  ["place", "place"],
  ["airport", "airport"],
  ["team-or-person", "party"],
  ["file", "file"],
  ["table", "table"],
  ["text", "text"],
  ["uuid", "id"],
]);

const has = (words: readonly string[], pattern: RegExp) => words.some((word) => pattern.test(word));

/** What a value of this schema and name is. */
export function meaningOf(name: string, schema: JsonSchema): Meaning {
  const format = schema.format ? byFormat.get(schema.format) : undefined;
  if (format) return format;
  if (schema.enum) return "choice";
  const type = typeOf(schema);
  const words = splitName(name);
  if (type === "boolean") return "boolean";
  if (type === "integer" || type === "number") {
    return has(
      words,
      /^(?:limit|count|max|maximum|top|first|size|number|quantity|num|amount|people|passengers|guests|adults|days)$/,
    )
      ? "count"
      : "number";
  }
  if (type === "object" && schema.additionalProperties === true && !schema.properties) return "values";
  return type === "string" || type === null ? meaningOfText(words, schema) : "other";
}

function meaningOfText(words: readonly string[], schema: JsonSchema): Meaning {
  const last = words.at(-1) ?? "";
  const about = `${schema.title ?? ""} ${schema.description ?? ""}`.toLowerCase();
  if (words.length > 1 && /^(?:id|ids|key|reference|ref|token|code|uuid)$/.test(last)) return "id";
  if (/^(?:id|reference|uuid)$/.test(words.join(" "))) return "id";
  if (has(words, /^e?mails?$/) && !has(words, /^(?:subject|body|text)$/)) return "email";
  if (has(words, /^(?:phone|mobile|telephone|msisdn)$/)) return "phone";
  if (has(words, /^(?:url|uri|link|website|webpage|href)$/)) return "url";
  if (has(words, /^(?:iata|airport)$/)) return "airport";
  if (has(words, /^(?:filename)$/) || /file name/.test(`${words.join(" ")} ${about.slice(0, 40)}`))
    return "file-name";
  if (/^(?:date|day|when|deadline|due|birthday|checkin|checkout)$/.test(last) || /\byyyy-mm-dd\b/.test(about))
    return "date";
  if (/^(?:time|datetime|timestamp|start|end)$/.test(last) && /iso|date/.test(about)) return "instant";
  if (has(words, /^(?:city|location|place|town|country|address|destination|origin|where)$/)) return "place";
  if (/^(?:instructions?|prompt)$/.test(last)) return "instructions";
  if (last === "template") return "template";
  if (/^(?:q|query|search|keyword|keywords|term|terms|topic)$/.test(last)) return "query";
  if (/^(?:text|body|message|content|comment|note|notes|caption)$/.test(last)) return "text";
  if (/^(?:subject|title|headline|heading|focus|summary|topic)$/.test(last)) return "subject";
  if (
    /^(?:passenger|traveller|traveler|guest|attendee|recipient|customer|employee|person|contact|assignee)s?$/.test(
      last,
    )
  ) {
    return "person-name";
  }
  if (
    last === "name" &&
    (words.length === 1 || has(words, /^(?:full|first|last|passenger|guest|customer|person|user|contact)$/))
  ) {
    return /full name|passenger|person|guest|who/.test(about) || words.length > 1 ? "person-name" : "other";
  }
  return "other";
}

const fieldCache = new WeakMap<Tool, InputField[]>();
const placeCache = new WeakMap<Tool, OutputPlace[]>();

/** The inputs of a tool, the required ones first. */
export function inputFields(tool: Tool): InputField[] {
  const cached = fieldCache.get(tool);
  if (cached) return cached;
  const required = new Set(requiredInputs(tool));
  const fields = Object.entries(tool.input.properties ?? {}).map(([name, schema]): InputField => {
    const isList = typeOf(schema) === "array";
    const item = isList ? (schema.items ?? {}) : schema;
    return {
      name,
      schema,
      item,
      isList,
      isRequired: required.has(name),
      meaning: meaningOf(name, item),
      stems: [...new Set([...splitName(name), ...splitName(schema.title ?? "")].map(stem))],
      names: [splitName(name), splitName(schema.title ?? "")]
        .filter((words) => words.length > 0)
        .map((words) => words.map(stem)),
      key: keyOf(name),
      title: schema.title ?? splitName(name).join(" "),
    };
  });
  // Data before texts: a call that can hold the rows themselves needs no text of them.
  const rank = (field: InputField) => (field.isRequired ? 0 : field.meaning === "table" ? 1 : 2);
  const sorted = [...fields].sort((a, b) => rank(a) - rank(b));
  fieldCache.set(tool, sorted);
  return sorted;
}

/** The places of a tool's output that an input can read, the outermost first. */
export function outputPlaces(tool: Tool): OutputPlace[] {
  const cached = placeCache.get(tool);
  if (cached) return cached;
  const places = outputFields(tool.output).map(({ path, schema }): OutputPlace => {
    const names = path.filter((segment) => typeof segment === "string" && segment !== "*").map(String);
    const name = names.at(-1) ?? "";
    const isArray = typeOf(schema) === "array";
    const item = isArray ? (schema.items ?? {}) : schema;
    return {
      path,
      schema,
      meaning: meaningOf(name, item),
      isList: isArray || path.includes("*"),
      stems: [...new Set([...splitName(name), ...splitName(schema.title ?? "")].map(stem))],
      key: keyOf(name, names.at(-2) ?? ""),
    };
  });
  placeCache.set(tool, places);
  return places;
}

/** What an id names: "offer id" of `offerId`, and of `id` inside `offers`. */
export function keyOf(name: string, parent = ""): string {
  const words = splitName(name).map(stem);
  const isBare = words.length === 1 && /^(?:id|code|key|referenc|ref|number|name)$/.test(words[0] ?? "");
  return (isBare && parent !== "" ? [...splitName(parent).map(stem), ...words] : words).join(" ");
}

/** The imported API or MCP server a tool belongs to, or the first part of its id: tools of one source go together. */
export function familyOf(tool: Tool): string {
  return importedFrom(tool)?.id ?? tool.id.split(".")[0] ?? "";
}
