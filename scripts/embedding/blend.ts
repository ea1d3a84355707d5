import { at, normalise } from "./matrix";

/**
 * Turns each row back towards where it began, by so much of that, and keeps its trained length: contrast tells words
 * apart that everyday language holds alike, and costs goals whose words no pair had.
 */
export function turnBack(table: Float32Array, start: Float32Array, dimensions: number, by: number): void {
  for (let from = 0; from < table.length; from += dimensions) {
    const row = table.subarray(from, from + dimensions);
    const began = start.slice(from, from + dimensions);
    let squares = 0;
    for (const value of row) squares += value * value;
    const length = Math.sqrt(squares);
    normalise(row);
    normalise(began);
    for (let d = 0; d < dimensions; d++) row[d] = at(row, d) + by * at(began, d);
    normalise(row);
    for (let d = 0; d < dimensions; d++) row[d] = at(row, d) * length;
  }
}
