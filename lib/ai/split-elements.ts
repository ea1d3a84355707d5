/**
 * Takes the objects out of a JSON array as its text comes in: `[{…}, …]`, or the array of an object, as in
 * `{"changes": [{…}, …]}`, with anything before and after it (fences, prose). Each character is looked at once, so that
 * an answer without end costs no more than its length.
 */
export class ElementSplitter {
  readonly #mostCharacters: number;
  /** What is open: a bracket for each. */
  #open: ("{" | "[")[] = [];
  #inString = false;
  #isEscaped = false;
  #element = "";
  /** How many brackets are open where the elements are. */
  #elementDepth = 0;

  /** @param mostCharacters of one element; a longer one is none */
  constructor(mostCharacters: number) {
    this.#mostCharacters = mostCharacters;
  }

  /** The texts of the objects that end in this piece of the answer. `null` for one that is too long. */
  take(piece: string): (string | null)[] {
    const ended: (string | null)[] = [];
    for (const character of piece) {
      const isInside = this.#elementDepth > 0;
      if (isInside && this.#element.length <= this.#mostCharacters) this.#element += character;
      if (this.#isInString(character)) continue;
      if (character === "{" || character === "[") this.#begin(character);
      else if ((character === "}" || character === "]") && this.#open.length > 0) {
        this.#open.pop();
        if (isInside && this.#open.length < this.#elementDepth) {
          ended.push(this.#element.length <= this.#mostCharacters ? this.#element : null);
          this.#elementDepth = 0;
          this.#element = "";
        }
      }
    }
    return ended;
  }

  #begin(character: "{" | "["): void {
    const isInArray = this.#open.at(-1) === "[" && this.#open.length <= 2;
    this.#open.push(character);
    if (character === "{" && isInArray && this.#elementDepth === 0) {
      this.#elementDepth = this.#open.length;
      this.#element = character;
    }
  }

  /** Strings count once something is open: prose before it has its own quotes and apostrophes. */
  #isInString(character: string): boolean {
    if (!this.#inString) {
      this.#inString = character === '"' && this.#open.length > 0;
      return this.#inString;
    }
    if (this.#isEscaped) this.#isEscaped = false;
    else if (character === "\\") this.#isEscaped = true;
    else if (character === '"') this.#inString = false;
    return true;
  }
}
