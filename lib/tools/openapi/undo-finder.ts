// Which operation of a document takes another one back.
import { readMethods } from "./classify-operation";
import { objectAt, textAt } from "./json-access";
import { splitWords } from "./names";
import type { Operation } from "./operations";

const undoingVerbs = new Set(
  "cancel delete remove void undo revoke refund unarchive unpublish release".split(" "),
);
const restoringVerbs = new Set("restore undelete recover unarchive undo".split(" "));

const undoStems = new Set([...undoingVerbs].map(thingStem));
/** Of operations that undo the same thing, as many as are looked at. */
const maxLikely = 50;

function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

/** Finds the operation that takes another one back. */
export class UndoFinder {
  readonly #byPath = new Map<string, Operation[]>();
  readonly #undoingById = new Map<string, Operation>();
  /** Operations that undo, by the first word of what they undo; with all words of it. */
  readonly #undoingByThing = new Map<string, { operation: Operation; things: string[] }[]>();

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) {
      const place = normalPath(operation.path);
      addTo(this.#byPath, place, operation);
      if (!isUndoing(operation)) continue;
      if (operation.operationId !== null) this.#undoingById.set(operation.operationId, operation);
      const things = thingStems(operation).filter((stem) => !undoStems.has(stem));
      const [thing] = things;
      if (thing !== undefined) addTo(this.#undoingByThing, thing, { operation, things });
    }
  }

  /** The operation that takes back what this one does; null when none is recognised. */
  find(operation: Operation): Operation | null {
    return this.#linked(operation) ?? this.#likely(operation);
  }

  /** The document's own word: a link of an answer to an operation that undoes. */
  #linked(operation: Operation): Operation | null {
    const responses = Object.values(objectAt(operation.source, "responses"));
    const links = responses.flatMap((response) => Object.values(objectAt(response, "links")));
    const ids = links.map((link) => textAt(link, "operationId") ?? "");
    if (operation.method === "delete" || isUndoing(operation)) return null;
    const found = ids.map((id) => this.#undoingById.get(id)).find((other) => other !== undefined);
    return found === operation ? null : (found ?? null);
  }

  #likely(operation: Operation): Operation | null {
    const place = normalPath(operation.path);
    if (operation.method === "delete" || isUndoing(operation)) return this.#restoring(place);
    if (operation.method === "post") return this.#removing(place) ?? this.#cancelOfSameThing(operation);
    if (operation.method === "put") return this.#at(place, (other) => other.method === "delete");
    return null;
  }

  /** DELETE of the collection's item, or of the same path, or a `cancel` beneath it. */
  #removing(place: string): Operation | null {
    const isDelete = (other: Operation) => other.method === "delete";
    return (
      this.#at(`${place}/{}`, isDelete) ??
      this.#at(place, isDelete) ??
      this.#firstBeneath(`${place}/{}`, undoingVerbs) ??
      this.#firstBeneath(place, undoingVerbs)
    );
  }

  #restoring(place: string): Operation | null {
    return this.#firstBeneath(place, restoringVerbs);
  }

  #firstBeneath(place: string, verbs: ReadonlySet<string>): Operation | null {
    for (const verb of verbs) {
      const found = this.#at(`${place}/${verb}`, (other) => other.method !== "get");
      if (found) return found;
    }
    return null;
  }

  /** `bookFlight` ↔ `cancelBooking`: the words beside the verb name the same thing. */
  #cancelOfSameThing(operation: Operation): Operation | null {
    const words = new Set(thingStems(operation));
    for (const word of words) {
      const others = this.#undoingByThing.get(word)?.slice(0, maxLikely) ?? [];
      const found = others.find(
        (other) => other.operation !== operation && other.things.every((stem) => words.has(stem)),
      );
      if (found) return found.operation;
    }
    return null;
  }

  #at(place: string, fits: (operation: Operation) => boolean): Operation | null {
    return this.#byPath.get(place)?.find(fits) ?? null;
  }
}

function isUndoing(operation: Operation): boolean {
  const [verb = ""] = splitWords(operation.operationId ?? "");
  return !readMethods.has(operation.method) && undoingVerbs.has(verb);
}

/** The words of an operation's id, cut to what a verb and its noun have in common: `booking` and `book`. */
function thingStems({ operationId }: Operation): string[] {
  return splitWords(operationId ?? "").map(thingStem);
}

function thingStem(word: string): string {
  const stem = word.replace(/(ing|ation|ment|s)$/, "").replace(/e$/, "");
  return stem.length >= 3 ? stem : word;
}

function normalPath(path: string): string {
  return path
    .replace(/\{[^{}]*\}/g, "{}")
    .replace(/\/+$/, "")
    .toLowerCase();
}
