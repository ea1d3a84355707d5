CREATE TABLE "plan_tools" (
	"plan_id" text PRIMARY KEY NOT NULL,
	"plan_revision" integer NOT NULL,
	"inputs" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "parent_run_id" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "is_passed_on" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "tools" ADD COLUMN "plan_id" text;--> statement-breakpoint
ALTER TABLE "plan_tools" ADD CONSTRAINT "plan_tools_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tools" ADD CONSTRAINT "tools_plan_id_plan_tools_plan_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plan_tools"("plan_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "runs_to_pass_on" ON "runs" USING btree ("id") WHERE parent_run_id is not null and finished_at is not null and not is_passed_on;--> statement-breakpoint
CREATE INDEX "runs_nested" ON "runs" USING btree ("plan_id","created_at") WHERE parent_run_id is not null;--> statement-breakpoint
ALTER TABLE "tools" ADD CONSTRAINT "tools_plan_id_unique" UNIQUE("plan_id");