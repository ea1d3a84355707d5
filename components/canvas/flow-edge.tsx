import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from "@xyflow/react";
import { memo } from "react";
import { cn } from "@/components/ui/cn";
import type { FlowEdgeType } from "./canvas-graph";

/** An edge, labelled with what flows along it; dashed where it is order alone. */
export const FlowEdge = memo(function FlowEdge(props: EdgeProps<FlowEdgeType>) {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, markerEnd, selected } =
    props;
  const [path, labelX, labelY] = getSmoothStepPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    borderRadius: 10,
  });
  const state = data?.state ?? "idle";
  return (
    <>
      <BaseEdge
        path={path}
        markerEnd={markerEnd}
        className={cn(
          "!stroke-border-control",
          data?.mark === "added" && "!stroke-success",
          data?.mark === "removed" && "!stroke-danger",
          state === "flowed" && "!stroke-status-completed",
          state === "flowing" && "!stroke-status-running motion-safe:animate-[dash_0.8s_linear_infinite]",
          selected && "!stroke-focus",
        )}
        style={{
          strokeWidth: 1.5,
          strokeDasharray:
            state === "flowing" || data?.mark === "removed" ? "6 4" : data?.label ? undefined : "3 4",
        }}
      />
      {data?.label && (
        <EdgeLabelRenderer>
          <span
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
            title={data.label}
            className="nopan pointer-events-auto absolute max-w-52 truncate rounded-full border border-border bg-surface px-1.5 py-px font-mono text-2xs text-text-muted"
          >
            {data.label}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
