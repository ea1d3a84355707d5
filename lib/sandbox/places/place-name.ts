// How names of places are compared: without accents, case and punctuation, with the usual short forms spelled out.

/** Other names of places, as people type them, by their normalised form. */
const otherNames = new Map(
  Object.entries({
    nyc: "new york",
    "new york city": "new york",
    manhattan: "new york",
    la: "los angeles",
    sf: "san francisco",
    "san fran": "san francisco",
    vegas: "las vegas",
    philly: "philadelphia",
    dc: "washington",
    "washington dc": "washington",
    "district of columbia": "washington",
    munchen: "munich",
    muenchen: "munich",
    koln: "cologne",
    koeln: "cologne",
    duesseldorf: "dusseldorf",
    nurnberg: "nuremberg",
    nuernberg: "nuremberg",
    hannover: "hanover",
    wien: "vienna",
    genf: "geneva",
    geneve: "geneva",
    zuerich: "zurich",
    roma: "rome",
    milano: "milan",
    napoli: "naples",
    torino: "turin",
    firenze: "florence",
    venezia: "venice",
    praha: "prague",
    lisboa: "lisbon",
    sevilla: "seville",
    bruxelles: "brussels",
    brussel: "brussels",
    antwerpen: "antwerp",
    kobenhavn: "copenhagen",
    goteborg: "gothenburg",
    warszawa: "warsaw",
    bucuresti: "bucharest",
    beograd: "belgrade",
    athina: "athens",
    moskva: "moscow",
    kiev: "kyiv",
    odessa: "odesa",
    "saint petersberg": "saint petersburg",
    delhi: "new delhi",
    bombay: "mumbai",
    bangalore: "bengaluru",
    madras: "chennai",
    calcutta: "kolkata",
    saigon: "ho chi minh city",
    peking: "beijing",
    bali: "denpasar",
    "mexico df": "mexico city",
    "ciudad de mexico": "mexico city",
    quebec: "quebec city",
    usa: "united states",
    us: "united states",
    "united states of america": "united states",
    uk: "united kingdom",
    "great britain": "united kingdom",
    britain: "united kingdom",
    england: "united kingdom",
    scotland: "united kingdom",
    uae: "united arab emirates",
    holland: "netherlands",
    "the netherlands": "netherlands",
    deutschland: "germany",
    turkiye: "turkey",
    "czech republic": "czechia",
    korea: "south korea",
  }),
);

const longForms: Record<string, string> = { st: "saint", ft: "fort", mt: "mount" };

/** The form names are compared in; the same for "Zürich" and "zurich", "St. Louis" and "Saint Louis". */
export function normalizeName(name: string): string {
  const plain = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ø", "o")
    .replaceAll("ß", "ss")
    .replace(/['’.]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return plain
    .split(" ")
    .map((word) => longForms[word] ?? word)
    .join(" ");
}

/** A place as typed, in parts: "Paris, France" → `{ city: "paris", regions: ["france"] }`. */
export function parsePlaceName(text: string): { city: string; regions: string[] } {
  const whole = normalizeName(text);
  const known = otherNames.get(whole);
  if (known) return { city: known, regions: [] };
  const [first = "", ...rest] = text.split(",").map(normalizeName);
  const regions = rest.filter((part) => part !== "").map((part) => otherNames.get(part) ?? part);
  return { city: otherNames.get(first) ?? first, regions };
}

/** How many single-letter edits turn one word into the other, up to `most`; `most + 1` for more. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return Math.min(previous[b.length] ?? 0, most + 1);
}
