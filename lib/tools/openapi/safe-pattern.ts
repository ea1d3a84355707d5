// Regular expressions of imported documents: JavaScript's engine takes exponential time on some of them (N3).

const maxLength = 300;

/**
 * True for a pattern that matches in about linear time: no repeated group, no look-around, no back-reference, at most
 * two unbounded repetitions. Others are left out of the tool's schema; the service checks its inputs itself.
 */
export function isSafePattern(pattern: string): boolean {
  if (pattern.length > maxLength || !compiles(pattern)) return false;
  // Character classes and escaped characters can't nest or repeat by themselves.
  const skeleton = pattern.replace(/\\[^1-9k]/g, "x").replace(/\[[^\]]*\]/g, "x");
  if (/\\[1-9k]|\(\?[=!<]/.test(skeleton)) return false;
  if (/\)\s*(?:[*+]|\{)/.test(skeleton)) return false;
  const unbounded = skeleton.match(/[*+]|\{\d+,\}/g)?.length ?? 0;
  const largest = Math.max(
    0,
    ...(skeleton.match(/\{\d+,?\d*\}/g) ?? []).flatMap((part) => (part.match(/\d+/g) ?? []).map(Number)),
  );
  return unbounded <= 2 && largest <= 1000;
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, "u");
    return true;
  } catch {
    return false;
  }
}
