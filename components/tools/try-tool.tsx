"use client";

import { FlaskConical, Play, RotateCcw } from "lucide-react";
import { useRef, useState } from "react";
import { tryToolAction } from "@/app/tools/[toolId]/actions";
import { unfinishedJson } from "@/components/approval/edit-inputs";
import { RevealedText } from "@/components/approval/revealed-text";
import { ValueControl } from "@/components/plan/inputs/value-control";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import type { RunId } from "@/lib/domain/ids";
import type { Json, JsonObject, JsonSchema } from "@/lib/domain/json";
import { requiredInputs, type Tool } from "@/lib/domain/tool";
import type { Try } from "@/lib/flow/try-tool";
import { checkValue } from "@/lib/planning/check-value";
import { exampleInputs } from "@/lib/tools/example-inputs";
import { orderedProperties } from "./schema-words";
import { connectHref } from "./tool-source";
import { TryRun } from "./try-run";

type Problems = Readonly<Record<string, string>>;

const runWords: Record<Tool["effect"], string> = {
  read: "It runs at once and shows here what it gives.",
  write: "Before anything is changed you see exactly what is sent, and approve it here.",
  irreversible: "Before anything is sent you see exactly what, and approve it here.",
};

/** A tool called once by hand: the form of its inputs, then the run, with the approvals it would need in any plan. */
export function TryTool(props: {
  tool: Tool;
  isConnected: boolean;
  /** The try that is shown at first, with its inputs. */
  given: Try | null;
  onStart: (runId: RunId) => void;
  onChange: () => void;
}) {
  const { tool, isConnected, given, onStart, onChange } = props;
  const attempt = useAttempt(tool, given, onStart);
  const { inputs, problems, failure } = attempt;
  const form = useRef<HTMLFormElement>(null);
  const [showsAll, setShowsAll] = useState(false);
  const required = requiredInputs(tool);
  const entries = orderedProperties(tool.input);
  const isMain = (name: string) => required.includes(name) || Object.hasOwn(inputs, name);
  const shown = entries.filter(([name]) => showsAll || isMain(name) || required.length === 0);
  const foldedCount = entries.length - shown.length;
  const canRun = isConnected && tool.off === undefined;
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <form
        ref={form}
        aria-label="Inputs"
        className="flex min-w-0 flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const unfinished = form.current?.querySelector<HTMLElement>(unfinishedJson);
          if (unfinished) unfinished.focus();
          else if (canRun) attempt.start();
        }}
      >
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="text-pretty text-sm text-text-muted">{runWords[tool.effect]}</p>
          {entries.length === 0 ? null : (
            <Button
              size="sm"
              variant="ghost"
              icon={<FlaskConical aria-hidden />}
              onClick={() => attempt.fill(exampleInputs(tool.input))}
            >
              Fill in the example
            </Button>
          )}
        </div>
        {entries.length === 0 ? <p className="text-sm text-text-muted">It needs no inputs.</p> : null}
        {shown.map(([name, schema]) => (
          <InputField
            key={`${attempt.round}/${name}`}
            name={name}
            schema={schema}
            isRequired={required.includes(name)}
            value={Object.hasOwn(inputs, name) ? inputs[name] : undefined}
            problem={problems[name]}
            onChange={(value) => attempt.change(name, value)}
          />
        ))}
        {foldedCount > 0 ? (
          <Button variant="ghost" size="sm" className="self-start" onClick={() => setShowsAll(true)}>
            {foldedCount === 1 ? "1 more input" : `${foldedCount} more inputs`}
          </Button>
        ) : null}
        {failure ? (
          <Banner tone="danger" live="alert">
            {failure}
          </Banner>
        ) : null}
        <div className="flex flex-wrap items-center gap-2">
          <Button
            type="submit"
            variant="primary"
            icon={<Play aria-hidden />}
            loading={attempt.isStarting}
            disabled={!canRun}
          >
            Run
          </Button>
          {entries.length === 0 ? null : (
            <Button variant="ghost" icon={<RotateCcw aria-hidden />} onClick={() => attempt.fill({})}>
              Clear
            </Button>
          )}
          {tool.off !== undefined ? (
            <p className="text-text-muted text-xs">It is switched off.</p>
          ) : !isConnected && tool.connectionKind !== null ? (
            <p className="flex items-center gap-2 text-text-muted text-xs">
              It needs a connection first.
              <ButtonLink size="sm" href={connectHref(tool.connectionKind)}>
                Connect
              </ButtonLink>
            </p>
          ) : null}
        </div>
      </form>
      {attempt.started ? (
        <TryRun
          key={attempt.started.run.id}
          run={attempt.started.run}
          plan={attempt.started.plan}
          tool={tool}
          onChange={onChange}
        />
      ) : (
        <Card className="border-dashed px-4 py-8 text-center text-sm text-text-muted shadow-none">
          What it gives is shown here.
        </Card>
      )}
    </div>
  );
}

function InputField(props: {
  name: string;
  schema: JsonSchema;
  isRequired: boolean;
  value: Json | undefined;
  problem: string | undefined;
  onChange: (value: Json | undefined) => void;
}) {
  const { name, schema, isRequired, value, problem, onChange } = props;
  const label = schema.title ?? name;
  return (
    <Field
      label={<RevealedText text={label} />}
      required={isRequired}
      error={problem}
      hint={schema.description ? <RevealedText text={schema.description} multiline /> : undefined}
    >
      <ValueControl schema={schema} value={value} label={label} onChange={onChange} />
    </Field>
  );
}

const unreachable = "Lamplight did not answer. Look under History whether it ran before you try again.";

/** The inputs as they are written, and the run made of them. */
function useAttempt(tool: Tool, given: Try | null, onStart: (runId: RunId) => void) {
  const [inputs, setInputs] = useState<JsonObject>(() => (given ? inputsOf(given) : {}));
  /** Counts refills, so that controls begin anew and forget what was half written. */
  const [round, setRound] = useState(0);
  const [problems, setProblems] = useState<Problems>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [isStarting, setStarting] = useState(false);
  const [started, setStarted] = useState<Try | null>(given);

  const start = async () => {
    const wrong = problemsOf(tool, inputs);
    setProblems(wrong);
    setFailure(null);
    if (Object.keys(wrong).length > 0 || isStarting) return;
    setStarting(true);
    try {
      const tried = await tryToolAction({ toolId: tool.id, inputs });
      if (tried.kind === "started") {
        setStarted(tried);
        onStart(tried.run.id);
      } else if (tried.kind === "not-found") setFailure("This tool is not there any more.");
      else {
        const named = tried.problems.filter(({ input }) => input !== null);
        setProblems(Object.fromEntries(named.map(({ input, message }) => [input ?? "", message])));
        const unnamed = tried.problems.filter(({ input }) => input === null);
        setFailure(unnamed.map(({ message }) => message).join(" ") || null);
      }
    } catch {
      setFailure(unreachable);
    } finally {
      setStarting(false);
    }
  };
  return {
    inputs,
    round,
    problems,
    failure,
    isStarting,
    started,
    start: () => void start(),
    change: (name: string, value: Json | undefined) => {
      setInputs(({ [name]: _old, ...others }) =>
        value === undefined ? others : { ...others, [name]: value },
      );
      setProblems(({ [name]: _settled, ...others }) => others);
    },
    fill: (values: JsonObject) => {
      setInputs(values);
      setProblems({});
      setRound(round + 1);
    },
  };
}

function inputsOf({ plan }: Try): JsonObject {
  const bindings = Object.entries(plan.steps[0]?.inputs ?? {});
  return Object.fromEntries(
    bindings.flatMap(([name, binding]) => (binding.kind === "literal" ? [[name, binding.value]] : [])),
  );
}

function problemsOf(tool: Tool, inputs: JsonObject): Problems {
  const missing = requiredInputs(tool).filter((name) => !Object.hasOwn(inputs, name));
  const wrong = Object.entries(inputs).flatMap(([name, value]): [string, string][] => {
    const problem = checkValue(value, tool.input.properties?.[name] ?? {});
    return problem ? [[name, `It ${problem}.`]] : [];
  });
  return Object.fromEntries([...missing.map((name) => [name, "It can't be left out."]), ...wrong]);
}
