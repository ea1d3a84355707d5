import { expect, it } from "vitest";
import { Multiplier } from "./multiply";

it("adds the product of two matrices", () => {
  const size = { m: 6, n: 12, k: 8 };
  const multiplier = new Multiplier(65_536);
  const a = multiplier.matrix(size.m, size.k).map((_, index) => (index % 7) - 3);
  const left = multiplier.matrix(size.m, size.k);
  left.set(a);
  const right = multiplier.matrix(size.k, size.n);
  right.forEach((_, index) => {
    right[index] = (index % 5) - 2;
  });
  const sum = multiplier.matrix(size.m, size.n).fill(1);
  multiplier.addProduct(sum, left, right, size);
  for (let i = 0; i < size.m; i++) {
    for (let j = 0; j < size.n; j++) {
      let expected = 1;
      for (let k = 0; k < size.k; k++) expected += (left[i * size.k + k] ?? 0) * (right[k * size.n + j] ?? 0);
      expect(sum[i * size.n + j]).toBe(expected);
    }
  }
});

it("refuses sizes that it can't work on", () => {
  expect(() => new Multiplier(65_536).matrix(3, 4)).toThrow("3 × 4");
  expect(() => new Multiplier(65_536).matrix(2, 6)).toThrow("2 × 6");
});
