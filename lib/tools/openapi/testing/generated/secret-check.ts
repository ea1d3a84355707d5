// The credentials of a request, checked against the document's own words.
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import { type Pairs, type RawRequest, WrongRequest } from "./decode-request";
import { resolver } from "./described-operations";

export interface SecretPlaces {
  request: RawRequest;
  pairs: Pairs;
  cookies: Pairs;
  headers: Set<string>;
  credentials: ReadonlyMap<string, { user: string; secret: string }>;
}

/** Whether a request fulfils one of the document's requirements, with the right secrets and in the right places. */
export class SecretCheck {
  readonly #resolve: (value: Json | undefined) => JsonObject;
  readonly #schemes: JsonObject;
  readonly #at: SecretPlaces;

  constructor(document: JsonObject, at: SecretPlaces) {
    this.#resolve = resolver(document);
    const components = isJsonObject(document.components) ? document.components : {};
    const schemes = document.securityDefinitions ?? components.securitySchemes;
    this.#schemes = isJsonObject(schemes) ? schemes : {};
    this.#at = at;
  }

  /** Takes the credentials out of the request; says which places were theirs. */
  check(requirements: readonly JsonObject[]): Set<string> {
    const taken = new Set<string>();
    if (requirements.length === 0) {
      if (this.#at.headers.has("authorization")) throw new WrongRequest("credentials nobody asked for");
      return taken;
    }
    const fulfilled = requirements.find((one) => Object.keys(one).every((scheme) => this.#has(scheme)));
    if (!fulfilled) throw new WrongRequest("the credentials are missing");
    for (const name of Object.keys(fulfilled)) taken.add(this.#take(name));
    return taken;
  }

  #has(name: string): boolean {
    const scheme = this.#resolve(this.#schemes[name]);
    const { user = "", secret = "" } = this.#at.credentials.get(name) ?? {};
    const { headers, url } = this.#at.request;
    if (scheme.type === "basic" || (scheme.type === "http" && /^basic$/i.test(String(scheme.scheme)))) {
      return headers.authorization === `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}`;
    }
    if (scheme.type !== "apiKey") {
      const [word, token] = (headers.authorization ?? "").split(" ");
      const wanted =
        scheme.type === "http" && !/^oauth$/i.test(String(scheme.scheme)) ? String(scheme.scheme) : "bearer";
      return word?.toLowerCase() === wanted.toLowerCase() && token === secret;
    }
    const key = String(scheme.name);
    if (scheme.in === "header") return headers[key.toLowerCase()] === secret;
    if (scheme.in === "cookie") return (headers.cookie ?? "").split("; ").includes(`${key}=${secret}`);
    return new URL(url, "http://x").searchParams.get(key) === secret;
  }

  /** Takes the place of a scheme out of what is left to explain, and names it. */
  #take(name: string): string {
    const scheme = this.#resolve(this.#schemes[name]);
    const { secret } = this.#at.credentials.get(name) ?? {};
    const key = String(scheme.name);
    if (scheme.type !== "apiKey") {
      this.#at.headers.delete("authorization");
      return "header Authorization";
    }
    if (scheme.in === "header") this.#at.headers.delete(key.toLowerCase());
    const pairs = scheme.in === "query" ? this.#at.pairs : scheme.in === "cookie" ? this.#at.cookies : null;
    const taken = pairs?.take((one) => one === key) ?? [];
    if (taken.length > 1) throw new WrongRequest(`the key ${key} was sent ${taken.length} times`);
    if (taken.some(([, raw]) => decodeURIComponent(raw) !== secret))
      throw new WrongRequest(`${key} is another key`);
    return `${scheme.in} ${key}`;
  }
}
