/**
 * JSON with the keys of every object sorted: the same text for the same value, for hashing and comparing.
 * @param known for many values that share parts, which must not change
 */
export function canonicalJson(value: unknown, known?: SharedTexts): string {
  return write(value, known) ?? "null";
}

/**
 * Texts of objects that were met more than once, each kept for the largest part that is shared: most are met once, and
 * what is inside a kept text needs none of its own.
 */
export class SharedTexts {
  readonly #met = new WeakSet<object>();
  readonly #texts = new WeakMap<object, string>();
  #isKeeping = false;

  /** The text of an object, written at most twice. */
  of(value: object, make: () => string): string {
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    const keeps = this.#met.has(value) && !this.#isKeeping;
    this.#met.add(value);
    if (!keeps) return make();
    this.#isKeeping = true;
    try {
      const text = make();
      this.#texts.set(value, text);
      return text;
    } finally {
      this.#isKeeping = false;
    }
  }
}

/** Undefined for what JSON leaves out. */
function write(value: unknown, known: SharedTexts | undefined): string | undefined {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if ("toJSON" in value && typeof value.toJSON === "function") return write(value.toJSON(), known);
  const make = () => (Array.isArray(value) ? writeList(value, known) : writeObject(value, known));
  return known ? known.of(value, make) : make();
}

function writeList(list: readonly unknown[], known: SharedTexts | undefined): string {
  return `[${list.map((item) => write(item, known) ?? "null").join(",")}]`;
}

function writeObject(object: object, known: SharedTexts | undefined): string {
  const members: string[] = [];
  for (const key of Object.keys(object).sort()) {
    const text = write(Reflect.get(object, key), known);
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join(",")}}`;
}
