CREATE TABLE "model_repairs" (
	"run_id" text NOT NULL,
	"step_id" text NOT NULL,
	"situation" text NOT NULL,
	"claim" text NOT NULL,
	"state" text NOT NULL,
	"model" text NOT NULL,
	"repair" jsonb,
	"reason" text,
	"planning" jsonb,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "model_repairs_run_id_step_id_pk" PRIMARY KEY("run_id","step_id")
);
--> statement-breakpoint
ALTER TABLE "model_repairs" ADD CONSTRAINT "model_repairs_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;