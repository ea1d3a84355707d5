// The kinds of connections, and the form each is made with. The presets are those of the real service.
import type { Connection } from "@/lib/domain/connection";
import type { JsonObject } from "@/lib/domain/json";
import type { ConnectableApi } from "@/lib/tools/openapi/connectable-api";
import { type ConnectionForm, connectionField } from "./connection-form";

export const builtinKinds = ["smtp", "slack", "twilio", "postgres", "scim"] as const;
export type BuiltinKind = (typeof builtinKinds)[number];

const smtp: ConnectionForm = {
  kind: "smtp",
  title: "E-mail (SMTP)",
  description: "Sends e-mail through a mail server.",
  icon: "mail",
  fields: [
    connectionField({ name: "host", label: "Server", part: "origin", placeholder: "smtp.example.com" }),
    connectionField({ name: "port", label: "Port", part: "origin", type: "number", preset: 587 }),
    connectionField({
      name: "encryption",
      label: "Encryption",
      part: "origin",
      type: "select",
      preset: "starttls",
      help: "STARTTLS is usual on port 587, TLS on port 465.",
      options: [
        { value: "starttls", label: "STARTTLS" },
        { value: "tls", label: "TLS from the start" },
        { value: "none", label: "None: only for a server on this machine" },
      ],
    }),
    connectionField({
      name: "user",
      label: "User",
      part: "config",
      required: false,
      placeholder: "you@example.com",
    }),
    connectionField({ name: "password", label: "Password", part: "secret", required: false }),
    connectionField({
      name: "from",
      label: "Sender",
      part: "config",
      placeholder: "Ada Lovelace <ada@example.com>",
      help: "What recipients see as the sender.",
    }),
  ],
};

const slack: ConnectionForm = {
  kind: "slack",
  title: "Slack",
  description: "Posts messages to channels and people.",
  icon: "message-square",
  fields: [
    connectionField({
      name: "address",
      label: "Address of the Web API",
      part: "origin",
      preset: "https://slack.com/api/",
    }),
    connectionField({
      name: "token",
      label: "Bot token",
      part: "secret",
      placeholder: "xoxb-…",
      help: "Of a Slack app with the scope chat:write, from its page “OAuth & Permissions”.",
    }),
  ],
};

const twilio: ConnectionForm = {
  kind: "twilio",
  title: "SMS (Twilio)",
  description: "Sends text messages.",
  icon: "phone",
  fields: [
    connectionField({
      name: "address",
      label: "Address of the API",
      part: "origin",
      preset: "https://api.twilio.com",
    }),
    connectionField({ name: "accountSid", label: "Account SID", part: "config", placeholder: "AC…" }),
    connectionField({ name: "authToken", label: "Auth token", part: "secret" }),
    connectionField({
      name: "from",
      label: "Sender's number",
      part: "config",
      placeholder: "+14155550100",
      help: "A number of your Twilio account.",
    }),
  ],
};

const postgres: ConnectionForm = {
  kind: "postgres",
  title: "PostgreSQL",
  description: "Reads a database. Give it a role that can only read.",
  icon: "database",
  fields: [
    connectionField({ name: "host", label: "Server", part: "origin", placeholder: "db.example.com" }),
    connectionField({ name: "port", label: "Port", part: "origin", type: "number", preset: 5432 }),
    connectionField({ name: "database", label: "Database", part: "origin" }),
    connectionField({ name: "user", label: "User", part: "config", placeholder: "reporting" }),
    connectionField({ name: "password", label: "Password", part: "secret", required: false }),
    connectionField({
      name: "searchPath",
      label: "Schemas",
      part: "config",
      required: false,
      placeholder: "public",
      help: "Where tables are looked for, separated by commas. Left empty: the user's own setting.",
    }),
    connectionField({
      name: "ssl",
      label: "Encryption",
      part: "config",
      type: "select",
      preset: "require",
      options: [
        { value: "require", label: "TLS, certificate checked" },
        { value: "off", label: "None: only inside a trusted network" },
      ],
    }),
  ],
};

const scim: ConnectionForm = {
  kind: "scim",
  title: "Staff directory (SCIM)",
  description: "Looks up people and teams.",
  icon: "users",
  fields: [
    connectionField({
      name: "address",
      label: "Base address",
      part: "origin",
      placeholder: "https://id.example.com/scim/v2",
      help: "Your identity provider calls it the SCIM base URL.",
    }),
    connectionField({ name: "token", label: "Bearer token", part: "secret", required: false }),
  ],
};

export const builtinForms = { smtp, slack, twilio, postgres, scim } as const satisfies Record<
  BuiltinKind,
  ConnectionForm
>;

/** The form of a built-in kind; null for any other. */
export function builtinForm(kind: string): ConnectionForm | null {
  const known = builtinKinds.find((one) => one === kind);
  return known === undefined ? null : builtinForms[known];
}

/** The form of an imported API, by its security schemes. */
export function apiForm(api: ConnectableApi): ConnectionForm {
  // Of several schemes any may do; with one, it is needed when every operation is closed.
  const required = api.needsCredentials === "all" && api.credentials.length === 1;
  const fields = api.credentials.flatMap(({ scheme, send, description, secretName }) => {
    const suffix = api.credentials.length > 1 ? ` (${scheme})` : "";
    const label = send.kind === "bearer" ? "Token" : send.kind === "key" ? "API key" : "Password";
    const secret = connectionField({
      name: secretName,
      label: label + suffix,
      part: "secret",
      required,
      help: description,
    });
    if (send.kind !== "basic") return [secret];
    return [
      connectionField({ name: send.userName, label: `User${suffix}`, part: "config", required }),
      secret,
    ];
  });
  return {
    kind: api.kind,
    title: api.title,
    description: `Calls ${api.title}.`,
    icon: "plug",
    fields: [
      connectionField({
        name: "address",
        label: "Base address",
        part: "origin",
        // What only the person knows is in braces: an example of what to write, not a value.
        ...(api.needsAddress
          ? { placeholder: `${api.origin}${api.basePath}` }
          : { preset: `${api.origin}${api.basePath}` }),
        help: "Calls and credentials go to this address and nowhere else.",
      }),
      ...fields,
    ],
  };
}

/** What a form is filled with to edit a connection; secrets are left empty, which keeps them. */
export function formValuesOf(connection: Connection, form: ConnectionForm): JsonObject {
  const fromOrigin = originValues(connection, form);
  return Object.fromEntries(
    form.fields.map(({ name, part, preset }) => {
      if (part === "secret") return [name, ""];
      const values = part === "origin" ? fromOrigin : connection.config;
      return [name, Object.hasOwn(values, name) ? (values[name] ?? null) : part === "origin" ? preset : null];
    }),
  );
}

function originValues({ kind, origin, config }: Connection, form: ConnectionForm): JsonObject {
  if (form.fixedOrigin !== undefined) return {};
  const url = new URL(origin);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  switch (kind) {
    case "smtp":
      return { host, port: Number(url.port || 587), encryption: smtpEncryption(origin, config) };
    case "postgres":
      return { host, port: Number(url.port || 5432), database: decodeURIComponent(url.pathname.slice(1)) };
    default: {
      const path = config[pathKeyOf(kind)];
      const preset = form.fields.find(({ name }) => name === "address")?.preset;
      const presetPath = typeof preset === "string" && URL.canParse(preset) ? new URL(preset).pathname : "";
      return { address: `${origin}${typeof path === "string" ? path : presetPath.replace(/\/$/, "")}` };
    }
  }
}

/** How mail is encrypted on its way: a mail server's origin says TLS, its config whether STARTTLS is a must. */
function smtpEncryption(origin: string, config: JsonObject): "tls" | "starttls" | "none" {
  if (origin.startsWith("smtps:")) return "tls";
  return config.startTls === "required" ? "starttls" : "none";
}

/** The config key for the path under which a service over HTTP is. */
export function pathKeyOf(kind: string): "apiPath" | "basePath" {
  return kind === "slack" || kind === "twilio" ? "apiPath" : "basePath";
}
