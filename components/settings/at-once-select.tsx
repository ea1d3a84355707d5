"use client";

import { Select } from "@/components/ui/select";

const none = "none";
const offered = [1, 2, 3, 5, 10, 20, 50, 100, 200];

/** How many calls at once: one of the usual numbers, or the one that is set. */
export function AtOnceSelect(props: {
  value: number | null;
  /** What no limit means; absent where there always is one. */
  noLimit?: string;
  /** Only where no Field names it. */
  "aria-label"?: string;
  size?: "sm" | "md";
  className?: string;
  onChange: (atOnce: number | null) => void;
}) {
  const { value, noLimit, onChange, ...rest } = props;
  const numbers = [...new Set([...offered, ...(value === null ? [] : [value])])].sort((a, b) => a - b);
  const options = [
    ...(noLimit === undefined ? [] : [{ value: none, label: noLimit }]),
    ...numbers.map((number) => ({ value: String(number), label: `${number} at once` })),
  ];
  return (
    <Select
      {...rest}
      options={options}
      value={String(value ?? none)}
      onValueChange={(chosen) => onChange(chosen === none ? null : Number(chosen))}
    />
  );
}
