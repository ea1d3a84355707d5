// `npm test`: everything, from an empty folder on Node 20. Ends with the line `N passed, N failed, N skipped`.
import { launchTests } from "./lib/launch.mjs";

await launchTests("all");
