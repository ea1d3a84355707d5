// Parts of speech from compromise, laid over our own tokens by their offsets.
import nlp from "compromise";
import { z } from "zod";
import { type Token, tokenize } from "./words";

/** A token with what compromise takes it for: `Verb`, `Infinitive`, `Place`, `Person`, `Actor`, `Adjective`, … */
export interface TaggedToken extends Token {
  tags: ReadonlySet<string>;
}

// Beyond this, a text is a document, not a goal; its words are still read, but no longer tagged.
const taggedCharacters = 4000;

const sentencesSchema = z.array(
  z.object({
    terms: z.array(
      z.object({
        tags: z.array(z.string()).default([]),
        offset: z.object({ start: z.number(), length: z.number() }),
      }),
    ),
  }),
);

/** A goal is read in several passes, its parts too: tagging is the most of the work each would do. */
const mostKept = 64;
const kept = new Map<string, readonly TaggedToken[]>();

/** The tokens of a text with their parts of speech. */
export function tagWords(text: string): readonly TaggedToken[] {
  const known = kept.get(text);
  if (known) return known;
  const tagged = tag(text);
  if (kept.size >= mostKept) kept.clear();
  kept.set(text, tagged);
  return tagged;
}

function tag(text: string): TaggedToken[] {
  const head = text.slice(0, taggedCharacters);
  const sentences = sentencesSchema.parse(nlp(head).json({ offset: true }));
  const terms = sentences.flatMap((sentence) => sentence.terms).filter((term) => term.offset.length > 0);
  let at = 0;
  return tokenize(text).map((token) => {
    while (at < terms.length && endOf(terms[at]) <= token.start) at += 1;
    const tags = new Set<string>();
    for (let i = at; i < terms.length; i++) {
      const term = terms[i];
      if (!term || term.offset.start >= token.end) break;
      for (const tag of term.tags) tags.add(tag);
    }
    return { ...token, tags };
  });
}

const endOf = (term: { offset: { start: number; length: number } } | undefined) =>
  term ? term.offset.start + term.offset.length : 0;
