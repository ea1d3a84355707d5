import { type RefObject, useEffect, useState } from "react";

/** Long enough that a click meant for what stood here before does not reach what has just come. */
const lookMs = 400;

/** True once the element has stood in the window for a moment, in a tab that is looked at. */
export function useSeen(ref: RefObject<HTMLElement | null>): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element || isSeen) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isInView = false;
    const update = () => {
      clearTimeout(timer);
      if (isInView && document.visibilityState === "visible") timer = setTimeout(() => setSeen(true), lookMs);
    };
    const observer = new IntersectionObserver(([entry]) => {
      isInView = entry?.isIntersecting ?? false;
      update();
    });
    observer.observe(element);
    document.addEventListener("visibilitychange", update);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener("visibilitychange", update);
    };
  }, [ref, isSeen]);
  return isSeen;
}
