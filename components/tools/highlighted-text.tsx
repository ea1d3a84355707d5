import { RevealedText } from "@/components/approval/revealed-text";
import { highlightText } from "./highlight-text";

/** A text of anybody's, inert and with nothing hidden, with the words it was found by marked. */
export function HighlightedText({ text, words }: { text: string; words: readonly string[] }) {
  return highlightText(text, words).map((part) =>
    part.isMatch ? (
      <mark key={part.start} className="rounded-xs bg-accent-soft px-px text-inherit">
        <RevealedText text={part.text} />
      </mark>
    ) : (
      <RevealedText key={part.start} text={part.text} multiline />
    ),
  );
}
