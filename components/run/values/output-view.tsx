"use client";

import { useState } from "react";
import { Disclosure } from "@/components/run/disclosure";
import { fileSizeText } from "@/components/ui/file-size";
import { JsonView } from "@/components/ui/json-view";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Markdown } from "@/components/ui/markdown";
import { Segmented } from "@/components/ui/segmented";
import { isJsonObject, type Json, type JsonSchema } from "@/lib/domain/json";
import { isTable } from "@/lib/domain/table";
import type { WholeOutput } from "@/lib/domain/whole-output";
import { ExactValue } from "./exact-value";
import { FileValue } from "./file-value";
import { kindOf, type OutputPart, outputParts } from "./output-parts";
import { columnTitles, RecordsValue, TableValue } from "./table-value";
import { TextBlock } from "./text-block";

export interface OutputViewProps {
  output: Json;
  /** The file with all of it, where `output` is the beginning. */
  whole?: WholeOutput;
  /** Of the tool that gave it; empty when it is not known any more. */
  schema: JsonSchema;
  /** What gave it, for captions. */
  label: string;
  /** Larger type, and nothing but the result: for the answer of a run. */
  large?: boolean;
}

/** What a step gave, by its kind: reports as text, tables as tables, charts as pictures; as JSON on demand. */
export function OutputView({ output, whole, schema, label, large }: OutputViewProps) {
  const [form, setForm] = useState<"reading" | "json">("reading");
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {whole ? (
        <div className="flex min-w-0 flex-col gap-1.5">
          <p className="text-sm text-text-muted">
            It gave {fileSizeText(whole.sizeBytes)}. This is the beginning; other steps read all of it.
          </p>
          <FileValue fileId={whole.fileId} />
        </div>
      ) : null}
      {form === "json" ? (
        <JsonView value={output} maxHeight={480} />
      ) : (
        <Reading output={output} schema={schema} label={label} large={large} />
      )}
      <Segmented
        size="sm"
        label="Form of the output"
        value={form}
        onValueChange={setForm}
        options={[
          { value: "reading", label: "Reading" },
          { value: "json", label: "JSON" },
        ]}
        className="self-end"
      />
    </div>
  );
}

function Reading({ output, schema, label, large }: Omit<OutputViewProps, "whole">) {
  if (output === null) return <p className="text-text-muted">It gave nothing back.</p>;
  if (!isJsonObject(output) || isTable(output)) {
    const kind = kindOf(output, schema);
    return <Part part={{ name: "", label, kind, value: output, schema }} large={large} />;
  }
  const { lead, rest } = outputParts(output, schema);
  const altText = typeof output.altText === "string" ? output.altText : undefined;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Parts parts={lead} altText={altText} large={large} />
      {rest.length > 0 ? (
        <Disclosure label={lead.length > 0 ? "Everything it gave" : "Details"}>
          <div className="flex flex-col gap-4 border-l-2 pl-3">
            <Parts parts={rest} altText={altText} />
          </div>
        </Disclosure>
      ) : null}
      {lead.length === 0 && rest.length === 0 ? <p className="text-text-muted">It found nothing.</p> : null}
    </div>
  );
}

function Parts(props: { parts: readonly OutputPart[]; altText?: string; large?: boolean }) {
  const { parts, altText, large } = props;
  const scalars = parts.filter((part) => part.kind === "scalar");
  const others = parts.filter((part) => part.kind !== "scalar");
  const needsHeadings = others.length > 1 || scalars.length > 0;
  // Of a chart drawn twice, as pixels and as lines, one picture is enough.
  const firstFile = others.find((part) => part.kind === "file");
  return (
    <>
      {others.map((part) => (
        <section key={part.name} aria-label={part.label} className="flex min-w-0 flex-col gap-1.5">
          {needsHeadings && part.kind !== "report" && part.kind !== "text" && part.kind !== "file" ? (
            <h4 className="font-medium text-text-muted text-xs">{part.label}</h4>
          ) : null}
          <Part part={part} altText={altText} linkOnly={part !== firstFile} large={large} />
        </section>
      ))}
      {scalars.length > 0 ? (
        <KeyValueList
          labelWidth="minmax(96px, 38%)"
          items={scalars.map((part) => ({
            label: part.label,
            value: <ExactValue value={part.value} schema={part.schema} label={part.label} />,
          }))}
        />
      ) : null}
    </>
  );
}

function Part(props: { part: OutputPart; altText?: string; linkOnly?: boolean; large?: boolean }) {
  const { part, altText, linkOnly, large } = props;
  const { kind, value, schema, label } = part;
  switch (kind) {
    case "report":
    case "text":
      return <Markdown className={large ? "text-base leading-6" : undefined}>{String(value)}</Markdown>;
    case "file":
      return [value]
        .flat()
        .map((id) => (
          <FileValue key={String(id)} fileId={String(id)} altText={altText} linkOnly={linkOnly} />
        ));
    case "table":
      return isTable(value) ? (
        <TableValue table={value} caption={label} maxHeight={large ? 480 : 360} />
      ) : null;
    case "records":
      return (
        <RecordsValue
          records={Array.isArray(value) ? value.filter(isJsonObject) : []}
          caption={label}
          titles={columnTitles(schema.items ?? {})}
        />
      );
    case "block":
      return <TextBlock text={String(value)} label={label} mono />;
    case "list":
    case "scalar":
    case "object":
      return <ExactValue value={value} schema={schema} label={label} />;
    case "nothing":
      return <p className="text-text-muted">Nothing</p>;
    default:
      return kind satisfies never;
  }
}
