// What a tool takes and gives: derived from the document when it is made and when it is called, so that both agree.
import type { JsonSchema } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { type ExpandContext, expandContext } from "./expand-schema";
import { findPaging } from "./find-paging";
import { inputsOf, type OperationInput, type OperationInputs, withPagesInput } from "./operation-inputs";
import { type OperationOutput, outputOf } from "./operation-output";
import type { Operation } from "./operations";
import { itemsFileName, itemsFileSchema, type Paging } from "./paging";
import type { References } from "./references";

export interface OperationShapes {
  /** With the input for pages, when there are some. */
  inputs: OperationInputs;
  output: OperationOutput;
  paging: Paging | null;
}

export interface ShapesContext {
  input: ExpandContext;
  output: ExpandContext;
}

/** @param budget about how many schemas may be written out for one tool; names and places never depend on it */
export function shapesContext(references: References, budget: number): ShapesContext {
  return {
    input: expandContext(references, "input", budget),
    output: expandContext(references, "output", budget / 2),
  };
}

/**
 * @param known the tool as it was made: its schemas are taken from there, and none is written out again, which takes
 *   long in a large document
 */
export function shapesOf(
  operation: Operation,
  context: ShapesContext,
  known?: Pick<Tool, "input" | "output">,
): OperationShapes {
  const derived = inputsOf(operation, context.input);
  const inputs = known ? { ...derived, inputs: withSchemas(derived.inputs, known.input) } : derived;
  const found = outputOf(operation, context.output);
  const output = known ? { ...found, schema: known.output } : found;
  const paging = findPaging(operation, {
    inputs: inputs.inputs,
    output,
    references: context.input.references,
  });
  if (paging === null) return { inputs, output, paging };
  return {
    inputs: { ...inputs, inputs: withPagesInput(inputs.inputs) },
    output: known ? output : withItemsFile(output),
    paging,
  };
}

function withSchemas(inputs: readonly OperationInput[], { properties = {} }: JsonSchema): OperationInput[] {
  return inputs.map((one) => {
    const schema = Object.hasOwn(properties, one.input) ? properties[one.input] : undefined;
    return schema ? { ...one, schema } : one;
  });
}

/** The output of an operation whose pages are gathered: what doesn't fit in it is in a file. */
function withItemsFile(output: OperationOutput): OperationOutput {
  const { schema } = output;
  const properties = { ...schema.properties, [itemsFileName]: itemsFileSchema };
  return schema.anyOf ? output : { ...output, schema: { ...schema, properties } };
}
