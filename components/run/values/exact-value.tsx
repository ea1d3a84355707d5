"use client";

import { RevealedText } from "@/components/approval/revealed-text";
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from "@/lib/domain/json";
import { isTable } from "@/lib/domain/table";
import { FileValue } from "./file-value";
import { wordsOf } from "./output-parts";
import { columnTitles, RecordsValue, TableValue } from "./table-value";
import { TextBlock } from "./text-block";

export interface ExactValueProps {
  value: Json;
  schema: JsonSchema;
  /** What the value is, for screen readers. */
  label: string;
}

const deepest = 3;

/**
 * A value as it will be sent: in full, in a form people can read, with nothing hidden in it (A3). For what a person
 * judges; a result that is only to be looked at has `OutputView`.
 */
export function ExactValue(props: ExactValueProps) {
  return <Value {...props} depth={0} />;
}

function Value({ value, schema, label, depth }: ExactValueProps & { depth: number }) {
  if (value === null) return <Nothing>nothing</Nothing>;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return <span className="tabular-nums">{String(value)}</span>;
  if (typeof value === "string") return <Text text={value} schema={schema} label={label} />;
  if (isTable(value)) return <TableValue table={value} caption={label} exact />;
  if (Array.isArray(value)) return <List items={value} schema={schema} label={label} depth={depth} />;
  const entries = Object.entries(value);
  if (entries.length === 0) return <Nothing>empty</Nothing>;
  if (depth >= deepest) return <TextBlock mono text={JSON.stringify(value, null, 2)} label={label} />;
  return (
    <dl className="flex flex-col gap-2 border-l-2 pl-3">
      {entries.map(([name, inner]) => {
        const property =
          schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : {};
        return (
          <div key={name} className="min-w-0">
            <dt className="text-text-subtle text-xs">
              {property?.title ?? <RevealedText text={wordsOf(name)} />}
            </dt>
            <dd className="min-w-0 break-words">
              <Value value={inner} schema={property ?? {}} label={name} depth={depth + 1} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Nothing({ children }: { children: string }) {
  return <span className="text-text-subtle italic">{children}</span>;
}

function Text({ text, schema, label }: { text: string; schema: JsonSchema; label: string }) {
  if (text === "") return <Nothing>an empty text</Nothing>;
  if (schema.format === "file") return <FileValue fileId={text} />;
  // A line break belongs into prose; in an address or a subject it is shown for what it is.
  const isProse =
    schema.format === "text" || (schema.format === undefined && (schema.maxLength ?? 1e6) > 1000);
  const isBlock = text.length > 160 || (isProse && text.includes("\n"));
  if (isProse && isBlock) return <TextBlock text={text} label={label} />;
  return (
    <span className="break-words">
      <RevealedText text={text} />
    </span>
  );
}

const openItems = 8;

function List(props: { items: readonly Json[]; schema: JsonSchema; label: string; depth: number }) {
  const { items, label, depth } = props;
  const schema = props.schema.items ?? {};
  if (items.length === 0) return <Nothing>an empty list</Nothing>;
  if (schema.format === "file") {
    return (
      <ul className="flex flex-col gap-1.5">
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an item has no name but its place.
          <li key={index}>
            <FileValue fileId={String(item)} linkOnly />
          </li>
        ))}
      </ul>
    );
  }
  const records = flatRecords(items);
  if (records) return <RecordsValue records={records} caption={label} titles={columnTitles(schema)} exact />;
  const isFlat = items.every((item) => typeof item !== "object" || item === null);
  if (!isFlat && (depth >= deepest || items.length > 50)) {
    return <TextBlock mono text={JSON.stringify(items, null, 2)} label={label} />;
  }
  const isLong = items.length > openItems;
  return (
    <ol
      aria-label={label}
      tabIndex={isLong ? 0 : undefined}
      className={
        isLong
          ? "scroll-thin flex max-h-56 flex-col divide-y overflow-auto rounded-md border bg-surface-sunken px-3 py-1 outline-offset-[-2px]"
          : "flex flex-col"
      }
    >
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item has no name but its place.
        <li key={index} className="min-w-0 break-words py-px">
          {isJsonObject(item) || Array.isArray(item) ? (
            <div className="flex gap-2">
              <span className="w-5 shrink-0 text-text-subtle text-xs tabular-nums">{index + 1}</span>
              <div className="min-w-0 flex-1">
                <Value value={item} schema={schema} label={`${label}, ${index + 1}`} depth={depth + 1} />
              </div>
            </div>
          ) : (
            <Value value={item} schema={schema} label={label} depth={depth + 1} />
          )}
        </li>
      ))}
    </ol>
  );
}

/** Objects that fit into a row each; null when some hold more than that. */
function flatRecords(items: readonly Json[]): JsonObject[] | null {
  const records = items.filter(isJsonObject);
  const isFlat = records.every((record) =>
    Object.values(record).every((value) => typeof value !== "object" || value === null),
  );
  return records.length === items.length && isFlat ? records : null;
}
