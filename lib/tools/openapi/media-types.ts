// What a media type says about the body under it.

/** `application/json; charset=utf-8` → `application/json` */
export function baseType(mediaType: string): string {
  return mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
}

/** A parameter of a media type: its charset, its boundary. Null when it has none. */
export function typeParameter(mediaType: string, name: string): string | null {
  for (const part of mediaType.split(";").slice(1)) {
    const [key = "", ...value] = part.split("=");
    if (key.trim().toLowerCase() === name)
      return (
        value
          .join("=")
          .trim()
          .replace(/^"(.*)"$/, "$1") || null
      );
  }
  return null;
}

/** True for JSON and for the types built on it; any type at all is taken for it, as documents mean JSON by that. */
export function isJsonType(mediaType: string): boolean {
  const type = baseType(mediaType);
  if (isSequenceType(type)) return false;
  return type === "application/json" || type === "text/json" || type.endsWith("+json") || type === "*/*";
}

/** Types of a body that is one JSON value after another, or one event after another. */
export function isSequenceType(mediaType: string): boolean {
  const type = baseType(mediaType);
  const isLines = /^application\/(x-)?(ndjson|jsonl|json-?lines|json-seq|stream\+json)$/.test(type);
  return isLines || type.endsWith("+json-seq") || isEventStream(type);
}

/** Server-sent events. */
export function isEventStream(mediaType: string): boolean {
  return baseType(mediaType) === "text/event-stream";
}

export function isXmlType(mediaType: string): boolean {
  return /(^|[/+])xml$/.test(baseType(mediaType));
}

/** Comma- or tab-separated values. */
export function isCsvType(mediaType: string): boolean {
  return /^(text|application)\/(x-)?(csv|tab-separated-values)$/.test(baseType(mediaType));
}

/** True for types people can read. */
export function isTextType(mediaType: string): boolean {
  const type = baseType(mediaType);
  return (
    type.startsWith("text/") ||
    /(^|[/+])(xml|yaml|csv|javascript|graphql|x-www-form-urlencoded)$/.test(type) ||
    /^application\/(x-)?(ndjson|jsonl|yaml|toml|sql|rtf)$/.test(type)
  );
}
