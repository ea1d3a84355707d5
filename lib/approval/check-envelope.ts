// Whether a call is within what a person has allowed: pure, over the very inputs that would be sent.
import { canonicalJson } from "@/lib/domain/canonical-json";
import type { Bound, Envelope, EnvelopeGrant } from "@/lib/domain/envelope";
import type { ConnectionId, PlanId, RunId } from "@/lib/domain/ids";
import type { Json, JsonObject } from "@/lib/domain/json";
import type { Provenance } from "@/lib/domain/origin";
import type { Tool } from "@/lib/domain/tool";

/** A call as it would be made. */
export interface BoundedCall {
  runId: RunId;
  planId: PlanId;
  tool: Pick<Tool, "id" | "version" | "controlInputs" | "input">;
  inputs: JsonObject;
  provenance: Record<string, Provenance>;
  connectionId: ConnectionId | null;
  connectionOrigin: string | null;
  now: Date;
}

/** Why an envelope does not allow a call, a sentence each; none: it does. */
export function envelopeBreaches(envelope: Envelope, call: BoundedCall): string[] {
  const { tool, inputs } = call;
  const isInScope =
    envelope.scope === "run" ? envelope.runId === call.runId : envelope.planId === call.planId;
  const isSameCall =
    envelope.toolVersion === tool.version &&
    envelope.connectionId === call.connectionId &&
    envelope.connectionOrigin === call.connectionOrigin;
  if (!isInScope || envelope.toolId !== tool.id) return ["They are of another run, plan or tool."];
  if (!isSameCall) return ["The tool or its connection is another now."];
  if (call.now.getTime() >= Date.parse(envelope.until)) return ["Their time is over."];
  if (envelope.used >= envelope.most) return [`They allowed ${envelope.most}, and all have been made.`];
  const { bounds } = envelope;
  return [
    ...inputBreaches(bounds, tool, inputs),
    ...openControls(bounds, tool),
    ...outsideBreaches(bounds, call),
  ];
}

const titleOf = ({ input }: Pick<Tool, "input">, name: string) => input.properties?.[name]?.title ?? name;
const ownOf = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** Which inputs are not within their bounds. */
export function inputBreaches(
  bounds: EnvelopeGrant["bounds"],
  tool: Pick<Tool, "input">,
  inputs: JsonObject,
): string[] {
  const names = new Set([...Object.keys(bounds), ...Object.keys(inputs)]);
  return [...names].flatMap((name) => {
    const bound = ownOf(bounds, name);
    const title = titleOf(tool, name);
    if (!bound) return [`"${title}" was not given when they were set.`];
    const value = ownOf(inputs, name);
    if (value === undefined) return bound.kind === "vary" ? [] : [`"${title}" is missing.`];
    return isWithin(bound, value) ? [] : [`"${title}" is ${short(value)}, not ${boundWords(bound)}.`];
  });
}

/** What comes from outside content is only let pass within bounds that say what it may be (A6). */
function outsideBreaches(
  bounds: EnvelopeGrant["bounds"],
  { tool, provenance, inputs }: BoundedCall,
): string[] {
  return Object.keys(inputs).flatMap((name) => {
    const isOutside = (ownOf(provenance, name)?.origin ?? "untrusted") === "untrusted";
    if (!isOutside || ownOf(bounds, name)?.kind !== "vary") return [];
    return [`"${titleOf(tool, name)}" comes from outside content, and nothing was said of what it may be.`];
  });
}

/** Whom or what a call reaches is never left open (A2). */
export function openControls(
  bounds: EnvelopeGrant["bounds"],
  tool: Pick<Tool, "controlInputs" | "input">,
): string[] {
  return tool.controlInputs.flatMap((name) =>
    ownOf(bounds, name)?.kind === "vary"
      ? [`"${titleOf(tool, name)}" decides what is reached: say what it may be.`]
      : [],
  );
}

export function isWithin(bound: Bound, value: Json): boolean {
  switch (bound.kind) {
    case "exact":
      return canonicalJson(value) === canonicalJson(bound.value);
    case "any-of": {
      const text = canonicalJson(value);
      return bound.values.some((one) => canonicalJson(one) === text);
    }
    case "domain": {
      const all = Array.isArray(value) ? value : [value];
      return all.length > 0 && all.every((one) => isAddressIn(one, bound.domains));
    }
    case "range":
      return typeof value === "number" && value >= bound.least && value <= bound.most;
    case "vary":
      return true;
    default:
      return bound satisfies never;
  }
}

/** One plain address and nothing beside it: no name, no second address, nothing a mail server might read otherwise. */
const plainAddress = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)$/;

function isAddressIn(value: Json, domains: readonly string[]): boolean {
  if (typeof value !== "string" || value.length > 320) return false;
  // `$` would let a line break pass at the end.
  if (/\s/.test(value)) return false;
  const domain = plainAddress.exec(value)?.[1]?.toLowerCase();
  return domain !== undefined && domains.includes(domain);
}

/** The domain of each address, where all are plain addresses: what to offer as a bound; null otherwise. */
export function domainsOf(value: Json): string[] | null {
  const all = Array.isArray(value) ? value : [value];
  const found = all.map((one) =>
    typeof one === "string" && !/\s/.test(one) ? (plainAddress.exec(one)?.[1]?.toLowerCase() ?? null) : null,
  );
  const domains = found.flatMap((one) => one ?? []);
  return domains.length > 0 && domains.length === found.length ? [...new Set(domains)] : null;
}

function short(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

/** A bound in words: `only addresses at corp.com`. */
export function boundWords(bound: Bound): string {
  switch (bound.kind) {
    case "exact":
      return `exactly ${short(bound.value)}`;
    case "any-of":
      return `any of ${bound.values.slice(0, 5).map(short).join(", ")}${bound.values.length > 5 ? " …" : ""}`;
    case "domain":
      return `only addresses at ${bound.domains.join(" or ")}`;
    case "range":
      return `from ${bound.least} to ${bound.most}`;
    case "vary":
      return "anything that does not come from outside content";
    default:
      return bound satisfies never;
  }
}
