import { useEffect, useRef, useState } from "react";
import { dependenciesOf, type Step } from "@/lib/domain/plan";
import type { Positions } from "./canvas-graph";
import { layoutSteps } from "./layout-steps";

/** What the layout depends on: which steps there are and how they hang together. */
const shapeOf = (steps: readonly Step[]) =>
  steps.map((step) => `${step.id}<${dependenciesOf(step).join(",")}`).join(" ");

/** Places for all steps: the server's at first, laid out anew whenever the shape of the graph changes. */
export function usePositions(steps: readonly Step[], initial: Positions): Positions {
  const [positions, setPositions] = useState(initial);
  const laidOut = useRef(shapeOf(steps));
  const shape = shapeOf(steps);
  useEffect(() => {
    if (shape === laidOut.current) return;
    let isStale = false;
    void layoutSteps(steps).then((next) => {
      if (isStale) return;
      laidOut.current = shape;
      setPositions(next);
    });
    return () => {
      isStale = true;
    };
  }, [shape, steps]);
  return positions;
}
