"use client";

import { useState } from "react";
import { saveModelAction } from "@/app/models/actions";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useFocusInvalid } from "@/components/ui/use-focus-invalid";
import type { FieldProblem } from "@/lib/connections/connection-form";
import type { LanguageModel, ModelProvider } from "@/lib/domain/language-model";
import { providers } from "./model-words";

interface Values {
  provider: ModelProvider;
  model: string;
  address: string;
  privateNetwork: boolean;
  key: string;
  inputPrice: string;
  outputPrice: string;
}

const modelExamples: Record<ModelProvider, string> = {
  anthropic: "claude-…",
  openai: "gpt-…",
  google: "gemini-…",
  "openai-compatible": "qwen3:8b",
};

/** A model: its provider, its name, where it answers, its key and its price. */
export function ModelDialog(props: {
  /** Null for a new one. */
  model: LanguageModel | null;
  onClose: () => void;
  onSaved: (id: string) => void;
}) {
  const { model, onClose } = props;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title={model ? `Edit “${model.model}”` : "Add a model"}
        description="Goals and descriptions of tools are sent to its address once it is in use."
      >
        <ModelForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

function ModelForm({ model, onClose, onSaved }: Parameters<typeof ModelDialog>[0]) {
  const [values, setValues] = useState<Values>(() => startingValues(model));
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const [isSaving, setSaving] = useState(false);
  const ref = useFocusInvalid(problems);
  const set = (change: Partial<Values>) => setValues({ ...values, ...change });
  const problemOf = (field: string) => problems.find((one) => one.field === field)?.message;
  const isCompatible = values.provider === "openai-compatible";

  const save = async () => {
    setSaving(true);
    try {
      const result = await saveModelAction({
        ...values,
        id: model === null || model.id === "environment" ? null : model.id,
        key: values.key === "" ? null : values.key,
        inputPrice: priceOf(values.inputPrice),
        outputPrice: priceOf(values.outputPrice),
      });
      if (result.kind === "saved") return onSaved(result.id);
      setProblems(
        result.kind === "refused"
          ? result.problems
          : [
              {
                field: null,
                message: "Somebody else changed this model just now. Close this and open it again.",
              },
            ],
      );
    } catch {
      setProblems([{ field: null, message: "Lamplight can't be reached. What you wrote is kept." }]);
    }
    setSaving(false);
  };

  return (
    <form
      ref={ref}
      className="flex flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {problems
        .filter(({ field }) => field === null || !Object.hasOwn(values, field))
        .map(({ message }) => (
          <Banner key={message} tone="danger" live="alert">
            {message}
          </Banner>
        ))}
      <Field label="Provider" required error={problemOf("provider")}>
        <Select options={providers} value={values.provider} onValueChange={(provider) => set({ provider })} />
      </Field>
      <Field label="Model" required hint="Its name, as the provider writes it." error={problemOf("model")}>
        <Input
          mono
          autoComplete="off"
          spellCheck={false}
          placeholder={modelExamples[values.provider]}
          value={values.model}
          onChange={(event) => set({ model: event.target.value })}
        />
      </Field>
      <Field
        label="Address"
        required={isCompatible}
        optional={!isCompatible}
        hint={isCompatible ? "Of its API; mostly ends in /v1." : "Left empty: the provider's own."}
        error={problemOf("address")}
      >
        <Input
          mono
          type="url"
          autoComplete="off"
          placeholder={isCompatible ? "http://127.0.0.1:11434/v1" : undefined}
          value={values.address}
          onChange={(event) => set({ address: event.target.value })}
        />
      </Field>
      <div className="flex flex-col gap-1.5">
        <Checkbox
          label="It is on this machine or a private network"
          description="Otherwise only public addresses are reached."
          checked={values.privateNetwork}
          aria-invalid={problemOf("privateNetwork") !== undefined || undefined}
          onCheckedChange={(checked) => set({ privateNetwork: checked === true })}
        />
        {problemOf("privateNetwork") && (
          <p role="alert" className="text-danger text-xs">
            {problemOf("privateNetwork")}
          </p>
        )}
      </div>
      <Field
        label="Key"
        optional={isCompatible}
        hint={
          model?.hasKey
            ? "Leave empty to keep the stored one."
            : "Stored encrypted, and sent to this address only."
        }
        error={problemOf("key")}
      >
        <Input
          mono
          type="password"
          autoComplete="new-password"
          value={values.key}
          onChange={(event) => set({ key: event.target.value })}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <PriceField
          label="Price in"
          value={values.inputPrice}
          error={problemOf("inputPrice")}
          onChange={(inputPrice) => set({ inputPrice })}
        />
        <PriceField
          label="Price out"
          value={values.outputPrice}
          error={problemOf("outputPrice")}
          onChange={(outputPrice) => set({ outputPrice })}
        />
      </div>
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" loading={isSaving}>
          Save and test
        </Button>
      </div>
    </form>
  );
}

function PriceField(props: {
  label: string;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  return (
    <Field label={props.label} optional hint="US dollars per million tokens." error={props.error}>
      <Input
        inputMode="decimal"
        autoComplete="off"
        placeholder="0.25"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Field>
  );
}

/** Null for nothing entered; what is no number is left to the server to refuse. */
function priceOf(text: string): number | null {
  const written = text.trim().replace(",", ".");
  return written === "" ? null : Number(written);
}

function startingValues(model: LanguageModel | null): Values {
  return {
    provider: model?.provider ?? "openai-compatible",
    model: model?.model ?? "",
    address: model?.address ?? "",
    privateNetwork: model?.privateNetwork ?? false,
    key: "",
    inputPrice: model?.price ? String(model.price.input) : "",
    outputPrice: model?.price ? String(model.price.output) : "",
  };
}
