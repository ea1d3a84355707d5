import { useCallback, useEffect, useRef, useState } from "react";

/** What came of a command that was sent. */
export type CommandOutcome =
  /** Done: the button keeps loading until the page has heard of the change. */
  | "sent"
  /** There is nothing to wait for. */
  | "over"
  /** Not done, and why. */
  | { failure: string };

export interface Command {
  /** The name of the command under way; null while there is none. */
  pending: string | null;
  /** Why the last one could not be done. */
  failure: string | null;
  /** Does nothing while another is under way, so that a double click counts once. */
  send: (name: string, act: () => Promise<CommandOutcome>) => void;
}

/** How long a change may take to arrive before it is asked for. */
const patienceMs = 5000;

const unreachable =
  "Lamplight did not answer, so it is not certain that this arrived. Trying again is safe: a decision counts once.";

/**
 * Sends one command at a time to the server. `state` is anything that becomes another when the command's change has
 * arrived, which ends the waiting; `onLate` is called when it doesn't arrive.
 */
export function useCommand(state: unknown, onLate: () => void): Command {
  const [pending, setPending] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const isBusy = useRef(false);
  const late = useRef(onLate);
  useEffect(() => {
    late.current = onLate;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new state is what is waited for.
  useEffect(() => {
    isBusy.current = false;
    setPending(null);
    setFailure(null);
  }, [state]);

  useEffect(() => {
    if (pending === null) return;
    const timer = setTimeout(() => late.current(), patienceMs);
    return () => clearTimeout(timer);
  }, [pending]);

  const send = useCallback((name: string, act: () => Promise<CommandOutcome>) => {
    if (isBusy.current) return;
    isBusy.current = true;
    setPending(name);
    setFailure(null);
    const settle = (message: string | null) => {
      isBusy.current = false;
      setPending(null);
      setFailure(message);
    };
    act().then(
      (outcome) => {
        if (outcome === "over") settle(null);
        else if (outcome !== "sent") settle(outcome.failure);
      },
      () => settle(unreachable),
    );
  }, []);
  return { pending, failure, send };
}
