import { Plus, X } from "lucide-react";
import { useMemo, useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import type { OutputPath } from "@/lib/domain/binding";
import type { JsonSchema } from "@/lib/domain/json";
import { type LookUpByTool, lookUpByToolSchema, type Tool } from "@/lib/domain/tool";
import { comparablePlaces, foundPlaces, foundSchema } from "@/lib/planning/declared-look-up";
import { outputFields, placeLabel } from "@/lib/planning/output-fields";

const shape = lookUpByToolSchema.shape;
type Match = LookUpByTool["match"][number];

/** What in the answer is the call's, and what the step gives then. */
export function LookUpMatch(props: {
  tool: Tool;
  by: Tool;
  lookUp: LookUpByTool;
  onChange: (part: Partial<LookUpByTool>) => void;
}) {
  const { tool, by, lookUp, onChange } = props;
  const found = useMemo(() => foundSchema(by, lookUp.found) ?? {}, [by, lookUp.found]);
  const given = useMemo(() => comparablePlaces(tool.input), [tool]);
  const fields = useMemo(() => comparablePlaces(found), [found]);
  const setMatch = (place: number, next: Match | null) =>
    onChange({ match: lookUp.match.flatMap((one, at) => (at === place ? (next ?? []) : one)) });
  const [firstField, firstInput] = [fields[0], given[0]];
  return (
    <fieldset className="flex min-w-0 flex-col gap-4 rounded-lg border p-4">
      <legend className="px-1 text-text-muted text-xs">What is the call’s</legend>
      <PlaceField
        label="Where in its answer it is found"
        places={foundPlaces(by)}
        whole="The answer itself"
        value={lookUp.found}
        onChange={(path) => onChange({ found: shape.found.parse(path), match: [], output: undefined })}
      />
      {lookUp.match.map((match, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no order but this
        <div key={place} className="flex min-w-0 items-end gap-2">
          <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-2">
            <PlaceField
              label="This of what is found"
              places={fields}
              value={match.field}
              onChange={(field) => setMatch(place, shape.match.element.parse({ ...match, field }))}
            />
            <PlaceField
              label="equals this input"
              places={given}
              value={match.input}
              onChange={(input) => setMatch(place, shape.match.element.parse({ ...match, input }))}
            />
          </div>
          <IconButton label="Leave this out" onClick={() => setMatch(place, null)}>
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      {firstField && firstInput && lookUp.match.length < 10 ? (
        <Button
          size="sm"
          variant="ghost"
          className="self-start"
          icon={<Plus aria-hidden />}
          onClick={() =>
            onChange({
              match: [...lookUp.match, shape.match.element.parse({ field: firstField, input: firstInput })],
            })
          }
        >
          {lookUp.match.length === 0 ? "Say what has to be the same" : "And something else"}
        </Button>
      ) : null}
      <p className="text-pretty text-text-muted text-xs">
        Choose something that only this call has, such as a reference. What others have alike could be theirs.
      </p>
      <GivenOutput tool={tool} found={found} output={lookUp.output} onChange={onChange} />
    </fieldset>
  );
}

function GivenOutput(props: {
  tool: Tool;
  found: JsonSchema;
  output: LookUpByTool["output"];
  onChange: (part: Partial<LookUpByTool>) => void;
}) {
  const { tool, found, output, onChange } = props;
  const required = tool.output.required ?? [];
  const names = Object.keys(tool.output.properties ?? {});
  const places = useMemo(
    () => [
      [],
      ...outputFields(found)
        .map(({ path }) => path)
        .filter((path) => !path.includes("*")),
    ],
    [found],
  );
  if (names.length === 0) return null;
  const set = (name: string, place: OutputPath) =>
    onChange({ output: shape.output.parse({ ...output, [name]: place }) });
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <p aria-hidden className="font-medium text-sm">
        What the step gives
      </p>
      <Segmented
        label="What the step gives"
        size="sm"
        className="self-start"
        value={output ? "parts" : "whole"}
        onValueChange={(kind) => onChange({ output: kind === "whole" ? undefined : {} })}
        options={[
          { value: "whole", label: "All that is found" },
          { value: "parts", label: "Parts of it" },
        ]}
      />
      {output
        ? names
            .filter((name) => required.includes(name) || Object.hasOwn(output, name) || required.length === 0)
            .map((name) => (
              <PlaceField
                key={name}
                label={`It gives as ${placeLabel([name])}`}
                places={places}
                whole="All that is found"
                value={Object.hasOwn(output, name) ? (output[name] ?? null) : null}
                onChange={(place) => set(name, place)}
              />
            ))
        : null}
    </div>
  );
}

const keyOf = (path: OutputPath) => JSON.stringify(path);

/** One of some places, by its name. */
function PlaceField(props: {
  label: string;
  places: readonly OutputPath[];
  /** What the place is called that is all of it. */
  whole?: string;
  value: OutputPath | null;
  onChange: (path: OutputPath) => void;
}) {
  const { label, places, whole = "", value, onChange } = props;
  const [text, setText] = useState("");
  const named = (path: OutputPath) => (path.length === 0 ? whole : placeLabel(path));
  const options = places
    .filter((path) => named(path).toLowerCase().includes(text.trim().toLowerCase()))
    .map((path) => ({ value: keyOf(path), label: named(path) }));
  return (
    <Field label={label} className="min-w-0">
      <Combobox
        shown={value && named(value)}
        value={value && keyOf(value)}
        options={options}
        onSearch={setText}
        onChoose={(key) => {
          const path = places.find((one) => keyOf(one) === key);
          if (path) onChange(path);
        }}
        searchPlaceholder="Search"
        emptyText="There is no such place."
      />
    </Field>
  );
}
