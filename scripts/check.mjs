// `npm run check`: format, lint, types, unused code and unit tests; what a change has to pass before it is shown.
import { launchTests } from "./lib/launch.mjs";

await launchTests("fast");
