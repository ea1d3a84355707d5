import type { JsonSchema } from "@/lib/domain/json";
import { splitWords } from "./names";
import type { OperationInput } from "./operation-inputs";

/** Words of names that choose who or what a call reaches (A2). */
const reachingWords = new Set(
  "to cc bcc recipient recipients url uri link host hostname domain address email phone account iban channel destination webhook callback target query sql path file user payee beneficiary receiver".split(
    " ",
  ),
);

const addressFormats = new Set(["email", "phone", "uri", "url", "hostname", "chat-destination"]);

/** The inputs that choose who or what is reached: all of the path, and those named like a recipient or an address. */
export function controlInputsOf(inputs: readonly OperationInput[]): string[] {
  return inputs
    .filter(({ place, schema, input }) => {
      if (place.in === "parameter" && place.parameter.in === "path") return true;
      if (place.in === "paging") return false;
      const wireName =
        place.in === "parameter" ? place.parameter.name : place.in === "body" ? input : place.name;
      return namesWhatIsReached(wireName, schema);
    })
    .map(({ input }) => input);
}

/** True for an input named like a recipient, an address or a path, or whose format is one. */
export function namesWhatIsReached(name: string, schema: Pick<JsonSchema, "format">): boolean {
  // A format tells more than a name: "to" as an airport code is no recipient.
  if (schema.format !== undefined && schema.format !== "text") return addressFormats.has(schema.format);
  return splitWords(name).some((word) => reachingWords.has(word));
}
