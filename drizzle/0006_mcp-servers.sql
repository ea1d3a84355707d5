CREATE TABLE "mcp_servers" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"transport" jsonb NOT NULL,
	"sign_in" jsonb NOT NULL,
	"transport_hash" text NOT NULL,
	"confirmed_hash" text,
	"confirmed_at" timestamp with time zone,
	"checked_at" timestamp with time zone,
	"problem" text,
	"about" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mcp_tools" (
	"server_id" text NOT NULL,
	"name" text NOT NULL,
	"listed" jsonb NOT NULL,
	"pin" text NOT NULL,
	"is_listed" boolean NOT NULL,
	"allowed" jsonb,
	"allowed_pin" text,
	"allowed_effect" text,
	"allowed_at" timestamp with time zone,
	CONSTRAINT "mcp_tools_server_id_name_pk" PRIMARY KEY("server_id","name")
);
--> statement-breakpoint
ALTER TABLE "questions" ADD COLUMN "form" jsonb;--> statement-breakpoint
ALTER TABLE "tools" ADD COLUMN "server_id" text;--> statement-breakpoint
ALTER TABLE "mcp_tools" ADD CONSTRAINT "mcp_tools_server_id_mcp_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."mcp_servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tools" ADD CONSTRAINT "tools_server_id_mcp_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."mcp_servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tools_server_id" ON "tools" USING btree ("server_id");