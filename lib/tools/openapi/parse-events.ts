// Server-sent events (HTML, "Interpreting an event stream") → a list of what was sent.
import type { Json, JsonObject } from "@/lib/domain/json";

/** `{event, id, data}` for each event; data that is JSON is parsed. An event that is cut off is left out. */
export function parseEvents(text: string): Json[] {
  const events: Json[] = [];
  let data: string[] = [];
  let rest: JsonObject = {};
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line === "") {
      if (data.length > 0) events.push({ ...rest, data: parseData(data.join("\n")) });
      data = [];
      rest = {};
      continue;
    }
    const [, field = "", value = ""] = /^([^:]*)(?:: ?([\s\S]*))?$/.exec(line) ?? [];
    if (field === "data") data.push(value);
    else if (field === "event" || field === "id") rest[field] = value;
  }
  return events;
}

function parseData(text: string): Json {
  if (text.length > 1_000_000) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
