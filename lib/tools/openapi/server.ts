// Where an API is. Credentials are bound to one origin; operations that a document puts on another one need a
// connection of their own (P8).
import type { JsonObject } from "@/lib/domain/json";
import { listAt, memberOf, objectAt, textAt } from "./json-access";
import type { Operation } from "./operations";

export interface ApiServer {
  /** `https://host[:port]`. What only a person knows is in braces, `https://{account}.shop.example`; empty: all of it. */
  origin: string;
  /** The path before every operation's: `/v1`, without a slash at its end; empty for none. */
  basePath: string;
  /** True when origin or path lack something that a person has to give. */
  needsAddress: boolean;
}

/** A part of an address that differs from account to account. */
export interface ServerVariable {
  name: string;
  description: string;
  /** What it is unless somebody says otherwise; null when only a person knows. */
  preset: string | null;
  /** What it may be; empty for anything. */
  options: string[];
}

/** An address a document gives for its API. */
export interface ApiAddress {
  /** Whole, `https://{region}.shop.example/v1`; only a path when the document doesn't say where it is. */
  template: string;
  description: string;
  variables: ServerVariable[];
}

const maxAddresses = 50;
/** Stands for an origin nobody knows yet while paths are worked out; `.invalid` is no name of anything. */
const unknownOrigin = "https://unknown.invalid";

/**
 * The first usable server of a document; without one, the person says where it is. `refused` says why none can be used.
 * @param documentUrl where the document came from: relative servers are relative to it
 */
export function serverOf(document: JsonObject, documentUrl: string | null): ApiServer | { refused: string } {
  const [first] = addressesOf(document, documentUrl);
  if (first) return serverAt(first);
  const [server] = listAt(document, "servers");
  return { refused: refusalOf(textAt(server, "url") ?? "") };
}

/** A document's servers, those that can be called first. Empty when it has some, and none is of any use. */
export function addressesOf(holder: JsonObject, baseUrl: string | null): ApiAddress[] {
  const servers = listAt(holder, "servers").filter((server) => textAt(server, "url") !== null);
  if (servers.length === 0) return [{ template: wholeAddress("/", baseUrl), description: "", variables: [] }];
  const usable = servers.slice(0, maxAddresses).flatMap((server) => readAddress(server, baseUrl) ?? []);
  const templates = new Set(usable.map(({ template }) => template));
  const hasTwin = ({ template }: ApiAddress) =>
    template.startsWith("http://") && templates.has(template.replace("http://", "https://"));
  // What is known to be somewhere before what somebody has to complete, and what is encrypted before the same that is
  // not; otherwise in the document's order.
  return usable.toSorted(
    (a, b) =>
      Number(serverAt(a).needsAddress) - Number(serverAt(b).needsAddress) ||
      Number(hasTwin(a)) - Number(hasTwin(b)),
  );
}

/** An address as a Server Object: what a stored document has. */
export function toServerObject({ template, description, variables }: ApiAddress): JsonObject {
  const described = variables.map(({ name, preset, options, ...variable }) => [
    name,
    {
      ...(preset === null ? {} : { default: preset }),
      ...(options.length === 0 ? {} : { enum: options }),
      ...(variable.description === "" ? {} : { description: variable.description }),
    },
  ]);
  return {
    url: template,
    ...(description === "" ? {} : { description }),
    ...(variables.length === 0 ? {} : { variables: Object.fromEntries(described) }),
  };
}

/** An address with what is known of its variables filled in. */
export function serverAt({ template, variables }: ApiAddress): ApiServer {
  const presets = new Map(variables.map(({ name, preset }) => [name, preset]));
  const address = template.replace(variablePattern, (whole, name: string) => presets.get(name) ?? whole);
  if (!address.includes("{") && URL.canParse(address)) {
    const { origin, pathname } = new URL(address);
    return { origin, basePath: withoutEnd(pathname), needsAddress: false };
  }
  const [, origin = "", path = ""] = /^([a-z{][^/]*:\/\/[^/?#]*)?([^?#]*)/i.exec(address) ?? [];
  return { origin, basePath: withoutEnd(path), needsAddress: true };
}

/** The server of one operation, when it has its own; null when that is of no use. */
export function serverOfOperation(operation: Operation, server: ApiServer): ApiServer | null {
  for (const holder of [operation.source, operation.pathItem]) {
    if (listAt(holder, "servers").length === 0) continue;
    const base = server.needsAddress ? unknownOrigin : server.origin;
    const [first] = addressesOf(holder, `${base}${server.needsAddress ? "" : server.basePath}/`);
    if (!first) return null;
    const own = serverAt(first);
    return own.origin === unknownOrigin ? { ...own, origin: server.origin, needsAddress: true } : own;
  }
  return server;
}

const variablePattern = /\{([^{}/?#]{1,100})\}/g;

function readAddress(server: unknown, baseUrl: string | null): ApiAddress | null {
  const written = textAt(server, "url");
  if (written === null || written.length > 2000) return null;
  const described = objectAt(server, "variables");
  const names = [...new Set([...written.matchAll(variablePattern)].map(([, name = ""]) => name))];
  const [host = ""] = written.replace(/^[^/]*\/\//, "").split("/");
  const variables = names.map((name) => {
    const variable = readVariable(name, objectAt(described, name));
    // Nothing is a path like any other, and no part of a host.
    return variable.preset === "" && host.includes(`{${name}}`) ? { ...variable, preset: null } : variable;
  });
  const template = wholeAddress(fillScheme(written, variables), baseUrl);
  const address: ApiAddress = {
    template,
    description: (textAt(server, "description") ?? "").slice(0, 300),
    variables: variables.filter(({ name }) => template.includes(`{${name}}`)),
  };
  const holdsUser = /^[^/]*:\/\/[^/?#]*@/.test(template);
  return !holdsUser && isUsable(serverAt(address)) ? address : null;
}

/** `{scheme}://…`: how it is spoken is nothing to choose, and an origin begins with it. */
function fillScheme(written: string, variables: readonly ServerVariable[]): string {
  return written.replace(/^\{([^{}/]{1,100})\}(?=:\/\/)/, (_whole, name: string) => {
    const variable = variables.find((one) => one.name === name);
    return variable?.options.includes("https") ? "https" : (variable?.preset ?? "https");
  });
}

function readVariable(name: string, described: JsonObject): ServerVariable {
  const options = listAt(described, "enum").filter(
    (one) => typeof one === "string" || typeof one === "number",
  );
  const written = memberOf(described, "default");
  const preset = typeof written === "string" || typeof written === "number" ? String(written) : null;
  return {
    name,
    description: (textAt(described, "description") ?? "").slice(0, 300),
    preset:
      preset !== null && isPlaceholder(name, preset) ? null : (preset ?? options.map(String)[0] ?? null),
    options: options.map(String).slice(0, 100),
  };
}

/** True for a default that only shows what to write: `your-domain`, `<tenant>`, the variable's own name. */
function isPlaceholder(name: string, preset: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  return /[<>{}[\]\s]/.test(preset) || /^(your|my)[-_A-Z]?/.test(preset) || plain(preset) === plain(name);
}

/** The address as one that says where it is, as far as that is known. */
function wholeAddress(written: string, baseUrl: string | null): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(written)) return written;
  if (written.startsWith("//")) {
    const protocol = baseUrl !== null && URL.canParse(baseUrl) ? new URL(baseUrl).protocol : "https:";
    return `${protocol}${written}`;
  }
  if (isHostLike(written)) return `https://${written}`;
  if (baseUrl === null || !URL.canParse(baseUrl)) return written.replace(/^(?!\/)(\.{0,2}\/)*/, "/");
  // A URL's own parser would encode the braces.
  const { href } = new URL(written.replaceAll("{", "%7B").replaceAll("}", "%7D"), baseUrl);
  return href.replace(/\/$/, "").replaceAll("%7B", "{").replaceAll("%7D", "}");
}

/** `api.shop.example/v1`: a host somebody wrote without its scheme. */
function isHostLike(written: string): boolean {
  const [host = ""] = written.split("/");
  const isName = /^[a-z0-9{}-]+(\.[a-z0-9{}-]+)*\.[a-z]{2,}(:\d+)?$/i.test(host);
  return isName && !/\.(json|ya?ml|php|html?|aspx?|jsp|cgi)$/i.test(host);
}

/** Nothing is known against it; words that are no address are for the person to replace. */
function isUsable({ origin, needsAddress }: ApiServer): boolean {
  if (!/^(https?:\/\/|$)/i.test(origin)) return false;
  return needsAddress || isPlainHttp(origin);
}

const isPlainHttp = (origin: string) => URL.canParse(origin) && /^https?:$/.test(new URL(origin).protocol);

function refusalOf(written: string): string {
  const shown = `its server “${written.slice(0, 200)}”`;
  if (/^[^/]*:\/\/[^/]*@/.test(written)) return "its server's address holds a user name or password";
  return /^(?!https?:)[a-z][a-z0-9+.-]*:/i.test(written)
    ? `${shown} is not an http or https address`
    : `${shown} is not an address`;
}

function withoutEnd(path: string): string {
  return path.replace(/\/+$/, "");
}

/** A kind of connection: an API's own or, with an origin, that of the operations it has elsewhere. */
export function connectionKindOf(apiId: string, elsewhere: string | null): string {
  return elsewhere === null ? `api:${apiId}` : `api:${apiId}@${elsewhere.replace(/^https:\/\//, "")}`;
}
