CREATE TABLE "schedules" (
	"plan_id" text PRIMARY KEY NOT NULL,
	"plan_revision" integer NOT NULL,
	"cron" text NOT NULL,
	"time_zone" text NOT NULL,
	"missed" text NOT NULL,
	"next_at" timestamp with time zone,
	"last_at" timestamp with time zone,
	"last_run_id" text,
	"last_problem" text
);
--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_last_run_id_runs_id_fk" FOREIGN KEY ("last_run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "schedules_next_at" ON "schedules" USING btree ("next_at");