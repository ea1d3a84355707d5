// A data question as the inputs of a tool that answers such questions. Which input takes which part is read from
// the shapes in its schema (conditions, figures, groups, order), not from its name.
import type { Binding } from "@/lib/domain/binding";
import type { Json, JsonObject, JsonSchema } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { typeOf } from "@/lib/planning/output-fields";
import type { DataFilter } from "./data-filters";
import type { DataQuestion } from "./data-question";
import { type InputField, inputFields } from "./tool-fields";
import { splitName } from "./words";
import { doubtQuestion } from "./written-dates";

/** The part of a data question an input takes. */
export type DataRole =
  | "table-name"
  | "measures"
  | "measure"
  | "aggregate"
  | "groups"
  | "time-column"
  | "grain"
  | "filters"
  | "order-by"
  | "sort-column"
  | "direction"
  | "limit";

const holds = (schema: JsonSchema, ...names: string[]) =>
  names.every((name) => schema.properties !== undefined && Object.hasOwn(schema.properties, name));
const offers = (schema: JsonSchema, ...values: string[]) =>
  values.every((value) => schema.enum?.includes(value));

/** The part an input takes; null when it has nothing to do with data questions. */
function roleOf(field: InputField): DataRole | null {
  const { item, isList, schema } = field;
  const words = splitName(field.name);
  const about = `${field.title} ${schema.description ?? ""}`.toLowerCase();
  if (isList && holds(item, "column", "operator")) return "filters";
  if (isList && holds(item, "column", "aggregate")) return "measures";
  if (isList && holds(item, "column", "direction")) return "order-by";
  if (offers(item, "sum", "avg")) return "aggregate";
  if (offers(item, "month", "quarter")) return "grain";
  if (offers(item, "ascending", "descending")) return "direction";
  if (typeOf(schema) === "integer" && words.some((word) => /^(?:limit|top|first)$/.test(word)))
    return "limit";
  const isColumns =
    isList && typeOf(item) === "string" && /column/.test(`${item.title ?? ""} ${about}`.toLowerCase());
  if (isColumns) return words.some((word) => /^(?:group|dimensions?|by)$/.test(word)) ? "groups" : null;
  if (isList || typeOf(schema) !== "string" || schema.enum) return null;
  if (words.join(" ") === "table" && /table/.test(about)) return "table-name";
  if (words.includes("measure")) return "measure";
  if (words.includes("time") && words.includes("column")) return "time-column";
  return words.join(" ") === "sort by" ? "sort-column" : null;
}

const roleCache = new WeakMap<Tool, Map<DataRole, InputField>>();

/** The parts of a data question a tool takes, each with its input. Empty for a tool that takes none. */
export function dataRoles(tool: Tool): ReadonlyMap<DataRole, InputField> {
  const cached = roleCache.get(tool);
  if (cached) return cached;
  const roles = new Map<DataRole, InputField>();
  for (const field of inputFields(tool)) {
    const role = roleOf(field);
    if (role && !roles.has(role)) roles.set(role, field);
  }
  roleCache.set(tool, roles);
  return roles;
}

/** True for a tool that works out figures from tables. */
export function answersDataQuestions(tool: Tool): boolean {
  const roles = dataRoles(tool);
  return (roles.has("measures") || roles.has("measure")) && (roles.has("groups") || roles.has("grain"));
}

/** True for one that fetches the rows itself, from tables it knows by name. */
export function readsNamedTables(tool: Tool): boolean {
  return answersDataQuestions(tool) && dataRoles(tool).has("table-name");
}

/** True for one that ranks, filters and cuts, as against describing the whole. */
export function selectsRows(tool: Tool): boolean {
  const roles = dataRoles(tool);
  return roles.has("limit") && (roles.has("order-by") || roles.has("sort-column"));
}

const literal = (value: Json, words: string): Binding =>
  words === ""
    ? { kind: "literal", value, origin: "constant" }
    : { kind: "literal", value, origin: "person", words: words.slice(0, 500) };

const wordsOfAll = (parts: readonly { words: string }[]) =>
  [...new Set(parts.map((part) => part.words).filter((words) => words !== ""))].join(", ");

type Measure = DataQuestion["measures"][number];

/** What a figure is called in the result: a sum as its column, anything else after the words that asked for it. */
function resultName({ column, aggregate, words }: Measure): string {
  if (aggregate === "sum") return column;
  const plain = words.toLowerCase();
  const said = { avg: "average ", min: "smallest ", max: "largest ", count: "", "count-distinct": "" }[
    aggregate
  ];
  return `${said}${plain}`;
}

function measureJson(measure: Measure): JsonObject {
  const { column, aggregate } = measure;
  return aggregate === "sum" ? { column, aggregate } : { column, aggregate, as: resultName(measure) };
}

const filterJson = ({ column, operator, value }: DataFilter): JsonObject => ({ column, operator, value });

/** The conditions; asked for where one is about days nobody can be sure of, each reading an answer to pick. */
function filtersBinding(filters: readonly DataFilter[]): Binding {
  const doubt = filters.find((filter) => filter.doubt)?.doubt;
  if (!doubt) return literal(filters.map(filterJson), wordsOfAll(filters));
  const readings = doubt.readings.map((_, i) =>
    filters.map((filter) => {
      const days = filter.doubt?.readings[i];
      return filterJson(days ? { ...filter, value: [days.from, days.to] } : filter);
    }),
  );
  return { kind: "question", question: doubtQuestion(doubt), suggestions: readings };
}

/**
 * The inputs that ask a tool a data question. `fromNamedTable`: the tool fetches the rows; otherwise it is given
 * them, `done` telling that an earlier step worked the question out already.
 */
export function dataInputs(tool: Tool, question: DataQuestion): Record<string, Binding> {
  const roles = dataRoles(tool);
  const inputs: Record<string, Binding> = {};
  const put = (role: DataRole, binding: Binding | null) => {
    const field = roles.get(role);
    if (field && binding) inputs[field.name] = binding;
  };
  const { measures, dimensions, grain, filters, order, limit } = question;
  const [measure] = measures;
  put("table-name", literal(question.table.name, wordsOfAll(measures) || wordsOfAll(dimensions)));
  if (measures.length > 0) {
    put("measures", literal(measures.map(measureJson), wordsOfAll(measures)));
  }
  if (measure) {
    put("measure", literal(measure.column, measure.words));
    if (dimensions.length > 0 || measure.aggregate !== "sum")
      put("aggregate", literal(measure.aggregate, ""));
  }
  if (dimensions.length > 0) {
    put(
      "groups",
      literal(
        dimensions.map((dimension) => dimension.column),
        wordsOfAll(dimensions),
      ),
    );
  }
  if (grain) {
    put("grain", literal(grain.value, grain.words));
    if (question.timeColumn) put("time-column", literal(question.timeColumn, ""));
  }
  if (filters.length > 0) {
    put("filters", filtersBinding(filters));
  }
  if (order) {
    const named = measure && measure.column === order.column ? resultName(measure) : order.column;
    put("order-by", literal([{ column: named, direction: order.direction }], order.words));
    // Groups are sorted by their figure anyway.
    if (!measure) put("sort-column", literal(order.column, order.words));
    put("direction", literal(order.direction, order.words));
  }
  if (limit) put("limit", literal(limit.value, limit.words));
  return inputs;
}
