"use client";

import { useEffect, useRef } from "react";

/** After a form was refused, the keyboard is in the first control that is wrong. `problems` are new each time it was. */
export function useFocusInvalid(problems: readonly unknown[]) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (problems.length > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [problems]);
  return form;
}
