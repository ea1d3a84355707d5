"use client";

import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, useContext, useId } from "react";
import { cn } from "./cn";

interface FieldWiring {
  controlId: string;
  labelId: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
}

const FieldContext = createContext<FieldWiring | undefined>(undefined);

interface ControlAria {
  id?: string;
  required?: boolean;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean | "true" | "false" | "grammar" | "spelling";
}

/** Ids and aria attributes for the control inside a `Field`; its own props win. */
export function useFieldControl(props: ControlAria) {
  const field = useContext(FieldContext);
  return {
    id: props.id ?? field?.controlId,
    "aria-describedby": props["aria-describedby"] ?? field?.describedBy,
    "aria-invalid": props["aria-invalid"] ?? (field?.invalid || undefined),
    "aria-required": (props.required ?? field?.required) || undefined,
  };
}

export interface FieldProps {
  label: ReactNode;
  /** One control: Input, Textarea, Select, Combobox, RadioGroup … */
  children: ReactNode;
  hint?: ReactNode;
  /** Shown instead of nothing; the control becomes invalid. */
  error?: ReactNode;
  required?: boolean;
  optional?: boolean;
  hideLabel?: boolean;
  /** Stands at the end of the label's line, for example an OriginBadge. */
  labelEnd?: ReactNode;
  /** `row` puts the label on the left from tablet width on. */
  layout?: "stack" | "row";
  className?: string;
}

export function Field(props: FieldProps) {
  const {
    label,
    children,
    hint,
    error,
    required = false,
    optional,
    hideLabel,
    labelEnd,
    layout,
    className,
  } = props;
  const id = useId();
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  const wiring: FieldWiring = {
    controlId: `${id}-control`,
    labelId: `${id}-label`,
    describedBy: [hintId, errorId].filter(Boolean).join(" ") || undefined,
    invalid: Boolean(error),
    required,
  };
  return (
    <div
      className={cn(
        "flex min-w-0 flex-col gap-1.5",
        layout === "row" && "md:grid md:grid-cols-[180px_minmax(0,1fr)] md:gap-x-6",
        className,
      )}
    >
      <div
        className={cn(
          "flex min-h-5 items-center justify-between gap-2",
          layout === "row" && "md:pt-1.5",
          hideLabel && !labelEnd && "sr-only",
        )}
      >
        <label
          id={wiring.labelId}
          htmlFor={wiring.controlId}
          className={cn("font-medium text-sm", hideLabel && "sr-only")}
        >
          {label}
          {required ? <span className="text-danger"> *</span> : null}
          {optional ? <span className="font-normal text-text-subtle"> optional</span> : null}
        </label>
        {labelEnd}
      </div>
      <div className="flex min-w-0 flex-col gap-1.5">
        <FieldContext value={wiring}>{children}</FieldContext>
        {hint ? (
          <p id={hintId} className="text-text-subtle text-xs">
            {hint}
          </p>
        ) : null}
        {error ? (
          <p id={errorId} className="flex items-start gap-1 text-danger text-xs">
            <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
            <span>{error}</span>
          </p>
        ) : null}
      </div>
    </div>
  );
}
