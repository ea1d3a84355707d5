import { useState } from "react";
import { uploadFile } from "@/lib/client/upload-file";
import type { StoredFile } from "@/lib/domain/file";

/** A file beside a goal: on its way, stored, or refused. */
export interface Attachment {
  key: string;
  name: string;
  sizeBytes: number;
  /** 0 to 1. */
  progress: number;
  stored: StoredFile | null;
  problem: string | null;
  abort: AbortController;
}

export interface Attachments {
  files: readonly Attachment[];
  isUploading: boolean;
  add: (files: File[]) => void;
  remove: (key: string) => void;
}

/** Files uploaded as soon as they are chosen, each with its progress and its own problem. */
export function useAttachments(): Attachments {
  const [files, setFiles] = useState<readonly Attachment[]>([]);
  const update = (key: string, change: Partial<Attachment>) =>
    setFiles((current) => current.map((file) => (file.key === key ? { ...file, ...change } : file)));

  const start = async (file: File, attachment: Attachment) => {
    try {
      const stored = await uploadFile(file, {
        onProgress: (progress) => update(attachment.key, { progress }),
        signal: attachment.abort.signal,
      });
      update(attachment.key, { stored, progress: 1 });
    } catch (error) {
      update(attachment.key, {
        problem: error instanceof Error ? error.message : "The file could not be stored.",
      });
    }
  };
  return {
    files,
    isUploading: files.some((file) => file.stored === null && file.problem === null),
    add: (chosen) => {
      const added = chosen.map((file) => ({
        file,
        attachment: {
          key: crypto.randomUUID(),
          name: file.name,
          sizeBytes: file.size,
          progress: 0,
          stored: null,
          problem: null,
          abort: new AbortController(),
        },
      }));
      setFiles((current) => [...current, ...added.map(({ attachment }) => attachment)]);
      for (const { file, attachment } of added) void start(file, attachment);
    },
    remove: (key) => {
      files.find((file) => file.key === key)?.abort.abort();
      setFiles((current) => current.filter((file) => file.key !== key));
    },
  };
}
