// What was entered into a connection's form → origin, config and secrets.
import type { JsonObject } from "@/lib/domain/json";
import {
  type ConnectionField,
  type ConnectionForm,
  type ConnectionMethod,
  chosenMethod,
  type FieldProblem,
  fieldsOf,
  methodName,
} from "./connection-form";
import { pathKeyOf } from "./form-values";
import { addressProblem, readOAuth } from "./read-oauth";

export interface ReadConnection {
  /** `https://host[:port]`, `smtp://host:port`, `postgres://host:port/database` */
  origin: string;
  config: JsonObject;
  /** Only the secrets that were entered. An empty text means: remove it. */
  secrets: Record<string, string>;
  /** All secrets the form has, entered or not. */
  secretNames: string[];
}

export type FormResult =
  | { kind: "read"; connection: ReadConnection }
  | { kind: "refused"; problems: FieldProblem[] };

/** Longer than any address, token or key in use. */
const maxLength = 10_000;

/**
 * Checks all fields and says everything that is wrong at once.
 * @param storedSecrets names of the secrets that stay as they are when nothing is entered for them
 */
export function readForm(
  form: ConnectionForm,
  values: Readonly<Record<string, unknown>>,
  { storedSecrets = new Set() }: { storedSecrets?: ReadonlySet<string> } = {},
): FormResult {
  const method = chosenMethod(form, values);
  if (form.methods.length > 0 && !method) {
    return refusedFor(methodName, "Choose one of the ways to sign in.");
  }
  const fields = fieldsOf(form, method);
  const problems: FieldProblem[] = [];
  const texts: Record<string, string> = {};
  const entered = new Set<string>();
  for (const field of fields) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    if (value !== undefined && value !== null) entered.add(field.name);
    const read = readField(field, value, storedSecrets.has(field.name));
    if (typeof read === "string") texts[field.name] = read;
    else problems.push({ field: field.name, message: read.problem });
  }
  for (const name of Object.keys(values)) {
    const isKnown = fields.some((field) => field.name === name) || (method && name === methodName);
    if (!isKnown) {
      problems.push({ field: null, message: `“${name.slice(0, 60)}” is not a field of this connection.` });
    }
  }
  if (problems.length > 0) return { kind: "refused", problems };
  const origin = buildOrigin(form, texts);
  if ("problem" in origin) return { kind: "refused", problems: [origin.problem] };
  const oauth = method?.flow ? readOAuth(method, texts) : null;
  if (oauth && "problem" in oauth) return { kind: "refused", problems: [oauth.problem] };
  const config = Object.fromEntries(
    fields
      .filter(({ part, name }) => part === "config" && texts[name] !== "")
      .map(({ name, type }) => [name, configValue(type, texts[name] ?? "")]),
  );
  const secrets = fields.filter(({ part, name }) => part === "secret" && entered.has(name));
  return {
    kind: "read",
    connection: {
      origin: origin.origin,
      config: {
        ...config,
        ...origin.config,
        ...methodConfig(form, method),
        ...(oauth ? { oauth: oauth.settings } : {}),
      },
      secrets: Object.fromEntries(secrets.map(({ name }) => [name, texts[name] ?? ""])),
      secretNames: fields.filter(({ part }) => part === "secret").map(({ name }) => name),
    },
  };
}

/** What a connection remembers of its method: nothing when there was none to choose. */
function methodConfig({ methods }: ConnectionForm, method: ConnectionMethod | null): JsonObject {
  if (!method || (methods.length === 1 && method.flow === null)) return {};
  const alsoFor = Object.entries(method.alsoFor).filter(([, others]) => others.length > 0);
  return {
    [methodName]: method.id,
    ...(alsoFor.length === 0 ? {} : { alsoFor: Object.fromEntries(alsoFor) }),
  };
}

function refusedFor(field: string, message: string): FormResult {
  return { kind: "refused", problems: [{ field, message }] };
}

function configValue(type: ConnectionField["type"], text: string) {
  if (type === "number") return Number(text);
  return type === "boolean" ? text === "true" : text;
}

/** The field's value as text, or what is wrong with it. */
function readField(field: ConnectionField, value: unknown, isStored: boolean): string | { problem: string } {
  const isSecret = field.part === "secret";
  const isText = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  if (value !== undefined && value !== null && !isText) return { problem: `${field.label} must be a text.` };
  const written = value === undefined || value === null ? "" : String(value);
  // A password may begin or end with a space; everything that is pasted from a page may not.
  const text = isSecret && field.name.endsWith("password") ? written : written.trim();
  if (text === "") {
    const isKept = isSecret && isStored && written === "" && (value === undefined || value === null);
    return field.required && !isKept ? { problem: `${field.label} is missing.` } : "";
  }
  if (text.length > maxLength) return { problem: `${field.label} is too long.` };
  if (/\p{Cc}/u.test(text))
    return { problem: `${field.label} holds a line break or another control character.` };
  const problem = typeProblem(field, text);
  return problem === null ? text : { problem };
}

/** What is wrong with a text for a field of its type; null when nothing is. */
function typeProblem({ label, type, options }: ConnectionField, text: string): string | null {
  switch (type) {
    case "number":
      return /^\d{1,9}$/.test(text) ? null : `${label} must be a number.`;
    case "select":
      return options.some((option) => option.value === text)
        ? null
        : `${label} must be one of ${options.map((option) => option.label).join(", ")}.`;
    case "choices": {
      const unknown = text.split(/\s+/).find((one) => !options.some(({ value }) => value === one));
      return unknown === undefined ? null : `${label}: “${unknown.slice(0, 60)}” is not one of them.`;
    }
    case "address":
      return addressProblem(label, text);
    default:
      return null;
  }
}

type Origin = { origin: string; config: JsonObject } | { problem: FieldProblem };

function buildOrigin(form: ConnectionForm, texts: Readonly<Record<string, string>>): Origin {
  if (form.fixedOrigin !== undefined) return { origin: form.fixedOrigin, config: {} };
  switch (form.kind) {
    case "smtp": {
      const isTls = texts.encryption === "tls";
      const server = serverOf(texts, isTls ? "smtps" : "smtp");
      if ("problem" in server) return server;
      return { ...server, config: isTls || texts.encryption === "none" ? {} : { startTls: "required" } };
    }
    case "postgres": {
      const server = serverOf(texts, "postgres");
      if ("problem" in server) return server;
      return { origin: `${server.origin}/${encodeURIComponent(texts.database ?? "")}`, config: {} };
    }
    default:
      return addressOf(form, texts.address ?? "");
  }
}

function serverOf(texts: Readonly<Record<string, string>>, protocol: string): Origin {
  const { host = "", port = "" } = texts;
  const portNumber = Number(port);
  if (portNumber < 1 || portNumber > 65_535)
    return { problem: { field: "port", message: "The port must be between 1 and 65535." } };
  const isName = /^[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_])?\.?$/i.test(host);
  const isIpv6 = /^\[?[0-9a-f:.]+\]?$/i.test(host) && URL.canParse(`http://[${host.replace(/[[\]]/g, "")}]/`);
  if (!isName && !isIpv6) {
    return {
      problem: { field: "host", message: "Write the server's name alone, such as mail.example.com." },
    };
  }
  const written = isName ? host.toLowerCase() : `[${host.replace(/[[\]]/g, "").toLowerCase()}]`;
  return { origin: `${protocol}://${written}:${portNumber}`, config: {} };
}

function addressOf(form: ConnectionForm, address: string): Origin {
  const refused = (message: string): Origin => ({ problem: { field: "address", message } });
  if (/[{}]/.test(address)) return refused("Put your own value in place of what is in braces.");
  if (!URL.canParse(address)) return refused("Write the whole address, beginning with https://.");
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return refused("The address must begin with https:// or http://.");
  if (url.username !== "" || url.password !== "") {
    return refused("The address holds a user name or password. Enter those in their own fields.");
  }
  if (url.search !== "" || url.hash !== "") return refused("Leave out everything from the “?” or “#” on.");
  return { origin: url.origin, config: pathConfig(form, url.pathname) };
}

/** The path as the kind's tools expect it; absent for an API whose document says the same. */
function pathConfig(form: ConnectionForm, pathname: string): JsonObject {
  const path = pathname.replace(/\/+$/, "");
  const key = pathKeyOf(form.kind);
  if (form.kind === "slack") return { [key]: `${path}/` };
  const preset = form.fields.find(({ name }) => name === "address")?.preset;
  const isPreset =
    typeof preset === "string" &&
    URL.canParse(preset) &&
    new URL(preset).pathname.replace(/\/+$/, "") === path;
  return isPreset && form.kind.startsWith("api:") ? {} : { [key]: path };
}
