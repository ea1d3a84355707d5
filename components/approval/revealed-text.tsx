import { useMemo } from "react";
import { revealText } from "./reveal-text";

/** Past this many marks they are no longer drawn one by one; every character is still there. */
const drawnMarks = 500;

/** A text with nothing hidden in it: characters nobody would see are drawn as marks like ⟨U+202E⟩. */
export function RevealedText({ text, multiline = false }: { text: string; multiline?: boolean }) {
  const pieces = useMemo(() => revealText(text, { multiline }), [text, multiline]);
  if (pieces.length > drawnMarks) return <bdi>{pieces.map((piece) => piece.text).join("")}</bdi>;
  return (
    <bdi>
      {pieces.map((piece, index) =>
        piece.kind === "text" ? (
          piece.text
        ) : (
          <mark
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places.
            key={index}
            title={piece.meaning}
            className="mx-px whitespace-nowrap rounded-xs bg-status-unknown-soft px-0.5 font-mono text-[0.92em] text-status-unknown"
          >
            {piece.text}
          </mark>
        ),
      )}
    </bdi>
  );
}
