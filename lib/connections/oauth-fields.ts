// The fields of a method that gets its token by OAuth. Its addresses are shown: they receive the secret (P8).
import type { OAuthFlow, OAuthScope } from "@/lib/tools/openapi/oauth-flows";
import { type ConnectionField, connectionField } from "./connection-form";

type SupportedFlow = Exclude<OAuthFlow, { kind: "deviceAuthorization" }>;

/** What Google wants to hear before it gives a token that can be renewed. */
const googleParameters = "access_type=offline&prompt=consent";

export function oauthFields(flow: SupportedFlow): ConnectionField[] {
  const signsIn = flow.kind === "authorizationCode";
  return [
    ...(signsIn ? [authorizationField(flow.authorizationUrl)] : []),
    connectionField({
      name: "oauth.tokenUrl",
      label: "Token address",
      part: "oauth",
      type: "address",
      preset: flow.tokenUrl || null,
      help: signsIn
        ? "Codes are exchanged for tokens here. It receives the client secret."
        : "Gives the tokens. It receives the client secret.",
    }),
    connectionField({ name: "oauth.clientId", label: "Client ID", part: "oauth" }),
    connectionField({
      name: "oauth.clientSecret",
      label: "Client secret",
      part: "secret",
      required: !signsIn,
      help: signsIn
        ? "Leave it empty for an app that has none: the sign-in is protected by PKCE all the same."
        : "",
    }),
    ...(flow.scopes.length > 0 ? [scopesField(flow.scopes)] : []),
    ...rareFields(flow),
  ];
}

function authorizationField(authorizationUrl: string): ConnectionField {
  return connectionField({
    name: "oauth.authorizationUrl",
    label: "Sign-in page",
    part: "oauth",
    type: "address",
    preset: authorizationUrl || null,
    help: "Where you are sent to sign in.",
  });
}

function scopesField(scopes: readonly OAuthScope[]): ConnectionField {
  return connectionField({
    name: "oauth.scopes",
    label: "Scopes",
    part: "oauth",
    type: "choices",
    required: false,
    // What only looks is harmless to ask for; anything else is for the person to choose.
    preset: scopes
      .filter(({ name }) => /(^|[^a-z])(read|readonly|view)([^a-z]|$)/i.test(name) && !/write/i.test(name))
      .map(({ name }) => name)
      .join(" "),
    options: scopes.map(({ name, description }) => ({ value: name, label: description })),
    help: "What tools may do with this connection.",
  });
}

function rareFields(flow: SupportedFlow): ConnectionField[] {
  const rare = { part: "oauth", required: false, isRare: true } as const;
  const signsIn = flow.kind === "authorizationCode";
  const isGoogle = signsIn && flow.authorizationUrl.startsWith("https://accounts.google.com/");
  return [
    connectionField({
      ...rare,
      name: "oauth.otherScopes",
      label: "More scopes",
      placeholder: "offline_access",
      help: "Separated by spaces. Some services renew a sign-in only with offline_access.",
    }),
    connectionField({
      ...rare,
      name: "oauth.clientAuthentication",
      label: "Client secret is sent",
      type: "select",
      preset: "header",
      options: [
        { value: "header", label: "In a header (usual)" },
        { value: "body", label: "In the body" },
      ],
    }),
    connectionField({
      ...rare,
      name: "oauth.audience",
      label: "Audience",
      help: "Which API the token is for, when the service wants to be told.",
    }),
    ...(signsIn
      ? [
          connectionField({
            ...rare,
            name: "oauth.refreshUrl",
            label: "Renewal address",
            type: "address",
            preset: flow.refreshUrl,
            help: "Where tokens are renewed, when it is not the token address.",
          }),
          connectionField({
            ...rare,
            name: "oauth.issuer",
            label: "Issuer",
            type: "address",
            help: "When it is known, an answer of anybody else is refused.",
          }),
          connectionField({
            ...rare,
            name: "oauth.parameters",
            label: "More parameters of the sign-in page",
            preset: isGoogle ? googleParameters : null,
            placeholder: googleParameters,
          }),
        ]
      : []),
  ];
}
