/**
 * Something that cannot be done, told to a person: what, why, and what to do. Scripts print it without a stack
 * trace; `details` go to the log file.
 */
export class Problem extends Error {
  /** @param {{ what: string, why?: string, remedy?: string, details?: string, cause?: unknown }} parts */
  constructor({ what, why, remedy, details, cause }) {
    super([what, why, remedy].filter(Boolean).join(" "), { cause });
    this.name = "Problem";
    this.what = what;
    this.why = why;
    this.remedy = remedy;
    this.details = details;
  }
}
