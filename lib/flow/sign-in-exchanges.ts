// Who turns the answer of a sign-in into tokens, by what the sign-in is for.
import type { SignInPurpose } from "@/lib/domain/sign-in";
import { exchangeForConnection } from "./exchange-for-connection";
import type { SignInExchange } from "./sign-in-exchange";
import { exchangeForServer } from "./sign-in-to-server";

export type SignInExchanges = Partial<Record<SignInPurpose["kind"], SignInExchange>>;

export const signInExchanges: SignInExchanges = {
  connection: exchangeForConnection,
  mcp: exchangeForServer,
};
