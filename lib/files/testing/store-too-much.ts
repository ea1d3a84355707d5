// Stores a file larger than this process may write; prints what came of it. Run by the store's test under a limit.
import { closeDatabase } from "@/lib/db/client";
import { FileStoreError } from "@/lib/files/file-store-error";
import { storeFile } from "@/lib/files/store";

try {
  await storeFile({ name: "orders.csv", mediaType: "text/csv", content: Buffer.alloc(1024 * 1024, "a,b\n") });
  console.log(JSON.stringify({ problem: null }));
} catch (error) {
  if (!(error instanceof FileStoreError)) throw error;
  console.log(JSON.stringify({ problem: error.problem, message: error.message }));
}
await closeDatabase();
