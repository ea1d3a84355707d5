const maxNameLength = 100;

/** Control characters, and those that turn or hide text: nobody sees them, and they make one name look like another. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Names of a tool's inputs, each given once. */
export class InputNames {
  readonly #taken = new Set<string>();
  readonly #counts = new Map<string, number>();

  /** The name itself or, when another place has taken it, the place and the name: `queryId`, `bodyId`. */
  take(name: string, place: string): string {
    const seen = name.replace(unseen, "").trim().slice(0, maxNameLength);
    const plain = seen === "" || seen === "__proto__" ? "value" : seen;
    const placed = `${place}${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
    let chosen = this.#taken.has(plain) ? placed : plain;
    let count = this.#counts.get(placed) ?? 2;
    for (; this.#taken.has(chosen); count += 1) chosen = `${placed}${count}`;
    if (chosen !== plain) this.#counts.set(placed, count);
    this.#taken.add(chosen);
    return chosen;
  }
}
