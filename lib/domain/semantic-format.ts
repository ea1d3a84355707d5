/**
 * The values of `format` in tools' schemas that planning chains on. An input with a format accepts outputs of
 * the same format first. Beside the standard ones (`date`, `date-time`, `email`, `uri`) Lamplight's tools use:
 */
export const semanticFormats = {
  phone: "a phone number in E.164: +14155550100",
  table: "a Table (lib/domain/table.ts)",
  file: "the id of a stored file",
  place: "a city or place by name",
  airport: "an IATA airport code, three capital letters",
  "chat-destination": "a channel (#sales) or a person's handle (@ada) in the chat",
  "team-or-person": "the name of a team, a role or a person in the staff directory",
  text: "prose for people to read",
  "vega-lite": "a Vega-Lite specification",
} as const;
