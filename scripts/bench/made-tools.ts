import type { Tool } from "@/lib/domain/tool";
import type { OpenedApi } from "@/lib/tools/openapi/parse-openapi";

/** The tools of an API as they are made: how long that takes, and some of them to be called. */
export class MadeTools {
  ms = 0;
  readonly some: Tool[] = [];
  readonly #opened: OpenedApi;

  readonly #kept: number;

  constructor(opened: OpenedApi, kept: number) {
    this.#opened = opened;
    this.#kept = kept;
  }

  async *tools(): AsyncGenerator<Tool> {
    const every = Math.max(1, Math.ceil(this.#opened.operations.length / this.#kept));
    let count = 0;
    let began = performance.now();
    for await (const tool of this.#opened.tools()) {
      this.ms += performance.now() - began;
      if (count % every === 0) this.some.push(tool);
      count += 1;
      yield tool;
      began = performance.now();
    }
  }
}
