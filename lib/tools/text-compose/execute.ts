import { z } from "zod";
import { jsonObjectSchema } from "@/lib/domain/json";
import { markdownToHtml } from "@/lib/tools/markdown-html";
import { parseInput } from "@/lib/tools/parse-input";
import { type ExecuteTool, type ToolContext, ToolError } from "@/lib/tools/tool-contract";
import { composeText } from "./compose-text";
import { fillTemplate } from "./fill-template";

const inputSchema = z.object({
  values: jsonObjectSchema,
  template: z.string().max(100_000).optional(),
  instructions: z.string().max(10_000).optional(),
  title: z.string().max(200).optional(),
});
type Options = z.infer<typeof inputSchema>;

const maxTextLength = 500_000;

/** A template filled in; else, with a model and instructions, a text written by it; else one put together. */
export const executeTextCompose: ExecuteTool = async (input, context) => {
  const options = parseInput(inputSchema, input);
  const text = (await write(options, context)).trim();
  if (text === "") {
    throw new ToolError("bad-input", "The text came out empty. Give values, or a template with words in it.");
  }
  if (text.length > maxTextLength) {
    throw new ToolError("bad-input", "The text is longer than 500,000 characters. Give fewer values.");
  }
  return { output: { text, html: markdownToHtml(text) } };
};

async function write(options: Options, { writeText }: Pick<ToolContext, "writeText">): Promise<string> {
  const { template, instructions, values, title } = options;
  if (template !== undefined && template.trim() !== "") return fillTemplate(template, values);
  const isToldHow = instructions !== undefined && instructions.trim() !== "";
  const data = title === undefined ? values : { title, ...values };
  const written = writeText && isToldHow ? await writeText({ instructions, data }) : null;
  return written ?? composeText(values, title);
}
