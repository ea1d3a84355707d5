import type { Json, JsonSchema } from "@/lib/domain/json";

/** What every control for a value takes. */
export interface ValueControlProps {
  schema: JsonSchema;
  /** Undefined while there is none. */
  value: Json | undefined;
  /** Undefined takes the value away. Called when the person has finished: on leaving a text, at once elsewhere. */
  onChange: (value: Json | undefined) => void;
  /** The accessible name where no Field gives one. */
  label: string;
}
