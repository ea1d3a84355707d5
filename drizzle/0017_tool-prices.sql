CREATE TABLE "tool_prices" (
	"tool_id" text PRIMARY KEY NOT NULL,
	"usd" double precision NOT NULL
);
--> statement-breakpoint
ALTER TABLE "tool_prices" ADD CONSTRAINT "tool_prices_tool_id_tools_id_fk" FOREIGN KEY ("tool_id") REFERENCES "public"."tools"("id") ON DELETE cascade ON UPDATE no action;