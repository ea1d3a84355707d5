// Large texts as compressed bytes: an API's document of 47 MB is 2 MB on disk and on the way to whoever reads it, and
// PostgreSQL never writes it out.
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { customType } from "drizzle-orm/pg-core";
import type { JsonObject } from "@/lib/domain/json";

const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** More than any document that is taken. */
const maxBytes = 256 * 1024 * 1024;

export function pack(text: string): Buffer {
  return zstdCompressSync(Buffer.from(text));
}

/**
 * The text that was packed; null when it has more than `most` bytes. Rows from before there was packing hold the text
 * itself.
 */
export function unpack(packed: Buffer, most = maxBytes): string | null {
  if (!packed.subarray(0, magic.length).equals(magic)) {
    return packed.length > most ? null : packed.toString("utf8");
  }
  try {
    return zstdDecompressSync(packed, { maxOutputLength: most }).toString("utf8");
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** A column of packed text. */
export const packedText = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => "bytea",
});

/** A column of JSON that is read whole or not at all. */
export const packedJson = customType<{ data: JsonObject; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: (value) => pack(JSON.stringify(value)),
  fromDriver: (packed) => JSON.parse(unpack(packed) ?? "null"),
});
