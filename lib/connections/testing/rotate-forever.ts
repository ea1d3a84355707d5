// Rotates the key again and again until it is killed: for the test of what a kill leaves behind (S3).
import { sealAnew } from "@/lib/connections/seal-anew";
import { addNewKey } from "@/lib/connections/secret-key";
import { env } from "@/lib/env";

for (;;) {
  await addNewKey(env().LAMPLIGHT_HOME);
  process.stdout.write("new\n");
  await sealAnew();
  process.stdout.write("done\n");
}
