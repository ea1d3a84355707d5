/** Characters a goal may have: more is a document, and is attached as a file. */
export const maxGoalLength = 20_000;
