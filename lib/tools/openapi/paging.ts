// How the pages of an operation's answer follow one another, as data: recognised in its document (find-paging.ts), and
// followed when it is called.
import type { JsonSchema } from "@/lib/domain/json";

/** The place of a value in a tool's output: names of properties, from the outside in; none for the output itself. */
export type OutputPath = readonly string[];

/** What asks for the next page. An `input` is the tool's own name for one of its inputs. */
export type NextPage =
  /** The answer carries what the next call must give: `next_cursor` → `cursor`. Absent or empty on the last page. */
  | { kind: "cursor"; input: string; cursor: OutputPath }
  /** The next call gives a field of the last item: `starting_after`. `more` is true while there are more pages. */
  | { kind: "last-item"; input: string; field: string; more: OutputPath | null }
  /** Pages are counted; `first` is the number of the first one. */
  | { kind: "page"; input: string; first: 0 | 1; size: string | null }
  /** Items are counted: the next call begins after those there are. */
  | { kind: "offset"; input: string; first: 0 | 1; size: string | null }
  /** The answer's `Link` header has an address with `rel="next"`. */
  | { kind: "link-header" }
  /** The answer carries the next page's address, whole or relative; of this API's origin, or it isn't followed (P8). */
  | { kind: "link"; link: OutputPath };

export interface Paging {
  /** The list that goes on from page to page. */
  items: OutputPath;
  next: NextPage;
}

/**
 * An operation that answers in pages has one more input, whose place is `paging`: how many pages to gather at most.
 * Left out, or 1: one page, as the service gives it. Otherwise the output is the first page's with the items of the
 * others added; what leads to the next page is the last page's, so that what is left can still be asked for.
 */
export const pagesInputName = "maxPages";
export const mostPages = 100;

export const pagesInputSchema: JsonSchema = {
  type: "integer",
  title: "All pages, at most",
  description: `Gathers the items of all pages, of at most this many (up to ${mostPages}). Left empty: one page.`,
  minimum: 1,
  maximum: mostPages,
};

/** Beside the output of all pages: the file with all items, when they are more than fit in an output. */
export const itemsFileName = "itemsFile";

export const itemsFileSchema: JsonSchema = {
  type: "string",
  format: "file",
  title: "File with all items",
  description:
    "Only when the items of all pages are more than fit here: all of them, one JSON object a line.",
};
