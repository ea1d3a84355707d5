// An XLSX is a ZIP, and a ZIP's sizes can lie. So it is unpacked here, under limits on what really comes out, and
// handed on packed anew without compression: the reader behind never inflates anything itself (N4).
import { crc32, inflateRawSync } from "node:zlib";
import { ToolError } from "@/lib/tools/tool-contract";

const maxEntries = 2000;
const maxUnpackedBytes = 64 * 1024 * 1024;

interface Entry {
  name: string;
  method: number;
  flags: number;
  packedBytes: number;
  headerOffset: number;
}

/** A ZIP with the same parts of the workbook, stored plain. Throws a `bad-input` ToolError for anything odd. */
export function unpackXlsx(bytes: Buffer, name: string): Buffer {
  const entries = listEntries(bytes, name).filter((entry) => isWorkbookPart(entry.name));
  let unpacked = 0;
  const parts = entries.map((entry) => {
    const content = unpackEntry(bytes, entry, { name, room: maxUnpackedBytes - unpacked });
    unpacked += content.length;
    return { name: entry.name, content };
  });
  if (!parts.some((part) => part.name === "xl/workbook.xml")) throw broken(name, "it has no workbook in it");
  return packPlain(parts);
}

/** Pictures, macros and printer settings are of no use for reading cells. */
function isWorkbookPart(name: string): boolean {
  return /^(?:\[Content_Types\]\.xml|_rels\/[\w.-]+|xl\/(?:[\w.-]+\/){0,3}[\w.-]+\.(?:xml|rels))$/.test(name);
}

function broken(name: string, why: string): ToolError {
  return new ToolError(
    "bad-input",
    `“${name}” can't be read as an Excel file: ${why}. Save it again as .xlsx or as CSV.`,
  );
}

/** The central directory, found from the end. */
function listEntries(bytes: Buffer, name: string): Entry[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length)
    throw broken(name, "it is not a ZIP archive, or its end is missing");
  const count = bytes.readUInt16LE(end + 10);
  let offset = bytes.readUInt32LE(end + 16);
  if (count > maxEntries) throw broken(name, `it has ${count} parts, more than ${maxEntries}`);
  const entries: Entry[] = [];
  const names = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    if (offset + 46 > bytes.length || bytes.readUInt32LE(offset) !== 0x02014b50) {
      throw broken(name, "its list of parts is damaged");
    }
    const nameLength = bytes.readUInt16LE(offset + 28);
    const entry = {
      name: bytes.toString("utf8", offset + 46, offset + 46 + nameLength),
      flags: bytes.readUInt16LE(offset + 8),
      method: bytes.readUInt16LE(offset + 10),
      packedBytes: bytes.readUInt32LE(offset + 20),
      headerOffset: bytes.readUInt32LE(offset + 42),
    };
    if (names.has(entry.name)) throw broken(name, `it has two parts called “${entry.name}”`);
    names.add(entry.name);
    entries.push(entry);
    offset += 46 + nameLength + bytes.readUInt16LE(offset + 30) + bytes.readUInt16LE(offset + 32);
  }
  return entries;
}

function unpackEntry(bytes: Buffer, entry: Entry, { name, room }: { name: string; room: number }): Buffer {
  const { headerOffset, packedBytes, method, flags } = entry;
  if ((flags & 1) === 1) throw broken(name, "it is protected with a password");
  if (headerOffset + 30 > bytes.length || bytes.readUInt32LE(headerOffset) !== 0x04034b50) {
    throw broken(name, `its part “${entry.name}” is missing`);
  }
  const start =
    headerOffset + 30 + bytes.readUInt16LE(headerOffset + 26) + bytes.readUInt16LE(headerOffset + 28);
  if (start + packedBytes > bytes.length) throw broken(name, `its part “${entry.name}” is cut off`);
  const packed = bytes.subarray(start, start + packedBytes);
  if (method === 0) {
    if (packed.length > room) throw tooLarge(name);
    return packed;
  }
  if (method !== 8) throw broken(name, `its part “${entry.name}” is packed in an unknown way`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, room) });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(name);
    throw broken(name, `its part “${entry.name}” is damaged`);
  }
}

function tooLarge(name: string): ToolError {
  const message = `“${name}” unpacks to more than 64 MB. Split the workbook, or save the sheet as CSV.`;
  return new ToolError("bad-input", message);
}

/** A ZIP of parts without compression. */
function packPlain(parts: readonly { name: string; content: Buffer }[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of parts) {
    const nameBytes = Buffer.from(name, "utf8");
    // Version, flags (UTF-8 names), method, time and date, checksum, both sizes, length of the name, no extra.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(offset, 10);
    pieces.push(Buffer.from("PK\x03\x04", "latin1"), common, nameBytes, content);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, central, nameBytes);
    offset += 30 + nameBytes.length + content.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...pieces, list, Buffer.from("PK\x05\x06", "latin1"), end]);
}
