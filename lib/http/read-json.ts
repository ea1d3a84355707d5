import { badRequest, ProblemError } from "./problem";

/** Deeper than any request; what lies below is read by functions that call themselves. */
const maxDepth = 100;

/**
 * The JSON value of a request's body. A request without a body is an empty object, so that what can be left out can
 * be left out whole. Throws a problem: 415 for another content type, 413 over `maxBodyBytes`, 400 for what is no JSON
 * in UTF-8, is nested too deeply, or names a property `__proto__`.
 */
export async function readJson(request: Request, maxBodyBytes: number): Promise<unknown> {
  const type = request.headers.get("content-type");
  if (type !== null && !/^application\/json\s*(;|$)/i.test(type)) throw unsupportedType(type);
  const text = decode(await readBounded(request, maxBodyBytes));
  if (text.trim() === "") return {};
  if (type === null) throw unsupportedType("nothing");
  return soundJson(text);
}

/** The JSON value of a body that was read as bytes. Throws a problem like `readJson`. */
export const jsonOf = (bytes: Uint8Array): unknown => soundJson(decode(bytes));

function soundJson(text: string): unknown {
  const value = parse(text);
  const problem = shapeProblem(value);
  if (problem !== null) throw badRequest(`The body can't be taken: ${problem}.`);
  return value;
}

function unsupportedType(type: string): ProblemError {
  return new ProblemError({
    status: 415,
    code: "unsupported-media-type",
    title: "Unsupported media type",
    detail: `Send JSON with "Content-Type: application/json"; this came as "${type.slice(0, 100)}".`,
  });
}

/** The body's bytes, given up as soon as there are more than the limit (N11). */
export async function readBounded(request: Request, maxBodyBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = Number(request.headers.get("content-length") ?? 0);
  if (size > maxBodyBytes) throw tooLarge(maxBodyBytes);
  if (!request.body) return new Uint8Array();
  size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw tooLarge(maxBodyBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(maxBodyBytes: number): ProblemError {
  return new ProblemError({
    status: 413,
    code: "too-large",
    title: "Too large",
    detail: `The body is larger than ${maxBodyBytes / 1_000_000} MB. Send large data as a file to /api/files.`,
  });
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw badRequest("The body is not text in UTF-8, which JSON is written in.");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`The body is not JSON: ${error instanceof Error ? error.message : "unreadable"}.`);
  }
}

/** What keeps a value from being handed on; walks it without calling itself. */
function shapeProblem(root: unknown): string | null {
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== "object" || value === null) continue;
    if (depth > maxDepth) return `it is nested more than ${maxDepth} levels deep`;
    // Assigned to an object, this name would replace its prototype instead of being stored.
    if (Object.hasOwn(value, "__proto__")) return 'a property is named "__proto__"';
    for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 });
  }
  return null;
}
