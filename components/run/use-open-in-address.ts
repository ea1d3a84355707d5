import { useSearchParams } from "next/navigation";
import { useCallback, useState } from "react";
import { keepInAddress } from "@/components/ui/keep-in-address";

/** Whether something is open, kept in the address under a name, so that a link leads to it. */
export function useOpenInAddress(name: string): [boolean, (isOpen: boolean) => void] {
  const [isOpen, setOpen] = useState(useSearchParams().has(name));
  const set = useCallback(
    (next: boolean) => {
      setOpen(next);
      keepInAddress({ [name]: next ? "" : null });
    },
    [name],
  );
  return [isOpen, set];
}
