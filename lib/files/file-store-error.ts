/** Why a file could not be stored or read. */
export type FileStoreProblem = "too-large" | "disk-full" | "not-found" | "lost";

/** An expected failure of the file store; the message is meant for people. */
export class FileStoreError extends Error {
  readonly problem: FileStoreProblem;

  constructor(problem: FileStoreProblem, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = "FileStoreError";
    this.problem = problem;
  }
}
