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
import { splitWords } from "./names";
import type { Operation } from "./operations";

/** Methods that read by their definition; beside the usual ones those of WebDAV and of OpenAPI 3.2. */
export const readMethods = new Set(["get", "head", "options", "query", "PROPFIND", "REPORT", "SEARCH"]);

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
  const noun = singular(lastSegmentWords(operation.target.path).at(-1) ?? "");
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

const knownVerbs = new WeakMap<Operation, string[]>();

function verbsOf(operation: Operation): string[] {
  const verbs = knownVerbs.get(operation) ?? findVerbs(operation);
  knownVerbs.set(operation, verbs);
  return verbs;
}

/** The words that say what is done: the first of the operation's id and of its summary, and a verb that ends its path. */
function findVerbs({ operationId, summary, method, target }: Operation): string[] {
  const found: string[] = [];
  for (const text of [operationId ?? "", summary ?? ""]) {
    const words = splitWords(text);
    // "POST_DescribeInstances", "get_user": the method's name is no verb of the operation when another word follows.
    const [first = "", second = ""] = words.length > 1 && words[0] === method ? words.slice(1) : words;
    // "check in" and "check out" do, "check" asks.
    if (first === "check" && /^(in|out)$/.test(second)) found.push("checkin");
    else found.push(verbStem(first));
  }
  const [verb, ...rest] = lastSegmentWords(target.path);
  if (verb !== undefined && rest.length === 0) found.push(verbStem(verb));
  return found.filter((one) => one !== "");
}

const knownStems = new Map<string, string>();
const maxKnownStems = 20_000;

/** "Sends a message" → `send` */
function verbStem(word: string): string {
  const stem = knownStems.get(word) ?? findStem(word);
  if (knownStems.size < maxKnownStems) knownStems.set(word, stem);
  return stem;
}

function findStem(word: string): string {
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
