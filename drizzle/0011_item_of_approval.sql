ALTER TABLE "approvals" ADD COLUMN "item" integer;--> statement-breakpoint
ALTER TABLE "questions" ADD COLUMN "item" integer;