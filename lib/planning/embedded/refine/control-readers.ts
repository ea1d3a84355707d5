// "only if …", "for each …", "before …", "last": when, how often and in which order, as people say it.
import { captures } from "./captures";
import type { Read, Reader } from "./wish";

export const withoutToo = (text: string) => text.replace(/,?\s+(?:too|as well|also)$/i, "");

/** "ask me before sending the mail", "after the look-up, save the list". */
export const additionOf: Reader = (text) => {
  const [where, other, doing] = captures(/^(before|after) (.+?), (.+)$/, text) ?? [];
  if (other && doing) return addition(doing, where, other);
  const [what, side, then] = captures(/^(.+?) (before|after) (?:(?:you|we|it|that) )?(.+)$/, text) ?? [];
  const isOrder =
    /^(?:move|put|do|run|the|have|make)\b/i.test(what ?? "") ||
    /^(?:that|this|which|noon|midnight|\d|the (?:rain|end))/i.test(then ?? "");
  return what && then && !isOrder ? addition(what, side, then) : null;
};

const addition = (text: string, where: string | null | undefined, other: string): Read => ({
  kind: "add",
  text: withoutToo(text),
  side: { where: where?.toLowerCase() === "before" ? "before" : "after", other },
});

export const conditionOf: Reader = (text) => {
  const [when, then] =
    captures(/^(?:but )?(?:only )?((?:if|when|unless) [^,]+?), (?:then )?(.+)$/, text) ?? [];
  if (when && then) return conditional(when, then);
  const [alone] =
    captures(/^(?:but )?(?:only )?(?:do (?:it|this|that) )?(?:only )?((?:if|when|unless) .+)$/, text) ?? [];
  if (alone) return { kind: "condition", when: alone, target: null };
  const [doing, reason] =
    captures(/^(?:only )?(.+?),? (?:but )?(?:only )?((?:if|unless|when) .+)$/, text) ?? [];
  return doing && reason ? conditional(reason, doing) : null;
};

/** "skip the mail if …" is the mail, unless …. */
function conditional(when: string, doing: string): Read {
  const [skipped] = captures(/^(?:skip|don't|do not|leave out|drop|omit|no|not)\s+(.+)$/, doing) ?? [];
  const opposite = /^unless /i.test(when)
    ? when.replace(/^unless/i, "if")
    : when.replace(/^(?:if|when)/i, "unless");
  const target = skipped ?? doing;
  const isBare = /^(?:(?:do|run|send) )?(?:it|this|that|so)$/i.test(target);
  return { kind: "condition", when: skipped ? opposite : when, target: isBare ? null : target };
}

export const always: Reader = (text) => {
  const [target] = captures(/^always (?:do |run )?(.+)$/, text) ?? [];
  if (target) return { kind: "always", target: isPointer(target) ? null : target };
  if (/^(?:always|unconditionally|in any case|regardless.*|no matter what)$/i.test(text))
    return { kind: "always", target: null };
  const [of] = captures(
    /^(?:drop|remove|delete|without|no|lose|forget)(?: the)? (?:condition|if|check)(?: (?:of|on|from) (.+))?$/,
    text,
  ) ?? [null, "none"];
  if (
    of !== undefined &&
    /\b(?:condition|if|check)\b/i.test(text) &&
    /^(?:drop|remove|delete|without|no|lose|forget)/i.test(text)
  ) {
    return { kind: "always", target: of === "none" ? null : of };
  }
  return null;
};

export const isPointer = (words: string) => /^(?:it|this|that|them|these|those)$/i.test(words);

export const repetitionOf: Reader = (text) => {
  const [over, doing] = captures(/^(for (?:each|every|all)(?: one)?(?: of)? [^,]+?), (.+)$/, text) ?? [];
  if (over && doing) return { kind: "repeat", over, target: doing };
  const [alone] =
    captures(/^(?:(?:do|run|repeat) (?:it|this|that) )?(for (?:each|every|all)\b.*)$/, text) ?? [];
  if (alone) return { kind: "repeat", over: alone, target: null };
  const [what, each] = captures(/^(.+?) (for (?:each|every)\b.*)$/, text) ?? [];
  if (what && each) return { kind: "repeat", over: each, target: what };
  const [one, per] =
    captures(
      /^(?:send |make |do )?(?:one|a separate|an own|its own|separate) (.+?) (?:per|for|to) (?:each |every )?(.+)$/,
      text,
    ) ?? [];
  if (one && per) return { kind: "repeat", over: `for each ${per.replace(/^of /i, "")}`, target: one };
  const [single, them] =
    captures(
      /^(.+?) (?:to )?(?:each|every one) of (.+?)(?: (?:separately|individually|one by one))?$/,
      text,
    ) ?? [];
  if (single && them) return { kind: "repeat", over: `for each of ${them}`, target: single };
  const [apart] = captures(/^(.+?) (?:separately|individually|one by one|one at a time)$/, text) ?? [];
  return apart ? { kind: "repeat", over: "for each of them", target: apart } : null;
};

export const once: Reader = (text) => {
  if (
    /^(?:only once|once only|(?:just )?once|do (?:it|this) (?:only )?once|not for each.*|don't repeat (?:it|this|that)?)$/i.test(
      text,
    )
  ) {
    return { kind: "once", target: null };
  }
  const [target] = captures(/^(?:do|run|send|post) (.+?) (?:only|just) once$/, text) ?? [];
  return target ? { kind: "once", target: isPointer(target) ? null : target } : null;
};

export const order: Reader = (text) => {
  const [a, b] =
    captures(/^(?:swap|switch|reverse|flip|change) (?:the order of )?(.+?) and (.+)$/, text) ?? [];
  if (a && b) return { kind: "order", what: b, where: "before", other: a };
  const move = /^(?:move|put|do|run|have|make|send|post|start with|begin with|get|let)\b/i;
  const [begun] = captures(/^(?:start|begin) (?:with|by) (.+)$/, text) ?? [];
  if (begun) return { kind: "order", what: begun, where: "first", other: "" };
  const [what, end] =
    captures(
      /^(?:move|put|do|run|have|make|send|post|draw|let) (.+?) (?:come |go |be |run )?(first|last|up front|(?:at|to) the (?:very )?(?:end|start|beginning|top|bottom))$/,
      text,
    ) ??
    captures(
      /^(.+?) (?:should|must) (?:come|go|be|run|happen) (first|last|at the (?:end|start|beginning))$/,
      text,
    ) ??
    captures(/^((?:the |step )[^,]+?) (first|last)$/, text) ??
    [];
  if (what && end && isPointer(what) && !/^(?:move|put|do|run|have|make|let|send)\b/i.test(text))
    return {
      kind: "order",
      what: text.split(" ")[0] ?? what,
      where: /last|end|bottom/i.test(end) ? "last" : "first",
      other: "",
    };
  if (what && end)
    return { kind: "order", what, where: /last|end|bottom/i.test(end) ? "last" : "first", other: "" };
  const [moved, where, other] =
    captures(
      /^(.+?) (?:should|must|has to|needs to) (?:come|go|be|run|happen|be sent|be done|be posted) (before|after) (.+)$/,
      text,
    ) ??
    captures(
      /^(?:(?:move|put|do|run|have|make|send|post|let) )(.+?) (?:come |go |run |to )?(before|after|ahead of|behind|in front of) (.+)$/,
      text,
    ) ??
    captures(/^(the .+?|step \d+) (before|after) (.+)$/, text) ??
    [];
  if (!moved || !other || (!move.test(text) && !/^(?:the|step)\b|should|must/i.test(text))) return null;
  return { kind: "order", what: moved, where: /after|behind/i.test(where ?? "") ? "after" : "before", other };
};
