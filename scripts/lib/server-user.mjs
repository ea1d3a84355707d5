// PostgreSQL refuses to run as root. Started by root it runs as the user `postgres`, made when there is none.
import { execFileSync, spawnSync } from "node:child_process";
import { Problem } from "./problem.mjs";

/** @typedef {{ uid: number, gid: number } | undefined} ServerUser undefined: the user who runs this */

const name = "postgres";

/** @returns {ServerUser} */
function lookUp() {
  const id = (/** @type {string} */ flag) =>
    Number.parseInt(
      execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
      10,
    );
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

/** The user the embedded server runs as. @returns {ServerUser} */
export function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  const existing = lookUp();
  if (existing) return existing;
  const made = spawnSync("useradd", ["--system", "--user-group", "--shell", "/usr/sbin/nologin", name], {
    encoding: "utf8",
  });
  const user = lookUp();
  if (user) return user;
  throw new Problem({
    what: "The embedded PostgreSQL cannot run as root, and no other user could be made for it.",
    why: made.error ? "The program useradd is missing." : made.stderr.trim(),
    remedy: `Make a system user named "${name}", or run Lamplight as an ordinary user, or set DATABASE_URL.`,
  });
}

/** Whether that user can enter a folder. @param {string} folder @param {ServerUser} user */
export function canReach(folder, user) {
  if (!user) return true;
  // Asked of the system rather than worked out from mode bits: access lists and mounts count too.
  return spawnSync("/bin/sh", ["-c", 'cd -- "$1"', "sh", folder], { ...user, cwd: "/" }).status === 0;
}
