CREATE TABLE "model_settings" (
	"id" text PRIMARY KEY NOT NULL,
	"in_use" text,
	"role" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "planning_records" (
	"plan_id" text PRIMARY KEY NOT NULL,
	"model" text,
	"took_ms" integer NOT NULL,
	"input_tokens" integer,
	"output_tokens" integer,
	"cost_usd" double precision,
	"exchanges" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "model_settings" ADD CONSTRAINT "model_settings_in_use_connections_id_fk" FOREIGN KEY ("in_use") REFERENCES "public"."connections"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "planning_records" ADD CONSTRAINT "planning_records_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE cascade ON UPDATE no action;