// What a connection to an imported API needs: derived from its stored document, so that it is never out of date.
import type { JsonObject } from "@/lib/domain/json";
import { type Operation, operationsOf } from "./operations";
import { createReferences } from "./references";
import {
  type ApiCredential,
  credentialsOf,
  isOpen,
  requirementsOf,
  undeclaredRequirements,
} from "./security";
import {
  type ApiAddress,
  type ApiServer,
  addressesOf,
  connectionKindOf,
  serverOf,
  serverOfOperation,
} from "./server";

/** One kind of connection to an API. */
export interface ConnectableApi extends ApiServer {
  id: string;
  title: string;
  /** `api:<id>`; `api:<id>@<host>` for the operations that the document puts on another origin. */
  kind: string;
  /** All the addresses the document knows for it, the one of `origin` and `basePath` first. */
  addresses: ApiAddress[];
  credentials: ApiCredential[];
  /** Credentials that are needed together, by scheme: any one of these lets some operation through; the most used first. */
  combinations: string[][];
  /** How many of its operations can't be called without credentials. */
  needsCredentials: "none" | "some" | "all";
}

/**
 * Every kind of connection an imported API has, its main one first. Empty when its document can't be understood.
 * @param operations the document's, when they are known
 */
export function connectableApis(
  api: { id: string; title: string; document: JsonObject },
  operations?: readonly Operation[],
): ConnectableApi[] {
  const { id, title, document } = api;
  const server = serverOf(document, null);
  if ("refused" in server) return [];
  const references = createReferences(document);
  const main = connectionKindOf(id, null);
  const uses = new Map<string, KindUse>([[main, new KindUse(server)]]);
  for (const operation of operations ?? operationsOf(document, references)) {
    const own = serverOfOperation(operation, server);
    if (own === null) continue;
    const isElsewhere = own.origin !== server.origin;
    const kind = connectionKindOf(id, isElsewhere ? own.origin : null);
    const use = uses.get(kind) ?? new KindUse(own);
    use.add(requirementsOf(document, operation.source).map((one) => one.map(({ scheme }) => scheme)));
    uses.set(kind, use);
  }
  const credentials = credentialsOf(document, references);
  const isUndeclared = credentials.length > 0 && undeclaredRequirements(document).length > 0;
  return [...uses].map(([kind, use]) => ({
    id,
    title,
    kind,
    ...use.server,
    addresses: kind === main ? addressesOf(document, null) : [plainAddress(use.server)],
    credentials,
    combinations: use.combinations(),
    needsCredentials: isUndeclared ? "some" : use.need(),
  }));
}

function plainAddress({ origin, basePath }: ApiServer): ApiAddress {
  return { template: `${origin}${basePath}`, description: "", variables: [] };
}

/** What the operations of one kind of connection ask for. */
class KindUse {
  readonly server: ApiServer;
  #open = 0;
  #closed = 0;
  readonly #counts = new Map<string, { schemes: string[]; count: number }>();

  constructor(server: ApiServer) {
    this.server = server;
  }

  add(requirements: string[][]): void {
    if (isOpen(requirements.map((one) => one.map((scheme) => ({ scheme, scopes: [] }))))) this.#open += 1;
    else this.#closed += 1;
    for (const schemes of requirements) {
      const key = schemes.toSorted().join("\n");
      const known = this.#counts.get(key) ?? { schemes, count: 0 };
      this.#counts.set(key, { ...known, count: known.count + 1 });
    }
  }

  combinations(): string[][] {
    const used = [...this.#counts.values()].filter(({ schemes }) => schemes.length > 0);
    return used.toSorted((a, b) => b.count - a.count).map(({ schemes }) => schemes);
  }

  need(): ConnectableApi["needsCredentials"] {
    if (this.#closed === 0) return "none";
    return this.#open === 0 ? "all" : "some";
  }
}
