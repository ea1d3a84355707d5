import { useSearchParams } from "next/navigation";
import { useCallback, useState } from "react";

/** Whether something is open, kept in the address under a name, so that a link leads to it. */
export function useOpenInAddress(name: string): [boolean, (isOpen: boolean) => void] {
  const [isOpen, setOpen] = useState(useSearchParams().has(name));
  const set = useCallback(
    (next: boolean) => {
      setOpen(next);
      const url = new URL(window.location.href);
      if (next) url.searchParams.set(name, "");
      else url.searchParams.delete(name);
      window.history.replaceState(null, "", url);
    },
    [name],
  );
  return [isOpen, set];
}
