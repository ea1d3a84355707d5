CREATE TABLE "purges" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "purges_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"policy" jsonb NOT NULL,
	"runs_before" timestamp with time zone,
	"files_before" timestamp with time zone,
	"started_by" text NOT NULL,
	"status" text NOT NULL,
	"expected" jsonb NOT NULL,
	"runs" integer DEFAULT 0 NOT NULL,
	"events" integer DEFAULT 0 NOT NULL,
	"files" integer DEFAULT 0 NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "retention" (
	"id" text PRIMARY KEY NOT NULL,
	"run_days" integer,
	"file_days" integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX "purges_one_running" ON "purges" USING btree ("status") WHERE status = 'running';