import { type Loader, None, parse, type Spec, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { JsonObject } from "@/lib/domain/json";
import { ToolError } from "@/lib/tools/tool-contract";
import { chartConfig } from "./chart-spec";
import { ExpressionError, expressionInterpreter } from "./expression-interpreter";

/** Loads nothing: no data, no pictures, no links. */
const refuse = async (): Promise<never> => {
  throw new ToolError("refused", "The chart asks for something from elsewhere, which is not possible here.");
};
const noLoader: Loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

/** A Vega-Lite specification as SVG, in the light theme. Throws a ToolError for one that can't be drawn. */
export async function renderSvg(spec: JsonObject): Promise<string> {
  const view = new View(runtimeOf(spec), {
    renderer: "none",
    loader: noLoader,
    expr: expressionInterpreter,
    logLevel: None,
  });
  try {
    const svg = await view.toSVG();
    return svg;
  } catch (error) {
    throw asToolError(error);
  } finally {
    view.finalize();
  }
}

function runtimeOf(spec: JsonObject) {
  try {
    // Vega-Lite checks the specification itself; its type is the promise of a form it then reads.
    const vegaLite = { ...spec, config: { ...chartConfig, ...configOf(spec) } } as unknown as TopLevelSpec;
    const vega: Spec = compile(vegaLite, { logger: quiet }).spec;
    // `ast`: expressions stay syntax trees, for the interpreter.
    return parse(vega, undefined, { ast: true });
  } catch (error) {
    throw asToolError(error);
  }
}

function configOf(spec: JsonObject): JsonObject {
  const { config } = spec;
  return typeof config === "object" && config !== null && !Array.isArray(config) ? config : {};
}

/** Warnings are about specifications in general; a chart that can't be drawn throws. */
const quiet = {
  level: () => quiet,
  error: (...messages: readonly unknown[]) => {
    throw new Error(messages.map(String).join(" "));
  },
  warn: () => quiet,
  info: () => quiet,
  debug: () => quiet,
};

function asToolError(error: unknown): unknown {
  if (error instanceof ToolError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const kind = error instanceof ExpressionError ? "refused" : "bad-input";
  return new ToolError(kind, `The chart can't be drawn: ${reason}.`, { cause: error });
}
