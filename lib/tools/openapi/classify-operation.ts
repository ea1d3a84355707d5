// What calling an operation does to the world, judged from its method and its words.
//
// The rules, the first that fits:
// 1. GET, HEAD and OPTIONS read, unless their own verb says otherwise ("GET /cancelBooking").
// 2. A POST whose verb only asks (search, query, list, validate, preview, …) reads.
// 3. What spends money or reaches people (pay, book, order, send, publish, …) is irreversible, and stays so when there
//    is an operation that cancels it: money comes back late or not at all, and a sent message was read. So it
//    always asks; the canceling operation is named as its undo.
// 4. DELETE and other destroying verbs are irreversible, unless an operation restores what they remove.
// 5. Everything else writes; an operation that removes what it made is its undo.
import type { Effect } from "@/lib/domain/effect";
import { objectAt, textAt } from "./json-access";
import { splitWords } from "./names";
import type { Operation } from "./operations";

const readMethods = new Set(["get", "head", "options"]);

const askingVerbs = new Set(
  "get list find search query lookup fetch read show describe check validate preview calculate estimate compute convert translate count suggest autocomplete compare simulate parse detect analyze analyse match filter quote geocode render".split(
    " ",
  ),
);
const spendingVerbs = new Set(
  "pay charge purchase buy order checkout book reserve refund withdraw transfer payout donate tip sell trade bid subscribe".split(
    " ",
  ),
);
const reachingVerbs = new Set(
  "send email mail sms message notify publish broadcast dispatch deliver dial tweet announce invite submit remind".split(
    " ",
  ),
);
const destroyingVerbs = new Set(
  "delete remove destroy purge erase wipe terminate revoke cancel void drop discard unsubscribe reset".split(
    " ",
  ),
);
/** Of a GET: verbs that can't be nouns of something to read. */
const plainDoingVerbs = new Set(
  "send delete remove destroy purge erase cancel pay publish revoke terminate create update trigger execute reset unsubscribe subscribe approve confirm".split(
    " ",
  ),
);
/** What a POST to a collection of these makes. */
const spendingNouns = new Set(
  "payment charge purchase order checkout booking reservation refund withdrawal transfer payout donation trade subscription".split(
    " ",
  ),
);
const reachingNouns = new Set(
  "message notification email mail sms tweet broadcast announcement invitation call fax".split(" "),
);

/** The effect of an operation, by the rules above; `hasRestore` for rule 4. */
export function effectOf(operation: Operation, hasRestore: boolean): Effect {
  const verbs = verbsOf(operation);
  const says = (words: ReadonlySet<string>) => verbs.some((verb) => words.has(verb));
  if (readMethods.has(operation.method) && !says(plainDoingVerbs)) return "read";
  if (operation.method === "post" && asks(operation)) return "read";
  if (isFinal(operation)) return "irreversible";
  if (operation.method === "delete" || says(destroyingVerbs)) return hasRestore ? "write" : "irreversible";
  return "write";
}

/** True for an operation that spends money or reaches people. */
function isFinal(operation: Operation): boolean {
  const verbs = verbsOf(operation);
  if (verbs.some((verb) => spendingVerbs.has(verb) || reachingVerbs.has(verb))) return true;
  if (operation.method !== "post") return false;
  const noun = singular(lastSegmentWords(operation.path).at(-1) ?? "");
  return spendingNouns.has(noun) || reachingNouns.has(noun);
}

/** Rule 2: every verb the operation has is one that only asks. */
function asks(operation: Operation): boolean {
  const verbs = verbsOf(operation);
  const own = verbs.filter((verb) => askingVerbs.has(verb));
  const others = verbs.filter(
    (verb) => spendingVerbs.has(verb) || reachingVerbs.has(verb) || destroyingVerbs.has(verb),
  );
  return own.length > 0 && others.length === 0;
}

/** The words that say what is done: the first of the operation's id and of its summary, and a verb that ends its path. */
function verbsOf({ operationId, summary, path }: Operation): string[] {
  const found: string[] = [];
  for (const text of [operationId ?? "", summary ?? ""]) {
    const [first = "", second = ""] = splitWords(text);
    // "check in" and "check out" do, "check" asks.
    if (first === "check" && /^(in|out)$/.test(second)) found.push("checkin");
    else found.push(verbStem(first));
  }
  const [verb, ...rest] = lastSegmentWords(path);
  if (verb !== undefined && rest.length === 0) found.push(verbStem(verb));
  return found.filter((one) => one !== "");
}

/** "Sends a message" → `send` */
function verbStem(word: string): string {
  for (const stem of [word, word.replace(/s$/, ""), word.replace(/es$/, ""), word.replace(/ies$/, "y")]) {
    const sets = [askingVerbs, spendingVerbs, reachingVerbs, destroyingVerbs, plainDoingVerbs];
    // A plural at the end of a path is a collection ("/orders"): its noun is judged, not its verb.
    if (sets.some((set) => set.has(stem))) return stem === word || !spendingNouns.has(stem) ? stem : word;
  }
  return word;
}

/** The words of the last segment of a path that is no parameter. */
function lastSegmentWords(path: string): readonly string[] {
  const fixed = path.split("/").filter((segment) => segment !== "" && !segment.includes("{"));
  return splitWords(fixed.at(-1) ?? "");
}

const singular = (word: string) => word.replace(/ies$/, "y").replace(/s$/, "");

const undoingVerbs = new Set(
  "cancel delete remove void undo revoke refund unarchive unpublish release".split(" "),
);
const restoringVerbs = new Set("restore undelete recover unarchive undo".split(" "));

/** Finds the operation that takes another one back. */
export class UndoFinder {
  readonly #byPath = new Map<string, Operation[]>();
  readonly #undoing: Operation[] = [];

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) {
      const place = normalPath(operation.path);
      this.#byPath.set(place, [...(this.#byPath.get(place) ?? []), operation]);
      if (this.#undoing.length < 2000 && isUndoing(operation)) this.#undoing.push(operation);
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
    const ids = new Set(links.map((link) => textAt(link, "operationId")));
    const restores = operation.method === "delete" || isUndoing(operation);
    return (
      this.#undoing.find((other) => other !== operation && !restores && ids.has(other.operationId)) ?? null
    );
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
    const sameThing = (other: Operation) => {
      const things = thingStems(other).filter((stem) => !isUndoStem(stem));
      return things.length > 0 && things.every((stem) => words.has(stem));
    };
    return this.#undoing.find((other) => other !== operation && sameThing(other)) ?? null;
  }

  #at(place: string, fits: (operation: Operation) => boolean): Operation | null {
    return this.#byPath.get(place)?.find(fits) ?? null;
  }
}

function isUndoing(operation: Operation): boolean {
  const [verb = ""] = splitWords(operation.operationId ?? "");
  return !readMethods.has(operation.method) && undoingVerbs.has(verb);
}

const isUndoStem = (stem: string) => [...undoingVerbs].some((verb) => stem === thingStem(verb));

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
