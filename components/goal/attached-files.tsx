import { CircleAlert, FileText, X } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { fileSizeText } from "@/components/ui/file-size";
import { Progress } from "@/components/ui/progress";
import type { Attachment } from "./use-attachments";

/** The files that go with a goal. */
export function AttachedFiles(props: { files: readonly Attachment[]; onRemove: (key: string) => void }) {
  if (props.files.length === 0) return null;
  return (
    <ul aria-label="Attached files" className="flex flex-wrap gap-2 px-1">
      {props.files.map((file) => (
        <li
          key={file.key}
          className={cn(
            "flex max-w-full items-center gap-2 rounded-md border bg-surface-sunken py-1 pr-1 pl-2 text-xs",
            file.problem ? "border-danger-line" : "border-border",
          )}
        >
          {file.problem ? (
            <CircleAlert aria-hidden className="size-3.5 shrink-0 text-danger" />
          ) : (
            <FileText aria-hidden className="size-3.5 shrink-0 text-text-subtle" />
          )}
          <span className="min-w-0">
            <span className="block max-w-64 truncate font-medium" title={file.name}>
              {file.name}
            </span>
            {file.problem && (
              <span role="alert" className="block max-w-80 text-pretty text-danger">
                {file.problem}
              </span>
            )}
          </span>
          {!file.problem && (
            <span className="w-16 shrink-0 text-text-subtle tabular-nums">
              {file.stored ? (
                fileSizeText(file.sizeBytes)
              ) : (
                <Progress value={file.progress * 100} label={`Uploading ${file.name}`} />
              )}
            </span>
          )}
          <button
            type="button"
            aria-label={`Remove ${file.name}`}
            onClick={() => props.onRemove(file.key)}
            className="flex size-6 shrink-0 items-center justify-center rounded text-text-subtle hover:bg-hover hover:text-text"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
    </ul>
  );
}
