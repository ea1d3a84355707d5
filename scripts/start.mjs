// `npm start`: brings Lamplight up on a fresh clone or again, and keeps it up. Runs on Node 20 with nothing installed.
import { launch } from "./lib/launch.mjs";

await launch("production");
