import type { Tool } from "@/lib/domain/tool";
import { layOverEdits } from "@/lib/domain/tool-edits";
import { tools } from "./schema";

/** What `toolOf` makes a tool from. */
export const toolColumns = {
  id: tools.id,
  version: tools.version,
  definition: tools.definition,
  edits: tools.edits,
};

/** A row as a tool. */
export function toolOf(row: Pick<typeof tools.$inferSelect, keyof typeof toolColumns>): Tool {
  // The version was hashed when it was written; it isn't hashed again on each reading.
  return row.edits === null
    ? row.definition
    : { ...layOverEdits(row.definition, row.edits), version: row.version };
}
