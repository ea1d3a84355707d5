import path from "node:path";
import { build } from "esbuild";

/**
 * Bundles a TypeScript program, so that a process of it starts at once. The path of what is made, in a folder of its
 * own; a worker finds there the thread that keeps its lease.
 */
export async function buildProgram(file: string): Promise<string> {
  const name = path.basename(file, ".ts");
  // In node_modules, from where it finds its packages.
  const outdir = path.join(process.cwd(), "node_modules", `.lamplight-${name}-${process.pid}`);
  await build({
    entryPoints: { [name]: file, lease: "lib/engine/lease-main.ts" },
    ...{ outdir, outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm" },
    ...{ target: "node24", packages: "external", logLevel: "silent" },
    // As in the product's own programs: its hundreds of modules would take most of a start.
    alias: { "drizzle-orm": path.join(process.cwd(), "node_modules", "drizzle-orm") },
  });
  return path.join(outdir, `${name}.mjs`);
}
