CREATE TABLE "corrections" (
	"plan_id" text NOT NULL,
	"step_id" text NOT NULL,
	"tool_id" text NOT NULL,
	"input" text NOT NULL,
	"value" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "corrections_plan_id_step_id_input_pk" PRIMARY KEY("plan_id","step_id","input")
);
--> statement-breakpoint
CREATE TABLE "forgotten_episodes" (
	"plan_id" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_tool_id_tools_id_fk" FOREIGN KEY ("tool_id") REFERENCES "public"."tools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forgotten_episodes" ADD CONSTRAINT "forgotten_episodes_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "corrections_tool" ON "corrections" USING btree ("tool_id","input");--> statement-breakpoint
CREATE INDEX "runs_finished_at" ON "runs" USING btree ("finished_at");