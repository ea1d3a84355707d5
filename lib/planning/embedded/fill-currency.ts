// The currency of an amount: read where the goal says it, else asked for. Nobody's money is guessed.
import type { Json } from "@/lib/domain/json";
import { typeOf } from "@/lib/planning/output-fields";
import { withNote } from "./draft";
import type { Filled, Situation } from "./situation";
import { type InputField, inputFields } from "./tool-fields";
import { stem } from "./words";

const signs: [RegExp, string][] = [
  [/(?:US\$|\busd\b|\bus dollars?\b)/i, "USD"],
  [/(?:€|\beur\b|\beuros?\b)/i, "EUR"],
  [/(?:£|\bgbp\b|\b(?:british )?pounds?\b|\bsterling\b)/i, "GBP"],
  [/(?:\bchf\b|\b(?:swiss )?francs?\b)/i, "CHF"],
  [/(?:\bjpy\b|\byen\b)/i, "JPY"],
  [/(?:\bcny\b|\byuan\b|\brenminbi\b)/i, "CNY"],
  [/(?:₹|\binr\b|\brupees?\b)/i, "INR"],
  [/(?:\bcad\b|C\$|\bcanadian dollars?\b)/i, "CAD"],
  [/(?:\baud\b|A\$|\baustralian dollars?\b)/i, "AUD"],
  [/\b(SEK|NOK|DKK|PLN|CZK|HUF|BRL|MXN|ZAR|SGD|HKD|NZD|TRY|KRW|ILS|AED)\b/, ""],
  [/(?:\$|\bdollars?\b)/i, "USD"],
];
const usual = ["EUR", "USD", "GBP"];

/** True for an input that says in which currency an amount of the same call is. */
export function isCurrency(field: InputField): boolean {
  return field.stems.includes(stem("currency")) && typeOf(field.item) === "string" && !field.isList;
}

/** Null where the call has no amount, or the goal names none. */
export function currencyBinding({ context, draft, tool, field }: Situation): Filled | null {
  const { intent } = context;
  const amount = intent.values.find((value) => value.kind === "number");
  if (!amount || !inputFields(tool).some(isAmount)) return null;
  for (const [sign, code] of signs) {
    const match = sign.exec(intent.words);
    const value = match && inSchema(field, code === "" ? match[0] : code);
    if (!match || value === null) continue;
    const words = match[0];
    const isOpen = /^(?:\$|dollars?)$/i.test(words);
    const noted = isOpen ? withNote(draft, `“${words}” is read as US dollars.`) : draft;
    return { draft: noted, binding: { kind: "literal", value, origin: "person", words } };
  }
  const options: readonly Json[] =
    field.item.enum ?? (field.schema.default === undefined ? usual : [field.schema.default, ...usual]);
  const question = `${amount.words} in which currency?`;
  return { draft, binding: { kind: "question", question, suggestions: [...new Set(options)].slice(0, 20) } };
}

const isAmount = ({ item, stems }: InputField) =>
  /^(?:number|integer|string)$/.test(typeOf(item) ?? "") && stems.some((one) => amountStems.has(one));
const amountStems = new Set("amount price total sum cost value fee budget payment".split(" ").map(stem));

/** A currency as the schema writes it; null for one it doesn't take. */
function inSchema({ item }: InputField, code: string): string | null {
  if (!item.enum) return code;
  const option = item.enum.find((one) => String(one).toUpperCase() === code);
  return typeof option === "string" ? option : null;
}
