// What a service says went wrong: problem details (RFC 9457) first, then the shapes other services use; and which of
// the tool's inputs it speaks about.
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import { memberOf } from "./json-access";
import { baseType, isTextType, isXmlType } from "./media-types";
import { splitWords } from "./names";
import type { OperationInput } from "./operation-inputs";
import { isTooDeep } from "./parse-body";
import { readXml } from "./read-xml";

/** One thing that is wrong with what was sent. */
export interface InputProblem {
  /** The tool's input; null when the service names none of them. */
  input: string | null;
  /** As the service names the place; null for none. */
  field: string | null;
  message: string;
}

export interface AnswerReason {
  /** A sentence; null when nothing was said in words. */
  text: string | null;
  problems: InputProblem[];
}

const maxProblems = 5;
const maxDepth = 4;

/** The reason in the beginning of an answer's text. */
export function reasonIn(text: string, mediaType: string, inputs: readonly OperationInput[]): AnswerReason {
  const value = parse(text, mediaType);
  if (value === undefined) return { text: tidy(plainReason(text, mediaType)), problems: [] };
  const problems = problemsIn(value, 0)
    .slice(0, maxProblems)
    .map(({ field, message }) => ({ input: inputNamed(field, inputs), field, message: tidy(message) ?? "" }))
    .filter(({ message }) => message !== "");
  const spoken = tidy(sentenceIn(value, 0));
  // Often the sentence only repeats the first problem.
  const isRepeated = problems.length === 1 && problems[0]?.message === spoken;
  return { text: isRepeated ? null : spoken, problems };
}

function parse(text: string, mediaType: string): Json | undefined {
  try {
    return isTooDeep(text) ? undefined : (JSON.parse(text) as Json);
  } catch {
    return isXmlType(mediaType) || text.startsWith("<?xml") ? readXml(text, undefined, null) : undefined;
  }
}

function tidy(text: string | null): string | null {
  const plain = text?.replace(/\s+/g, " ").trim() ?? "";
  return plain === "" ? null : plain.length > 300 ? `${plain.slice(0, 299)}…` : plain;
}

function plainReason(text: string, mediaType: string): string | null {
  if (/html/i.test(mediaType) || /^\s*</.test(text))
    return /<title>([^<]{1,200})<\/title>/i.exec(text)?.[1] ?? null;
  return isTextType(mediaType) || baseType(mediaType) === "" ? text : null;
}

/** The first of an object's own texts under these names, whatever their case. */
function textUnder(value: Json, names: readonly string[]): string | null {
  if (!isJsonObject(value)) return null;
  for (const name of names) {
    for (const [key, member] of Object.entries(value)) {
      if (key.toLowerCase() === name && typeof member === "string" && member.trim() !== "")
        return member.trim();
    }
  }
  return null;
}

const sentenceNames = [
  ...["message", "error_description", "errormessage", "error_message", "errormsg", "error_msg", "msg"],
  ...[
    "description",
    "reason",
    "faultstring",
    "statustext",
    "status_message",
    "developermessage",
    "usermessage",
  ],
];
const innerNames = new Set([
  ...[
    "error",
    "errors",
    "fault",
    "exception",
    "errorresponse",
    "response",
    "meta",
    "status",
    "body",
    "result",
  ],
  ...["envelope", "errordetails", "data"],
]);

function sentenceIn(value: Json, depth: number): string | null {
  if (typeof value === "string") return value;
  if (depth > maxDepth) return null;
  if (Array.isArray(value)) {
    const [first] = value;
    return isJsonObject(first) ? sentenceIn(first, depth + 1) : null;
  }
  if (!isJsonObject(value)) return null;
  const title = textUnder(value, ["title"]);
  const detail = textUnder(value, ["detail", "details"]);
  if (title !== null && detail !== null) return `${title.replace(/\.$/, "")}. ${detail}`;
  const own = detail ?? textUnder(value, sentenceNames);
  if (own !== null) return own;
  let inner: string | null = null;
  for (const [name, member] of Object.entries(value)) {
    if (!innerNames.has(name.toLowerCase()) || Array.isArray(member)) continue;
    inner ??= sentenceIn(member, depth + 1);
  }
  return title ?? inner ?? textUnder(value, ["error", "code", "status"]);
}

interface FieldProblem {
  field: string | null;
  message: string;
}

/** Members that list what is wrong with the inputs. */
const problemLists = new Set([
  ...["errors", "invalid-params", "invalid_params", "invalidparams", "violations", "fieldviolations"],
  ...[
    "validationerrors",
    "validation_errors",
    "fielderrors",
    "field_errors",
    "modelstate",
    "details",
    "detail",
  ],
]);

function problemsIn(value: Json, depth: number): FieldProblem[] {
  if (!isJsonObject(value) || depth > maxDepth) return [];
  const found: FieldProblem[] = [];
  for (const [name, member] of Object.entries(value)) {
    const key = name.toLowerCase();
    if (problemLists.has(key) && Array.isArray(member)) {
      found.push(...member.slice(0, 50).flatMap((problem) => listedProblem(problem, depth)));
    } else if (problemLists.has(key) && isJsonObject(member)) found.push(...mappedProblems(member, depth));
    else if (key === "error" || key === "fault") found.push(...problemsIn(member, depth + 1));
  }
  // `{error: {message, param}}`
  const parameter = textUnder(value, ["param", "parameter"]);
  const message = textUnder(value, sentenceNames);
  if (found.length === 0 && parameter !== null && message !== null) return [{ field: parameter, message }];
  return found;
}

const messageNames = ["detail", "message", "msg", "description", "reason", "title", "error", "code"];
const fieldNames = [
  ...["pointer", "field", "path", "param", "parameter", "property", "propertypath", "attribute", "name"],
  ...["location", "key", "target"],
];

function listedProblem(problem: Json, depth: number): FieldProblem[] {
  if (typeof problem === "string") return [{ field: null, message: problem }];
  if (!isJsonObject(problem)) return [];
  const inner = problemsIn(problem, depth + 1);
  if (inner.length > 0) return inner;
  const message = textUnder(problem, messageNames);
  return message === null ? [] : [{ field: fieldOf(problem), message }];
}

function fieldOf(problem: JsonObject): string | null {
  const source = memberOf(problem, "source");
  const own = textUnder(problem, fieldNames) ?? (source === undefined ? null : textUnder(source, fieldNames));
  if (own !== null) return own;
  for (const name of ["loc", "path", "dataPath"]) {
    const place = memberOf(problem, name);
    if (Array.isArray(place)) return place.map(String).join(".");
  }
  return null;
}

/** `{email: ["is taken"], address: {zip: "is missing"}}` */
function mappedProblems(fields: JsonObject, depth: number): FieldProblem[] {
  return Object.entries(fields)
    .slice(0, 50)
    .flatMap(([field, said]): FieldProblem[] => {
      if (typeof said === "string") return [{ field, message: said }];
      if (Array.isArray(said)) {
        return said.flatMap((one) =>
          listedProblem(one, depth).map(({ message }): FieldProblem => ({ field, message })),
        );
      }
      const message = textUnder(said, messageNames);
      return message === null ? [] : [{ field, message }];
    });
}

/** The input that a place in the request belongs to: `/data/attributes/email`, `body.items[0].sku`, `Email`. */
function inputNamed(field: string | null, inputs: readonly OperationInput[]): string | null {
  if (field === null) return null;
  const segments = field.split(/[^\p{L}\p{N}_-]+/u).filter((segment) => segment !== "");
  for (const segment of segments) {
    const found = inputs.find((input) => isSameName(wireName(input), segment));
    if (found) return found.input;
  }
  return null;
}

function wireName({ input, place }: OperationInput): string {
  if (place.in === "parameter") return place.parameter.name;
  return place.in === "body-property" ? place.name : input;
}

const isSameName = (a: string, b: string) => a === b || splitWords(a).join(" ") === splitWords(b).join(" ");
