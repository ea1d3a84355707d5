import { secretScrubber } from "@/lib/engine/scrub-secrets";
import { type ExecuteTool, type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import { renewConnection } from "./open-connection";

/**
 * Makes a call with a connection and, when the service refuses its token, once more with another one. A call that was
 * refused has done nothing, so it may be made again whatever its effect.
 */
export async function withRenewal<T>(
  connection: OpenConnection | null,
  call: (connection: OpenConnection | null) => Promise<T>,
): Promise<T> {
  try {
    return await call(connection);
  } catch (error) {
    const isRefused = error instanceof ToolError && error.kind === "credentials" && !error.effectUncertain;
    const renewed = isRefused && connection ? await renewConnection(connection) : null;
    if (!renewed) throw error;
    return await call(renewed).catch((again: unknown) => {
      throw again instanceof ToolError ? scrubbed(again, renewed) : again;
    });
  }
}

/** An execute function that has a refused token renewed. The engine never sees the new one: it is blanked out here (S1). */
export function renewing(execute: ExecuteTool): ExecuteTool {
  return (input, context) =>
    withRenewal(context.connection, async (connection) => {
      const result = await execute(input, { ...context, connection });
      if (connection === context.connection) return result;
      const scrub = secretScrubber(Object.values(connection?.secret ?? {}));
      const { output, receipt } = result;
      return { output: scrub(output), ...(receipt ? { receipt: scrub({ ...receipt }) } : {}) };
    });
}

/** The caller knows the secrets of the connection it opened, not those of the renewed one (S1). */
function scrubbed(error: ToolError, { secret }: OpenConnection): ToolError {
  const scrub = secretScrubber(Object.values(secret));
  const { kind, effectUncertain, cause } = error;
  return new ToolError(kind, scrub(error.message), {
    evidence: scrub(error.evidence),
    effectUncertain,
    cause,
  });
}
