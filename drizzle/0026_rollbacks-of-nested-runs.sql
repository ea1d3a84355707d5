ALTER TABLE "runs" ADD COLUMN "undoes_in" text[];--> statement-breakpoint
CREATE INDEX "runs_parent" ON "runs" USING btree ("parent_run_id") WHERE parent_run_id is not null;--> statement-breakpoint
CREATE INDEX "runs_undoes_in" ON "runs" USING gin ("undoes_in") WHERE undoes_in is not null;