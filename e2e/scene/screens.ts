// Every screen of the catalogue and every state of it that a person can come to, by a name: looked at by axe, and
// photographed by `npx tsx scripts/screenshots.ts --catalogue FOLDER`.
import type { TestRegistry } from "@/lib/api-directory/testing/test-registry";
import { connections, servers } from "./connection-screens";
import type { Scene } from "./furnish";
import { directory, importing } from "./import-screens";
import { refining } from "./plan-screens";
import type { Screen } from "./screen";
import { findingTools, oneTool, swapping } from "./tool-screens";

/** All of them, in an order in which each can be had. */
export function screensOf(scene: Scene, registry: TestRegistry): Screen[] {
  return [
    ...findingTools(),
    ...oneTool(scene),
    ...swapping(scene),
    ...refining(scene),
    ...importing(scene),
    ...directory(registry),
    ...servers(scene),
    ...connections(),
  ];
}
