ALTER TABLE "runs" ADD COLUMN "rolls_back" text;--> statement-breakpoint
CREATE INDEX "runs_rolls_back" ON "runs" USING btree ("rolls_back") WHERE rolls_back is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "runs_rolled_back_once" ON "runs" USING btree ("rolls_back") WHERE rolls_back is not null and finished_at is null;