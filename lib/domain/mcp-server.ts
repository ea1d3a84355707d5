// A server of the Model Context Protocol: how it is reached, what it says its tools are, and what of that the operator
// has looked at and allowed.
import { z } from "zod";
import { effectSchema } from "./effect";
import { jsonObjectSchema } from "./json";

/** The first part of its tools' ids. */
export const serverIdSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** How a server is reached. It never changes: another command or address is another server. */
export const serverTransportSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("http"),
    /** The whole address of the endpoint. */
    url: z.url({ protocol: /^https?$/ }),
    /** The operator agreed that it is on this machine or a private network (N1). */
    isPrivate: z.boolean(),
  }),
  z.object({
    kind: z.literal("stdio"),
    /** The program and its arguments, one by one: there is no shell (M1). */
    command: z.string().min(1),
    args: z.array(z.string()),
    /** Names of environment variables; their values are the secrets of its connection. */
    env: z.array(z.string()),
    /** Absolute; null for a folder of its own. */
    folder: z.string().nullable(),
  }),
]);
export type ServerTransport = z.infer<typeof serverTransportSchema>;

/** How Lamplight signs in at a server over HTTP; the secrets are in its connection. */
export const serverSignInSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("bearer") }),
  z.object({ kind: z.literal("header"), name: z.string() }),
  z.object({ kind: z.literal("oauth") }),
]);
export type ServerSignIn = z.infer<typeof serverSignInSchema>;

/** A tool as its server lists it. All of it is the server's word: shown, hashed, never obeyed (M2, M3). */
export const listedToolSchema = z.object({
  name: z.string(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  input: jsonObjectSchema,
  output: jsonObjectSchema.nullable(),
  annotations: jsonObjectSchema.nullable(),
});
export type ListedTool = z.infer<typeof listedToolSchema>;

/**
 * `new`: nobody has allowed it; `allowed`: it is in the catalogue; `changed`: it was allowed, and is another now;
 * `gone`: it was allowed, and the server no longer lists it; `unusable`: it can't be called, whoever allows it.
 */
export const serverToolStateSchema = z.enum(["new", "allowed", "changed", "gone", "unusable"]);
export type ServerToolState = z.infer<typeof serverToolStateSchema>;

export const serverToolSchema = z.object({
  /** `<server>.<tool>` */
  id: z.string(),
  state: serverToolStateSchema,
  /** Why it is unusable. */
  problem: z.string().nullable(),
  /** SHA-256 over what it is now and how its server is reached: what allowing it is bound to. */
  pin: z.string(),
  listed: listedToolSchema,
  /** As it was when it was allowed. */
  allowed: listedToolSchema.nullable(),
  allowedAt: z.iso.datetime().nullable(),
  /** What its hints say it does; the operator has the last word. */
  hintedEffect: effectSchema,
  /** What it is taken to do since it was allowed. */
  effect: effectSchema.nullable(),
  /** It says that repeating a call changes nothing more. */
  isRepeatable: z.boolean(),
});
export type ServerTool = z.infer<typeof serverToolSchema>;

export const mcpServerSchema = z.object({
  id: serverIdSchema,
  title: z.string(),
  transport: serverTransportSchema,
  signIn: serverSignInSchema,
  /** SHA-256 of the transport. */
  transportHash: z.string(),
  /** When the operator confirmed exactly this command; null: it may not be started. Always set over HTTP. */
  confirmedAt: z.iso.datetime().nullable(),
  /** When its tools were listed last, well or not. */
  checkedAt: z.iso.datetime().nullable(),
  /** What went wrong then. */
  problem: z.string().nullable(),
  /** What it calls itself. */
  about: z.object({ name: z.string(), version: z.string(), protocol: z.string() }).nullable(),
  createdAt: z.iso.datetime(),
});
export type McpServer = z.infer<typeof mcpServerSchema>;

/** A server in a list: with how many of its tools are in each state. */
export const mcpServerSummarySchema = mcpServerSchema.extend({
  tools: z.record(serverToolStateSchema, z.int()),
});
export type McpServerSummary = z.infer<typeof mcpServerSummarySchema>;

/** The kind of connection that holds a server's secrets. */
export function serverConnectionKind(serverId: string): string {
  return `mcp:${serverId}`;
}

/** The server a kind of connection belongs to; null for a kind that is no server's. */
export function serverIdOfKind(kind: string): string | null {
  return kind.startsWith("mcp:") ? kind.slice("mcp:".length) : null;
}

/** True for a server that gets secrets from a connection of its own. */
export function needsConnection({ transport, signIn }: Pick<McpServer, "transport" | "signIn">): boolean {
  return transport.kind === "stdio" ? transport.env.length > 0 : signIn.kind !== "none";
}

/** Where the secrets of a server's connection may go. */
export function serverOrigin(transport: ServerTransport, serverId: string): string {
  return transport.kind === "http" ? new URL(transport.url).origin : `stdio://${serverId}`;
}
