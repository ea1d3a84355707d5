// "Book a table": a tool that books flights knows the verb, and nothing of what it is said of.
import type { Candidate } from "@/lib/domain/candidate";
import { type PlannedIntent, refersBack } from "./planning-context";
import type { PlanningRequest } from "./planning-request";
import { objectOf } from "./read-clause";
import { isMessenger } from "./weigh-tools";
import { contentStems } from "./words";

/** So many tools are looked at for one that is about the thing. */
const looked = 40;

/** The candidates, those that would change something else than what is meant no longer fitting. */
export async function withoutVerbAlone(
  { search, facts }: PlanningRequest,
  intent: PlannedIntent,
  found: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const suspects = found.filter((candidate) => isVerbAlone(intent, candidate));
  const object = objectOf(intent)?.words ?? "";
  const isBack = object === "" || (refersBack(object) && !/^an?\s/i.test(object));
  if (suspects.length === 0 || (intent.verb !== null && isBack)) return found;
  // What "book" stands in without being done ("the books close on Friday") asks for no booking. Both the thing itself
  // and all that is said of it have to be what the tool is about: "for Friday in Paris" makes a table no flight.
  const things = intent.verb === null ? [] : [...new Set([object, thingOf(intent)])];
  let about = things.length > 0 ? suspects : [];
  for (const thing of things) {
    if (about.length === 0) break;
    const near = await search(thing.slice(0, 400), looked);
    const families = near.filter(({ reasons }) => reasons.likeness !== "none").map(familyOf);
    about = about.filter((candidate) => families.includes(familyOf(candidate)));
  }
  return found.map((candidate) =>
    suspects.includes(candidate) && !about.includes(candidate)
      ? { ...candidate, fits: false, score: Math.min(candidate.score, facts.fitThreshold * 0.9) }
      : candidate,
  );
}

/** The thing with all that is said of it: "a table for two at Nobu". */
const thingOf = ({ words, verbToken }: PlannedIntent) =>
  words
    .replace(verbToken?.text ?? "", " ")
    .replace(/\s+/g, " ")
    .trim();

/** The tools of one API speak of the same things. */
const familyOf = ({ tool }: Pick<Candidate, "tool">) => tool.id.split(".")[0];

/** True when all that a tool shares with the words is the word for what it does. */
function isVerbAlone(intent: PlannedIntent, { tool, reasons }: Candidate): boolean {
  if (tool.effect === "read" || intent.isSupply || reasons.words.length === 0 || isMessenger(tool))
    return false;
  const does = tool.title.split(" ")[0] ?? "";
  const own = new Set([...contentStems(does), ...contentStems(intent.verb ?? "")]);
  const isOther = (words: string) => contentStems(words).some((one) => !own.has(one));
  return isOther(objectOf(intent)?.words ?? intent.words) && !reasons.words.some(({ word }) => isOther(word));
}
