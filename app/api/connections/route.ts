import { listConnectionForms } from "@/lib/connections/find-form";
import { formValuesOf } from "@/lib/connections/kinds";
import { listConnections } from "@/lib/db/connections";
import { json, route } from "@/lib/http/route";

export const GET = route({}, async () => {
  const forms = await listConnectionForms();
  const connections = (await listConnections()).map((connection) => {
    const form = forms.find((one) => one.kind === connection.kind);
    return { ...connection, values: form ? formValuesOf(connection, form) : {} };
  });
  return json({ connections, forms });
});
