CREATE TABLE "api_directory" (
	"id" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"package" text NOT NULL,
	"progress" jsonb,
	"message" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "directory_apis" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"provider" text NOT NULL,
	"version" text NOT NULL,
	"categories" jsonb NOT NULL,
	"origin" text NOT NULL,
	"operations" integer NOT NULL,
	"problem" text
);
--> statement-breakpoint
CREATE TABLE "directory_operations" (
	"id" text PRIMARY KEY NOT NULL,
	"api_id" text NOT NULL,
	"place" integer NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"method" text NOT NULL,
	"path" text NOT NULL,
	"effect" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" text PRIMARY KEY NOT NULL,
	"source" jsonb NOT NULL,
	"status" text NOT NULL,
	"document" text,
	"into_api_id" text,
	"selection" jsonb,
	"progress" jsonb,
	"preview" jsonb,
	"result" jsonb,
	"message" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "apis" ADD COLUMN "source" jsonb;--> statement-breakpoint
ALTER TABLE "apis" ADD COLUMN "selection" jsonb;--> statement-breakpoint
ALTER TABLE "directory_operations" ADD CONSTRAINT "directory_operations_api_id_directory_apis_id_fk" FOREIGN KEY ("api_id") REFERENCES "public"."directory_apis"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "directory_operations_api_id" ON "directory_operations" USING btree ("api_id","place");--> statement-breakpoint
CREATE INDEX "imports_status" ON "imports" USING btree ("status");