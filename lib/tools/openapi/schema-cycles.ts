// Which schemas of a document lead back to themselves: Tarjan's strongly connected components over its references,
// found as they are asked for, with a stack of its own, so that a long chain costs no stack frames (N3).
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import type { References } from "./references";

interface Visit {
  index: number;
  lowest: number;
  /** Null while it is being worked out. */
  component: number | null;
}

/** Values are data, whatever they look like. */
const literalKeys = new Set(["example", "examples", "default", "enum", "const", "description"]);

export class SchemaCycles {
  readonly #references: References;
  readonly #visits = new Map<JsonObject, Visit>();
  #components = 0;

  constructor(references: References) {
    this.#references = references;
  }

  /** True when each of two schemas, both reached by references, leads to the other. */
  areTogether(one: JsonObject, other: JsonObject): boolean {
    return this.#componentOf(one) === this.#componentOf(other);
  }

  #componentOf(schema: JsonObject): number | null {
    if (!this.#visits.has(schema)) this.#search(schema);
    return this.#visits.get(schema)?.component ?? null;
  }

  #search(start: JsonObject): void {
    const waiting: JsonObject[] = [];
    const path: { schema: JsonObject; targets: JsonObject[]; next: number; visit: Visit }[] = [];
    const enter = (schema: JsonObject) => {
      const visit = { index: this.#visits.size, lowest: this.#visits.size, component: null };
      this.#visits.set(schema, visit);
      waiting.push(schema);
      path.push({ schema, targets: this.#targetsOf(schema), next: 0, visit });
    };
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const target = top.targets[top.next];
      top.next += 1;
      if (target !== undefined) {
        const known = this.#visits.get(target);
        if (!known) enter(target);
        else if (known.component === null) top.visit.lowest = Math.min(top.visit.lowest, known.index);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above) above.visit.lowest = Math.min(above.visit.lowest, top.visit.lowest);
      if (top.visit.lowest === top.visit.index) this.#close(top.schema, waiting);
    }
  }

  /** Everything that waits since `schema` belongs together with it. */
  #close(schema: JsonObject, waiting: JsonObject[]): void {
    for (let member = waiting.pop(); member !== undefined; member = waiting.pop()) {
      const visit = this.#visits.get(member);
      if (visit) visit.component = this.#components;
      if (member === schema) break;
    }
    this.#components += 1;
  }

  /** What a schema's own text refers to. */
  #targetsOf(schema: JsonObject): JsonObject[] {
    const targets = new Set<JsonObject>();
    const open: object[] = [schema];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (isJsonObject(node) && typeof node.$ref === "string") {
        const target = this.#references.target(node);
        if (target) targets.add(target);
      }
      for (const [key, value] of Object.entries(node)) {
        if (typeof value === "object" && value !== null && !literalKeys.has(key)) open.push(value);
      }
    }
    return [...targets];
  }
}
