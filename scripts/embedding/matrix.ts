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

/** The `count` strongest directions of a symmetric matrix, by subspace iteration. */
export function leading(matrix: readonly Float64Array[], count: number): Eigen {
  const size = matrix.length;
  const timesMatrix = (vector: Float64Array) => Float64Array.from(matrix, (row) => inner(row, vector));
  let basis = matrix.slice(0, Math.min(count, size)).map((row) => row.slice());
  for (let round = 0; round < rounds; round++) {
    orthogonalise(basis);
    basis = basis.map(timesMatrix);
  }
  orthogonalise(basis);
  const images = basis.map(timesMatrix);
  const small = eigen(basis.map((vector) => Float64Array.from(images, (image) => inner(vector, image))));
  const vectors = small.vectors.map((mix) => {
    const vector = new Float64Array(size);
    for (const [index, direction] of basis.entries()) addScaled(vector, direction, at(mix, index));
    return vector;
  });
  return { values: small.values, vectors };
}

const rounds = 25;

/** Gram and Schmidt, in place. */
function orthogonalise(basis: readonly Float64Array[]): void {
  basis.forEach((vector, index) => {
    for (const before of basis.slice(0, index)) addScaled(vector, before, -inner(vector, before));
    const length = Math.sqrt(inner(vector, vector)) || 1;
    for (let d = 0; d < vector.length; d++) vector[d] = at(vector, d) / length;
  });
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += at(a, d) * at(b, d);
  return sum;
}

function addScaled(sum: Float64Array, vector: Float64Array, factor: number): void {
  for (let d = 0; d < sum.length; d++) sum[d] = at(sum, d) + factor * at(vector, d);
}

/** Eigenvalues and vectors of a symmetric matrix, by Jacobi rotations; destroys its argument. */
function eigen(matrix: Float64Array[]): Eigen {
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

/**
 * The first `kept` directions of a row after those dropped, softly whitened: the part along each eigenvector is divided
 * by its eigenvalue to the power `strength / 2`.
 */
export function project(
  row: Float32Array,
  directions: Eigen,
  how: { kept: number; strength: number; dropped: number },
): Float32Array {
  const result = new Float32Array(how.kept);
  directions.vectors.slice(how.dropped, how.dropped + how.kept).forEach((vector, index) => {
    let along = 0;
    for (let d = 0; d < row.length; d++) along += at(row, d) * at(vector, d);
    const value = Math.max(directions.values[how.dropped + index] ?? 0, 1e-9);
    result[index] = along * value ** (-how.strength / 2);
  });
  return result;
}

/** A number at an index known to be inside. */
export function at(row: Float32Array | Float64Array | Int32Array, index: number): number {
  return row[index] ?? 0;
}
