import type { FedInput } from "@/lib/domain/trigger";
import { parsePath } from "@/lib/domain/trigger";

/** Commands of a shell that send one signed message: `curl` and `openssl`, nothing else. */
export function signedExample(address: string, inputs: readonly FedInput[]): string {
  return `secret='whsec_…'
body='${JSON.stringify(exampleBody(inputs))}'
id="msg_$(date +%s)"; at="$(date +%s)"
key="$(printf %s "\${secret#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')"
signature="$(printf %s "$id.$at.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)"
curl -X POST '${address}' -H 'content-type: application/json' \\
  -H "webhook-id: $id" -H "webhook-timestamp: $at" -H "webhook-signature: v1,$signature" -d "$body"`;
}

type Example = string | Example[] | { [name: string]: Example };

/** A body that has something everywhere a value is looked for. */
export function exampleBody(inputs: readonly FedInput[]): Example {
  return inputs.reduce<Example>((body, { path }) => put(body, parsePath(path) ?? []), {});
}

function put(into: Example, path: readonly (string | number)[]): Example {
  const [first, ...rest] = path;
  if (first === undefined) return "…";
  if (typeof first === "number") {
    const list = Array.isArray(into) ? [...into] : [];
    const place = Math.min(first, 20);
    while (list.length <= place) list.push({});
    list[place] = put(list[place] ?? {}, rest);
    return list;
  }
  const fields = typeof into === "object" && !Array.isArray(into) ? into : {};
  const inner = Object.hasOwn(fields, first) ? fields[first] : undefined;
  return Object.fromEntries([...Object.entries(fields), [first, put(inner ?? {}, rest)]]);
}
