"use client";

import "@xyflow/react/dist/base.css";
import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Connection,
  ControlButton,
  Controls,
  type Edge,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  useStoreApi,
} from "@xyflow/react";
import { LayoutDashboard } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { SimulatedStatus } from "@/components/rehearsal/simulated-badge";
import { type StepId, stepIdSchema } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";
import type { StepStatus } from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import {
  canvasGraph,
  manySteps,
  nodeSize,
  type Positions,
  type StepMark,
  type StepNodeType,
} from "./canvas-graph";
import { type CanvasMode, CanvasModeContext } from "./canvas-mode";
import { FlowEdge } from "./flow-edge";
import { keepUnchanged } from "./keep-unchanged";
import { StepNode } from "./step-node";
import { usePositions } from "./use-positions";

/** What the person does on the canvas; only given where the plan can be edited. */
export interface CanvasEdits {
  onConnect: (source: StepId, target: StepId) => void;
  onDisconnect: (source: StepId, target: StepId) => void;
  onRemove: (stepId: StepId) => void;
  onMove: (stepId: StepId, position: { x: number; y: number }) => void;
  /** Forget where steps were put and lay them out again. */
  onTidy: () => void;
}

export interface PlanCanvasProps {
  steps: readonly Step[];
  tools: ReadonlyMap<string, Tool>;
  /** Laid out by the server, so that nothing jumps. */
  initialPositions: Positions;
  /** Laid out by whoever shows it, for a graph that grows step by step; absent: laid out here when its shape changes. */
  positions?: Positions;
  /** Steps glide to their places as others come. */
  isGrowing?: boolean;
  openCounts?: Readonly<Record<string, number>>;
  /** Of a run; null while planning. */
  statuses?: Readonly<Record<string, StepStatus>> | null;
  /** Of a run: how far repeated steps are, "3 of 12". */
  progress?: Readonly<Record<string, string>>;
  /** Of a proposal: what it would do to each step. */
  marks?: Readonly<Record<string, StepMark>>;
  /** Of a rehearsal: how each step would stand. */
  simulated?: Readonly<Record<string, SimulatedStatus>>;
  /** The first step whose effect can't be undone. */
  pointOfNoReturn?: StepId | null;
  /** What it is, for who can't see it; absent: the plan's or the run's canvas. */
  label?: string;
  selected: StepId | null;
  onSelect: (stepId: StepId | null) => void;
  edits?: CanvasEdits;
  /** Over the canvas, at the top: a banner, a toolbar. */
  children?: ReactNode;
}

const nodeTypes = { step: StepNode };
// One object for all renders: a new one each time would lay the graph out again without end.
const noOpenCounts = {};
const edgeTypes = { flow: FlowEdge };
const fitOptions = {
  padding: { top: "56px", bottom: "56px", left: "32px", right: "32px" },
  maxZoom: 1,
} as const;

/** The graph of a plan or a run. The only place that knows React Flow. */
export function PlanCanvas(props: PlanCanvasProps) {
  const mode: CanvasMode = props.edits ? "edit" : "watch";
  return (
    <CanvasModeContext value={mode}>
      <ReactFlowProvider>
        <Flow {...props} />
      </ReactFlowProvider>
    </CanvasModeContext>
  );
}

function Flow(props: PlanCanvasProps) {
  const {
    steps,
    tools,
    openCounts = noOpenCounts,
    statuses = null,
    progress,
    marks,
    simulated,
    pointOfNoReturn,
    selected,
    onSelect,
    edits,
    children,
  } = props;
  const ownPositions = usePositions(steps, props.initialPositions, props.positions === undefined);
  const positions = props.positions ?? ownPositions;
  const drawn = useRef<ReturnType<typeof canvasGraph>>({ nodes: [], edges: [] });
  const graph = useMemo(() => {
    const now = canvasGraph({
      ...{ steps, tools, positions, openCounts, statuses, progress, marks, simulated, selected },
      pointOfNoReturn,
    });
    const { nodes, edges } = drawn.current;
    drawn.current = { nodes: keepUnchanged(nodes, now.nodes), edges: keepUnchanged(edges, now.edges) };
    return drawn.current;
  }, [steps, tools, positions, openCounts, statuses, progress, marks, simulated, selected, pointOfNoReturn]);
  // While a node is dragged its place is known only here; the plan learns it when it is let go.
  const [nodes, setNodes] = useState(graph.nodes);
  useEffect(() => setNodes(graph.nodes), [graph.nodes]);
  const isLarge = steps.length >= manySteps;
  useFitWhenStepsChange(steps, graph.nodes);
  useSelectedInView(selected, graph.nodes);

  return (
    <ReactFlow
      nodes={nodes}
      edges={graph.edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      fitView
      fitViewOptions={fitOf(graph.nodes)}
      onlyRenderVisibleElements={isLarge}
      minZoom={0.2}
      maxZoom={1.5}
      nodesDraggable={edits !== undefined}
      nodesConnectable={edits !== undefined}
      edgesReconnectable={false}
      deleteKeyCode={edits ? ["Delete", "Backspace"] : null}
      onNodesChange={(changes: NodeChange<StepNodeType>[]) => {
        // By keyboard too: Enter or Space on a node.
        const chosen = changes.find((change) => change.type === "select" && change.selected);
        if (chosen?.type === "select") onSelect(stepIdSchema.parse(chosen.id));
        // Removal is the plan's to do, so that undo knows of it.
        setNodes((current) =>
          applyNodeChanges(
            changes.filter((change) => change.type !== "remove"),
            current,
          ),
        );
      }}
      onNodeDragStop={(_event, node) => edits?.onMove(node.data.step.id, node.position)}
      onPaneClick={() => onSelect(null)}
      onNodesDelete={(removed) => {
        for (const node of removed) edits?.onRemove(stepIdSchema.parse(node.id));
      }}
      onEdgesDelete={(removed) => {
        for (const edge of removed) withEnds(edge, (source, target) => edits?.onDisconnect(source, target));
      }}
      onConnect={(connection) => withEnds(connection, (source, target) => edits?.onConnect(source, target))}
      isValidConnection={(connection) => connection.source !== connection.target}
      proOptions={{ hideAttribution: true }}
      className={
        props.isGrowing
          ? "[&_.react-flow__node]:motion-safe:transition-transform [&_.react-flow__node]:motion-safe:duration-slow"
          : undefined
      }
      aria-label={props.label ?? (edits ? "Plan canvas" : "Run canvas")}
    >
      <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} color="var(--border-strong)" />
      <Controls
        showInteractive={false}
        position="bottom-left"
        fitViewOptions={fitOptions}
        className="overflow-hidden rounded-md border border-border bg-surface shadow-raised [&_button:hover]:bg-hover [&_button]:size-8 [&_button]:text-text-muted"
      >
        {edits && (
          <ControlButton onClick={edits.onTidy} title="Lay out again" aria-label="Lay out again">
            <LayoutDashboard />
          </ControlButton>
        )}
      </Controls>
      {children}
    </ReactFlow>
  );
}

function withEnds(edge: Pick<Edge | Connection, "source" | "target">, use: (a: StepId, b: StepId) => void) {
  use(stepIdSchema.parse(edge.source), stepIdSchema.parse(edge.target));
}

/** What a large plan is shown from at first, in pixels of the plan around its first step: all of it would be too small to read. */
const beginning = { width: 900, height: 1100 };

/** The whole graph; of a large one its beginning. */
function fitOf(nodes: readonly StepNodeType[]) {
  if (nodes.length < manySteps) return fitOptions;
  const top = nodes.reduce<StepNodeType | undefined>(
    (best, node) => (best && best.position.y <= node.position.y ? best : node),
    undefined,
  );
  const near = nodes.filter(({ position }) => {
    const [x, y] = [position.x - (top?.position.x ?? 0), position.y - (top?.position.y ?? 0)];
    return Math.abs(x) < beginning.width && y < beginning.height;
  });
  return { ...fitOptions, nodes: near };
}

/** Shows the graph again when steps come or go or the canvas changes its size; leaves the person's view alone otherwise. */
function useFitWhenStepsChange(steps: readonly Step[], nodes: readonly StepNodeType[]) {
  const { fitView } = useReactFlow();
  const size = useStore(({ width, height }) => `${width} ${height}`);
  const latest = useRef(nodes);
  latest.current = nodes;
  const key = `${size} ${steps.map((step) => step.id).join(" ")}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids are what a change is judged by
  useEffect(() => {
    const timer = setTimeout(() => void fitView({ ...fitOf(latest.current), duration: 200 }), 60);
    return () => clearTimeout(timer);
  }, [key, fitView]);
}

/** A step that is chosen in a list beside a large plan comes into view; one that is in view stays where it is. */
function useSelectedInView(selected: StepId | null, nodes: readonly StepNodeType[]) {
  const { setCenter, getViewport } = useReactFlow();
  const store = useStoreApi();
  const latest = useRef(nodes);
  latest.current = nodes;
  useEffect(() => {
    const node = latest.current.find(({ id }) => id === selected);
    if (!node || latest.current.length < manySteps) return;
    const { x, y, zoom } = getViewport();
    const { width, height } = store.getState();
    const left = node.position.x * zoom + x;
    const top = node.position.y * zoom + y;
    const isInView =
      left >= 0 &&
      top >= 0 &&
      left + nodeSize.width * zoom <= width &&
      top + nodeSize.height * zoom <= height;
    if (isInView || width === 0) return;
    const middle = [node.position.x + nodeSize.width / 2, node.position.y + nodeSize.height / 2] as const;
    void setCenter(...middle, { zoom: Math.max(zoom, 0.6), duration: 200 });
  }, [selected, setCenter, getViewport, store]);
}
