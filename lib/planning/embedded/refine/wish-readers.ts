// "drop …", "use … instead", "change … to …": what is wanted less, otherwise or under another name.
import { captures } from "./captures";
import { isPointer } from "./control-readers";
import type { Read, Reader } from "./wish";

export const drop: Reader = (text) => {
  const [except] =
    captures(
      /^(?:drop|remove|delete|skip)? ?(?:everything|all|all (?:the )?(?:other )?steps|every step)(?: else)? (?:but|except(?: for)?|other than|apart from) (.+)$/,
      text,
    ) ??
    captures(/^(?:keep only|only keep|just keep|only do|just do|only leave) (.+)$/, text) ??
    captures(/^keep (.+?) only$/, text) ??
    [];
  if (except) return { kind: "keep-only", what: except };
  const [apart] = captures(/^(?:leave|take) (.+?) (?:out|off|away)$/, text) ?? [];
  if (apart) return { kind: "drop", what: apart };
  const [what] =
    captures(
      /^(?:drop|remove|delete|skip|omit|cut|scrap|lose|ditch|strip|kill|cancel|leave (?:out|off|away)|take (?:out|away|off)|get rid of|forget(?: about)?|never ?mind|no need (?:for|to)|(?:(?:i|we) )?(?:don't|do not) (?:need|want)(?: to)?|without|no(?: more)?|don't|dont|do not|stop|not) (.+)$/,
      text,
    ) ?? [];
  return what
    ? { kind: "drop", what: what.replace(/ (?:any ?more|any longer|at all|after all|then)$/i, "") }
    : null;
};

export const replace: Reader = (text) => {
  const wish = (to: string | null | undefined, of: string | null | undefined): Read | null =>
    to ? { kind: "replace", to: to.replace(use, ""), of: of && !isPointer(of) ? of : null } : null;
  const use = /^(?:use|take|try|make it|have it be|do it|go with|it's|via|through|by|with|using) (?=\S)/i;
  const patterns: [RegExp, "to-of" | "of-to"][] = [
    [/^(?:replace|substitute) (.+?) (?:with|by) (.+)$/, "of-to"],
    [/^(?:swap|exchange) (?!the order)(.+?) (?:with|for|by) (.+)$/, "of-to"],
    [/^switch from (.+?) to (.+)$/, "of-to"],
    [/^(?:instead of|rather than) (.+?),? (?:use|take|do|make it|with|by|via) (.+)$/, "of-to"],
    [/^(?:instead of|rather than) (.+?), (.+)$/, "of-to"],
    [/^not (?:by |via |with |to |in |for )?(.+?),? but (.+)$/, "of-to"],
    [/^(.+?),? (?:instead|rather) (?:of|than) (?:by |via |with |to |in |for |from )?(.+)$/, "to-of"],
    [/^(.+?), not (?:by |via |with |to |in |for |from )?(.+)$/, "to-of"],
  ];
  for (const [pattern, order] of patterns) {
    const [first, second] = captures(pattern, text) ?? [];
    if (first && second) return order === "to-of" ? wish(first, second) : wish(second, first);
  }
  const [instead] =
    captures(/^(.+?),? (?:instead|rather)$/, text) ?? captures(/^instead,? (.+)$/, text) ?? [];
  if (instead) return wish(instead, null);
  const [switched] = captures(/^(?:switch|change)(?: (?:it|this|that))?(?: over)? to (.+)$/, text) ?? [];
  if (switched) return wish(switched, null);
  const [kind, form] =
    captures(
      /^(?:make|turn) (it|this|that|the [^,]+?|step \d+) (?:into )?((?:an?|the|all|only|in|by|for|to) .+)$/,
      text,
    ) ?? [];
  if (kind && form && !/\bfirst\b|\blast\b/i.test(form)) return wish(form, kind);
  const [plainly] = captures(/^make (?:it|this|that) (?!say\b)(.+)$/, text) ?? [];
  if (plainly) return wish(plainly, null);
  const [narrowed] =
    captures(/^(?:only|just) ((?:for|in|from|since|by|per|top) .+)$/, text) ??
    captures(/^((?:for|in|from|since|by|per|(?:the )?top) .+?) only$/, text) ??
    [];
  if (narrowed) return wish(narrowed, null);
  const [used, forWhat] =
    captures(/^(?:use|go with|take) (.+?)(?: for (?:that|this|it|the .+))?$/, text) ?? [];
  return used ? wish(used, forWhat) : null;
};

export const set: Reader = (text) => {
  const [what, value] =
    captures(
      /^(?:change|set|edit|update|adjust|put|turn)(?: the| its| my)? (.+?) (?:to(?: be| say| read)?|as|=) (.+)$/,
      text,
    ) ??
    captures(
      /^(?:let |make |have )?(.+?) (?:should|must|shall|has to|needs to|ought to) (?:be|say|read|go to)(?: called| named)? (.+)$/,
      text,
    ) ??
    captures(
      /^(?:let|make|have) (?:the |its )(subject|title|text|message|body|heading) (?:be|say|read):? (.+)$/,
      text,
    ) ??
    captures(
      /^with (?:the |a |an )?(subject|title|text|message|file name|body) (?:line )?(?:of )?("q*"|.+)$/,
      text,
    ) ??
    [];
  if (what && value && !/^order\b/i.test(what)) return { kind: "set", what, value };
  const [label, said] = captures(/^(?:the )?(subject|title|message|text|body|file ?name): (.+)$/, text) ?? [];
  if (label && said) return { kind: "set", what: label, value: said };
  const [saying] =
    captures(
      /^(?:make (?:it|the (?:mail|e-?mail|message|text|post|sms)) say|(?:it|the (?:mail|e-?mail|message|text|post|sms)) should say|say|write)(?: that)?:? (.+?)(?: instead)?$/,
      text,
    ) ?? [];
  if (saying) return { kind: "set", what: "message", value: saying };
  const [named, name] =
    captures(/^(?:call|name) (it|this|the file|the document|the chart|the table) (.+)$/, text) ?? [];
  return named && name
    ? {
        kind: "set",
        what: /\.\w{2,4}"?$/.test(name) || /file|document/i.test(named) ? "file name" : "title",
        value: name,
      }
    : null;
};

export const rename: Reader = (text) => {
  const [what, title] =
    captures(
      /^(?:rename|retitle|call|name) ((?:the |step )?.+?) (?:to|as|into)? ?("q*"|(?<=to ).+)$/,
      text,
    ) ?? [];
  return what && title
    ? { kind: "rename", what: what.replace(/ (?:to|as|into)$/i, ""), title: unquoted(title) }
    : null;
};

export const unquoted = (words: string) => words.replace(/^["“«'](.*)["”»']$/s, "$1");
