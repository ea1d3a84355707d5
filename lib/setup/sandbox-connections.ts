// The connections of the sandbox workspace: one per stand-in. Each is what a person would fill in for the real
// service; only the origin (and the path under it) is of this machine.
import type { JsonObject } from "@/lib/domain/json";

/** What identifies an account at one of the stand-ins. */
export const sandboxServices = ["smtp", "slack", "twilio", "scim", "weather", "flights"] as const;
export type SandboxService = (typeof sandboxServices)[number];

export interface SandboxConnection {
  service: SandboxService;
  /** As in `Connection.kind`. */
  kind: string;
  name: string;
  origin: string;
  config: JsonObject;
  /** The name of the one secret. */
  secretName: "password" | "token" | "authToken";
  /** How the stand-in knows the account. */
  userName: string;
}

/** Twilio's form of an account id, of nobody. */
export const sandboxAccountSid = "AC00000000000000000000000000000555";

/** The number the sandbox's text messages come from. */
export const sandboxSmsSender = "+14155550199";

/** All connections but the sales database's, for the ports the stand-ins listen on. */
export function sandboxConnections(ports: { http: number; smtp: number }): SandboxConnection[] {
  const http = `http://127.0.0.1:${ports.http}`;
  return [
    {
      service: "smtp",
      kind: "smtp",
      name: "Sandbox mail",
      origin: `smtp://127.0.0.1:${ports.smtp}`,
      config: { user: "lamplight", from: "Lamplight <lamplight@lamplight.example>" },
      secretName: "password",
      userName: "lamplight",
    },
    {
      service: "slack",
      kind: "slack",
      name: "Sandbox chat",
      origin: http,
      // WebClient's `slackApiUrl` is origin + apiPath; the real one is https://slack.com + /api/.
      config: { apiPath: "/slack/api/" },
      secretName: "token",
      userName: "lamplight",
    },
    {
      service: "twilio",
      kind: "twilio",
      name: "Sandbox SMS",
      origin: http,
      // The real one is https://api.twilio.com with an empty path.
      config: { accountSid: sandboxAccountSid, from: sandboxSmsSender, apiPath: "/twilio" },
      secretName: "authToken",
      userName: sandboxAccountSid,
    },
    {
      service: "scim",
      kind: "scim",
      name: "Sandbox staff directory",
      origin: http,
      config: { basePath: "/scim/v2" },
      secretName: "token",
      userName: "lamplight",
    },
    {
      service: "weather",
      kind: "api:weather",
      name: "Sandbox weather",
      origin: http,
      config: {},
      secretName: "token",
      userName: "lamplight",
    },
    {
      service: "flights",
      kind: "api:flights",
      name: "Sandbox flights",
      origin: http,
      config: {},
      secretName: "token",
      userName: "lamplight",
    },
  ];
}
