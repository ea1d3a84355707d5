// Which tools a goal is planned with, without reading the catalogue.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type ToolId, toolIdSchema } from "@/lib/domain/ids";
import { db } from "./client";
import { tools } from "./schema";

/** An API or a server of no more tools is known whole: one of its tools may give what another one takes. */
const mostTogether = 200;

const versionRow = z.object({ id: toolIdSchema, version: z.string() });

/**
 * Id and version of the built-in tools, of those that were found, and of what goes with them: the other tools of their
 * APIs and servers, unless those are large. Only tools that may be used, in the order of their ids.
 */
export async function plannableVersions(found: readonly ToolId[]): Promise<Map<ToolId, string>> {
  const ids = sql.param([...found]);
  const { rows } = await db().execute(sql`
    with source as (
      select near.source_kind, near.source_id
      from (
        select distinct source_kind, source_id from ${tools} where id = any(${ids}::text[]) and source_id is not null
      ) near
      where (
        select count(*) from (
          select 1 from ${tools} other
          where other.source_kind = near.source_kind and other.source_id = near.source_id limit ${mostTogether + 1}
        ) counted
      ) <= ${mostTogether}
    )
    select id, version from ${tools} where is_on and id = any(${ids}::text[])
    union select id, version from ${tools} where is_on and source_kind = 'builtin'
    union select tool.id, tool.version from ${tools} tool
      join source on tool.source_kind = source.source_kind and tool.source_id = source.source_id where tool.is_on
    order by id`);
  return new Map(
    z
      .array(versionRow)
      .parse(rows)
      .map(({ id, version }) => [id, version]),
  );
}
