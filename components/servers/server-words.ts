import type { ServerToolState, ServerTransport } from "@/lib/domain/mcp-server";

/** How a server is reached, on one line: for lists, never for deciding. */
export function reachText(transport: ServerTransport): string {
  return transport.kind === "http" ? transport.url : [transport.command, ...transport.args].join(" ");
}

export const stateWords: Record<ServerToolState, string> = {
  new: "New",
  allowed: "Allowed",
  changed: "Changed",
  gone: "Gone",
  unusable: "Can't be used",
};

/** Words for what the server says of repeating and reaching. */
export const effectOptions = [
  { value: "read", label: "Read", description: "Only looks. Runs without asking." },
  { value: "write", label: "Write", description: "Changes something. Asks first." },
  { value: "irreversible", label: "Irreversible", description: "Can't be taken back. Always asks." },
] as const;
