// The stand-ins outlive the database: while it is away they say "try again later" and answer again when it is back.
import { isDatabaseAway } from "@/lib/db/database-away";

/** The database does not answer; the request may be repeated. */
export class DatabaseAway extends Error {
  /** As of a connection that nobody answers, so that it is told by what tells those. */
  readonly code = "ETIMEDOUT";

  constructor(options: { cause?: unknown } = {}) {
    super("The sandbox's database does not answer. Try again in a moment.", options);
    this.name = "DatabaseAway";
  }
}

/**
 * Work on the database, with an end: throws `DatabaseAway` when the server can't be reached, or says nothing for
 * `timeoutMs`. Work that was given up may still be done later, so it must be safe to repeat.
 */
export async function askDatabase<T>(work: () => Promise<T>, timeoutMs = 8000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DatabaseAway()), timeoutMs);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    throw isDatabaseAway(error) && !(error instanceof DatabaseAway)
      ? new DatabaseAway({ cause: error })
      : error;
  } finally {
    clearTimeout(timer);
  }
}
