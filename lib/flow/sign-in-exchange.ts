// What an exchange is: the last part of a sign-in, by what it is for.
import type { KeptSignIn } from "@/lib/db/sign-ins";

/** An answer whose state, browser, address, age and issuer have been checked. */
export interface SignInAnswer {
  signIn: Pick<KeptSignIn, "id" | "purpose" | "redirectUri" | "issuer">;
  /** What `keepForAnswer` kept. */
  kept: Record<string, string>;
  code: string;
  /** Everything the service sent along. */
  parameters: URLSearchParams;
}

/** `message`: a sentence for the person. */
export type SignInOutcome = { kind: "completed" | "failed"; message: string };

/** Exchanges the code for tokens and stores them. A ToolError it throws is an outcome, too. */
export type SignInExchange = (answer: SignInAnswer) => Promise<SignInOutcome>;
