// npm run rotate:key — begins a rotation of the key that credentials are encrypted with. A new key is put first into
// secret.key; what is sealed from now on is sealed with it, what was sealed before still opens. The next start seals
// everything anew and forgets the earlier keys. It can be stopped at any moment.
import path from "node:path";
import { addNewKey } from "@/lib/connections/secret-key";

const home = process.env.LAMPLIGHT_HOME
  ? path.resolve(process.env.LAMPLIGHT_HOME)
  : path.join(import.meta.dirname, "..", ".lamplight");

if (process.env.LAMPLIGHT_SECRET_KEY) {
  console.error(
    "The key is in LAMPLIGHT_SECRET_KEY. Put a new one (openssl rand -base64 32) before it, separated by a comma, and start Lamplight again.",
  );
  process.exit(1);
}
await addNewKey(home);
console.log(`There is a new key in ${path.join(home, "secret.key")}. Start Lamplight again to finish.`);
