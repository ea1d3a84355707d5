ALTER TABLE "apis" ALTER COLUMN "document" SET DATA TYPE bytea USING convert_to("document"::text, 'UTF8');--> statement-breakpoint
ALTER TABLE "imports" ALTER COLUMN "document" SET DATA TYPE bytea USING convert_to("document", 'UTF8');
