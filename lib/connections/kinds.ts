// The kinds of connections, and the form each is made with. The presets are those of the real service.
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
  methods: [],
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
      help: "Of a Slack app with the scope chat:write, from its page “OAuth & Permissions”. With channels:read and channels:history, a message whose answer was lost is found by itself.",
    }),
  ],
  methods: [],
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
  methods: [],
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
  methods: [],
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
  methods: [],
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
