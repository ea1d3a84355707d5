import { writeText } from "@/lib/ai/write-text";
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { openConnection } from "@/lib/connections/open-connection";
import { currentToolPrice } from "@/lib/db/tool-prices";
import { fileAccess } from "@/lib/files/file-access";
import { executorFor, lookUpFor } from "@/lib/tools/executor-for";
import { closeMcpSessions } from "@/lib/tools/mcp/execute-mcp";
import type { EngineParts } from "./engine-parts";

/** The real parts. */
export function workerParts(): EngineParts {
  return {
    executorFor,
    lookUpFor,
    openConnection,
    files: fileAccess(),
    fetch: guardedFetch,
    writeText,
    priceOf: currentToolPrice,
    close: closeMcpSessions,
  };
}
