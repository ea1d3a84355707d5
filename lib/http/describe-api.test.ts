import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { dereference, type JSONSchema } from "@apidevtools/json-schema-ref-parser";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { planChangeSchema } from "@/lib/domain/plan-change";
import { parseOpenApi } from "@/lib/tools/openapi/parse-openapi";
import { describeApi } from "./describe-api";
import { operations } from "./operations";
import { schemaOf } from "./shared-schemas";

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
        ...source.matchAll(/export (?:const|function|async function) (GET|POST|PATCH|PUT|DELETE|HEAD)\b/g),
        ...source.matchAll(/\bas (GET|POST|PATCH|PUT|DELETE|HEAD)\b/g),
      ];
      return methods.map(([, method]) => `${method?.toLowerCase()} ${address}`);
    });
}

/** Not for programs: the document itself, what the product's own pages read, and where there is nothing. */
const undocumented = [
  "get /api/openapi.json",
  "get /api/inbox",
  // For services that send, and know its secret, not the token.
  "post /api/hooks/{hookId}",
  ...["get", "post", "patch", "put", "delete"].map((method) => `${method} /api/[...path]`),
];
const origin = "http://127.0.0.1:3000";
const documentText = JSON.stringify(describeApi(origin));

describe("describeApi", () => {
  it("P9: describes every route there is, and no other", () => {
    const described = operations.map(({ method, path: address }) => `${method} ${address}`);
    expect([...described, ...undocumented].sort()).toEqual(routes().sort());
  });

  it("P9: every route is guarded", () => {
    const folder = path.join(process.cwd(), "app/api");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    for (const file of files.filter((one) => path.basename(one) === "route.ts")) {
      const source = readFileSync(path.join(folder, file), "utf8");
      const exported = [...source.matchAll(/^export (?:const \w+ = (\w+)|\{ (\w+) as|function (\w+))/gm)];
      expect(exported.length, file).toBeGreaterThan(0);
      for (const [, made, named] of exported) {
        expect(["route", "controlRunRoute", "answer"], file).toContain(made ?? named);
      }
      if (!source.includes('access: "anybody"')) continue;
      // N12: what comes to a webhook is let in by its signature, before anything else is done with it.
      const isHook =
        file === path.join("hooks", "[hookId]", "route.ts") && source.includes("await isSigned(");
      if (!isHook) expect(file).toBe(path.join("openapi.json", "route.ts"));
    }
  });

  it("is an OpenAPI 3.1 document that this product imports whole, without a warning", async () => {
    const parsed = await parseOpenApi(documentText);
    expect(parsed).toMatchObject({ kind: "parsed", warnings: [], api: { title: "Lamplight", origin } });
    const tools = parsed.kind === "parsed" ? parsed.tools : [];
    expect(
      tools.map(({ source }) => source.kind === "openapi" && `${source.method} ${source.path}`).sort(),
    ).toEqual(operations.map(({ method, path: address }) => `${method} ${address}`).sort());
  });

  it("refers only to what it holds", async () => {
    const document: JSONSchema = JSON.parse(documentText);
    await expect(dereference(document, { resolve: { external: false } })).resolves.toMatchObject({
      openapi: "3.1.0",
    });
    expect(documentText).not.toMatch(/"\$defs"|__schema/);
  });

  it("holds sound JSON Schemas", () => {
    const { components } = JSON.parse(documentText);
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: "https://lamplight.example/api", components });
    for (const name of Object.keys(components.schemas)) {
      expect(ajv.getSchema(`https://lamplight.example/api#/components/schemas/${name}`), name).toBeTypeOf(
        "function",
      );
    }
  });

  it("gives every operation an id of its own and a place for every part of its address", () => {
    const { paths } = JSON.parse(documentText);
    const ids = new Set<string>();
    for (const { method, path: address } of operations) {
      const { operationId, parameters, responses } = paths[address][method];
      ids.add(operationId);
      const named = parameters
        .filter((one: { in: string }) => one.in === "path")
        .map((one: { name: string }) => one.name);
      expect(named.sort()).toEqual([...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
      expect(Object.keys(responses)).toContain("401");
    }
    expect(ids.size).toBe(operations.length);
  });

  it("describes what is sent as what is answered, where both speak of the same thing", () => {
    const sent = {};
    const answered = {};
    expect(schemaOf(planChangeSchema, "input", sent)).toEqual(schemaOf(planChangeSchema, "output", answered));
    expect(sent).toEqual(answered);
  });
});
