// A process that installs the API directory: for tests that kill it.
import { advanceDirectory } from "@/lib/flow/install-directory";

await advanceDirectory();
