"use client";

import { Search } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Select } from "@/components/ui/select";
import { type ImportPreview, type PreviewedTool, type Selection, selectionOf } from "@/lib/domain/api-import";
import { allTools, filterTools, optionsOf, type PreviewFilter } from "./preview-filter";
import { PreviewRow } from "./preview-row";
import { Warnings } from "./warnings";

/** Rows shown at first, and with each “Show more”. */
const rowsAtATime = 200;

/** What an import would do, to be narrowed and then confirmed. */
export function ImportPreviewView(props: {
  preview: ImportPreview;
  onImport: (selection: Selection) => Promise<void>;
}) {
  const { api, credentials, tools, warnings } = props.preview;
  const [filter, setFilter] = useState<PreviewFilter>(allTools);
  const [chosen, setChosen] = useState(() => new Set(tools.filter((tool) => tool.isSelected).map(keyOf)));
  const [rows, setRows] = useState(rowsAtATime);
  const [isWorking, setWorking] = useState(false);
  const shownFilter = useDeferredValue(filter);
  const shown = useMemo(() => filterTools(tools, shownFilter), [tools, shownFilter]);
  const selectable = useMemo(() => tools.filter((tool) => tool.change !== "removed"), [tools]);
  const shownSelectable = shown.filter((tool) => tool.change !== "removed");
  const shownChosen = shownSelectable.filter((tool) => chosen.has(keyOf(tool))).length;
  const choose = (list: readonly PreviewedTool[], isChosen: boolean) =>
    setChosen((before) => {
      const next = new Set(before);
      for (const tool of list) {
        if (isChosen) next.add(keyOf(tool));
        else next.delete(keyOf(tool));
      }
      return next;
    });
  const confirm = async () => {
    setWorking(true);
    await props.onImport(selectionOf(selectable.map(keyOf), chosen));
    setWorking(false);
  };

  return (
    <div className="flex flex-col gap-4">
      <Summary preview={props.preview} />
      <Warnings warnings={warnings} />
      <Card className="overflow-hidden">
        <div className="flex flex-col gap-3 border-border border-b p-3 sm:p-4">
          <FilterBar tools={tools} filter={filter} onChange={setFilter} />
          <Checkbox
            checked={
              shownChosen === 0 ? false : shownChosen === shownSelectable.length ? true : "indeterminate"
            }
            disabled={shownSelectable.length === 0}
            onCheckedChange={(checked) => choose(shownSelectable, checked === true)}
            label={
              shown.length === tools.length
                ? `All ${selectable.length.toLocaleString("en")} operations`
                : `The ${shownSelectable.length.toLocaleString("en")} shown of ${selectable.length.toLocaleString("en")} operations`
            }
          />
        </div>
        {shown.length === 0 ? (
          <EmptyState compact title="No operation is left with this filter" />
        ) : (
          <ul aria-label="Operations">
            {shown.slice(0, rows).map((tool) => (
              <PreviewRow
                key={`${tool.change === "removed" ? "gone" : ""}${keyOf(tool)}`}
                tool={tool}
                isFirst={api.importedAt === null}
                isChosen={chosen.has(keyOf(tool))}
                onChoose={(isChosen) => choose([tool], isChosen)}
              />
            ))}
          </ul>
        )}
        {shown.length > rows ? (
          <div className="border-border border-t p-3 text-center">
            <Button variant="ghost" onClick={() => setRows(rows + rowsAtATime)}>
              Show more · {(shown.length - rows).toLocaleString("en")} left
            </Button>
          </div>
        ) : null}
      </Card>
      <div className="sticky bottom-[calc(var(--shell-bottom,0px)+8px)] z-10 flex flex-wrap items-center justify-between gap-3 rounded-lg border border-border bg-surface-raised p-3 shadow-overlay">
        <p className="text-sm text-text-muted" aria-live="polite">
          {credentials.need === "none"
            ? "Nothing is called now."
            : "Nothing is called now. Credentials are asked for afterwards."}
        </p>
        <Button
          variant="primary"
          loading={isWorking}
          disabled={chosen.size === 0}
          onClick={() => void confirm()}
        >
          {api.importedAt === null
            ? `Import ${toolCount(chosen.size)}`
            : `Update to ${toolCount(chosen.size)}`}
        </Button>
      </div>
    </div>
  );
}

const toolCount = (count: number) => `${count.toLocaleString("en")} ${count === 1 ? "tool" : "tools"}`;

const changeLabels: Readonly<Record<string, string>> = { same: "unchanged" };
const labelOf = (value: string) =>
  Object.hasOwn(changeLabels, value) ? (changeLabels[value] ?? value) : value;

const keyOf = (tool: PreviewedTool) => tool.operation;

function Summary({ preview }: { preview: ImportPreview }) {
  const { api, credentials, tools } = preview;
  const count = (change: PreviewedTool["change"]) => tools.filter((tool) => tool.change === change).length;
  const differences = (["new", "changed", "removed", "same"] as const)
    .map((change) => ({ change, count: count(change) }))
    .filter(({ count: number }) => number > 0)
    .map(
      ({ change, count: number }) =>
        `${number.toLocaleString("en")} ${change === "same" ? "unchanged" : change}`,
    );
  const kinds = credentials.kinds.length > 0 ? ` (${credentials.kinds.join(", ")})` : "";
  const needs = { none: "None", some: `For some calls${kinds}`, all: `For every call${kinds}` };
  return (
    <Card className="p-4 sm:p-5">
      {api.description ? (
        <p className="mb-4 line-clamp-3 max-w-3xl text-text-muted">{api.description}</p>
      ) : null}
      <KeyValueList
        items={[
          { label: "Calls go to", value: <code className="break-all font-mono text-xs">{api.origin}</code> },
          { label: "Credentials", value: needs[credentials.need] },
          ...(api.version ? [{ label: "Version", value: api.version }] : []),
          ...(api.importedAt === null
            ? []
            : [{ label: "Against what is here", value: differences.join(", ") }]),
        ]}
      />
      {api.isSameDocument ? (
        <p className="mt-3 text-sm text-text-muted">The document is the one that was imported before.</p>
      ) : null}
    </Card>
  );
}

function FilterBar(props: {
  tools: readonly PreviewedTool[];
  filter: PreviewFilter;
  onChange: (filter: PreviewFilter) => void;
}) {
  const { tools, filter, onChange } = props;
  const options = useMemo(() => optionsOf(tools), [tools]);
  const choices = [
    { name: "method", label: "Method", values: options.methods, any: "Any method" },
    { name: "effect", label: "Effect", values: options.effects, any: "Any effect" },
    { name: "tag", label: "Tag", values: options.tags, any: "Any tag" },
    { name: "change", label: "Difference", values: options.changes, any: "Any difference" },
  ] as const;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Input
        type="search"
        aria-label="Filter operations"
        icon={<Search aria-hidden />}
        value={filter.text}
        placeholder="Filter by words or path"
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
        className="min-w-48 flex-1 max-sm:basis-full"
      />
      {choices
        .filter(({ values }) => values.length > 1)
        .map(({ name, label, values, any }) => (
          <Select
            key={name}
            aria-label={label}
            value={filter[name] === null ? "any" : `=${filter[name]}`}
            onValueChange={(value) =>
              onChange({ ...filter, [name]: value === "any" ? null : value.slice(1) })
            }
            options={[
              { value: "any", label: any },
              ...values.map((value) => ({ value: `=${value}`, label: labelOf(value) })),
            ]}
            className="w-36 max-sm:min-w-32 max-sm:flex-1"
          />
        ))}
    </div>
  );
}
