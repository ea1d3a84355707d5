// The values a goal holds: addresses, numbers, days, quotations.
import type { TimeMention } from "./dates";
import type { TaggedToken } from "./tag-words";
import { numberOf } from "./words";

/** A value the goal holds. Offsets are into it. */
export type GoalValue = { start: number; end: number; words: string } & (
  | { kind: "email" | "phone" | "url" | "chat" | "quote"; value: string }
  | { kind: "number"; value: number; unit: string | null }
  | { kind: "time"; value: string; time: TimeMention }
);

/** All of them, in the order of the goal. */
export function goalValues(tokens: readonly TaggedToken[], times: readonly TimeMention[]): GoalValue[] {
  return [...tokenValues(tokens), ...times.map(timeValue)].sort((a, b) => a.start - b.start);
}

function tokenValues(tokens: readonly TaggedToken[]): GoalValue[] {
  return tokens.flatMap((token, i): GoalValue[] => {
    const { start, end, text: words } = token;
    const next = tokens[i + 1];
    switch (token.kind) {
      case "email":
      case "url":
        return [{ kind: token.kind, start, end, words, value: words }];
      case "phone":
        return [{ kind: "phone", start, end, words, value: phoneNumber(words) }];
      case "channel":
      case "handle": {
        const isNamed = next?.lower === "channel" || next?.lower === "room";
        return [{ kind: "chat", start, end: isNamed ? next.end : end, words, value: words }];
      }
      case "quote":
        return [{ kind: "quote", start, end, words, value: words.slice(1, -1) }];
      case "number":
      case "word": {
        if (
          next?.lower === "channel" &&
          token.kind === "word" &&
          /^(?:the|our|in|to)$/.test(tokens[i - 1]?.lower ?? "")
        ) {
          return [
            { kind: "chat", start, end: next.end, words: `${words} ${next.text}`, value: `#${token.lower}` },
          ];
        }
        // "500mg", "2.5MB"
        const joined = /^(\d+(?:\.\d+)?)([a-z]{1,4})$/i.exec(words);
        const number = numberOf(words) ?? (joined ? Number(joined[1]) : null);
        const unit = joined?.[2]?.toLowerCase() ?? (next?.kind === "word" ? next.lower : null);
        return number === null || (number === 1 && token.kind === "word")
          ? []
          : [{ kind: "number", start, end, words, value: number, unit }];
      }
      default:
        return [];
    }
  });
}

/** A phone number as E.164 as far as it can be told: ten bare digits are taken for a North American one. */
function phoneNumber(words: string): string {
  const digits = words.replace(/\D/g, "");
  return words.startsWith("+") ? `+${digits}` : `+1${digits}`;
}

function timeValue(time: TimeMention): GoalValue {
  return { kind: "time", start: time.start, end: time.end, words: time.words, value: time.from, time };
}
