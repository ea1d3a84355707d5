const width = 3;

/** For each step the steps it waits for: one first, then rows of three, each waiting for the whole row before. */
export function rowsOf(count: number): number[][] {
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return [];
    const row = Math.floor((index - 1) / width);
    if (row === 0) return [0];
    return Array.from({ length: width }, (_, place) => 1 + (row - 1) * width + place);
  });
}
