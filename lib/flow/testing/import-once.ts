// A process that goes on with one import: for tests that kill it. Argument: the import's id.
import { importIdSchema } from "@/lib/domain/ids";
import { advanceImport } from "@/lib/flow/import-api";

await advanceImport(importIdSchema.parse(process.argv[2]));
