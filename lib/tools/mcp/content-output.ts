// What a call came back with → the output of a step.
import type { CallToolResult, ContentBlock } from "@modelcontextprotocol/client";
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from "@/lib/domain/json";
import { type FileAccess, ToolError } from "@/lib/tools/tool-contract";
import { shortLine } from "./visible-text";

/** The output of a tool that does not say what it gives. */
export const contentOutput: JsonSchema = {
  type: "object",
  properties: {
    text: { type: "string", format: "text", title: "Text", description: "What it answered, in words." },
    files: {
      type: "array",
      title: "Files",
      description: "Pictures, recordings and other files it answered with.",
      items: {
        type: "object",
        properties: {
          fileId: { type: "string", format: "file", title: "File" },
          name: { type: "string", title: "Name" },
          mediaType: { type: "string", title: "Type" },
        },
        required: ["fileId", "name", "mediaType"],
      },
    },
    links: {
      type: "array",
      title: "Links",
      description: "What it pointed to. Nothing behind a link was read.",
      items: {
        type: "object",
        properties: {
          uri: { type: "string", title: "Address" },
          name: { type: "string", title: "Name" },
          mediaType: { type: "string", title: "Type" },
        },
        required: ["uri", "name"],
      },
    },
    data: { title: "Data", description: "What it answered as data." },
  },
  required: ["text", "files", "links"],
};

/** Longer texts are put into a file. */
const longestText = 100_000;
const mostBlocks = 1000;
const longestError = 2000;

/**
 * The output of a call. Throws a `refused` ToolError when the tool says it failed, and a `broken-tool` one when its
 * answer is not what it said it gives.
 */
export async function outputOf(
  result: CallToolResult,
  { hasOutputSchema, title, files }: { hasOutputSchema: boolean; title: string; files: FileAccess },
): Promise<Json> {
  const content = result.content ?? [];
  if (result.isError === true) throw toolFailed(content, title);
  const structured = result.structuredContent as Json | undefined;
  if (hasOutputSchema) {
    if (isJsonObject(structured)) return structured;
    const message = `“${title}” says what it gives, and came back without it.`;
    throw new ToolError("broken-tool", message, { effectUncertain: true });
  }
  const read = await readContent(content, files);
  return structured === undefined ? read : { ...read, data: structured };
}

function toolFailed(content: ContentBlock[], title: string): ToolError {
  const text = content.map((block) => (block.type === "text" ? block.text : "")).join("\n");
  const said = shortLine(text.slice(0, longestError * 2), longestError);
  const message = said === "" ? `“${title}” failed and did not say why.` : `“${title}” failed: ${said}`;
  return new ToolError("refused", message, { evidence: { said: text.slice(0, longestError) } });
}

async function readContent(content: ContentBlock[], files: FileAccess): Promise<JsonObject> {
  if (content.length > mostBlocks) {
    const message = `The answer has ${content.length} parts; at most ${mostBlocks} are read.`;
    throw new ToolError("broken-tool", message, { effectUncertain: true });
  }
  const texts: string[] = [];
  const stored: JsonObject[] = [];
  const links: JsonObject[] = [];
  const store = async (name: string, mediaType: string, bytes: Buffer) => {
    const file = await files.write({ name: shortLine(name, 120) || "file", mediaType, content: bytes });
    stored.push({ fileId: file.id, name: file.name, mediaType: file.mediaType });
  };
  for (const [index, block] of content.entries()) {
    switch (block.type) {
      case "text":
        texts.push(block.text);
        break;
      case "image":
      case "audio": {
        const mediaType = mediaTypeOf(block.mimeType);
        const name = `${block.type}-${index + 1}.${extensionOf(mediaType)}`;
        await store(name, mediaType, Buffer.from(block.data, "base64"));
        break;
      }
      case "resource": {
        const { resource } = block;
        const mediaType = mediaTypeOf(resource.mimeType ?? "");
        if ("text" in resource && typeof resource.text === "string") {
          if (resource.text.length <= longestText / 10) texts.push(resource.text);
          else await store(nameOf(resource.uri), mediaType, Buffer.from(resource.text));
        } else if ("blob" in resource && typeof resource.blob === "string") {
          await store(nameOf(resource.uri), mediaType, Buffer.from(resource.blob, "base64"));
        }
        break;
      }
      case "resource_link":
        links.push({
          uri: block.uri.slice(0, 2000),
          name: shortLine(block.title ?? block.name, 200),
          ...(block.mimeType === undefined ? {} : { mediaType: block.mimeType.slice(0, 100) }),
        });
        break;
      default:
        block satisfies never;
    }
  }
  const text = texts.join("\n\n");
  if (text.length <= longestText) return { text, files: stored, links };
  await store("answer.txt", "text/plain", Buffer.from(text));
  const note = `\n… (all ${text.length} characters are in the file answer.txt)`;
  return { text: text.slice(0, longestText / 10) + note, files: stored, links };
}

/** A media type without parameters; what is none is bytes. */
function mediaTypeOf(given: string): string {
  const plain = given.split(";")[0]?.trim().toLowerCase() ?? "";
  return /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,80}$/.test(plain) ? plain : "application/octet-stream";
}

const extensions: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/svg+xml": "svg",
  "audio/wav": "wav",
  "audio/mpeg": "mp3",
  "audio/ogg": "ogg",
};

function extensionOf(mediaType: string): string {
  return Object.hasOwn(extensions, mediaType) ? (extensions[mediaType] ?? "bin") : "bin";
}

function nameOf(uri: string): string {
  const last = uri.split(/[?#]/)[0]?.split("/").filter(Boolean).at(-1) ?? "";
  return last.replace(/[^\p{L}\p{N} ._-]+/gu, "_").slice(0, 100) || "resource";
}
