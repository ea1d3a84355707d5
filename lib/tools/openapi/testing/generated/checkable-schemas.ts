// The schemas of a document as a validator takes them: OpenAPI 3.0's and Swagger's dialects translated, what only
// the other direction has left out. For the server's side of tests; the importer has its own way.
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import { resolver } from "./described-operations";

const types = new Set(["string", "number", "integer", "boolean", "object", "array", "null"]);
const numbers = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "multipleOf"];

export class CheckableSchemas {
  readonly #resolve: (value: Json | undefined) => JsonObject;
  readonly #ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false });
  /** Components that have been added, by pointer. */
  readonly #added = new Set<string>();
  /** What has been compiled: most of a document is looked at several times. */
  readonly #compiled = new WeakMap<object, ValidateFunction>();

  /** Members that have no place in this direction. */
  readonly #hidden: "readOnly" | "writeOnly";

  constructor(document: JsonObject, direction: "request" | "answer") {
    this.#resolve = resolver(document);
    this.#hidden = direction === "request" ? "readOnly" : "writeOnly";
    addFormats.default(this.#ajv);
  }

  /** What is wrong with a value; null when it fits. */
  problem(schema: Json, value: Json): string | null {
    const validate = this.#validatorOf(schema);
    return validate(value) ? null : this.#ajv.errorsText(validate.errors);
  }

  #validatorOf(schema: Json): ValidateFunction {
    // One that only refers to a component is compiled with it, once.
    const reference = isJsonObject(schema) ? schema.$ref : undefined;
    if (typeof reference === "string") this.#add(reference);
    const component = typeof reference === "string" ? this.#ajv.getSchema(idOf(reference)) : undefined;
    if (component) return component;
    const known = isJsonObject(schema) ? this.#compiled.get(schema) : undefined;
    if (known) return known;
    const made: ValidateFunction = this.#ajv.compile(this.translate(schema));
    if (isJsonObject(schema)) this.#compiled.set(schema, made);
    return made;
  }

  /** A schema in the validator's dialect; components it refers to are added beside it. */
  translate(schema: Json | undefined): JsonObject {
    if (!isJsonObject(schema)) return {};
    const reference = schema.$ref;
    if (typeof reference === "string") {
      this.#add(reference);
      return { $ref: idOf(reference) };
    }
    const kept: JsonObject = {};
    this.#keepType(schema, kept);
    this.#keepMembers(schema, kept);
    for (const name of numbers) if (typeof schema[name] === "number") kept[name] = schema[name];
    for (const side of ["Minimum", "Maximum"]) {
      const flag = schema[`exclusive${side}`];
      if (typeof flag === "number") kept[`exclusive${side}`] = flag;
      if (flag === true) kept[`exclusive${side}`] = schema[side.toLowerCase()] ?? 0;
    }
    if (typeof schema.format === "string") kept.format = schema.format;
    if (schema.uniqueItems === true) kept.uniqueItems = true;
    for (const name of ["allOf", "anyOf", "oneOf"]) {
      const parts = schema[name];
      // Of `oneOf` one is enough: documents leave open which, and a generated value often fits several.
      const kind = name === "oneOf" ? "anyOf" : name;
      if (!Array.isArray(parts) || parts.length === 0) continue;
      const translated = parts.map((part) => this.translate(part));
      if (kept[kind] === undefined) kept[kind] = translated;
      else kept.allOf = [...(Array.isArray(kept.allOf) ? kept.allOf : []), { [kind]: translated }];
    }
    return schema.nullable === true ? { anyOf: [kept, { type: "null" }] } : kept;
  }

  #keepType(schema: JsonObject, kept: JsonObject): void {
    const { type } = schema;
    if (typeof type === "string" && types.has(type)) kept.type = type;
    if (Array.isArray(type)) kept.type = type.filter((one) => types.has(String(one)));
    // Some documents write the choices of a list's items on the list, and numbers as texts or texts as numbers.
    if (Array.isArray(schema.enum) && schema.enum.length > 0 && type !== "array") {
      const isNumber = type === "integer" || type === "number";
      const same = schema.enum.filter((one) => typeof one === "string" || typeof one === "number");
      kept.enum = [...schema.enum, ...same.map((one) => (isNumber ? Number(one) : String(one)))];
    }
    if (schema.const !== undefined) kept.const = schema.const;
  }

  #keepMembers(schema: JsonObject, kept: JsonObject): void {
    const hidden = new Set<string>();
    if (isJsonObject(schema.properties)) {
      const members: JsonObject = {};
      for (const [name, property] of Object.entries(schema.properties)) {
        if (this.#isHidden(property)) hidden.add(name);
        else members[name] = this.translate(property);
      }
      kept.properties = members;
    }
    if (Array.isArray(schema.required)) {
      // Some documents require what they don't describe; nobody can know what to send.
      const known = this.#namesIn(schema, 0);
      kept.required = [...new Set(schema.required.map(String))].filter(
        (name) => !hidden.has(name) && (!isJsonObject(schema.properties) || known.has(name)),
      );
    }
    if (isJsonObject(schema.items)) kept.items = this.translate(schema.items);
    if (schema.additionalProperties === false) kept.additionalProperties = false;
    if (isJsonObject(schema.additionalProperties)) {
      kept.additionalProperties = this.translate(schema.additionalProperties);
    }
  }

  /** The members a schema describes, itself or by its parts. */
  #namesIn(schema: JsonObject, depth: number): Set<string> {
    const names = new Set(isJsonObject(schema.properties) ? Object.keys(schema.properties) : []);
    for (const part of Array.isArray(schema.allOf) && depth < 5 ? schema.allOf : []) {
      for (const name of this.#namesIn(this.#resolve(part), depth + 1)) names.add(name);
    }
    return names;
  }

  #isHidden(property: Json): boolean {
    return this.#resolve(property)[this.#hidden] === true;
  }

  #add(reference: string): void {
    if (this.#added.has(reference)) return;
    this.#added.add(reference);
    this.#ajv.addSchema(this.translate(this.#resolve({ $ref: reference })), idOf(reference));
  }
}

const idOf = (reference: string) => `schema:${encodeURIComponent(reference)}`;
