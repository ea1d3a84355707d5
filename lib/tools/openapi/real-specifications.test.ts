// Documents of many vendors, as they are: every operation becomes a tool that can be called in form.
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { JsonSchema } from "@/lib/domain/json";
import { toolSchema } from "@/lib/domain/tool";
import { checkSchema } from "@/lib/tools/check-schema";
import { operationsOf } from "./operations";
import { createReferences } from "./references";
import { parsed } from "./testing/documents";
import { readSpecification, specificationNames } from "./testing/real-specifications";

const validator = new Ajv2020({ strict: false, logger: false, validateFormats: false });

/** What is wrong with a schema by the rules of JSON Schema; null for nothing. */
function schemaProblem(schema: JsonSchema): string | null {
  return validator.validateSchema(schema) ? null : validator.errorsText();
}

describe("real specifications", { timeout: 120_000 }, () => {
  test("there are those of more than thirty vendors, of each version", () => {
    const texts = specificationNames().map(readSpecification);
    expect(texts.length).toBeGreaterThan(40);
    for (const version of ['"swagger":"2.0"', '"openapi":"3.0', '"openapi":"3.1']) {
      expect(texts.filter((text) => text.includes(version)).length).toBeGreaterThanOrEqual(5);
    }
  });

  test.each(specificationNames())("%s becomes tools, all of it", async (name) => {
    const { api, tools, warnings } = await parsed(readSpecification(name));
    expect(warnings).toEqual([]);
    const operations = [...operationsOf(api.document, createReferences(api.document))];
    expect(tools).toHaveLength(operations.length);
    expect(new Set(tools.map(({ id }) => id)).size).toBe(tools.length);
    expect(new Set(tools.map(({ title }) => title)).size).toBe(tools.length);
    for (const tool of tools) {
      toolSchema.parse(tool);
      expect([tool.id, schemaProblem(tool.input), schemaProblem(tool.output)]).toEqual([tool.id, null, null]);
      const { properties = {}, required = [] } = tool.input;
      expect(required.filter((input) => !Object.hasOwn(properties, input))).toEqual([]);
      expect(tool.controlInputs.filter((input) => !Object.hasOwn(properties, input))).toEqual([]);
      // A schema that can't be compiled would say so of any value.
      expect(JSON.stringify(checkSchema(tool.input, {}))).not.toContain("its schema is broken");
      expect(`${tool.title}${tool.description}`).not.toMatch(
        /<\/?(p|a|br|b|code|ul|li)\b[^>]*>|[\p{Cc}\p{Cf}]/u,
      );
    }
  });

  test("YAML gives the same tools as JSON", async () => {
    for (const name of ["lyft", "sakari", "exoapi-dev"]) {
      const text = readSpecification(name);
      const fromYaml = await parsed(stringify(JSON.parse(text), { aliasDuplicateObjects: false }));
      expect(fromYaml.tools).toEqual((await parsed(text)).tools);
    }
  });
});

describe("what real specifications say", { timeout: 60_000 }, () => {
  test("Slack: one sign-in, scopes per operation, messages that can't be taken back", async () => {
    const { api, tool } = await parsed(readSpecification("slack"));
    expect(api).toMatchObject({ id: "slack", origin: "https://slack.com", basePath: "/api" });
    expect(api.credentials.map(({ oauth }) => oauth?.flows.map(({ kind }) => kind))).toEqual([
      ["authorizationCode"],
    ]);
    expect(tool("chat_postMessage")).toMatchObject({ effect: "irreversible", idempotency: "none" });
    // The token is the connection's, whatever the document says of a parameter.
    expect(tool("users_list").effect).toBe("read");
  });

  test("Stripe: forms, pages by the last item, refunds and charges", async () => {
    const { tool } = await parsed(readSpecification("stripe"));
    expect(tool("GetCharges").input.properties).toHaveProperty("maxPages");
    expect(tool("PostCharges")).toMatchObject({ effect: "irreversible" });
    expect(tool("GetChargesCharge").input.required).toEqual(["charge"]);
  });

  test("Files go up and come down", async () => {
    const pdf = await parsed(readSpecification("pdfblocks"));
    const [first] = pdf.tools;
    expect(Object.values(first?.input.properties ?? {}).some(({ format }) => format === "file")).toBe(true);
    expect(first?.output.properties).toHaveProperty("file");
    expect(first?.timeoutMs).toBe(120_000);
  });
});
