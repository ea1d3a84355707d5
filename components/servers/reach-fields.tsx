"use client";

import { Plus, X } from "lucide-react";
import { Banner } from "@/components/ui/banner";
import { Button, IconButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";

export interface HttpValues {
  kind: "http";
  url: string;
  isPrivate: boolean;
  signIn: "none" | "bearer" | "header" | "oauth";
  headerName: string;
  token: string;
}
export const emptyHttp: HttpValues = {
  kind: "http",
  url: "",
  isPrivate: false,
  signIn: "none",
  headerName: "",
  token: "",
};

export interface ProgramValues {
  kind: "stdio";
  command: string;
  /** One a line. */
  args: string;
  /** `key` tells rows apart while they are edited. */
  env: { key: string; name: string; value: string }[];
  folder: string;
}
export const emptyProgram: ProgramValues = { kind: "stdio", command: "", args: "", env: [], folder: "" };

interface FieldsProps<V> {
  values: V;
  onChange: (values: V) => void;
  problemOf: (field: string) => string | undefined;
}

const signIns = [
  { value: "none", label: "Not at all" },
  { value: "bearer", label: "With a token" },
  { value: "header", label: "With a key in a header" },
  { value: "oauth", label: "On the server's own page (OAuth)" },
] as const;

export function HttpFields({ values, onChange, problemOf }: FieldsProps<HttpValues>) {
  const set = (change: Partial<HttpValues>) => onChange({ ...values, ...change });
  const privateProblem = problemOf("isPrivate");
  return (
    <>
      <Field
        label="Address"
        required
        hint="Of its MCP endpoint, for Streamable HTTP."
        error={problemOf("url")}
      >
        <Input
          mono
          inputMode="url"
          autoComplete="off"
          placeholder="https://example.com/mcp"
          value={values.url}
          onChange={(event) => set({ url: event.target.value })}
        />
      </Field>
      <div className="flex flex-col gap-1.5">
        <Checkbox
          label="It is on this machine or a private network"
          description="Otherwise only public addresses are reached."
          checked={values.isPrivate}
          onCheckedChange={(checked) => set({ isPrivate: checked === true })}
        />
        {privateProblem ? (
          <p role="alert" className="text-danger text-xs">
            {privateProblem}
          </p>
        ) : null}
      </div>
      <Field label="Sign in" error={problemOf("signIn")}>
        <Select options={signIns} value={values.signIn} onValueChange={(signIn) => set({ signIn })} />
      </Field>
      {values.signIn === "header" && (
        <Field label="Header" required error={problemOf("headerName")}>
          <Input
            mono
            autoComplete="off"
            placeholder="X-Api-Key"
            value={values.headerName}
            onChange={(event) => set({ headerName: event.target.value })}
          />
        </Field>
      )}
      {(values.signIn === "bearer" || values.signIn === "header") && (
        <Field
          label={values.signIn === "bearer" ? "Token" : "Key"}
          required
          hint="Stored encrypted, and sent to this address only."
          error={problemOf("token")}
        >
          <Input
            mono
            type="password"
            autoComplete="new-password"
            value={values.token}
            onChange={(event) => set({ token: event.target.value })}
          />
        </Field>
      )}
    </>
  );
}

export function ProgramFields({ values, onChange, problemOf }: FieldsProps<ProgramValues>) {
  const set = (change: Partial<ProgramValues>) => onChange({ ...values, ...change });
  const setEnv = (key: string, change: Partial<ProgramValues["env"][number]>) =>
    set({ env: values.env.map((one) => (one.key === key ? { ...one, ...change } : one)) });
  return (
    <>
      <Banner tone="warning" title="It runs with your rights on this machine">
        It can read and change what you can. Add only programs you trust; you confirm the exact command before
        it is started for the first time.
      </Banner>
      <Field
        label="Program"
        required
        hint="A name on the path, or a whole path."
        error={problemOf("command")}
      >
        <Input
          mono
          autoComplete="off"
          placeholder="npx"
          value={values.command}
          onChange={(event) => set({ command: event.target.value })}
        />
      </Field>
      <Field label="Arguments" hint="One a line, as they are: no quotes, no shell." error={problemOf("args")}>
        <Textarea
          mono
          minRows={3}
          maxRows={12}
          spellCheck={false}
          placeholder={"-y\n@modelcontextprotocol/server-memory@2026.8.31"}
          value={values.args}
          onChange={(event) => set({ args: event.target.value })}
        />
      </Field>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 font-medium text-sm">Environment</legend>
        <p className="text-text-subtle text-xs">
          It gets these and nothing of Lamplight's own. Values are stored encrypted.
        </p>
        {values.env.map((variable, index) => (
          <div key={variable.key} className="flex flex-col gap-1">
            <div className="flex items-center gap-2">
              <Input
                mono
                aria-label={`Name of variable ${index + 1}`}
                placeholder="API_KEY"
                autoComplete="off"
                value={variable.name}
                onChange={(event) => setEnv(variable.key, { name: event.target.value })}
              />
              <Input
                mono
                type="password"
                aria-label={`Value of variable ${index + 1}`}
                autoComplete="new-password"
                value={variable.value}
                onChange={(event) => setEnv(variable.key, { value: event.target.value })}
              />
              <IconButton
                label={`Remove variable ${index + 1}`}
                onClick={() => set({ env: values.env.filter((one) => one.key !== variable.key) })}
              >
                <X aria-hidden />
              </IconButton>
            </div>
            {problemOf(`env.${index}`) ? (
              <p role="alert" className="text-danger text-xs">
                {problemOf(`env.${index}`)}
              </p>
            ) : null}
          </div>
        ))}
        <Button
          type="button"
          size="sm"
          className="self-start"
          icon={<Plus aria-hidden />}
          onClick={() => set({ env: [...values.env, { key: crypto.randomUUID(), name: "", value: "" }] })}
        >
          Add a variable
        </Button>
      </fieldset>
      <Field
        label="Working folder"
        optional
        hint="Left empty: a folder of its own in the data folder."
        error={problemOf("folder")}
      >
        <Input
          mono
          autoComplete="off"
          value={values.folder}
          onChange={(event) => set({ folder: event.target.value })}
        />
      </Field>
    </>
  );
}
