// lib/tools/openapi/parse-openapi.ts
import { createHash as createHash3 } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";

// lib/domain/ids.ts
import { z } from "zod";
var prefixed = (prefix) => z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{16}$`));
var planIdSchema = prefixed("plan").brand();
var runIdSchema = prefixed("run").brand();
var approvalIdSchema = prefixed("approval").brand();
var questionIdSchema = prefixed("question").brand();
var connectionIdSchema = prefixed("connection").brand();
var fileIdSchema = prefixed("file").brand();
var deliveryIdSchema = prefixed("delivery").brand();
var stepIdSchema = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "a step id is 1 to 32 of a-z, 0-9 and -, beginning with a letter").brand();
var toolIdSchema = z.string().regex(/^[a-z][a-zA-Z0-9_-]{0,63}\.[a-zA-Z0-9_.-]{1,128}$/).brand();

// lib/tools/define-tool.ts
import { createHash } from "node:crypto";

// lib/domain/canonical-json.ts
function canonicalJson(value) {
  return JSON.stringify(
    value,
    (_key, inner) => typeof inner === "object" && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1)) : inner
  );
}

// lib/tools/define-tool.ts
function defineTool(definition, source = { kind: "builtin" }) {
  const tool = { ...definition, id: toolIdSchema.parse(definition.id), source };
  const version = createHash("sha256").update(canonicalJson(tool)).digest("hex").slice(0, 16);
  return { ...tool, version };
}

// lib/domain/json.ts
import { z as z2 } from "zod";
var jsonSchema = z2.json();
var jsonObjectSchema = z2.record(z2.string(), jsonSchema);
var jsonSchemaSchema = z2.lazy(
  () => z2.looseObject({
    type: z2.union([z2.string(), z2.array(z2.string())]).optional(),
    title: z2.string().optional(),
    description: z2.string().optional(),
    format: z2.string().optional(),
    enum: z2.array(jsonSchema).optional(),
    properties: z2.record(z2.string(), jsonSchemaSchema).optional(),
    required: z2.array(z2.string()).optional(),
    items: jsonSchemaSchema.optional()
  })
);
function isJsonObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// lib/tools/openapi/json-access.ts
function memberOf(value, key) {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : void 0;
}
function objectAt(value, key) {
  const found = memberOf(value, key);
  return isJsonObject(found) ? found : {};
}
function listAt(value, key) {
  const found = memberOf(value, key);
  return Array.isArray(found) ? found : [];
}
function textAt(value, key) {
  const found = memberOf(value, key);
  return typeof found === "string" && found.trim() !== "" ? found.trim() : null;
}
function booleanAt(value, key) {
  const found = memberOf(value, key);
  return typeof found === "boolean" ? found : null;
}

// lib/tools/openapi/names.ts
import { createHash as createHash2 } from "node:crypto";
var maxApiIdLength = 40;
var maxOperationLength = 100;
function splitWords(name) {
  return name.normalize("NFKD").replace(/\p{M}/gu, "").replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2").split(/[^A-Za-z0-9]+/).filter((word) => word !== "").map((word) => word.toLowerCase());
}
function apiIdOf(title, hostname) {
  const dull = /* @__PURE__ */ new Set([
    "api",
    "apis",
    "openapi",
    "rest",
    "http",
    "service",
    "the",
    "specification",
    "public"
  ]);
  const meaningful = splitWords(title).filter((word) => !dull.has(word) && !/^v?\d+$/.test(word));
  const words = meaningful.length > 0 ? meaningful : splitWords(hostname);
  const id = words.join("-").replace(/^[^a-z]+/, "").slice(0, maxApiIdLength).replace(/-+$/, "");
  return id === "" ? "api" : id;
}
function operationNameOf({ operationId, method, path }) {
  const given = operationId === null ? "" : toIdentifier(operationId);
  if (given !== "") return given;
  const segments = path.replace(/\{([^{}]*)\}/g, " by $1 ");
  return toIdentifier(camelCase([method, ...splitWords(segments)])) || method;
}
function toIdentifier(text2) {
  const plain = text2.normalize("NFKD").replace(/\p{M}/gu, "");
  const joined = /^[A-Za-z0-9_-]+$/.test(plain) ? plain : camelCase(plain.split(/[^A-Za-z0-9_-]+/).filter(Boolean));
  if (joined.length <= maxOperationLength) return joined;
  const hash = createHash2("sha256").update(text2).digest("hex").slice(0, 8);
  return `${joined.slice(0, maxOperationLength - 9)}-${hash}`;
}
function camelCase(words) {
  return words.map((word, index) => index === 0 ? word : `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("");
}
function titleOf(operation) {
  const summary = operation.summary?.split("\n")[0]?.replace(/[.\s]+$/, "");
  if (summary) return shorten(summary, 100);
  return shorten(humanise(operation), 100);
}
function descriptionOf(operation, apiTitle) {
  const text2 = operation.description ?? operation.summary ?? `${operation.method.toUpperCase()} ${operation.path}`;
  const note = operation.isDeprecated ? `${apiTitle} calls this operation deprecated. ` : "";
  return `${note}${shorten(text2.replace(/\s+/g, " "), 1e3)}`;
}
function examplesOf(operation, apiTitle) {
  const title = titleOf(operation);
  const firstSentence = operation.description?.replace(/\s+/g, " ").split(/(?<=[.!?])\s/)[0] ?? "";
  const phrasings = [
    title,
    humanise(operation),
    shorten(firstSentence.replace(/\.$/, ""), 160),
    withName(title, apiTitle)
  ];
  const seen = /* @__PURE__ */ new Set();
  return phrasings.filter((phrasing) => {
    const key = phrasing.toLowerCase();
    if (phrasing.length < 4 || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
function withName(title, apiTitle) {
  const stems = (text2) => splitWords(text2).map((word) => word.replace(/s$/, ""));
  const own = new Set(stems(title));
  const isNamed = stems(apiTitle).some((stem) => own.has(stem));
  return isNamed || apiTitle.length > 40 ? "" : `${title} with ${apiTitle}`;
}
function humanise(operation) {
  const words = splitWords(operation.operationId ?? "");
  const spoken = words.length > 0 ? words : splitWords(`${operation.method} ${operation.path.replace(/\{[^{}]*\}/g, "")}`);
  const text2 = spoken.join(" ");
  return `${text2.charAt(0).toUpperCase()}${text2.slice(1)}`;
}
function shorten(text2, length) {
  const trimmed = text2.trim();
  return trimmed.length <= length ? trimmed : `${trimmed.slice(0, length - 1).trimEnd()}\u2026`;
}

// lib/tools/openapi/classify-operation.ts
var readMethods = /* @__PURE__ */ new Set(["get", "head", "options"]);
var askingVerbs = new Set(
  "get list find search query lookup fetch read show describe check validate preview calculate estimate compute convert translate count suggest autocomplete compare simulate parse detect analyze analyse match filter quote geocode render".split(
    " "
  )
);
var spendingVerbs = new Set(
  "pay charge purchase buy order checkout book reserve refund withdraw transfer payout donate tip sell trade bid subscribe".split(
    " "
  )
);
var reachingVerbs = new Set(
  "send email mail sms message notify publish broadcast dispatch deliver dial tweet announce invite submit remind".split(
    " "
  )
);
var destroyingVerbs = new Set(
  "delete remove destroy purge erase wipe terminate revoke cancel void drop discard unsubscribe reset".split(
    " "
  )
);
var plainDoingVerbs = new Set(
  "send delete remove destroy purge erase cancel pay publish revoke terminate create update trigger execute reset unsubscribe subscribe approve confirm".split(
    " "
  )
);
var spendingNouns = new Set(
  "payment charge purchase order checkout booking reservation refund withdrawal transfer payout donation trade subscription".split(
    " "
  )
);
var reachingNouns = new Set(
  "message notification email mail sms tweet broadcast announcement invitation call fax".split(" ")
);
function effectOf(operation, hasRestore) {
  const verbs = verbsOf(operation);
  const says = (words) => verbs.some((verb) => words.has(verb));
  if (readMethods.has(operation.method) && !says(plainDoingVerbs)) return "read";
  if (operation.method === "post" && asks(operation)) return "read";
  if (isFinal(operation)) return "irreversible";
  if (operation.method === "delete" || says(destroyingVerbs)) return hasRestore ? "write" : "irreversible";
  return "write";
}
function isFinal(operation) {
  const verbs = verbsOf(operation);
  if (verbs.some((verb) => spendingVerbs.has(verb) || reachingVerbs.has(verb))) return true;
  if (operation.method !== "post") return false;
  const noun = singular(lastSegmentWords(operation.path).at(-1) ?? "");
  return spendingNouns.has(noun) || reachingNouns.has(noun);
}
function asks(operation) {
  const verbs = verbsOf(operation);
  const own = verbs.filter((verb) => askingVerbs.has(verb));
  const others = verbs.filter(
    (verb) => spendingVerbs.has(verb) || reachingVerbs.has(verb) || destroyingVerbs.has(verb)
  );
  return own.length > 0 && others.length === 0;
}
function verbsOf({ operationId, summary, path }) {
  const found = [];
  for (const text2 of [operationId ?? "", summary ?? ""]) {
    const [first = "", second = ""] = splitWords(text2);
    if (first === "check" && /^(in|out)$/.test(second)) found.push("checkin");
    else found.push(verbStem(first));
  }
  const [verb, ...rest] = lastSegmentWords(path);
  if (verb !== void 0 && rest.length === 0) found.push(verbStem(verb));
  return found.filter((one) => one !== "");
}
function verbStem(word) {
  for (const stem of [word, word.replace(/s$/, ""), word.replace(/es$/, ""), word.replace(/ies$/, "y")]) {
    const sets = [askingVerbs, spendingVerbs, reachingVerbs, destroyingVerbs, plainDoingVerbs];
    if (sets.some((set) => set.has(stem))) return stem === word || !spendingNouns.has(stem) ? stem : word;
  }
  return word;
}
function lastSegmentWords(path) {
  const fixed = path.split("/").filter((segment) => segment !== "" && !segment.includes("{"));
  return splitWords(fixed.at(-1) ?? "");
}
var singular = (word) => word.replace(/ies$/, "y").replace(/s$/, "");
var undoingVerbs = new Set(
  "cancel delete remove void undo revoke refund unarchive unpublish release".split(" ")
);
var restoringVerbs = new Set("restore undelete recover unarchive undo".split(" "));
var UndoFinder = class {
  #byPath = /* @__PURE__ */ new Map();
  #undoing = [];
  constructor(operations) {
    for (const operation of operations) {
      const place = normalPath(operation.path);
      this.#byPath.set(place, [...this.#byPath.get(place) ?? [], operation]);
      if (this.#undoing.length < 2e3 && isUndoing(operation)) this.#undoing.push(operation);
    }
  }
  /** The operation that takes back what this one does; null when none is recognised. */
  find(operation) {
    return this.#linked(operation) ?? this.#likely(operation);
  }
  /** The document's own word: a link of an answer to an operation that undoes. */
  #linked(operation) {
    const responses = Object.values(objectAt(operation.source, "responses"));
    const links = responses.flatMap((response) => Object.values(objectAt(response, "links")));
    const ids = new Set(links.map((link) => textAt(link, "operationId")));
    const restores = operation.method === "delete" || isUndoing(operation);
    return this.#undoing.find((other) => other !== operation && !restores && ids.has(other.operationId)) ?? null;
  }
  #likely(operation) {
    const place = normalPath(operation.path);
    if (operation.method === "delete" || isUndoing(operation)) return this.#restoring(place);
    if (operation.method === "post") return this.#removing(place) ?? this.#cancelOfSameThing(operation);
    if (operation.method === "put") return this.#at(place, (other) => other.method === "delete");
    return null;
  }
  /** DELETE of the collection's item, or of the same path, or a `cancel` beneath it. */
  #removing(place) {
    const isDelete = (other) => other.method === "delete";
    return this.#at(`${place}/{}`, isDelete) ?? this.#at(place, isDelete) ?? this.#firstBeneath(`${place}/{}`, undoingVerbs) ?? this.#firstBeneath(place, undoingVerbs);
  }
  #restoring(place) {
    return this.#firstBeneath(place, restoringVerbs);
  }
  #firstBeneath(place, verbs) {
    for (const verb of verbs) {
      const found = this.#at(`${place}/${verb}`, (other) => other.method !== "get");
      if (found) return found;
    }
    return null;
  }
  /** `bookFlight` ↔ `cancelBooking`: the words beside the verb name the same thing. */
  #cancelOfSameThing(operation) {
    const words = new Set(thingStems(operation));
    const sameThing = (other) => {
      const things = thingStems(other).filter((stem) => !isUndoStem(stem));
      return things.length > 0 && things.every((stem) => words.has(stem));
    };
    return this.#undoing.find((other) => other !== operation && sameThing(other)) ?? null;
  }
  #at(place, fits) {
    return this.#byPath.get(place)?.find(fits) ?? null;
  }
};
function isUndoing(operation) {
  const [verb = ""] = splitWords(operation.operationId ?? "");
  return !readMethods.has(operation.method) && undoingVerbs.has(verb);
}
var isUndoStem = (stem) => [...undoingVerbs].some((verb) => stem === thingStem(verb));
function thingStems({ operationId }) {
  return splitWords(operationId ?? "").map(thingStem);
}
function thingStem(word) {
  const stem = word.replace(/(ing|ation|ment|s)$/, "").replace(/e$/, "");
  return stem.length >= 3 ? stem : word;
}
function normalPath(path) {
  return path.replace(/\{[^{}]*\}/g, "{}").replace(/\/+$/, "").toLowerCase();
}

// lib/tools/openapi/operations.ts
var operationMethods = ["get", "put", "post", "delete", "options", "head", "patch"];
function* operationsOf(document, references) {
  for (const [path, item] of Object.entries(objectAt(document, "paths"))) {
    const pathItem = references.follow(item)?.value;
    if (!pathItem || !path.startsWith("/")) continue;
    for (const method of operationMethods) {
      const operation = readOperation(path, method, pathItem, references);
      if (operation) yield operation;
    }
  }
}
function readOperation(path, method, pathItem, references) {
  const source = references.follow(memberOf(pathItem, method))?.value;
  if (!source) return null;
  return {
    method,
    path,
    operationId: textAt(source, "operationId"),
    summary: textAt(source, "summary") ?? textAt(pathItem, "summary"),
    description: textAt(source, "description") ?? textAt(pathItem, "description"),
    tags: listAt(source, "tags").filter((tag) => typeof tag === "string"),
    isDeprecated: booleanAt(source, "deprecated") === true,
    parameters: gatherParameters(pathItem, source, references),
    source,
    pathItem
  };
}
function gatherParameters(pathItem, source, references) {
  const gathered = /* @__PURE__ */ new Map();
  for (const listed of [...listAt(pathItem, "parameters"), ...listAt(source, "parameters")]) {
    const value = references.follow(listed)?.value;
    const parameter = value && readParameter(value);
    if (parameter) gathered.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...gathered.values()];
}
function readParameter(value) {
  const name = memberOf(value, "name");
  const place = textAt(value, "in");
  if (typeof name !== "string" || name === "") return null;
  if (place !== "path" && place !== "query" && place !== "header" && place !== "cookie") return null;
  const style = textAt(value, "style") ?? (place === "query" || place === "cookie" ? "form" : "simple");
  const [content2] = Object.entries(objectAt(value, "content"));
  return {
    name,
    in: place,
    required: place === "path" || booleanAt(value, "required") === true,
    description: textAt(value, "description") ?? "",
    style,
    explode: booleanAt(value, "explode") ?? style === "form",
    allowReserved: booleanAt(value, "allowReserved") === true,
    schema: content2 ? memberOf(content2[1], "schema") : memberOf(value, "schema"),
    mediaType: content2 ? content2[0] : null,
    example: memberOf(value, "example")
  };
}

// lib/tools/openapi/references.ts
import { $RefParser } from "@apidevtools/json-schema-ref-parser";
async function createReferences(document) {
  const found = await $RefParser.resolve("document.json", document, {
    resolve: { external: false, file: false, http: false }
  });
  const known = /* @__PURE__ */ new Map();
  const lookUp = (pointer) => {
    const cached = known.get(pointer);
    if (cached !== void 0) return cached;
    let target = null;
    try {
      target = found.get(pointer);
    } catch {
    }
    const value = isJsonObject(target) && memberOf(target, "$ref") === void 0 ? target : null;
    known.set(pointer, value);
    return value;
  };
  return {
    follow(value) {
      if (!isJsonObject(value)) return null;
      const pointer = memberOf(value, "$ref");
      if (typeof pointer !== "string") return { value, pointer: null };
      if (!/^#(\/|$)/.test(pointer)) return null;
      const target = lookUp(pointer);
      if (target === null) return null;
      const { $ref: _reference, ...beside } = value;
      return { value: Object.keys(beside).length === 0 ? target : { ...target, ...beside }, pointer };
    }
  };
}

// lib/tools/openapi/security.ts
function credentialsOf(document, references) {
  const schemes = objectAt(objectAt(document, "components"), "securitySchemes");
  const found = Object.entries(schemes).flatMap(([scheme, value]) => {
    const followed = references.follow(value)?.value;
    const send = followed && sendOf(followed);
    if (!followed || !send || scheme.length > 60) return [];
    return [{ scheme, send, description: (textAt(followed, "description") ?? "").slice(0, 300) }];
  });
  const tokens = found.filter(({ send }) => send !== "basic").length;
  const passwords = found.length - tokens;
  return found.map(({ scheme, send, description }) => {
    if (send !== "basic") {
      return { scheme, description, send, secretName: tokens === 1 ? "token" : `${scheme}.token` };
    }
    const name = (field) => passwords === 1 ? field : `${scheme}.${field}`;
    return {
      scheme,
      description,
      send: { kind: "basic", userName: name("user") },
      secretName: name("password")
    };
  });
}
function sendOf(scheme) {
  switch (textAt(scheme, "type")) {
    case "http": {
      const kind = textAt(scheme, "scheme")?.toLowerCase();
      if (kind === "basic") return "basic";
      return kind === "bearer" ? { kind: "bearer" } : null;
    }
    case "oauth2":
    case "openIdConnect":
      return { kind: "bearer" };
    case "apiKey": {
      const place = textAt(scheme, "in");
      const name = textAt(scheme, "name");
      if (name === null || place !== "header" && place !== "query" && place !== "cookie") return null;
      return { kind: "key", in: place, name };
    }
    default:
      return null;
  }
}
function requirementsOf(document, operation) {
  const source = memberOf(operation, "security") === void 0 ? document : operation;
  return listAt(source, "security").map(
    (requirement) => typeof requirement === "object" && requirement !== null ? Object.keys(requirement) : []
  );
}
function isOpen(requirements) {
  return requirements.length === 0 || requirements.some((requirement) => requirement.length === 0);
}

// lib/tools/openapi/server.ts
function serverOf(holder, documentUrl) {
  const server = listAt(holder, "servers")[0];
  const written = textAt(server, "url") ?? (documentUrl === null || server !== void 0 ? null : "/");
  if (written === null) return null;
  const address = fillVariables(written, objectAt(server, "variables"));
  const base = documentUrl ?? void 0;
  if (!URL.canParse(address, base)) {
    return { refused: `its server \u201C${address.slice(0, 200)}\u201D is not a full address` };
  }
  const url = new URL(address, base);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return { refused: `its server \u201C${address.slice(0, 200)}\u201D is not an http or https address` };
  }
  if (url.username !== "" || url.password !== "")
    return { refused: "its server's address holds a user name or password" };
  return { origin: url.origin, basePath: url.pathname.replace(/\/+$/, "") };
}
function serverOfOperation(operation, server) {
  for (const holder of [operation.source, operation.pathItem]) {
    if (memberOf(holder, "servers") === void 0) continue;
    const own = serverOf(holder, `${server.origin}${server.basePath}/`);
    return own !== null && !("refused" in own) && own.origin === server.origin ? own : null;
  }
  return server;
}
function fillVariables(address, variables) {
  return address.replace(/\{([^{}]{1,100})\}/g, (whole, name) => {
    const preset = memberOf(objectAt(variables, name), "default");
    return typeof preset === "string" || typeof preset === "number" ? String(preset) : whole;
  });
}

// lib/tools/openapi/connectable-api.ts
function credentialNeed(document, references) {
  let open = 0;
  let closed = 0;
  for (const operation of operationsOf(document, references)) {
    if (isOpen(requirementsOf(document, operation.source))) open += 1;
    else closed += 1;
  }
  if (closed === 0) return "none";
  return open === 0 ? "all" : "some";
}

// lib/tools/openapi/control-inputs.ts
var reachingWords = new Set(
  "to cc bcc recipient recipients url uri link host hostname domain address email phone account iban channel destination webhook callback target query sql path file user payee beneficiary receiver".split(
    " "
  )
);
function controlInputsOf(inputs) {
  return inputs.filter(({ place, schema, input }) => {
    if (place.in === "parameter" && place.parameter.in === "path") return true;
    const wireName = place.in === "parameter" ? place.parameter.name : place.in === "body" ? input : place.name;
    const isAddress = ["email", "phone", "uri", "url", "hostname", "chat-destination"].includes(
      schema.format ?? ""
    );
    return isAddress || splitWords(wireName).some((word) => reachingWords.has(word));
  }).map(({ input }) => input);
}

// lib/tools/openapi/safe-pattern.ts
var maxLength = 300;
function isSafePattern(pattern) {
  if (pattern.length > maxLength || !compiles(pattern)) return false;
  const skeleton = pattern.replace(/\\[^1-9k]/g, "x").replace(/\[[^\]]*\]/g, "x");
  if (/\\[1-9k]|\(\?[=!<]/.test(skeleton)) return false;
  if (/\)\s*(?:[*+]|\{)/.test(skeleton)) return false;
  const unbounded = skeleton.match(/[*+]|\{\d+,\}/g)?.length ?? 0;
  const largest = Math.max(
    0,
    ...(skeleton.match(/\{\d+,?\d*\}/g) ?? []).flatMap((part) => (part.match(/\d+/g) ?? []).map(Number))
  );
  return unbounded <= 2 && largest <= 1e3;
}
function compiles(pattern) {
  try {
    new RegExp(pattern, "u");
    return true;
  } catch {
    return false;
  }
}

// lib/tools/openapi/expand-schema.ts
var maxDepth = 12;
var types = /* @__PURE__ */ new Set(["string", "number", "integer", "boolean", "object", "array", "null"]);
var numericKeywords = [
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minProperties",
  "maxProperties"
];
function expandSchema(schema, context) {
  return expand(schema, context, []);
}
function expand(schema, context, path) {
  const followed = context.references.follow(schema);
  if (!followed) return schema === false ? { not: {} } : {};
  const { value, pointer } = followed;
  context.budget.left -= 1;
  const isCircular = pointer !== null && path.includes(pointer);
  if (isCircular || path.length >= maxDepth || context.budget.left <= 0) return outline(value);
  const inner = [...path, pointer ?? ""];
  const own = expandOwn(value, context, inner);
  const parts = listAt(value, "allOf").map((part) => expand(part, context, inner));
  return finishNullable(value, knownRequired(parts.reduce(mergeSchemas, own)), context);
}
function knownRequired(schema) {
  const { properties: properties2, required } = schema;
  if (!properties2 || !required) return schema;
  const known = required.filter((name) => Object.hasOwn(properties2, name));
  const { required: _all, ...rest } = schema;
  return known.length === 0 ? rest : { ...rest, required: known };
}
function outline(value) {
  const title = textAt(value, "title");
  return { ...typeOf(value), ...title === null ? {} : { title: title.slice(0, 200) } };
}
function expandOwn(value, context, path) {
  const isInput = context.direction === "input";
  return {
    ...typeOf(value),
    ...texts(value),
    ...isInput ? limits(value) : {},
    ...choices(value, context),
    ...members(value, context, path),
    ...alternatives(value, context, path)
  };
}
function typeOf(value) {
  const type = memberOf(value, "type");
  if (typeof type === "string" && types.has(type)) return { type };
  if (Array.isArray(type)) {
    const known = type.filter((one) => typeof one === "string" && types.has(one));
    if (known.length > 0) return { type: known.map(String) };
  }
  if (memberOf(value, "properties") !== void 0) return { type: "object" };
  return memberOf(value, "items") !== void 0 ? { type: "array" } : {};
}
function texts(value) {
  const found = {};
  const title = textAt(value, "title");
  const description = textAt(value, "description");
  const format = textAt(value, "format");
  if (title !== null) found.title = title.slice(0, 200);
  if (description !== null) found.description = description.slice(0, 1e3);
  if (format !== null && format.length <= 60) found.format = format;
  for (const keyword of ["contentEncoding", "contentMediaType"]) {
    const text2 = textAt(value, keyword);
    if (text2 !== null) found[keyword] = text2.slice(0, 100);
  }
  return found;
}
function limits(value) {
  const found = {};
  for (const keyword of numericKeywords) {
    const bound = memberOf(value, keyword);
    if (typeof bound === "number" && Number.isFinite(bound)) found[keyword] = bound;
  }
  if (booleanAt(value, "exclusiveMinimum") === true && found.minimum !== void 0) {
    found.exclusiveMinimum = found.minimum;
    delete found.minimum;
  }
  if (booleanAt(value, "exclusiveMaximum") === true && found.maximum !== void 0) {
    found.exclusiveMaximum = found.maximum;
    delete found.maximum;
  }
  if (booleanAt(value, "uniqueItems") === true) found.uniqueItems = true;
  if (booleanAt(value, "additionalProperties") === false) found.additionalProperties = false;
  const pattern = memberOf(value, "pattern");
  if (typeof pattern === "string" && isSafePattern(pattern)) found.pattern = pattern;
  return found;
}
function choices(value, { direction }) {
  const found = {};
  if (direction === "output") return found;
  const options = listAt(value, "enum");
  if (options.length > 0 && options.length <= 1e3) found.enum = options;
  const constant = memberOf(value, "const");
  if (constant !== void 0) found.const = constant;
  const preset = memberOf(value, "default");
  if (preset !== void 0 && isShort(preset)) found.default = preset;
  const example = memberOf(value, "example");
  const examples = [...example === void 0 ? [] : [example], ...listAt(value, "examples")].filter(
    isShort
  );
  if (examples.length > 0) found.examples = examples.slice(0, 5);
  return found;
}
function members(value, context, path) {
  const found = {};
  const properties2 = memberOf(value, "properties");
  if (isJsonObject(properties2)) {
    const kept = Object.entries(properties2).filter(([, property]) => !isHidden(property, context));
    found.properties = Object.fromEntries(
      kept.map(([name, property]) => [name, expand(property, context, path)])
    );
  }
  const required = requiredNames(value);
  if (required.length > 0) found.required = required;
  const items = memberOf(value, "items");
  if (items !== void 0 && !Array.isArray(items)) found.items = expand(items, context, path);
  const additional = memberOf(value, "additionalProperties");
  if (isJsonObject(additional) && Object.keys(additional).length > 0) {
    found.additionalProperties = expand(additional, context, path);
  }
  return found;
}
function alternatives(value, context, path) {
  const found = {};
  for (const keyword of ["anyOf", "oneOf"]) {
    const options = listAt(value, keyword);
    if (options.length === 0 || options.length > 50) continue;
    found.anyOf = [...found.anyOf ?? [], ...options.map((option) => expand(option, context, path))];
  }
  return found;
}
function requiredNames(value) {
  const names = listAt(value, "required").filter((name) => typeof name === "string");
  return [...new Set(names)];
}
function isHidden(property, { references, direction }) {
  const value = references.follow(property)?.value;
  return booleanAt(value, direction === "input" ? "readOnly" : "writeOnly") === true;
}
function mergeSchemas(first, second) {
  const merged = { ...second, ...first };
  if (first.properties || second.properties) {
    merged.properties = { ...second.properties, ...first.properties };
  }
  const required = [.../* @__PURE__ */ new Set([...first.required ?? [], ...second.required ?? []])];
  if (required.length > 0) merged.required = required;
  if (first.anyOf && second.anyOf) {
    merged.anyOf = first.anyOf;
    merged.allOf = [...first.allOf ?? [], ...second.allOf ?? [], { anyOf: second.anyOf }];
  }
  return merged;
}
function finishNullable(value, schema, context) {
  if (booleanAt(value, "nullable") !== true) return schema;
  const options = schema.enum ? { enum: [.../* @__PURE__ */ new Set([...schema.enum, null])] } : {};
  if (typeof schema.type === "string") return { ...schema, ...options, type: [schema.type, "null"] };
  if (schema.anyOf && context.budget.left > 0)
    return { ...schema, anyOf: [...schema.anyOf, { type: "null" }] };
  return { ...schema, ...options };
}
function isShort(value) {
  return JSON.stringify(value).length <= 500;
}

// lib/tools/openapi/infer-format.ts
function inferFormat(name, schema) {
  if (schema.type !== "string" || schema.format !== void 0 || schema.enum || schema.contentEncoding)
    return schema;
  const format = formatOf(splitWords(name), schema.description ?? "");
  return format === null ? schema : { ...schema, format };
}
function formatOf(words, description) {
  const last = words.at(-1) ?? "";
  if (/\bIATA\b/.test(description) && /\bairport/i.test(`${words.join(" ")} ${description}`))
    return "airport";
  if (last === "email" || last === "address" && words.includes("email")) return "email";
  if (/\bE\.?164\b/.test(description)) return "phone";
  if (/\b(YYYY-MM-DD|yyyy-mm-dd)\b(?!T)/.test(description) && !/hh:mm/i.test(description)) return "date";
  return last === "city" || words.length === 1 && last === "place" ? "place" : null;
}

// lib/tools/openapi/operation-inputs.ts
var maxFlatProperties = 100;
var maxNameLength = 100;
var ownHeaders = /* @__PURE__ */ new Set([
  ...["accept", "accept-encoding", "authorization", "connection", "content-length", "content-type", "cookie"],
  ...["expect", "host", "keep-alive", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade"],
  ...["user-agent"]
]);
function inputsOf(operation, context) {
  const names = new InputNames();
  const inputs = [];
  let idempotencyHeader = null;
  let problem = null;
  for (const place of ["path", "query", "header", "cookie"]) {
    for (const parameter of operation.parameters) {
      if (parameter.in !== place) continue;
      if (place === "header" && isIdempotencyHeader(parameter.name)) {
        idempotencyHeader = parameter.name;
        continue;
      }
      if (place === "header" && ownHeaders.has(parameter.name.toLowerCase())) continue;
      if (place === "path" && !operation.path.includes(`{${parameter.name}}`)) continue;
      inputs.push({
        input: names.take(parameter.name, place),
        place: { in: "parameter", parameter },
        schema: parameterSchema(parameter, context),
        required: parameter.required
      });
    }
  }
  for (const [, name = ""] of operation.path.matchAll(/\{([^{}]*)\}/g)) {
    if (operation.parameters.some((one) => one.in === "path" && one.name === name)) continue;
    problem = `its path has \u201C{${name.slice(0, 60)}}\u201D, which no parameter describes`;
  }
  const body = readBody(operation, context);
  if (body) inputs.push(...bodyInputs(body, names, context));
  return { inputs, body: body?.body ?? null, idempotencyHeader, problem };
}
function inputSchemaOf(inputs) {
  return {
    type: "object",
    properties: Object.fromEntries(inputs.map(({ input, schema }) => [input, schema])),
    required: inputs.filter(({ required }) => required).map(({ input }) => input),
    additionalProperties: false
  };
}
var InputNames = class {
  #taken = /* @__PURE__ */ new Set();
  /** The name itself or, when another place has taken it, the place and the name: `queryId`, `bodyId`. */
  take(name, place) {
    const plain = name === "__proto__" || name.trim() === "" ? "value" : name.slice(0, maxNameLength);
    const placed = `${place}${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
    let chosen = this.#taken.has(plain) ? placed : plain;
    for (let count = 2; this.#taken.has(chosen); count += 1) chosen = `${placed}${count}`;
    this.#taken.add(chosen);
    return chosen;
  }
};
function isIdempotencyHeader(name) {
  return /^(x-)?idempoten(cy|ce)-?key$/i.test(name);
}
function parameterSchema(parameter, context) {
  const schema = expandSchema(parameter.schema, context);
  const described = { ...schema };
  if (parameter.description !== "") described.description = parameter.description.slice(0, 1e3);
  if (parameter.example !== void 0 && described.examples === void 0) {
    const text2 = JSON.stringify(parameter.example);
    if (text2.length <= 500) described.examples = [parameter.example];
  }
  return inferFormat(parameter.name, described);
}
function readBody(operation, context) {
  if (operation.method === "get" || operation.method === "head") return null;
  const requestBody = context.references.follow(memberOf(operation.source, "requestBody"))?.value;
  const contents = Object.entries(objectAt(requestBody, "content"));
  if (!requestBody || contents.length === 0) return null;
  const kinds = ["json", "form", "multipart", "text", "bytes"];
  const [first] = contents.map(([mediaType, media]) => ({ mediaType, media, kind: bodyKind(mediaType) })).sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  if (!first) return null;
  const schema = memberOf(first.media, "schema");
  const flat = ["json", "form", "multipart"].includes(first.kind) ? flatProperties(schema, context) : null;
  return {
    body: {
      mediaType: concreteType(first.mediaType, first.kind),
      kind: first.kind,
      isFlat: flat !== null,
      encoding: objectAt(first.media, "encoding")
    },
    schema,
    // Documents forget the flag more often than they mean an optional body.
    required: booleanAt(requestBody, "required") !== false
  };
}
function bodyKind(mediaType) {
  const type = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/json" || type.endsWith("+json") || type === "*/*") return "json";
  if (type === "application/x-www-form-urlencoded") return "form";
  if (type === "multipart/form-data") return "multipart";
  return type.startsWith("text/") || /(^|[/+])xml$/.test(type) ? "text" : "bytes";
}
function concreteType(mediaType, kind) {
  if (!mediaType.includes("*")) return mediaType;
  return kind === "json" ? "application/json" : kind === "text" ? "text/plain" : "application/octet-stream";
}
function flatProperties(schema, context) {
  const properties2 = /* @__PURE__ */ new Map();
  const required = /* @__PURE__ */ new Set();
  const open = [schema];
  for (let visited = 0; open.length > 0; visited += 1) {
    const value = context.references.follow(open.shift())?.value;
    if (!value || visited > 50) return null;
    if (memberOf(value, "oneOf") !== void 0 || memberOf(value, "anyOf") !== void 0) return null;
    const type = memberOf(value, "type");
    if (type !== void 0 && type !== "object" && !(Array.isArray(type) && type.includes("object")))
      return null;
    for (const [name, property] of Object.entries(objectAt(value, "properties"))) {
      if (!properties2.has(name) && !isHidden(property, context)) properties2.set(name, property);
    }
    for (const name of requiredNames(value)) required.add(name);
    open.push(...listAt(value, "allOf"));
  }
  if (properties2.size === 0 || properties2.size > maxFlatProperties) return null;
  return { properties: [...properties2], required };
}
function bodyInputs({ body, schema, required }, names, context) {
  const flat = body.isFlat ? flatProperties(schema, context) : null;
  if (!flat) {
    const whole = body.kind === "bytes" ? fileSchema({}) : expandSchema(schema, context);
    const typed = body.kind === "text" && whole.type === void 0 ? { ...whole, type: "string" } : whole;
    const described = typed.title || typed.description ? typed : { ...typed, title: "Body" };
    return [{ input: names.take("body", "request"), place: { in: "body" }, schema: described, required }];
  }
  return flat.properties.map(([name, property]) => {
    const expanded = expandSchema(property, context);
    return {
      input: names.take(name, "body"),
      place: { in: "body-property", name },
      schema: body.kind === "multipart" ? withFiles(expanded) : inferFormat(name, expanded),
      required: required && flat.required.has(name)
    };
  });
}
function withFiles(schema) {
  if (isBinary(schema)) return fileSchema(schema);
  return schema.items && isBinary(schema.items) ? { ...schema, items: fileSchema(schema.items) } : schema;
}
function isBinary(schema) {
  const isText = schema.type === "string" || schema.type === void 0;
  return isText && (schema.format === "binary" || typeof schema.contentMediaType === "string");
}
function fileSchema({ title, description }) {
  return {
    type: "string",
    format: "file",
    ...title ? { title } : {},
    ...description ? { description } : {}
  };
}

// lib/tools/openapi/operation-output.ts
function outputOf(operation, context) {
  const content2 = answerContent(operation, context);
  if (!content2) return { shape: "status", schema: statusSchema, accept: "application/json, */*;q=0.5" };
  const [mediaType, media] = content2;
  if (isJsonType(mediaType)) {
    return { ...jsonOutput(memberOf(media, "schema"), context), accept: "application/json, */*;q=0.5" };
  }
  const accept = `${mediaType}, */*;q=0.5`;
  return isTextType(mediaType) ? { shape: "text", schema: textSchema, accept } : { shape: "file", schema: fileSchema2, accept };
}
function isJsonType(mediaType) {
  const type = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  return type === "application/json" || type === "text/json" || type.endsWith("+json") || type === "*/*";
}
function isTextType(mediaType) {
  const type = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  return type.startsWith("text/") || /(^|[/+])(xml|yaml|csv)$/.test(type) || type === "application/x-ndjson";
}
function answerContent(operation, { references }) {
  const responses = objectAt(operation.source, "responses");
  const good = Object.keys(responses).filter((status) => /^2(\d\d|XX)$/i.test(status)).sort();
  const contents = (good.length > 0 ? good : ["default"]).map(
    (status) => objectAt(references.follow(memberOf(responses, status))?.value, "content")
  );
  const all = contents.flatMap((content2) => Object.entries(content2));
  return all.find(([mediaType]) => isJsonType(mediaType)) ?? all[0] ?? null;
}
function jsonOutput(schema, context) {
  const expanded = withFormats(expandSchema(schema, context));
  if (isListSchema(expanded)) {
    const items = { ...expanded, type: "array" };
    return { shape: "items", schema: { type: "object", properties: { items }, required: ["items"] } };
  }
  if (isObjectSchema(expanded)) return { shape: "object", schema: expanded };
  return { shape: "value", schema: { type: "object", properties: { value: expanded }, required: ["value"] } };
}
var isListSchema = (schema) => schema.type === "array";
function isObjectSchema(schema) {
  if (schema.type !== void 0) return schema.type === "object";
  const options = schema.anyOf ?? [];
  return options.length > 0 && options.every((option) => option.type === "object");
}
function withFormats(schema) {
  const result = { ...schema };
  if (schema.properties) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [
        name,
        inferFormat(name, withFormats(property))
      ])
    );
  }
  if (schema.items) result.items = withFormats(schema.items);
  return result;
}
var statusSchema = {
  type: "object",
  properties: {
    status: { type: "integer", title: "Status", description: "The HTTP status of the answer." },
    body: { title: "Answer", description: "What the service answered, when it answered with JSON." }
  },
  required: ["status"]
};
var textSchema = {
  type: "object",
  properties: { text: { type: "string", title: "Text", format: "text" } },
  required: ["text"]
};
var fileSchema2 = {
  type: "object",
  properties: {
    file: { type: "string", title: "File", format: "file" },
    name: { type: "string", title: "Name" },
    mediaType: { type: "string", title: "Type" },
    sizeBytes: { type: "integer", title: "Size", description: "In bytes." }
  },
  required: ["file", "name", "mediaType", "sizeBytes"]
};

// lib/tools/openapi/read-document.ts
import { parse as parseYaml } from "yaml";
var maxDocumentBytes = 10 * 1024 * 1024;
var maxWrittenOutLength = 2 * maxDocumentBytes;
var maxDepth2 = 150;
var maxNodes = 6e6;
var literalKeys = /* @__PURE__ */ new Set(["example", "examples", "default", "enum", "const"]);
function readDocument(text2) {
  const refused = (message) => ({ kind: "refused", message });
  if (text2.trim() === "") return refused("The document is empty. Paste an OpenAPI document as JSON or YAML.");
  if (Buffer.byteLength(text2) > maxDocumentBytes) {
    return refused("The document is larger than 10 MB. Import a smaller part of the API.");
  }
  if (text2.trimStart().startsWith("<")) {
    return refused(
      "This is a web page or XML, not an OpenAPI document. Look for its openapi.json or openapi.yaml."
    );
  }
  const parsed = parseText(text2.replace(/^\uFEFF/, ""));
  if (parsed.kind === "refused") return parsed;
  const { value } = parsed;
  if (!isJsonObject(value)) {
    return refused(
      "This is not an OpenAPI document: it must be an object with \u201Copenapi\u201D, \u201Cinfo\u201D and \u201Cpaths\u201D."
    );
  }
  const versionProblem = findVersionProblem(value);
  if (versionProblem !== null) return refused(versionProblem);
  const problem = makeSafe(value);
  return problem === null ? { kind: "read", document: value } : refused(problem);
}
function parseText(text2) {
  const looksLikeJson = /^\s*[[{]/.test(text2);
  try {
    if (looksLikeJson) return { kind: "parsed", value: JSON.parse(text2) };
  } catch (error) {
    if (text2.length > 1e5) return { kind: "refused", message: unreadable("JSON", error) };
  }
  try {
    const value = parseYaml(text2, { uniqueKeys: false, maxAliasCount: 100, logLevel: "error" });
    if (writtenOutLength(value, /* @__PURE__ */ new Map()) > maxWrittenOutLength) throw new Error("Excessive alias count");
    return { kind: "parsed", value: JSON.parse(JSON.stringify(value ?? null)) };
  } catch (error) {
    return { kind: "refused", message: unreadable(looksLikeJson ? "JSON" : "JSON or YAML", error) };
  }
}
function writtenOutLength(value, known) {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 8;
  const measured = known.get(value);
  if (measured !== void 0) return measured;
  known.set(value, Number.POSITIVE_INFINITY);
  let length = 2;
  for (const [key, inner] of Object.entries(value)) length += key.length + 4 + writtenOutLength(inner, known);
  known.set(value, length);
  return length;
}
function unreadable(format, error) {
  const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "").slice(0, 200) : "";
  if (/call stack|too deep/i.test(reason))
    return "The document is nested too deeply to be an OpenAPI document.";
  if (/alias count/i.test(reason)) {
    return "The document's YAML aliases multiply its content too much. Write it without aliases.";
  }
  return `The document can't be read as ${format}: ${reason.replace(/[.:]+$/, "")}.`;
}
function findVersionProblem(document) {
  const swagger = memberOf(document, "swagger");
  if (swagger !== void 0) {
    return `This is a Swagger ${String(swagger).slice(0, 10)} document. Lamplight imports OpenAPI 3.0 and later: convert it first, for example at https://converter.swagger.io.`;
  }
  const version = String(memberOf(document, "openapi") ?? "");
  if (version === "") return "This is not an OpenAPI document: it has no \u201Copenapi\u201D version.";
  if (!/^3\.[0-2](\.|$)/.test(version)) {
    return `OpenAPI ${version.slice(0, 20)} is not known here. Lamplight imports OpenAPI 3.0, 3.1 and 3.2.`;
  }
  if (!isJsonObject(memberOf(document, "paths")))
    return "The document has no \u201Cpaths\u201D, so there is nothing to import.";
  return null;
}
function makeSafe(document) {
  const open = [
    { node: document, depth: 0, literal: false }
  ];
  let nodes = 0;
  for (let next = open.pop(); next !== void 0; next = open.pop()) {
    const { node, depth, literal } = next;
    if (depth > maxDepth2) return "The document is nested too deeply to be an OpenAPI document.";
    if (!Array.isArray(node) && Object.hasOwn(node, "__proto__")) Reflect.deleteProperty(node, "__proto__");
    for (const [key, value] of Object.entries(node)) {
      nodes += 1;
      if (nodes > maxNodes) return "The document holds too many values. Import a smaller part of the API.";
      if (!literal && key === "$ref" && typeof value === "string" && !value.startsWith("#")) {
        return `The document refers to another one (\u201C${value.slice(0, 200)}\u201D), which is not fetched. Bundle it into one document first, for example with \u201Cnpx @redocly/cli bundle\u201D.`;
      }
      if (typeof value === "string") {
        if (isUnstorable(value)) Reflect.set(node, key, repairText(value));
      } else if (typeof value === "object" && value !== null) {
        const isLiteral = literal || literalKeys.has(key) || key.startsWith("x-");
        open.push({ node: value, depth: depth + 1, literal: isLiteral });
      }
      if (isUnstorable(key))
        return `A name in the document holds characters that can't be stored: \u201C${repairText(key).slice(0, 60)}\u201D.`;
    }
  }
  return null;
}
var isUnstorable = (text2) => text2.includes("\0") || !text2.isWellFormed();
var repairText = (text2) => text2.toWellFormed().replaceAll("\0", "\uFFFD");

// lib/tools/openapi/tool-icon.ts
var topics = [
  ["cloud-sun", ["weather", "forecast", "temperature", "climate"]],
  ["plane", ["flight", "airline", "airport", "aircraft"]],
  ["bed-double", ["hotel", "room", "accommodation", "lodging"]],
  ["train-front", ["train", "rail", "railway"]],
  ["car", ["car", "vehicle", "ride", "taxi"]],
  ["map-pin", ["map", "place", "location", "geocode", "route", "address"]],
  ["credit-card", ["payment", "pay", "charge", "checkout", "billing", "card"]],
  ["receipt", ["invoice", "receipt", "quote"]],
  ["banknote", ["bank", "transfer", "currency", "exchange", "payout", "money"]],
  ["shopping-cart", ["order", "cart", "product", "shop", "store", "inventory"]],
  ["truck", ["shipment", "shipping", "delivery", "parcel", "tracking"]],
  ["calendar", ["calendar", "event", "meeting", "appointment", "schedule", "booking", "reservation"]],
  ["mail", ["mail", "email", "inbox"]],
  ["message-square", ["message", "chat", "sms", "notification", "comment", "conversation"]],
  ["phone", ["phone", "call", "voice"]],
  ["users", ["user", "people", "person", "member", "employee", "contact", "customer", "team", "group"]],
  ["bug", ["issue", "bug", "ticket", "incident"]],
  ["git-branch", ["repository", "repo", "commit", "branch", "pull", "git"]],
  ["file-text", ["document", "file", "page", "note", "article", "report"]],
  ["image", ["image", "photo", "picture", "avatar"]],
  ["music", ["music", "song", "track", "playlist", "album"]],
  ["film", ["video", "movie", "film"]],
  ["newspaper", ["news", "headline"]],
  ["chart-line", ["stock", "market", "metric", "analytics", "statistic", "chart"]],
  ["languages", ["translate", "translation", "language"]],
  ["key-round", ["token", "auth", "login", "session", "permission", "key"]],
  ["server", ["server", "deployment", "cluster", "container", "host", "instance"]],
  ["database", ["database", "record", "table", "dataset"]],
  ["search", ["search", "query", "lookup"]]
];
var iconOfWord = new Map(topics.flatMap(([icon, words]) => words.map((word) => [word, icon])));
var vagueIcon = "search";
function iconFor(texts2) {
  const icons = texts2.flatMap(splitWords).map((word) => iconOfWord.get(word) ?? iconOfWord.get(word.replace(/s$/, ""))).filter((icon) => icon !== void 0);
  return icons.find((icon) => icon !== vagueIcon) ?? icons[0] ?? "plug";
}

// lib/tools/openapi/parse-openapi.ts
var maxOperations = 1e4;
var maxWarnings = 50;
var schemaBudget = 6e5;
var schemaBudgetOfTool = 3e3;
async function parseOpenApi(text2, options = {}) {
  const read = readDocument(text2);
  if (read.kind === "refused") return read;
  const { document } = read;
  const info = objectAt(document, "info");
  const title = textAt(info, "title")?.slice(0, 120);
  if (!title) return { kind: "refused", message: "The document has no \u201Cinfo.title\u201D, the name of the API." };
  const server = serverOf(document, options.documentUrl ?? null);
  if (server === null) {
    return {
      kind: "refused",
      message: "The document names no server. Add \u201Cservers\u201D with the API's address, or import it from its address."
    };
  }
  if ("refused" in server) return { kind: "refused", message: `The API can't be called: ${server.refused}.` };
  const references = await createReferences(document);
  const operations = gatherOperations(document, references);
  if (operations === null) {
    return {
      kind: "refused",
      message: `The document has more than ${maxOperations.toLocaleString("en")} operations. Import a part of it.`
    };
  }
  if (operations.length === 0) return { kind: "refused", message: "The document describes no operations." };
  const suggested = apiIdOf(title, new URL(server.origin).hostname);
  const id = options.chooseId?.(suggested, server.origin) ?? suggested;
  const builder = new ToolBuilder({ id, title, server, references, operations });
  const tools = await builder.build();
  if (tools.length === 0) {
    return {
      kind: "refused",
      message: `None of the operations can be called from here. ${builder.warnings[0] ?? ""}`.trim()
    };
  }
  const api = {
    id,
    title,
    description: (textAt(info, "description") ?? textAt(info, "summary") ?? "").slice(0, 2e3),
    origin: server.origin,
    basePath: server.basePath,
    // The server as it was understood, so that the document says all there is to know without its address.
    document: { ...document, servers: [{ url: server.origin + server.basePath }] },
    documentHash: createHash3("sha256").update(`${server.origin}${server.basePath}
${text2}`).digest("hex"),
    credentials: credentialsOf(document, references),
    needsCredentials: credentialNeed(document, references)
  };
  return { kind: "parsed", api, tools, warnings: boundWarnings(builder.warnings) };
}
function gatherOperations(document, references) {
  const found = [];
  for (const operation of operationsOf(document, references)) {
    if (found.length === maxOperations) return null;
    found.push(operation);
  }
  return found;
}
var ToolBuilder = class {
  warnings = [];
  #context;
  #budget;
  #ids;
  #undo;
  constructor(context) {
    this.#context = context;
    const { operations } = context;
    const callable = operations.filter((operation) => this.#isOnServer(operation));
    this.#budget = { total: schemaBudget, each: schemaBudgetOfTool };
    this.#ids = toolIds(context.id, callable);
    this.#undo = new UndoFinder(callable);
  }
  async build() {
    const tools = [];
    for (const [operation, id] of this.#ids) {
      const tool = this.#tool(operation, id);
      if (tool) tools.push(tool);
      if (tools.length % 100 === 0) await nextTurn();
    }
    return tools;
  }
  /** False, with a warning, for an operation with a server of its own: credentials don't go there (P8). */
  #isOnServer(operation) {
    if (serverOfOperation(operation, this.#context.server) !== null) return true;
    this.#leaveOut(operation, "it is served from another address; import that one as an API of its own");
    return false;
  }
  #leaveOut(operation, reason) {
    this.warnings.push(
      `${operation.method.toUpperCase()} ${operation.path.slice(0, 120)} was left out: ${reason}.`
    );
  }
  #tool(operation, id) {
    const { references, title } = this.#context;
    const share = Math.max(60, Math.min(this.#budget.each, this.#budget.total));
    const budget = { left: share };
    const inputs = inputsOf(operation, { references, direction: "input", budget });
    if (inputs.problem !== null) {
      this.#leaveOut(operation, inputs.problem);
      return null;
    }
    const output = outputOf(operation, { references, direction: "output", budget });
    this.#budget.total -= share - Math.max(0, budget.left);
    const undoOperation = this.#undo.find(operation);
    const effect = effectOf(operation, undoOperation !== null);
    const idempotency = idempotencyOf(operation, effect, inputs.idempotencyHeader !== null);
    return defineTool(
      {
        id,
        title: titleOf(operation),
        description: descriptionOf(operation, title),
        examples: examplesOf(operation, title),
        icon: iconFor([operation.operationId ?? "", operation.path, ...operation.tags, title]),
        effect,
        undo: this.#undoOf(effect, undoOperation),
        input: inputSchemaOf(inputs.inputs),
        output: output.schema,
        outputTrust: "untrusted",
        controlInputs: controlInputsOf(inputs.inputs),
        connectionKind: `api:${this.#context.id}`,
        timeoutMs: 3e4,
        retry: idempotency === "none" ? { attempts: 1, backoffMs: 0 } : { attempts: 3, backoffMs: 500 },
        idempotency,
        asksPerson: false
      },
      {
        kind: "openapi",
        apiId: this.#context.id,
        apiTitle: title,
        method: operation.method,
        path: operation.path
      }
    );
  }
  #undoOf(effect, operation) {
    const toolId = operation && this.#ids.get(operation);
    if (effect === "read") return { kind: "none" };
    if (toolId) return { kind: "tool", toolId };
    return effect === "irreversible" ? { kind: "none" } : { kind: "unknown" };
  }
};
function toolIds(apiId, operations) {
  const taken = /* @__PURE__ */ new Set();
  return new Map(
    operations.map((operation) => {
      const name = operationNameOf(operation);
      let id = `${apiId}.${name}`;
      for (let count = 2; taken.has(id); count += 1) id = `${apiId}.${name}-${count}`;
      taken.add(id);
      return [operation, toolIdSchema.parse(id)];
    })
  );
}
function idempotencyOf(operation, effect, hasKey) {
  if (effect === "read") return "natural";
  if (hasKey) return "key";
  return operation.method === "put" || operation.method === "delete" ? "natural" : "none";
}
function boundWarnings(warnings) {
  if (warnings.length <= maxWarnings) return [...warnings];
  const more = warnings.length - maxWarnings;
  return [...warnings.slice(0, maxWarnings), `And ${more.toLocaleString("en")} more.`];
}

// lib/tools/openapi/zz.ts
var paths = {};
var content = { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } };
for (let i = 0; i < 5e3; i++) paths[`/things${i}/{id}`] = { parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }], get: { operationId: `getThing${i}`, responses: { 200: { description: "", content } } }, put: { operationId: `putThing${i}`, requestBody: { content }, responses: { 200: { description: "", content } } } };
var properties = {};
for (let i = 0; i < 60; i++) properties[`p${i}`] = { type: "string", description: "A property." };
var text = JSON.stringify({ openapi: "3.1.0", info: { title: "S" }, servers: [{ url: "https://s.example" }], paths, components: { schemas: { Thing: { type: "object", properties } } } });
var t = performance.now();
var r = await parseOpenApi(text);
console.log(r.kind, performance.now() - t);
if (r.kind === "parsed") console.log(JSON.stringify(r.tools).length);
