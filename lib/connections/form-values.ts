// What the form of a connection is filled with to edit it: its origin and config, taken apart into fields.
import type { Connection } from "@/lib/domain/connection";
import type { Json, JsonObject } from "@/lib/domain/json";
import { type OAuthSettings, oauthSettingsOf } from "@/lib/domain/oauth-settings";
import {
  type ConnectionField,
  type ConnectionForm,
  chosenMethod,
  fieldsOf,
  methodName,
} from "./connection-form";

/** The values a form begins with; secrets are left out, which keeps them. */
export function formValuesOf(connection: Connection, form: ConnectionForm): JsonObject {
  const fromOrigin = originValues(connection, form);
  const method = chosenMethod(form, connection.config) ?? form.methods[0] ?? null;
  const oauth = oauthSettingsOf(connection);
  const values = fieldsOf(form, method)
    .filter(({ part }) => part !== "secret")
    .map((field): [string, Json] => {
      if (field.part === "oauth") return [field.name, oauth ? oauthValue(field, oauth) : field.preset];
      const source = field.part === "origin" ? fromOrigin : connection.config;
      const known = Object.hasOwn(source, field.name) ? (source[field.name] ?? null) : null;
      return [field.name, known ?? (field.part === "origin" ? field.preset : null)];
    });
  return Object.fromEntries(method === null ? values : [[methodName, method.id], ...values]);
}

function oauthValue({ name, options }: ConnectionField, oauth: OAuthSettings): Json {
  const known = new Set(options.map(({ value }) => value));
  const scopes = oauth.scope.split(" ").filter((scope) => scope !== "");
  switch (name) {
    case "oauth.scopes":
      return scopes.filter((scope) => known.has(scope)).join(" ");
    case "oauth.otherScopes":
      return scopes.filter((scope) => !known.has(scope)).join(" ");
    default: {
      const value = new Map(Object.entries(oauth)).get(name.slice("oauth.".length));
      return typeof value === "string" ? value : null;
    }
  }
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
