/** What came of seeding one part. `skipped` says why, in a sentence for people. */
export type SeedReport = { kind: "seeded" } | { kind: "unchanged" } | { kind: "skipped"; reason: string };
