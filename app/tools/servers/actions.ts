"use server";

import { z } from "zod";
import { serverIdSchema } from "@/lib/domain/mcp-server";
import {
  type AddedServer,
  type AllowedTools,
  addServer,
  allowServerTools,
  type CheckedServer,
  checkServer,
  confirmCommand,
  forbidServerTools,
  removeServer,
} from "@/lib/flow/manage-mcp-servers";
import type { NewServerRequest } from "@/lib/flow/read-new-server";
import { beginServerSignIn } from "@/lib/flow/sign-in-to-server";
import { takeBrowserKey } from "@/lib/http/browser-key";
import { callbackAddress } from "@/lib/http/callback-address";
import { requireOwnPage } from "@/lib/http/own-page";

const serverSchema = z.strictObject({ serverId: serverIdSchema });

/** Adds an MCP server; what is wrong with the form comes back field by field. Nothing is started. */
export async function addServerAction(request: NewServerRequest): Promise<AddedServer> {
  await requireOwnPage();
  return addServer(request);
}

/** The person has looked at exactly this command and wants it started from now on. */
export async function confirmCommandAction(request: {
  serverId: string;
  transportHash: string;
}): Promise<"confirmed" | "conflict"> {
  await requireOwnPage();
  return (await confirmCommand(request)).kind;
}

/** Connects to the server and lists its tools. */
export async function checkServerAction(request: unknown): Promise<CheckedServer> {
  await requireOwnPage();
  return checkServer(serverSchema.parse(request).serverId);
}

/** Begins the way to the server's own sign-in page; says where the browser goes. */
export async function signInAction(
  request: unknown,
): Promise<{ kind: "begun"; page: string } | { kind: "refused"; message: string }> {
  await requireOwnPage();
  const { serverId } = serverSchema.parse(request);
  const redirectUri = await callbackAddress();
  return beginServerSignIn({ serverId, redirectUri, browserKey: await takeBrowserKey() });
}

/** Lets tools into the catalogue, as they were when the person looked at them. */
export async function allowToolsAction(
  request: Parameters<typeof allowServerTools>[0],
): Promise<AllowedTools> {
  await requireOwnPage();
  return allowServerTools(request);
}

/** Takes tools out of the catalogue. */
export async function forbidToolsAction(request: { serverId: string; names: string[] }): Promise<void> {
  await requireOwnPage();
  await forbidServerTools(request);
}

/** Removes a server with its tools and connections. */
export async function removeServerAction(request: unknown): Promise<void> {
  await requireOwnPage();
  await removeServer(serverSchema.parse(request).serverId);
}
