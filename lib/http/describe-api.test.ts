import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { describeApi, operations } from "./describe-api";

/** `app/api/plans/[planId]/route.ts` as `/api/plans/{planId}`, with the methods it exports. */
function routes(): string[] {
  const folder = path.join(process.cwd(), "app/api");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .flatMap((file) => {
      const address = `/api/${path
        .dirname(file)
        .replaceAll(path.sep, "/")
        .replace(/\[(\w+)\]/g, "{$1}")}`;
      const source = readFileSync(path.join(folder, file), "utf8");
      const methods = [
        ...source.matchAll(/export (?:const|function|async function) (GET|POST|PATCH|PUT|DELETE)\b/g),
      ];
      return methods.map(([, method]) => `${method?.toLowerCase()} ${address}`);
    });
}

/** Not for programs: the document itself, and what the product's own pages read. */
const undocumented = ["get /api/openapi.json", "get /api/inbox"];

describe("describeApi", () => {
  it("describes every route there is, and no other", () => {
    const described = operations.map(({ method, path: address }) => `${method} ${address}`);
    expect(described.sort()).toEqual(
      routes()
        .filter((one) => !undocumented.includes(one))
        .sort(),
    );
  });

  it("is a JSON document in which every reference leads somewhere", () => {
    const document = describeApi("http://127.0.0.1:3000");
    const text = JSON.stringify(document);
    expect(JSON.parse(text)).toMatchObject({ openapi: "3.1.0" });
    const references = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference));
    for (const reference of references) expect(reference).toMatch(/^#\/\$defs\//);
  });
});
