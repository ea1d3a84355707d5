import { startSignInAction } from "@/app/connections/actions";

/** Sends this browser to the service's sign-in page; what keeps it from going there, as a sentence. */
export async function goToSignIn(id: string): Promise<string> {
  try {
    const result = await startSignInAction({ id });
    if (result.kind === "refused") return result.message;
    window.location.assign(result.address);
    // The page is about to be left: nothing more to say.
    return "";
  } catch {
    return "Lamplight can't be reached. Try again in a moment.";
  }
}
