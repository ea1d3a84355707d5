// What a tool takes and gives: derived from the document when it is made and when it is called, so that both agree.
import { type ExpandContext, expandContext } from "./expand-schema";
import { findPaging } from "./find-paging";
import { inputsOf, type OperationInputs, withPagesInput } from "./operation-inputs";
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

export function shapesOf(operation: Operation, context: ShapesContext): OperationShapes {
  const inputs = inputsOf(operation, context.input);
  const output = outputOf(operation, context.output);
  const paging = findPaging(operation, {
    inputs: inputs.inputs,
    output,
    references: context.input.references,
  });
  return {
    inputs: paging === null ? inputs : { ...inputs, inputs: withPagesInput(inputs.inputs) },
    output: paging === null ? output : withItemsFile(output),
    paging,
  };
}

/** The output of an operation whose pages are gathered: what doesn't fit in it is in a file. */
function withItemsFile(output: OperationOutput): OperationOutput {
  const { schema } = output;
  const properties = { ...schema.properties, [itemsFileName]: itemsFileSchema };
  return schema.anyOf ? output : { ...output, schema: { ...schema, properties } };
}
