CREATE TABLE "call_slots" (
	"service" text NOT NULL,
	"place" integer NOT NULL,
	"executor_id" text NOT NULL,
	"token" text NOT NULL,
	CONSTRAINT "call_slots_service_place_pk" PRIMARY KEY("service","place")
);
--> statement-breakpoint
CREATE TABLE "service_pauses" (
	"service" text PRIMARY KEY NOT NULL,
	"until" timestamp with time zone NOT NULL
);
