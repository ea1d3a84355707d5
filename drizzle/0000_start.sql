CREATE SCHEMA "sandbox";
--> statement-breakpoint
CREATE TABLE "apis" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"origin" text NOT NULL,
	"document" jsonb NOT NULL,
	"document_hash" text NOT NULL,
	"imported_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"id" text PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"plan_id" text NOT NULL,
	"plan_revision" integer NOT NULL,
	"step_id" text NOT NULL,
	"content_hash" text NOT NULL,
	"card" jsonb NOT NULL,
	"status" text NOT NULL,
	"approved_hash" text,
	"edited_inputs" jsonb,
	"reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sandbox"."flight_bookings" (
	"reference" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"offer_id" text NOT NULL,
	"offer" jsonb NOT NULL,
	"passenger" text,
	"idempotency_key" text,
	"request_hash" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"origin" text NOT NULL,
	"config" jsonb NOT NULL,
	"secret" text,
	"is_default" boolean NOT NULL,
	"is_sandbox" boolean NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sandbox"."deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"from" text NOT NULL,
	"to" jsonb NOT NULL,
	"subject" text,
	"text" text NOT NULL,
	"html" text,
	"attachments" jsonb NOT NULL,
	"service_id" text NOT NULL,
	"idempotency_key" text,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "files" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plan_revisions" (
	"plan_id" text NOT NULL,
	"revision" integer NOT NULL,
	"plan" jsonb NOT NULL,
	"changes" jsonb NOT NULL,
	"author" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plan_revisions_plan_id_revision_pk" PRIMARY KEY("plan_id","revision")
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"id" text PRIMARY KEY NOT NULL,
	"goal" text NOT NULL,
	"revision" integer NOT NULL,
	"copied_from" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "questions" (
	"id" text PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"plan_id" text NOT NULL,
	"step_id" text NOT NULL,
	"question" text NOT NULL,
	"options" jsonb NOT NULL,
	"status" text NOT NULL,
	"answer" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "run_events" (
	"run_id" text NOT NULL,
	"seq" integer NOT NULL,
	"body" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "run_events_run_id_seq_pk" PRIMARY KEY("run_id","seq")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" text PRIMARY KEY NOT NULL,
	"plan_id" text NOT NULL,
	"plan_revision" integer NOT NULL,
	"goal" text NOT NULL,
	"status" text NOT NULL,
	"seq" integer NOT NULL,
	"executor_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sandbox"."accounts" (
	"service" text PRIMARY KEY NOT NULL,
	"user_name" text NOT NULL,
	"secret_sha256" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sandbox"."seeds" (
	"name" text PRIMARY KEY NOT NULL,
	"fingerprint" text NOT NULL,
	"seeded_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tools" (
	"id" text PRIMARY KEY NOT NULL,
	"version" text NOT NULL,
	"definition" jsonb NOT NULL,
	"api_id" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_revisions" ADD CONSTRAINT "plan_revisions_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_events" ADD CONSTRAINT "run_events_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tools" ADD CONSTRAINT "tools_api_id_apis_id_fk" FOREIGN KEY ("api_id") REFERENCES "public"."apis"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approvals_status" ON "approvals" USING btree ("status","created_at");--> statement-breakpoint
CREATE INDEX "approvals_run_id" ON "approvals" USING btree ("run_id");--> statement-breakpoint
CREATE UNIQUE INDEX "flight_bookings_idempotency_key" ON "sandbox"."flight_bookings" USING btree ("idempotency_key");--> statement-breakpoint
CREATE INDEX "connections_kind" ON "connections" USING btree ("kind");--> statement-breakpoint
CREATE INDEX "deliveries_received_at" ON "sandbox"."deliveries" USING btree ("received_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_service_id" ON "sandbox"."deliveries" USING btree ("channel","service_id");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_idempotency_key" ON "sandbox"."deliveries" USING btree ("channel","idempotency_key");--> statement-breakpoint
CREATE INDEX "plans_updated_at" ON "plans" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "questions_status" ON "questions" USING btree ("status","created_at");--> statement-breakpoint
CREATE INDEX "questions_run_id" ON "questions" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "runs_created_at" ON "runs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "runs_plan_id" ON "runs" USING btree ("plan_id");--> statement-breakpoint
CREATE INDEX "tools_api_id" ON "tools" USING btree ("api_id");