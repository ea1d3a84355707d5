import { Error as ErrorLevel, type Loader, type LoggerInterface, parse, type Spec, View } from "vega";
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
  const failures: unknown[] = [];
  const view = new View(runtimeOf(spec), {
    renderer: "none",
    loader: noLoader,
    expr: expressionInterpreter,
    logger: loggerTo(failures),
  });
  try {
    const svg = await view.toSVG();
    // Vega reports what goes wrong inside a chart to its logger and draws the rest.
    const [failure] = failures;
    if (failure !== undefined) throw failure;
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
    const failures: unknown[] = [];
    const vega: Spec = compile(vegaLite, { logger: loggerTo(failures) }).spec;
    const [failure] = failures;
    if (failure !== undefined) throw failure;
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

/** Collects errors. Warnings are about specifications in general. */
function loggerTo(failures: unknown[]): LoggerInterface {
  const logger: LoggerInterface = {
    level: levelOf,
    error: (...messages: readonly unknown[]) => {
      failures.push(
        messages.find((one) => one instanceof Error) ?? new Error(messages.map(String).join(" ")),
      );
      return logger;
    },
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  };
  function levelOf(level: number): LoggerInterface;
  function levelOf(): number;
  function levelOf(level?: number): LoggerInterface | number {
    return level === undefined ? ErrorLevel : logger;
  }
  return logger;
}

function asToolError(error: unknown): unknown {
  if (error instanceof ToolError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const kind = error instanceof ExpressionError ? "refused" : "bad-input";
  return new ToolError(kind, `The chart can't be drawn: ${reason}.`, { cause: error });
}
