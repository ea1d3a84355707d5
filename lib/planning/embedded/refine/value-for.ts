// Words as the value of an input, by what the input means.
import type { Json } from "@/lib/domain/json";
import { checkValue } from "@/lib/planning/check-value";
import { readGoal } from "@/lib/planning/embedded/read-goal";
import type { InputField } from "@/lib/planning/embedded/tool-fields";
import { capitalize, contentStems, numberOf, overlap, stem } from "@/lib/planning/embedded/words";
import type { Proposal } from "./proposal";
import { unquoted } from "./wish-readers";

/** What some words are as the value of an input; null when they are none. */
export function valueFor(proposal: Proposal, field: InputField, words: string): Json | null {
  const { values } = readGoal(words, proposal.request);
  const said = unquoted(words.trim().replace(/[.;]$/, ""));
  const ofKind = (kinds: string) => values.find(({ kind }) => kinds.split(" ").includes(kind))?.value ?? null;
  const raw = (): Json | null => {
    switch (field.meaning) {
      case "email":
      case "phone":
      case "chat":
      case "url":
        return ofKind(field.meaning);
      case "date": {
        const time = values.find((value) => value.kind === "time");
        return time?.kind === "time" ? time.time.from : null;
      }
      case "instant":
        return ofKind("time");
      case "count":
      case "number":
        return numberOf(said) ?? ofKind("number");
      case "boolean":
        return /^(?:yes|on|true|with)\b/i.test(said)
          ? true
          : /^(?:no|off|false|without)\b/i.test(said)
            ? false
            : null;
      case "choice":
        return (
          (field.item.enum ?? []).find(
            (option) => overlap(contentStems(String(option)), said.split(/\s+/).map(stem)) === 1,
          ) ?? null
        );
      case "text":
        return said === words.trim() ? `${capitalize(said)}${/[.!?]$/.test(said) ? "" : "."}` : said;
      case "subject":
      case "instructions":
        return capitalize(said);
      case "place":
      case "party":
      case "person-name":
      case "query":
      case "file-name":
        return said.replace(/^(?:in|for|at|from|to)\s+/i, "");
      case "other":
      case "template":
        return field.item.type === "string" ? said : null;
      case "airport":
      case "id":
      case "file":
      case "table":
      case "values":
        return null;
      default:
        return field.meaning satisfies never;
    }
  };
  const value = raw();
  if (value === null) return null;
  const shaped = field.isList ? [value] : value;
  return checkValue(shaped, field.schema) === null ? shaped : null;
}
