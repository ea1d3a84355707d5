"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, FileX2 } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { fileSizeText } from "@/components/ui/file-size";
import { Skeleton } from "@/components/ui/skeleton";
import { fileQuery } from "@/lib/client/files";
import { fileIdSchema } from "@/lib/domain/ids";

export interface FileValueProps {
  fileId: string;
  /** Of an image, for those who can't see it. */
  altText?: string;
  /** Without a picture, even when it is one. */
  linkOnly?: boolean;
}

/** A stored file: a picture when it is one, and always a link to it. */
export function FileValue({ fileId, altText, linkOnly }: FileValueProps) {
  const isId = fileIdSchema.safeParse(fileId).success;
  const { data: file, error } = useQuery({ ...fileQuery(fileId), enabled: isId });
  if (!isId || error) {
    return (
      <p className="flex items-center gap-2 text-sm text-text-muted">
        <FileX2 aria-hidden className="size-4 shrink-0 text-text-subtle" />
        {error ? error.message : `"${fileId}" names no file.`}
      </p>
    );
  }
  if (!file) return <Skeleton className="h-11 w-full" />;
  const address = `/api/files/${file.id}`;
  const isImage = file.mediaType.startsWith("image/") && !linkOnly;
  return (
    <figure className="min-w-0 overflow-hidden rounded-md border bg-surface">
      {isImage ? (
        // Drawn as an image a file can do nothing else, an SVG included (N7). Charts are drawn on white.
        <img
          src={address}
          alt={altText ?? file.name}
          className="max-h-[60dvh] w-full bg-white object-contain"
        />
      ) : null}
      <figcaption className={cn("flex items-center gap-2 px-2.5 py-1.5 text-sm", isImage && "border-t")}>
        <a
          href={address}
          download={file.name}
          className="flex min-w-0 flex-1 items-center gap-2 rounded-sm font-medium hover:text-accent-text"
        >
          <Download aria-hidden className="size-4 shrink-0 text-text-subtle" />
          <span className="truncate" title={file.name}>
            {file.name}
          </span>
        </a>
        <span className="shrink-0 text-text-subtle text-xs tabular-nums">{fileSizeText(file.sizeBytes)}</span>
      </figcaption>
    </figure>
  );
}
