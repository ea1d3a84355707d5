import { Ajv2020 } from "ajv/dist/2020.js";

/** Throws unless the answer is what a schema of an OpenAPI document says, with no property it does not mention. */
export function checkAgainst(document: unknown, schema: string, answer: unknown): void {
  const strict = JSON.parse(JSON.stringify(document), (_key, value) =>
    value?.type === "object" && value.properties ? { ...value, additionalProperties: false } : value,
  );
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: "https://document.example/", ...strict });
  const validate = ajv.getSchema(`https://document.example/#/components/schemas/${schema}`);
  if (!validate) throw new Error(`the document has no schema ${schema}`);
  if (!validate(answer)) throw new Error(`not a ${schema}: ${ajv.errorsText(validate.errors)}`);
}
