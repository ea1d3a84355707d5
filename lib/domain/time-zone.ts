/** What is wrong with the name of a time zone, in two sentences that say what to do; null when there is one of it. */
export function timeZoneProblem(name: string): string | null {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return null;
  } catch {
    return `“${name.slice(0, 60)}” is no time zone. Give an IANA name, such as Europe/Berlin.`;
  }
}
