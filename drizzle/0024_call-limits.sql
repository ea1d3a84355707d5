CREATE TABLE "call_limits" (
	"subject" text PRIMARY KEY NOT NULL,
	"at_once" integer NOT NULL
);
