"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { useFieldControl } from "./field";
import { Progress } from "./progress";

export interface FileDropProps {
  onFiles: (files: File[]) => void;
  /** As in `<input accept>`: ".csv,.xlsx" or "image/*". */
  accept?: string;
  multiple?: boolean;
  maxBytes?: number;
  /** What may be dropped, in words. */
  hint?: ReactNode;
  /** 0 to 100 while sending; `null` for unknown; left out when idle. */
  progress?: number | null;
  disabled?: boolean;
  className?: string;
}

export function FileDrop(props: FileDropProps) {
  const { onFiles, accept, multiple, maxBytes, hint, progress, disabled, className } = props;
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const wiring = useFieldControl({});
  const isBusy = progress !== undefined;

  function take(list: FileList | null) {
    const files = [...(list ?? [])].slice(0, multiple ? undefined : 1);
    const refusal = files.map((file) => refusalOf(file, accept, maxBytes)).find(Boolean);
    setProblem(refusal);
    if (!refusal && files.length > 0) onFiles(files);
    if (input.current) input.current.value = "";
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    if (!disabled && !isBusy) take(event.dataTransfer.files);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button inside does the same
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        "flex flex-col items-center gap-2 rounded-lg border border-border-control/70 border-dashed bg-surface px-4 py-5 text-center transition-colors",
        over && !disabled && "border-accent bg-accent-soft",
        disabled && "opacity-45",
        className,
      )}
    >
      <FileUp aria-hidden className="size-5 text-text-subtle" />
      {isBusy ? (
        <Progress value={progress} label="Sending the file" className="my-2 max-w-60" />
      ) : (
        <p className="text-text-muted">
          Drop {multiple ? "files" : "a file"} here or{" "}
          <Button size="sm" disabled={disabled} onClick={() => input.current?.click()} className="ml-1">
            Choose {multiple ? "files" : "a file"}
          </Button>
        </p>
      )}
      {hint ? <p className="text-text-subtle text-xs">{hint}</p> : null}
      {problem ? (
        <p role="alert" className="text-danger text-xs">
          {problem}
        </p>
      ) : null}
      <input
        {...wiring}
        ref={input}
        type="file"
        accept={accept}
        multiple={multiple}
        disabled={disabled || isBusy}
        aria-label={wiring.id ? undefined : "File"}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => take(event.target.files)}
      />
    </div>
  );
}

/** Why a file can't be taken; the browser checks `accept` only in its own picker, not for drops. */
function refusalOf(file: File, accept: string | undefined, maxBytes: number | undefined): string | undefined {
  if (maxBytes !== undefined && file.size > maxBytes) {
    return `${file.name} is larger than ${(maxBytes / 1_048_576).toFixed(0)} MB.`;
  }
  const kinds = accept?.split(",").map((kind) => kind.trim().toLowerCase()) ?? [];
  const name = file.name.toLowerCase();
  const fits = kinds.some((kind) => {
    if (kind.startsWith(".")) return name.endsWith(kind);
    return kind.endsWith("/*") ? file.type.startsWith(kind.slice(0, -1)) : file.type === kind;
  });
  return kinds.length === 0 || fits ? undefined : `${file.name} is not of a kind accepted here (${accept}).`;
}
