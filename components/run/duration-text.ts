const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time for people: "0.4 s", "12 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". */
export function durationText(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < 9950) return `${(Math.max(ms === 0 ? 0 : 100, ms) / second).toFixed(1)} s`;
  if (ms < minute - 500) return `${Math.round(ms / second)} s`;
  if (ms < hour) return twoUnits(Math.round(ms / second), 60, "min", "s");
  if (ms < day) return twoUnits(Math.floor(ms / minute), 60, "h", "min");
  return twoUnits(Math.floor(ms / hour), 24, "d", "h");
}

function twoUnits(amount: number, perLarge: number, large: string, small: string): string {
  const rest = amount % perLarge;
  const whole = `${Math.floor(amount / perLarge)} ${large}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}

/** Milliseconds from one moment to another, both ISO texts. */
export function millisecondsBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}
