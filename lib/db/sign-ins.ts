// Sign-ins under way. Each is answered once, by the browser it began in, within its time.
import { and, eq, gt, lt, sql } from "drizzle-orm";
import type { SignInId } from "@/lib/domain/ids";
import type { SignIn, SignInPurpose } from "@/lib/domain/sign-in";
import { db } from "./client";
import { signIns } from "./schema";

export interface NewSignIn {
  id: SignInId;
  stateHash: string;
  browserHash: string;
  purpose: SignInPurpose;
  redirectUri: string;
  returnTo: string;
  expiresAt: Date;
}

/** A sign-in as it was kept for the way back. */
export interface KeptSignIn extends NewSignIn {
  issuer: string | null;
  sealed: string | null;
}

const keptColumns = {
  id: signIns.id,
  stateHash: signIns.stateHash,
  browserHash: signIns.browserHash,
  purpose: signIns.purpose,
  redirectUri: signIns.redirectUri,
  returnTo: signIns.returnTo,
  expiresAt: signIns.expiresAt,
  issuer: signIns.issuer,
  sealed: signIns.sealed,
};

/** Stores a sign-in that begins, and forgets those of the day before. */
export async function insertSignIn(signIn: NewSignIn): Promise<void> {
  await db().delete(signIns).where(lt(signIns.createdAt, sql`now() - interval '1 day'`));
  await db()
    .insert(signIns)
    .values({ ...signIn, status: "waiting" });
}

/** A sign-in that still waits for its answer; null otherwise. */
export async function waitingSignIn(id: SignInId): Promise<KeptSignIn | null> {
  const [row] = await db()
    .select(keptColumns)
    .from(signIns)
    .where(and(eq(signIns.id, id), eq(signIns.status, "waiting")));
  return row ?? null;
}

/** Adds to what is kept for the way back; null for what stays as it is. */
export async function keepInSignIn(
  id: SignInId,
  { issuer, sealed }: { issuer: string | null; sealed: string | null },
): Promise<void> {
  const changes = { ...(issuer === null ? {} : { issuer }), ...(sealed === null ? {} : { sealed }) };
  if (Object.keys(changes).length === 0) return;
  await db()
    .update(signIns)
    .set(changes)
    .where(and(eq(signIns.id, id), eq(signIns.status, "waiting")));
}

/**
 * Takes the answer to a sign-in: once, in time, at the address and in the browser it was begun with. Null for every
 * other one, which leaves the sign-in waiting.
 */
export async function takeAnswer(
  answer: Pick<NewSignIn, "stateHash" | "browserHash" | "redirectUri">,
  now: Date,
): Promise<KeptSignIn | null> {
  const [row] = await db()
    .update(signIns)
    .set({ status: "answered" })
    .where(
      and(
        eq(signIns.stateHash, answer.stateHash),
        eq(signIns.browserHash, answer.browserHash),
        eq(signIns.redirectUri, answer.redirectUri),
        eq(signIns.status, "waiting"),
        gt(signIns.expiresAt, now),
      ),
    )
    .returning(keptColumns);
  return row ?? null;
}

/** Records what came of a sign-in, and forgets what was kept for it. */
export async function endSignIn(
  id: SignInId,
  { status, message }: { status: "completed" | "failed"; message: string },
): Promise<void> {
  await db().update(signIns).set({ status, message, sealed: null }).where(eq(signIns.id, id));
}

export async function findSignIn(id: SignInId): Promise<SignIn | null> {
  const [row] = await db()
    .select({ id: signIns.id, purpose: signIns.purpose, status: signIns.status, message: signIns.message })
    .from(signIns)
    .where(eq(signIns.id, id));
  return row ?? null;
}
