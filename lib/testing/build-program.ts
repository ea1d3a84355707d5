import path from "node:path";
import { build } from "esbuild";

/** Bundles a TypeScript program, so that a process of it starts at once. The path of what is made. */
export async function buildProgram(file: string): Promise<string> {
  // Beside node_modules, from where it finds its packages.
  const outfile = path.join(
    process.cwd(),
    "node_modules",
    `.lamplight-${path.basename(file, ".ts")}-${process.pid}.mjs`,
  );
  await build({
    entryPoints: [file],
    ...{ outfile, bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "silent" },
    // As in the product's own programs: its hundreds of modules would take most of a start.
    alias: { "drizzle-orm": path.join(process.cwd(), "node_modules", "drizzle-orm") },
  });
  return outfile;
}
