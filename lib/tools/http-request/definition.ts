import { defineTool } from "@/lib/tools/define-tool";
import { tableOf } from "@/lib/tools/table-schemas";

export const httpRequest = defineTool({
  id: "http.request",
  title: "Call a web address",
  description:
    "Makes one HTTP request to a web address or URL and returns the answer: fetches a page or JSON, calls an API or a webhook, with a method, headers, query and body. Addresses of private networks are refused.",
  examples: [
    "Fetch https://example.com/data.json",
    "Call the webhook at this URL",
    "Make an HTTP request to the API",
    "Download the contents of a web page",
  ],
  icon: "globe",
  // A request may change anything at the other end, so it asks whatever its method is.
  effect: "write",
  undo: { kind: "unknown" },
  input: {
    type: "object",
    properties: {
      url: {
        type: "string",
        format: "uri",
        title: "Address",
        description: "Begins with https:// or http://.",
        minLength: 1,
        maxLength: 8000,
      },
      method: {
        type: "string",
        title: "Method",
        description: "GET fetches; the others may change something.",
        enum: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
        default: "GET",
      },
      query: {
        type: "object",
        title: "Query",
        description: "Names and values added to the address after the question mark.",
        additionalProperties: { type: ["string", "number", "boolean"] },
      },
      headers: {
        type: "object",
        title: "Headers",
        description:
          "Names and values of request headers. No passwords or tokens: those belong into a connection of an imported API.",
        additionalProperties: { type: "string" },
      },
      json: {
        type: ["object", "array", "string", "number", "boolean", "null"],
        title: "JSON body",
        description: "A value sent as JSON.",
      },
      body: {
        type: "string",
        title: "Text body",
        description: "A body sent as it is, instead of JSON.",
        maxLength: 5_000_000,
      },
      file: {
        type: "string",
        format: "file",
        title: "File body",
        description: "A file sent as it is, however large, instead of JSON or text.",
        minLength: 1,
      },
      saveAs: {
        type: "string",
        title: "Save as",
        description:
          "A file's name: the answer is saved under it, however large. Left out: only what is no text.",
        minLength: 1,
        maxLength: 200,
      },
    },
    required: ["url"],
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: {
      status: { type: "integer", title: "Status", description: "200 when all went well." },
      contentType: { type: "string", title: "Content type", description: "text/html, application/json." },
      headers: {
        type: "object",
        title: "Headers",
        description: "Headers of the answer, names in lower case.",
        additionalProperties: { type: "string" },
      },
      text: {
        type: "string",
        format: "text",
        title: "Body",
        description: "The answer as text; of a long one its beginning.",
      },
      file: {
        type: "object",
        title: "File",
        description: "The whole answer, where it is no text, is long, or was to be saved.",
        properties: {
          fileId: { type: "string", format: "file", title: "File" },
          name: { type: "string", title: "Name" },
          mediaType: { type: "string", title: "Media type" },
          sizeBytes: { type: "integer", title: "Size in bytes" },
        },
        required: ["fileId", "name", "mediaType", "sizeBytes"],
        additionalProperties: false,
      },
      json: { title: "JSON", description: "The answer's value, when it is JSON that is not long." },
      table: tableOf("Table", "The answer's rows, when it is a list of JSON objects."),
    },
    required: ["status", "contentType", "headers", "text"],
    additionalProperties: false,
  },
  outputTrust: "untrusted",
  controlInputs: ["url", "method", "query", "headers", "file"],
  connectionKind: null,
  timeoutMs: 60_000,
  retry: { attempts: 2, backoffMs: 1000 },
  idempotency: "none",
  asksPerson: false,
});
