import { type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import { parseSender, type Sender } from "./addresses";

/** The sender of a mail connection. Throws a `credentials` ToolError when it has none. */
export function senderOf({ config, name }: OpenConnection): Sender {
  if (typeof config.from === "string" && config.from.trim() !== "") return parseSender(config.from);
  throw new ToolError(
    "credentials",
    `The connection “${name}” has no sender. Give it one on the Connections page.`,
  );
}
