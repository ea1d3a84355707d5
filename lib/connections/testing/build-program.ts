import path from "node:path";
import { build } from "esbuild";

/** Bundles a program of this folder, so that a process of it starts at once. Its path. */
export async function buildProgram(name: string): Promise<string> {
  // Beside node_modules, from where it finds its packages.
  const outfile = path.join(process.cwd(), "node_modules", `.lamplight-${name}-${process.pid}.mjs`);
  await build({
    entryPoints: [path.join(import.meta.dirname, `${name}.ts`)],
    ...{ outfile, bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "silent" },
  });
  return outfile;
}
