// The way back from a service's sign-in page: checks the answer and has it exchanged for tokens (M5, P13).
import { oneLine } from "@/lib/connections/oauth/one-line";
import { hashOf, keptSecrets } from "@/lib/connections/oauth/sign-in";
import { endSignIn, type KeptSignIn, takeAnswer } from "@/lib/db/sign-ins";
import type { SignInId } from "@/lib/domain/ids";
import { secretScrubber } from "@/lib/engine/scrub-secrets";
import { ToolError } from "@/lib/tools/tool-contract";
import type { SignInOutcome } from "./sign-in-exchange";
import { type SignInExchanges, signInExchanges } from "./sign-in-exchanges";

interface ReceivedAnswer {
  parameters: URLSearchParams;
  /** The address the answer came to, without its query. */
  address: string;
  /** Null when the browser has none: it did not begin a sign-in. */
  browserKey: string | null;
}

/** `unknown`: no sign-in waits for this answer here, or no longer. */
export type FinishResult = { kind: "finished"; signInId: SignInId; returnTo: string } | { kind: "unknown" };

/** Longer than any code in use; some services put whole tokens into it. */
const maxParameterLength = 8000;

/** Takes an answer once. What came of it is recorded with the sign-in and never thrown, unless something broke. */
export async function finishSignIn(
  answer: ReceivedAnswer,
  exchanges: SignInExchanges = signInExchanges,
): Promise<FinishResult> {
  const state = answer.parameters.get("state");
  if (state === null || answer.browserKey === null || !isPlain(answer.parameters)) return { kind: "unknown" };
  const signIn = await takeAnswer(
    { stateHash: hashOf(state), browserHash: hashOf(answer.browserKey), redirectUri: answer.address },
    new Date(),
  );
  if (!signIn) return { kind: "unknown" };
  const finished: FinishResult = { kind: "finished", signInId: signIn.id, returnTo: signIn.returnTo };
  try {
    const { kind, message } = await outcomeOf(signIn, answer.parameters, exchanges);
    await endSignIn(signIn.id, { status: kind, message });
    return finished;
  } catch (error) {
    await endSignIn(signIn.id, { status: "failed", message: "Something broke on the way back. Try again." });
    throw error;
  }
}

async function outcomeOf(
  signIn: KeptSignIn,
  parameters: URLSearchParams,
  exchanges: SignInExchanges,
): Promise<SignInOutcome> {
  const problem = issuerProblem(signIn, parameters.get("iss")) ?? refusalOf(parameters);
  if (problem !== null) return { kind: "failed", message: problem };
  const code = parameters.get("code");
  if (!code) return { kind: "failed", message: "The service came back without a code. Try again." };
  const exchange = exchanges[signIn.purpose.kind];
  if (!exchange) throw new Error(`Nothing here finishes a sign-in for ${signIn.purpose.kind}.`);
  const kept = await keptSecrets(signIn);
  const scrub = secretScrubber([code, parameters.get("state") ?? "", ...Object.values(kept)]);
  try {
    const { kind, message } = await exchange({ signIn, kept, code, parameters });
    return { kind, message: scrub(asSentence(message)) };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { kind: "failed", message: scrub(asSentence(error.message)) };
  }
}

/** Each parameter once and of a sane length, as the standard demands: two of one would be read differently by two. */
function isPlain(parameters: URLSearchParams): boolean {
  const names = [...parameters.keys()];
  return (
    names.length === new Set(names).size &&
    [...parameters.values()].every((value) => value.length <= maxParameterLength)
  );
}

/** RFC 9207: an answer that names another issuer than the one that was asked was mixed up, or is an attack. */
function issuerProblem({ issuer }: KeptSignIn, given: string | null): string | null {
  if (given === null || issuer === null || given === issuer) return null;
  return `The answer came from “${oneLine(given)}”, but “${oneLine(issuer)}” was asked. Nothing was stored.`;
}

function refusalOf(parameters: URLSearchParams): string | null {
  const error = parameters.get("error");
  if (error === null) return null;
  const description = parameters.get("error_description");
  if (error === "access_denied" && !description) return "The service says that access was denied.";
  return asSentence(`The service refused: ${oneLine(description || error)}`);
}

function asSentence(text: string): string {
  const line = oneLine(text);
  return line.endsWith("…") ? line : `${line}.`;
}
