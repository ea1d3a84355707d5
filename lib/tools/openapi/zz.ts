import { parseOpenApi } from "./parse-openapi";
const paths: any = {};
const content = { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } };
for (let i = 0; i < 5000; i++) paths[`/things${i}/{id}`] = { parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }], get: { operationId: `getThing${i}`, responses: { 200: { description: "", content } } }, put: { operationId: `putThing${i}`, requestBody: { content }, responses: { 200: { description: "", content } } } };
const properties: any = {};
for (let i = 0; i < 60; i++) properties[`p${i}`] = { type: "string", description: "A property." };
const text = JSON.stringify({ openapi: "3.1.0", info: { title: "S" }, servers: [{ url: "https://s.example" }], paths, components: { schemas: { Thing: { type: "object", properties } } } });
const t = performance.now(); const r = await parseOpenApi(text); console.log(r.kind, performance.now() - t);
if (r.kind === "parsed") console.log(JSON.stringify(r.tools).length);
