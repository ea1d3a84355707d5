ALTER TABLE "tools" ADD COLUMN "title" text GENERATED ALWAYS AS (left(coalesce(edits->>'title', definition->>'title'), 300)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "tools" ADD COLUMN "effect" text GENERATED ALWAYS AS (coalesce(edits->>'effect', definition->>'effect')) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "tools" ADD COLUMN "source_kind" text GENERATED ALWAYS AS (definition->'source'->>'kind') STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "tools" ADD COLUMN "source_id" text GENERATED ALWAYS AS (coalesce(definition->'source'->>'apiId', definition->'source'->>'serverId')) STORED;--> statement-breakpoint
ALTER TABLE "tools" ADD COLUMN "source_title" text GENERATED ALWAYS AS (left(coalesce(definition->'source'->>'apiTitle', definition->'source'->>'serverTitle'), 300)) STORED;--> statement-breakpoint
ALTER TABLE "tools" ADD COLUMN "connection_kind" text GENERATED ALWAYS AS (definition->>'connectionKind') STORED;--> statement-breakpoint
CREATE INDEX "tools_title" ON "tools" USING btree ("title","id");--> statement-breakpoint
CREATE INDEX "tools_groups" ON "tools" USING btree ("source_kind","source_id","source_title","effect","connection_kind");