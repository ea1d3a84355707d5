CREATE TABLE "tool_versions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tool_versions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tool_id" text NOT NULL,
	"version" text NOT NULL,
	"definition" jsonb NOT NULL,
	"edits" jsonb,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "purpose" text DEFAULT 'goal' NOT NULL;--> statement-breakpoint
ALTER TABLE "tool_versions" ADD CONSTRAINT "tool_versions_tool_id_tools_id_fk" FOREIGN KEY ("tool_id") REFERENCES "public"."tools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tool_versions_tool_id" ON "tool_versions" USING btree ("tool_id","id");--> statement-breakpoint
CREATE INDEX "plan_revisions_tools" ON "plan_revisions" USING gin (jsonb_path_query_array(plan, '$.steps[*].toolId'));