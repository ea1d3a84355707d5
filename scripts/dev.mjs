// `npm run dev`: like `npm start`, with hot reload of the web and new starts of worker and sandbox on every change.
import { launch } from "./lib/launch.mjs";

await launch("development");
