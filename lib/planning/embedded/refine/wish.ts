// What a request wants of a plan, before it is known what that means there.
/** One thing that is wanted of the plan. */
export type Wish = { words: string } & (
  | { kind: "drop"; what: string }
  /** `isLoose`: said in a way that may also mean something to be added: "only the mail". */
  | { kind: "keep-only"; what: string; isLoose?: true }
  /** One thing instead of another; `of`: null where it isn't said of what. */
  | { kind: "replace"; to: string; of: string | null }
  /** "change the subject to …" */
  | { kind: "set"; what: string; value: string }
  /** `target`: what is to be done then; null where it isn't said. */
  | { kind: "condition"; when: string; target: string | null }
  | { kind: "always"; target: string | null }
  | { kind: "repeat"; over: string; target: string | null }
  | { kind: "once"; target: string | null }
  | { kind: "order"; what: string; where: "before" | "after" | "first" | "last"; other: string }
  | { kind: "rename"; what: string; title: string }
  /** `side`: where the new step stands, where that is said. */
  | { kind: "add"; text: string; side: { where: "before" | "after"; other: string } | null }
  | { kind: "refused"; reason: string }
);

/** A wish without the words it was read from. */
export type Read = Wish extends infer One
  ? One extends { words: string }
    ? Omit<One, "words">
    : never
  : never;
export type Reader = (text: string) => Read | null;
