ALTER TABLE "runs" ADD COLUMN "rested_seq" integer;--> statement-breakpoint
CREATE INDEX "runs_to_wake" ON "runs" USING btree ("id") WHERE rested_seq < seq and finished_at is null;