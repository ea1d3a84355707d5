// Questions for what nothing at hand gives, in the words a person would use.
import type { Json } from "@/lib/domain/json";
import type { Filled, Situation } from "./situation";
import type { InputField } from "./tool-fields";
import { capitalize, stem } from "./words";

/** Which end of a way an input is: where it begins, or where it goes. */
export function directionOf(field: InputField): "from" | "to" | null {
  const has = (words: string) => words.split(" ").some((word) => field.stems.includes(stem(word)));
  if (has("from origin departure source start outbound depart")) return "from";
  return has("to destination arrival target end arrive") ? "to" : null;
}

/** Values to choose from, out of the schema: its options, its default, its examples. */
export function suggestionsOf(field: InputField): Json[] {
  const { schema, item } = field;
  const options = item.enum ?? [];
  const given = schema.default === undefined ? [] : [schema.default];
  const all = [...given, ...options.filter((option) => option !== schema.default)];
  return all.slice(0, 20);
}

/** What to ask for an input, and about whom: "From which city or airport?" */
export function questionFor(field: InputField, isAboutSpeaker: boolean): string {
  const direction = directionOf(field);
  switch (field.meaning) {
    case "airport":
    case "place": {
      const what = field.meaning === "airport" ? "city or airport" : "city or place";
      return direction ? `${capitalize(direction)} which ${what}?` : `Which ${what}?`;
    }
    case "email":
      return isAboutSpeaker ? "What is your e-mail address?" : "Which e-mail address should it go to?";
    case "phone":
      return isAboutSpeaker
        ? "What is your phone number, with the country code?"
        : "Which phone number should it go to? Give it with the country code.";
    case "chat":
      return isAboutSpeaker ? "What is your handle in the chat?" : "Which channel or person should it go to?";
    case "date":
      return `${field.title}: which day?`;
    case "instant":
      return `${field.title}: when?`;
    case "person-name":
      return `What is the ${field.title.toLowerCase().replace(/(?:'s)?(?: full)? name$/, "")}'s full name?`.replace(
        "the name's",
        "the",
      );
    case "party":
      return "Which person or team?";
    case "file":
      return "Which file? Attach one to the goal, or choose one here.";
    case "text":
      return "What should it say?";
    case "subject":
      return "What should the subject be?";
    case "table":
      return "Which data should it work on?";
    default: {
      const about = field.schema.description?.trim() ?? "";
      const hint = about !== "" && about.length <= 200 ? ` ${about}` : "";
      return `${capitalize(field.title)}?${hint}`;
    }
  }
}

/** Binds an input to a question. Always possible; the search counts it against the draft. */
export function askFor({ context, draft, field }: Situation): Filled {
  const question = context.hint?.kind === "question" ? context.hint.question : questionFor(field, false);
  return { draft, binding: { kind: "question", question, suggestions: suggestionsOf(field) } };
}
