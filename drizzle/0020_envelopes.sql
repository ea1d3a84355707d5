CREATE TABLE "envelope_uses" (
	"envelope_id" text NOT NULL,
	"call" text NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "envelope_uses_envelope_id_call_pk" PRIMARY KEY("envelope_id","call")
);
--> statement-breakpoint
CREATE TABLE "envelopes" (
	"id" text PRIMARY KEY NOT NULL,
	"approval_id" text NOT NULL,
	"run_id" text NOT NULL,
	"plan_id" text NOT NULL,
	"scope" text NOT NULL,
	"tool_id" text NOT NULL,
	"tool_title" text NOT NULL,
	"tool_version" text NOT NULL,
	"connection_id" text,
	"connection_origin" text,
	"bounds" jsonb NOT NULL,
	"most" integer NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "envelope_uses" ADD CONSTRAINT "envelope_uses_envelope_id_envelopes_id_fk" FOREIGN KEY ("envelope_id") REFERENCES "public"."envelopes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "envelopes" ADD CONSTRAINT "envelopes_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "envelopes_plan_id" ON "envelopes" USING btree ("plan_id","tool_id");