"use client";

import { useQuery } from "@tanstack/react-query";
import { FileText, X } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { FileDrop } from "@/components/ui/file-drop";
import { fileQuery } from "@/lib/client/files";
import { uploadFile } from "@/lib/client/upload-file";
import type { ValueControlProps } from "./value-control-props";

/** A stored file: dropped or chosen, uploaded at once, known by its name. */
export function FileControl({ value, onChange, label }: ValueControlProps) {
  const [progress, setProgress] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  if (typeof value === "string" && value !== "") {
    return <ChosenFile fileId={value} onRemove={() => onChange(undefined)} />;
  }
  const upload = async (file: File | undefined) => {
    if (!file) return;
    setProblem(null);
    setProgress(0);
    try {
      onChange((await uploadFile(file, { onProgress: setProgress })).id);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : "The file could not be stored.");
    } finally {
      setProgress(null);
    }
  };
  return (
    <div className="flex flex-col gap-1">
      <FileDrop
        hint={`${label}: CSV, Excel, JSON or text up to 50 MB is read; anything larger is handed on as it is`}
        onFiles={(files) => void upload(files[0])}
        progress={progress === null ? undefined : progress * 100}
      />
      {problem && (
        <p role="alert" className="text-danger text-xs">
          {problem}
        </p>
      )}
    </div>
  );
}

function ChosenFile({ fileId, onRemove }: { fileId: string; onRemove: () => void }) {
  const { data: file } = useQuery(fileQuery(fileId));
  return (
    <div className="flex h-9 items-center gap-2 rounded-md border border-border bg-surface-sunken pr-1 pl-2.5">
      <FileText aria-hidden className="size-4 shrink-0 text-text-subtle" />
      <span className="min-w-0 flex-1 truncate text-sm" title={file?.name}>
        {file?.name ?? fileId}
      </span>
      <IconButton label="Use another file" size="xs" onClick={onRemove}>
        <X />
      </IconButton>
    </div>
  );
}
