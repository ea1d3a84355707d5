import { listSchedules } from "@/lib/db/schedules";
import { json, route } from "@/lib/http/route";

export const GET = route({}, async () => json({ schedules: await listSchedules() }));
