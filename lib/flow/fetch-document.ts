import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { isSameOrigin } from "@/lib/connections/redirects";
import { maxDocumentBytes } from "@/lib/domain/api-import";
import { env } from "@/lib/env";
import { ToolError } from "@/lib/tools/tool-contract";

const fetchTimeoutMs = 20_000;

/** Origins on this machine that may be read and called: the sandbox's, and the one that is given. */
export function trustedOrigins(trustedOrigin?: string): string[] {
  const { LAMPLIGHT_SANDBOX, LAMPLIGHT_SANDBOX_HTTP_PORT: port } = env();
  const sandbox = LAMPLIGHT_SANDBOX === "on" && port !== undefined ? [`http://127.0.0.1:${port}`] : [];
  return trustedOrigin === undefined ? sandbox : [trustedOrigin, ...sandbox];
}

/** The text at an address, or a sentence about why there is none. */
export async function fetchDocument(
  address: string,
  trusted: readonly string[],
): Promise<{ text: string } | { message: string }> {
  const boundOrigin = trusted.find((origin) => isSameOrigin(origin, address));
  try {
    const { status, body } = await guardedFetch({
      url: address,
      headers: { accept: "application/json, application/yaml;q=0.9, text/yaml;q=0.9, */*;q=0.5" },
      signal: AbortSignal.timeout(fetchTimeoutMs),
      maxResponseBytes: maxDocumentBytes,
      ...(boundOrigin === undefined ? {} : { boundOrigin }),
    });
    if (status < 200 || status > 299) {
      return {
        message: `The address answered HTTP ${status} instead of a document. Open it in a browser to check it.`,
      };
    }
    return { text: body.toString("utf8") };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { message: `The document could not be fetched: ${error.message}` };
  }
}
