/**
 * JSON with the keys of every object sorted: the same text for the same value, for hashing and comparing.
 * @param known texts of objects that were written before; for many values that share parts. They must not change.
 */
export function canonicalJson(value: unknown, known?: WeakMap<object, string>): string {
  return write(value, known) ?? "null";
}

/** Undefined for what JSON leaves out. */
function write(value: unknown, known: WeakMap<object, string> | undefined): string | undefined {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const written = known?.get(value);
  if (written !== undefined) return written;
  if ("toJSON" in value && typeof value.toJSON === "function") return write(value.toJSON(), known);
  const text = Array.isArray(value) ? writeList(value, known) : writeObject(value, known);
  known?.set(value, text);
  return text;
}

function writeList(list: readonly unknown[], known: WeakMap<object, string> | undefined): string {
  return `[${list.map((item) => write(item, known) ?? "null").join(",")}]`;
}

function writeObject(object: object, known: WeakMap<object, string> | undefined): string {
  const members: string[] = [];
  for (const key of Object.keys(object).sort()) {
    const text = write(Reflect.get(object, key), known);
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join(",")}}`;
}
