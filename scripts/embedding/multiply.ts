// Matrix products for the trainer: one WebAssembly function with SIMD, assembled here, some five times as fast as loops
// in JavaScript. WebAssembly's arithmetic is the same on every machine, so the trained model is too.

/** Matrices live in the function's memory: made once, then filled and read in place. */
export class Multiplier {
  private readonly memory: WebAssembly.Memory;
  private readonly run: (c: number, a: number, b: number, m: number, rowBytes: number, k: number) => void;
  private used = 0;

  constructor(bytes: number) {
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65_536) });
    const instance = new WebAssembly.Instance(new WebAssembly.Module(assemble()), {
      e: { m: this.memory },
    });
    this.run = instance.exports.f as typeof this.run;
  }

  /** A matrix of zeros; its rows follow one another. */
  matrix(rows: number, columns: number): Float32Array {
    if (rows % 2 !== 0 || columns % 4 !== 0) throw new Error(`No matrix of ${rows} × ${columns}`);
    const start = this.used;
    this.used += rows * columns * 4;
    return new Float32Array(this.memory.buffer, start, rows * columns);
  }

  /** C += A·B, for A of m × k and B of k × n; m is even, n and k are multiples of four. */
  addProduct(
    c: Float32Array,
    a: Float32Array,
    b: Float32Array,
    size: { m: number; n: number; k: number },
  ): void {
    this.run(c.byteOffset, a.byteOffset, b.byteOffset, size.m, size.n * 4, size.k);
  }
}

// Parameters and locals of the function, by number.
const [c, a, b, m, rowBytes, k, kBytes, row, step, aAt, bAt, cAt, column, bRow] = Array.from(
  { length: 14 },
  (_, i) => i,
);
/** Eight numbers of A, each in all four lanes: two rows by four columns. */
const lanes = Array.from({ length: 8 }, (_, index) => 14 + index);
/** Four columns of the two rows of C, and of the row of B, that are being worked on. */
const [sum0, sum1, factor] = [22, 23, 24];

const get = (local = 0) => [0x20, local];
const set = (local = 0) => [0x21, local];
const constant = (value: number) => [0x41, ...signed(value)];
const [add, multiply] = [[0x6a], [0x6c]];
const loadVector = [0xfd, 0x00, 0x04, 0x00];
const storeVector = [0xfd, 0x0b, 0x04, 0x00];
const loadLanes = (offset: number) => [0xfd, 0x09, 0x02, ...unsigned(offset)];
const addLanes = [0xfd, 0xe4, 0x01];
const multiplyLanes = [0xfd, 0xe6, 0x01];
const addTo = (local: number | undefined, amount: number[]) => [
  ...get(local),
  ...amount,
  ...add,
  ...set(local),
];
/** Runs at least once, until the local is no longer below the limit. */
const loopWhileBelow = (local: number | undefined, limit: number | undefined, body: number[]) => [
  ...[0x03, 0x40, ...body, ...get(local), ...get(limit)],
  ...[0x49, 0x0d, 0x00, 0x0b],
];

/** Two rows of C at a time take four rows of B, so that what was loaded is used often. */
function body(): number[] {
  const loadA = lanes.flatMap((lane, index) => [
    ...get(aAt),
    ...(index < 4 ? [] : [...get(kBytes), ...add]),
    ...loadLanes((index % 4) * 4),
    ...set(lane),
  ]);
  const accumulate = [0, 1, 2, 3].flatMap((index) => [
    ...get(bRow),
    ...loadVector,
    ...set(factor),
    ...[sum0, sum1].flatMap((sum, which) => [
      ...get(sum),
      ...get(lanes[index + 4 * which]),
      ...get(factor),
      ...multiplyLanes,
      ...addLanes,
      ...set(sum),
    ]),
    ...addTo(bRow, get(rowBytes)),
  ]);
  const loadSum = (sum: number, second: boolean) => [
    ...get(cAt),
    ...get(column),
    ...add,
    ...(second ? [...get(rowBytes), ...add] : []),
    ...loadVector,
    ...set(sum),
  ];
  const storeSum = (sum: number, second: boolean) => [
    ...get(cAt),
    ...get(column),
    ...add,
    ...(second ? [...get(rowBytes), ...add] : []),
    ...get(sum),
    ...storeVector,
  ];
  const columns = [
    ...loadSum(sum0, false),
    ...loadSum(sum1, true),
    ...[...get(bAt), ...get(column), ...add, ...set(bRow)],
    ...accumulate,
    ...storeSum(sum0, false),
    ...storeSum(sum1, true),
    ...addTo(column, constant(16)),
  ];
  const steps = [
    ...loadA,
    ...[...constant(0), ...set(column)],
    ...loopWhileBelow(column, rowBytes, columns),
    ...addTo(aAt, constant(16)),
    ...addTo(bAt, [...get(rowBytes), ...constant(4), ...multiply]),
    ...addTo(step, constant(4)),
  ];
  const rows = [
    ...[...constant(0), ...set(step)],
    ...[...get(b), ...set(bAt)],
    ...[...get(a), ...get(row), ...get(kBytes), ...multiply, ...add, ...set(aAt)],
    ...[...get(c), ...get(row), ...get(rowBytes), ...multiply, ...add, ...set(cAt)],
    ...loopWhileBelow(step, k, steps),
    ...addTo(row, constant(2)),
  ];
  return [...get(k), ...constant(4), ...multiply, ...set(kBytes), ...loopWhileBelow(row, m, rows), 0x0b];
}

/** The module: memory `e.m` in, function `f` out. */
function assemble(): Uint8Array<ArrayBuffer> {
  const code = [0x02, 8, 0x7f, 11, 0x7b, ...body()];
  const sections: [number, number[]][] = [
    [1, [1, 0x60, 6, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0]],
    [2, [1, ...name("e"), ...name("m"), 0x02, 0x00, 0x01]],
    [3, [1, 0]],
    [7, [1, ...name("f"), 0x00, 0]],
    [10, [1, ...unsigned(code.length), ...code]],
  ];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...sections.flatMap(([id, content]) => [id, ...unsigned(content.length), ...content]),
  ]);
}

const name = (text: string) => [text.length, ...Buffer.from(text, "latin1")];

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsigned(Math.floor(value / 128))];
}

/** LEB128 of small positive numbers: the sign bit stays clear. */
function signed(value: number): number[] {
  return value < 64 ? [value] : [(value % 128) + 128, ...signed(Math.floor(value / 128))];
}
