// The form of a connection to an imported API: where it is, and one of the ways its document names to prove who calls.
import type { ConnectableApi } from "@/lib/tools/openapi/connectable-api";
import type { ApiCredential } from "@/lib/tools/openapi/security";
import { type ConnectionForm, type ConnectionMethod, connectionField } from "./connection-form";
import { oauthFields } from "./oauth-fields";

/** The longest list of methods anybody would read. */
const maxMethods = 12;

export function apiForm(api: ConnectableApi): ConnectionForm {
  const address = `${api.origin}${api.basePath}`;
  const addresses = api.addresses.map(({ template, description }) => ({
    value: template,
    label: description || template,
  }));
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
        ...(api.needsAddress ? { placeholder: address } : { preset: address }),
        options: addresses.length > 1 ? addresses : [],
        help: "Calls and credentials go to this address and nowhere else.",
      }),
    ],
    methods: methodsOf(api),
  };
}

function methodsOf(api: ConnectableApi): ConnectionMethod[] {
  if (api.credentials.length === 0) return [];
  const byScheme = new Map(api.credentials.map((credential) => [credential.scheme, credential]));
  const named = api.combinations.map((schemes) => schemes.map((scheme) => byScheme.get(scheme)));
  const usable = named.filter((one) => one.every((credential) => credential !== undefined));
  const sets = usable.length > 0 ? usable : api.credentials.map((credential) => [credential]);
  const methods = sets.flatMap((set) => methodsOfSet(set.filter((one) => one !== undefined)));
  const different = [...new Map(methods.map((method) => [method.id, method])).values()].slice(0, maxMethods);
  return [
    ...withOwnTitles(different),
    ...(sets.length > 1 ? [severalOf(api.credentials)] : []),
    ...(api.needsCredentials === "all" ? [] : [withoutCredentials]),
  ];
}

const withoutCredentials: ConnectionMethod = {
  id: "none",
  title: "Without credentials",
  description: "For the operations that are open to everybody.",
  ...{ fields: [], flow: null, metadataUrl: null, tokenNames: [], alsoFor: {} },
};

/** Operations of one API may want different credentials: whatever the person has of them. */
function severalOf(credentials: readonly ApiCredential[]): ConnectionMethod {
  return {
    id: "several",
    title: "Several of these",
    description: "For an API whose operations want different credentials. Enter those you have.",
    fields: credentials.flatMap((credential) =>
      enteredFields(credential, { isNamed: true, isRequired: false }),
    ),
    ...{ flow: null, metadataUrl: null, tokenNames: [], alsoFor: {} },
  };
}

type Variant = Omit<ConnectionMethod, "description"> & { schemes: string[]; description: string };

/** Every way to fulfil credentials that are needed together. */
function methodsOfSet(credentials: readonly ApiCredential[]): ConnectionMethod[] {
  const groups = Map.groupBy(credentials, placeOf);
  const isNamed = groups.size > 1;
  let methods: Variant[] = [];
  for (const group of groups.values()) {
    const variants = variantsOf(group, isNamed);
    methods =
      methods.length === 0 ? variants : methods.flatMap((one) => variants.map((two) => both(one, two)));
    if (methods.length > maxMethods) methods = methods.slice(0, maxMethods);
  }
  return methods.map(({ schemes: _, ...method }) => method);
}

/** Where a credential goes in a request. Of several for one place only one can be sent. */
function placeOf({ send }: ApiCredential): string {
  return send.kind === "key" ? `${send.in} ${send.name.toLowerCase()}` : "header authorization";
}

/** The ways to a credential for one place, the best first: what renews itself before what is pasted. */
function variantsOf(group: readonly ApiCredential[], isNamed: boolean): Variant[] {
  const tokenNames = group.filter(({ send }) => send.kind === "bearer").map(({ secretName }) => secretName);
  const schemes = group.map(({ scheme }) => scheme);
  const signingIn = group.flatMap(({ scheme, oauth, description }): Variant[] => {
    if (!oauth) return [];
    const rest = { schemes, description, metadataUrl: oauth.metadataUrl, tokenNames, alsoFor: {} };
    const looksUp = oauth.flows.length === 0 && oauth.metadataUrl !== null;
    const flows = looksUp
      ? [
          {
            kind: "authorizationCode" as const,
            authorizationUrl: "",
            tokenUrl: "",
            refreshUrl: null,
            scopes: oauth.scopes,
          },
        ]
      : oauth.flows;
    return flows.flatMap((flow): Variant[] => {
      if (flow.kind === "deviceAuthorization") return [];
      const title = flow.kind === "authorizationCode" ? "Sign in with OAuth" : "OAuth client credentials";
      return [{ ...rest, id: `${scheme}:${flow.kind}`, title, flow: flow.kind, fields: oauthFields(flow) }];
    });
  });
  // Several tokens for one place: entered once.
  const different = group.filter(
    ({ send }, index) => group.findIndex((one) => one.send.kind === send.kind) === index,
  );
  const entered = different.map((credential): Variant => {
    const shared = group
      .filter(({ send }) => send.kind === credential.send.kind)
      .map((one) => one.secretName);
    return {
      schemes,
      id: `${credential.scheme}:${credential.send.kind}`,
      title: titleOf(credential),
      description: credential.description,
      fields: enteredFields(credential, { isNamed, isRequired: true }),
      ...{ flow: null, metadataUrl: null, tokenNames: [] },
      alsoFor: { [credential.secretName]: shared.filter((name) => name !== credential.secretName) },
    };
  });
  return [...signingIn, ...entered];
}

function titleOf({ send, oauth }: ApiCredential): string {
  if (send.kind === "basic") return "User and password";
  if (send.kind === "key") return "API key";
  if (send.kind === "aws") return "AWS access key";
  return oauth ? "Access token you have" : "Token";
}

function enteredFields(
  { scheme, send, description, secretName, oauth }: ApiCredential,
  { isNamed, isRequired }: { isNamed: boolean; isRequired: boolean },
) {
  const suffix = isNamed ? ` (${scheme})` : "";
  if (send.kind === "aws") {
    return [
      connectionField({
        ...{ name: send.accessKeyId, label: `Access key ID${suffix}`, part: "config", required: isRequired },
      }),
      connectionField({
        ...{ name: secretName, label: `Secret access key${suffix}`, part: "secret", required: isRequired },
        help: "Signs each request, and is never sent itself.",
      }),
      connectionField({
        ...{ name: send.sessionToken, label: `Session token${suffix}`, part: "secret", required: false },
        help: "Only for keys that were lent for a while.",
      }),
      connectionField({
        ...{ name: send.region, label: `Region${suffix}`, part: "config", required: false },
        help: "Only when the address does not name it.",
      }),
    ];
  }
  const label =
    send.kind === "bearer"
      ? oauth
        ? "Access token"
        : "Token"
      : send.kind === "key"
        ? "API key"
        : "Password";
  const secret = connectionField({
    name: secretName,
    label: label + suffix,
    part: "secret",
    required: isRequired,
    help: description,
  });
  if (send.kind !== "basic") return [secret];
  const user = { name: send.userName, label: `User${suffix}`, part: "config" as const, required: isRequired };
  return [connectionField(user), secret];
}

function both(one: Variant, two: Variant): Variant {
  // A connection has one token that renews itself; the second is pasted.
  return {
    schemes: [...one.schemes, ...two.schemes],
    id: `${one.id}+${two.id}`,
    title: `${one.title} and ${two.title.startsWith("API") ? two.title : lowered(two.title)}`,
    description: [one.description, two.description].filter((text) => text !== "").join(" "),
    fields: [...one.fields, ...two.fields],
    flow: one.flow ?? two.flow,
    metadataUrl: one.metadataUrl ?? two.metadataUrl,
    tokenNames: [...one.tokenNames, ...two.tokenNames],
    alsoFor: { ...one.alsoFor, ...two.alsoFor },
  };
}

const lowered = (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** Titles that tell methods apart: with the schemes' names where two would be the same. */
function withOwnTitles(methods: readonly ConnectionMethod[]): ConnectionMethod[] {
  const counts = new Map<string, number>();
  for (const { title } of methods) counts.set(title, (counts.get(title) ?? 0) + 1);
  return methods.map((method) => {
    if ((counts.get(method.title) ?? 0) < 2) return method;
    const names = method.id.split("+").map((id) => id.slice(0, id.lastIndexOf(":")));
    return { ...method, title: `${method.title} (${names.join(", ")})` };
  });
}
