import { useEffect } from "react";
import { type InAddress, keepInAddress } from "./keep-in-address";

const settleMs = 150;

/** Like `keepInAddress`, of what is typed: browsers refuse to take an address for every key of a fast hand. */
export function useTypedInAddress(values: InAddress): void {
  // By what it says: it is another object each time.
  const key = JSON.stringify(values);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key tells when one of the values is another.
  useEffect(() => {
    const write = () => keepInAddress(values);
    const timer = setTimeout(write, settleMs);
    // Before a link is followed, not while it is: an address that changes then calls it off.
    const writeAtOnce = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== "Enter") return;
      clearTimeout(timer);
      write();
    };
    window.addEventListener("click", writeAtOnce, true);
    window.addEventListener("keydown", writeAtOnce, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("click", writeAtOnce, true);
      window.removeEventListener("keydown", writeAtOnce, true);
    };
  }, [key]);
}
