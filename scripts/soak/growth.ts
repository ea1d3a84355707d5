// Whether a figure that goes up and down all the time grows: the arithmetic of `npm run soak`.

/** A figure at a time, in minutes. */
export interface Point {
  minutes: number;
  value: number;
}

/** How much of a rise is let pass: a share of what there was, or so much, whichever is more. */
export interface Allowance {
  share: number;
  least: number;
}

export interface Growth {
  /** The lowest of the first and of the last window. */
  start: number;
  end: number;
  /** The highest of all samples. */
  most: number;
  /** The slope of the line through the windows' lowest, and the 95 % interval for it. */
  perHour: number;
  perHour95: [number, number];
  isFlat: boolean;
}

/** Into so many windows the time is divided. */
const windows = 12;
/** Student's t for 95 % on both sides, with as many degrees of freedom as there are windows but two. */
const t95 = 2.228;

/**
 * How a figure went over time. What is collected, closed or cached in between makes it jump, and samples that follow each
 * other are alike, so that a line through all of them would be too sure of itself: the line goes through the lowest of
 * each of twelve windows. It grows when the line surely rises (the interval is above zero) by more than is allowed.
 */
export function growthOf(points: readonly Point[], allowance: Allowance): Growth {
  const lowest = lowestOfWindows(points);
  const [first] = lowest;
  const last = lowest.at(-1);
  if (lowest.length < windows || !first || !last) {
    throw new Error(`${points.length} samples are too few for ${windows} windows; let it go on for longer.`);
  }
  const { slope, error } = lineThrough(lowest);
  const lower = slope - t95 * error;
  const rise = slope * (last.minutes - first.minutes);
  return {
    ...{ start: first.value, end: last.value, most: Math.max(...points.map(({ value }) => value)) },
    ...{ perHour: slope * 60, perHour95: [lower * 60, (slope + t95 * error) * 60] },
    isFlat: lower <= 0 || rise <= Math.max(allowance.least, allowance.share * first.value),
  };
}

/** Of each window the sample with the lowest value; windows without samples are left out. */
function lowestOfWindows(points: readonly Point[]): Point[] {
  const from = points[0]?.minutes ?? 0;
  const width = ((points.at(-1)?.minutes ?? 0) - from) / windows;
  const lowest: Point[] = [];
  for (const point of points) {
    const window = Math.min(windows - 1, Math.floor((point.minutes - from) / width));
    const before = lowest[window];
    if (!before || point.value < before.value) lowest[window] = point;
  }
  return lowest.filter((point) => point !== undefined);
}

/** The straight line through points by least squares: how much it rises a minute, and the standard error of that. */
function lineThrough(points: readonly Point[]): { slope: number; error: number } {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map(({ minutes }) => minutes));
  const y = mean(points.map(({ value }) => value));
  const sum = (of: (point: Point) => number) => points.reduce((total, point) => total + of(point), 0);
  const spread = sum(({ minutes }) => (minutes - x) ** 2);
  const slope = sum(({ minutes, value }) => (minutes - x) * (value - y)) / spread;
  const left = sum(({ minutes, value }) => (value - y - slope * (minutes - x)) ** 2);
  return { slope, error: Math.sqrt(left / (points.length - 2) / spread) };
}
