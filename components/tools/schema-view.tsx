import { RevealedText } from "@/components/approval/revealed-text";
import { Disclosure } from "@/components/run/disclosure";
import { Badge } from "@/components/ui/badge";
import type { Json, JsonSchema } from "@/lib/domain/json";
import { innerFields, limitWords, orderedProperties, typeWords, variantsOf } from "./schema-words";

export interface SchemaViewProps {
  schema: JsonSchema;
  /** Inputs that decide who or what is reached. */
  control?: readonly string[];
  /** Of what a tool gives: there nobody has to fill in anything. */
  isOutput?: boolean;
  /** Stands where there are no fields. */
  emptyText: string;
}

const shownValues = 12;

/** The fields of a schema with all that limits them. Texts in it may come from anybody and are shown inert. */
export function SchemaView({ schema, control = [], isOutput = false, emptyText }: SchemaViewProps) {
  const fields = innerFields(schema);
  if (!fields) {
    const isUntold = schema.type === undefined && variantsOf(schema).length === 0;
    const isEmptyObject = schema.type === "object" && schema.additionalProperties !== true;
    return (
      <p className="rounded-lg border px-3 py-2.5 text-sm text-text-muted">
        {isUntold || isEmptyObject ? emptyText : `${typeWords(schema)}, not described further`}
      </p>
    );
  }
  return (
    <div className="overflow-hidden rounded-lg border">
      <Fields schema={fields} control={control} isOutput={isOutput} />
    </div>
  );
}

function Fields(props: { schema: JsonSchema; control: readonly string[]; isOutput: boolean }) {
  const { schema, control, isOutput } = props;
  const required = isOutput ? [] : (schema.required ?? []);
  return (
    <dl className="flex flex-col divide-y">
      {orderedProperties(schema).map(([name, property]) => (
        <Field
          key={name}
          name={name}
          schema={property}
          isRequired={required.includes(name)}
          isControl={control.includes(name)}
          isOutput={isOutput}
        />
      ))}
    </dl>
  );
}

function Field(props: {
  name: string;
  schema: JsonSchema;
  isRequired: boolean;
  isControl: boolean;
  isOutput: boolean;
}) {
  const { name, schema, isRequired, isControl, isOutput } = props;
  const inner = innerFields(schema);
  const limits = limitWords(schema);
  return (
    <div className="flex min-w-0 flex-col gap-1 px-3 py-2.5">
      <dt className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <code className="min-w-0 break-all font-medium font-mono text-xs">
          <RevealedText text={name} />
        </code>
        <span className="text-text-muted text-xs">{typeWords(schema)}</span>
        {isRequired ? <Badge tone="outline">Required</Badge> : null}
        {isControl ? (
          <Badge
            tone="info"
            title="It chooses who or what is reached, so outside content in it is always shown for approval"
          >
            Decides what is reached
          </Badge>
        ) : null}
      </dt>
      <dd className="flex min-w-0 flex-col gap-1 text-text-muted text-xs">
        {schema.description ? (
          <p className="whitespace-pre-line text-pretty break-words">
            <RevealedText text={schema.description} multiline />
          </p>
        ) : null}
        <Values label="One of" values={schema.enum ?? schema.items?.enum ?? []} />
        {limits.length > 0 ? <p className="break-words">{limits.join(", ")}</p> : null}
        <Values label="Without one" values={schema.default === undefined ? [] : [schema.default]} />
        <Values label="For example" values={(schema.examples ?? []).slice(0, 3)} />
        {inner ? (
          <Disclosure label={fieldCount(inner)}>
            <div className="mt-1 overflow-hidden rounded-md border bg-surface-sunken/50">
              <Fields schema={inner} control={[]} isOutput={isOutput} />
            </div>
          </Disclosure>
        ) : null}
      </dd>
    </div>
  );
}

function fieldCount(schema: JsonSchema): string {
  const count = Object.keys(schema.properties ?? {}).length;
  return count === 1 ? "1 field" : `${count} fields`;
}

function Values({ label, values }: { label: string; values: readonly Json[] }) {
  if (values.length === 0) return null;
  const texts = values.slice(0, shownValues).map((value) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return text.length > 80 ? `${text.slice(0, 80)}…` : text;
  });
  return (
    <p className="flex min-w-0 flex-wrap items-baseline gap-1">
      <span className="text-text-subtle">{label}</span>
      {texts.map((text) => (
        <code
          key={text}
          className="min-w-0 break-all rounded-xs bg-pressed px-1 font-mono text-2xs text-text"
        >
          <RevealedText text={text} />
        </code>
      ))}
      {values.length > shownValues ? <span>and {values.length - shownValues} more</span> : null}
    </p>
  );
}
