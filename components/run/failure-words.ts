import type { ToolErrorKind } from "@/lib/domain/tool-error";

interface FailureWords {
  /** What happened, in a few words. */
  title: string;
  /** What usually helps. */
  advice: string;
}

const words: Record<ToolErrorKind, FailureWords> = {
  transient: {
    title: "The service could not be reached or did not manage",
    advice: "This often passes by itself: try again in a moment.",
  },
  timeout: {
    title: "No answer came in time",
    advice: "Try again; if it happens again, ask for less at once.",
  },
  quota: { title: "The service's limit is used up", advice: "Wait a little, then try again." },
  credentials: {
    title: "The account was not accepted",
    advice: "Look at the connection, then try again.",
  },
  "bad-input": {
    title: "The service could not use what it was given",
    advice: "Change the inputs, then try again.",
  },
  "too-large": {
    title: "It was more at once than the service takes",
    advice: "Do it in parts, or give it less.",
  },
  "not-found": {
    title: "What it asked for is not there",
    advice: "Check the name or address in the inputs, then try again.",
  },
  refused: {
    title: "The call was refused",
    advice: "Change the inputs or use another tool.",
  },
  "broken-tool": {
    title: "The tool did not work as it should",
    advice: "Use another tool, or go on without it.",
  },
};

/** A kind of failure in plain words. */
export function failureWords(kind: ToolErrorKind): FailureWords {
  return words[kind];
}

/** The likeliest way out of a kind of failure. */
export function likeliestWay(kind: ToolErrorKind): "retry" | "edit" | "swap" {
  switch (kind) {
    case "transient":
    case "timeout":
    case "quota":
    case "credentials":
      return "retry";
    case "bad-input":
    case "too-large":
    case "not-found":
    case "refused":
      return "edit";
    case "broken-tool":
      return "swap";
    default:
      return kind satisfies never;
  }
}
