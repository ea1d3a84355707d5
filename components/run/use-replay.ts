import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import { keepInAddress } from "@/components/ui/keep-in-address";
import { runEventsQuery } from "@/lib/client/run-events";
import type { StepId } from "@/lib/domain/ids";
import { reduceRun } from "@/lib/domain/reduce-run";
import type { Run } from "@/lib/domain/run";
import { type Moment, momentsOf } from "./replay-moments";

export interface Replay {
  isOn: boolean;
  /** The run as it was at the moment that is shown; null while its events are read, and when it is not replayed. */
  past: Run | null;
  /** Its moments; `titleOf` names the steps. */
  moments: (titleOf: (stepId: StepId) => string) => Moment[];
  /** The event up to which it is shown. */
  seq: number;
  isPlaying: boolean;
  hasFailed: boolean;
  begin: () => void;
  goTo: (seq: number) => void;
  play: (isPlaying: boolean) => void;
  retry: () => void;
  leave: () => void;
}

/** A whole run is played in about this time, whatever its length. */
const wholeMs = 20_000;
const slowestMs = 900;
const quickestMs = 60;

/** A run shown as it was at each of its moments. The moment is in the address, so that a link leads to it. */
export function useReplay(run: Run): Replay {
  const [seq, setSeq] = useState(momentOf(useSearchParams().get("at")));
  // What happens while one looks back is not looked back at.
  const [upTo, setUpTo] = useState(run.seq);
  const [isPlaying, setPlaying] = useState(false);
  const isOn = seq !== null;
  const { data: events, isError, refetch } = useQuery({ ...runEventsQuery(run.id, upTo), enabled: isOn });
  const at = seq ?? 0;
  const past = useMemo(
    () => (isOn && events ? reduceRun(events.filter((event) => event.seq <= Math.max(1, at))) : null),
    [isOn, events, at],
  );
  const stops = useMemo(() => momentsOf(events ?? [], () => "").map((moment) => moment.seq), [events]);

  const goTo = (next: number | null) => {
    setSeq(next);
    keepInAddress({ at: next?.toString() });
  };
  const next = stops.find((stop) => stop > at);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each moment asks for the next one once.
  useEffect(() => {
    if (!isPlaying || events === undefined) return;
    if (next === undefined) {
      setPlaying(false);
      return;
    }
    const pauseMs = Math.min(slowestMs, Math.max(quickestMs, wholeMs / stops.length));
    const timer = setTimeout(() => goTo(next), pauseMs);
    return () => clearTimeout(timer);
  }, [isPlaying, next, events]);

  return {
    isOn,
    past,
    moments: (titleOf) => momentsOf(events ?? [], titleOf),
    seq: at,
    isPlaying,
    hasFailed: isError,
    begin: () => {
      setUpTo(run.seq);
      goTo(1);
      setPlaying(true);
    },
    goTo: (to) => {
      setPlaying(false);
      goTo(to);
    },
    play: (plays) => {
      if (plays && next === undefined) goTo(1);
      setPlaying(plays);
    },
    retry: () => void refetch(),
    leave: () => {
      setPlaying(false);
      goTo(null);
    },
  };
}

function momentOf(text: string | null): number | null {
  const seq = Number(text ?? Number.NaN);
  return Number.isInteger(seq) && seq > 0 ? seq : null;
}
