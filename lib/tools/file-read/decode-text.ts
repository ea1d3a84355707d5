import iconv from "iconv-lite";
import { ToolError } from "@/lib/tools/tool-contract";

export const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export type Encoding = (typeof encodings)[number];

export interface DecodedText {
  text: string;
  encoding: Encoding;
}

const choices = "Save the file as UTF-8, or choose its encoding in this step.";

/**
 * The text of some bytes, without a byte order mark. The encoding is the given one, else the mark's, else UTF-16
 * when every other byte is zero, else UTF-8 when that fits, else Windows-1252. Throws a `bad-input` ToolError for
 * bytes that are not text in that encoding.
 */
export function decodeText(bytes: Buffer, wanted: Encoding | undefined, name: string): DecodedText {
  const encoding = wanted ?? markOf(bytes) ?? guess(bytes);
  if (encoding === null) {
    throw new ToolError("bad-input", `“${name}” is not a text file. ${choices}`);
  }
  const text = encoding === "utf-8" ? decodeUtf8(bytes, name) : iconv.decode(bytes, encoding);
  const broken = firstBrokenLetter(text);
  if (broken === null) return { text, encoding };
  const line = text.slice(0, broken).split("\n").length;
  throw new ToolError(
    "bad-input",
    `“${name}” is not in the encoding ${encoding}: line ${line} has bytes that are no letters in it. ${choices}`,
    { evidence: { encoding, line } },
  );
}

function markOf(bytes: Buffer): Encoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
}

function guess(bytes: Buffer): Encoding | null {
  const sample = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > sample.length / 4 && even === 0) return "utf-16le";
  if (even > sample.length / 4 && odd === 0) return "utf-16be";
  if (even + odd > 0) return null;
  return isUtf8(bytes) ? "utf-8" : "windows-1252";
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function decodeUtf8(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const line = new TextDecoder("utf-8").decode(bytes).split("�")[0]?.split("\n").length ?? 1;
    const message = `“${name}” is not in the encoding utf-8: line ${line} has bytes that are no letters in it. ${choices}`;
    throw new ToolError("bad-input", message, { evidence: { encoding: "utf-8", line }, cause });
  }
}

/** The place of a letter no text has: a replacement, a control character, half of a pair. Null when there is none. */
function firstBrokenLetter(text: string): number | null {
  const place = text.search(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f-\u009f\ufffd\p{Cs}]/u);
  return place < 0 ? null : place;
}
