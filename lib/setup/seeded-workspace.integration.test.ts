// The seeded connections and the stand-ins, together.
import { afterAll, beforeAll, expect, test } from "vitest";
import { listConnections } from "@/lib/db/connections";
import { testConnection } from "@/lib/flow/try-connection";
import { startTestServices, type TestServices } from "@/lib/sandbox/testing/test-services";
import { seedSandbox } from "./seed-sandbox";

let services: TestServices;
beforeAll(async () => {
  services = await startTestServices();
  await seedSandbox({ http: services.httpPort, smtp: services.smtpPort });
});
afterAll(() => services.stop());

test("every seeded connection works, tried the way a person tries one", async () => {
  const details: Record<string, unknown> = {};
  for (const { id, kind } of await listConnections()) details[kind] = await testConnection(id);
  const works = (detail: string) => ({ kind: "works", detail: expect.stringContaining(detail) });
  expect(details).toEqual({
    "api:flights": works("Flights answers at http://127.0.0.1:"),
    "api:weather": works("Weather answers at http://127.0.0.1:"),
    postgres: works("The database answers"),
    scim: works("The directory has 41 people."),
    slack: works("Signed in as lamplight in Lamplight sandbox."),
    smtp: works("the password"),
    twilio: works("The account “Lamplight sandbox” is active."),
  });
});
