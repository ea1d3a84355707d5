import { useEffect, useRef, useState } from "react";
import { dependenciesOf, type Step } from "@/lib/domain/plan";
import type { Positions } from "./canvas-graph";
import { layoutSteps } from "./layout-steps";

/** What the layout depends on: which steps there are and how they hang together. */
const shapeOf = (steps: readonly Step[]) =>
  steps.map((step) => `${step.id}<${dependenciesOf(step).join(",")}`).join(" ");

/** Places for all steps: the server's at first, laid out anew whenever the shape of the graph changes, if that is wanted. */
export function usePositions(steps: readonly Step[], initial: Positions, isWanted: boolean): Positions {
  const [positions, setPositions] = useState(initial);
  // Steps the server did not know of have no place yet.
  const laidOut = useRef(steps.every(({ id }) => initial[id]) ? shapeOf(steps) : null);
  const shape = shapeOf(steps);
  useEffect(() => {
    if (!isWanted || shape === laidOut.current) return;
    let isStale = false;
    void layoutSteps(steps).then((next) => {
      if (isStale) return;
      laidOut.current = shape;
      setPositions(next);
    });
    return () => {
      isStale = true;
    };
  }, [shape, steps, isWanted]);
  return positions;
}
