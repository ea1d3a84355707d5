// The linear algebra of the script, on rows of a Float32Array. Plain loops: the same result everywhere.

/** Scales to length 1; leaves zero alone. */
export function normalise(row: Float32Array): void {
  let sum = 0;
  for (const value of row) sum += value * value;
  const length = Math.sqrt(sum);
  if (length === 0) return;
  for (let index = 0; index < row.length; index++) row[index] = at(row, index) / length;
}

/** The mean of the outer products of the rows with themselves, `size` × `size`. */
export function secondMoment(rows: readonly Float32Array[], size: number): Float64Array[] {
  const moment = Array.from({ length: size }, () => new Float64Array(size));
  for (const row of rows) {
    for (let i = 0; i < size; i++) {
      const left = at(row, i) / rows.length;
      const target = moment[i] ?? new Float64Array(size);
      for (let j = 0; j < size; j++) target[j] = at(target, j) + left * at(row, j);
    }
  }
  return moment;
}

export interface Eigen {
  /** Largest first. */
  values: number[];
  vectors: Float64Array[];
}

/** Eigenvalues and vectors of a symmetric matrix, by Jacobi rotations; destroys its argument. */
export function eigen(matrix: Float64Array[]): Eigen {
  const size = matrix.length;
  const basis = Array.from({ length: size }, (_, index) => {
    const row = new Float64Array(size);
    row[index] = 1;
    return row;
  });
  for (let sweep = 0; sweep < 15; sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(matrix, basis, p, q);
  }
  const order = basis
    .map((vector, index) => ({ value: at(matrix[index] ?? vector, index), vector }))
    .sort((a, b) => b.value - a.value);
  return { values: order.map((entry) => entry.value), vectors: order.map((entry) => entry.vector) };
}

function rotate(matrix: Float64Array[], basis: Float64Array[], p: number, q: number): void {
  const [rowP, rowQ, basisP, basisQ] = [matrix[p], matrix[q], basis[p], basis[q]];
  if (!rowP || !rowQ || !basisP || !basisQ) return;
  const off = at(rowP, q);
  if (Math.abs(off) < 1e-15) return;
  const theta = (at(rowQ, q) - at(rowP, p)) / (2 * off);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (const row of matrix) {
    const [a, b] = [at(row, p), at(row, q)];
    row[p] = cosine * a - sine * b;
    row[q] = sine * a + cosine * b;
  }
  for (const [first, second] of [
    [rowP, rowQ],
    [basisP, basisQ],
  ] as const) {
    for (let k = 0; k < first.length; k++) {
      const [a, b] = [at(first, k), at(second, k)];
      first[k] = cosine * a - sine * b;
      second[k] = sine * a + cosine * b;
    }
  }
}

/** Softly whitens a row: the part along each eigenvector is divided by its eigenvalue to the power `strength / 2`. */
export function whiten(row: Float32Array, directions: Eigen, strength: number, dropped: number): void {
  const result = new Float64Array(row.length);
  directions.vectors.forEach((vector, index) => {
    if (index < dropped) return;
    let along = 0;
    for (let d = 0; d < row.length; d++) along += at(row, d) * at(vector, d);
    along *= Math.max(directions.values[index] ?? 0, 1e-9) ** (-strength / 2);
    for (let d = 0; d < row.length; d++) result[d] = at(result, d) + along * at(vector, d);
  });
  row.set(result);
}

/** A number at an index known to be inside. */
export function at(row: Float32Array | Float64Array, index: number): number {
  return row[index] ?? 0;
}
