// What made-up values look like, by what they are called. Addresses and numbers are of those set aside for examples
// (RFC 2606, 5737; NANP 555-01XX): whatever became of one, it would reach nobody.

const byFormat: Record<string, readonly string[]> = {
  email: ["ada@example.com", "grace@example.com", "alan@example.com"],
  "idn-email": ["ada@example.com", "grace@example.com", "alan@example.com"],
  phone: ["+15550100", "+15550101", "+15550102"],
  uri: ["https://example.com/a", "https://example.com/b", "https://example.com/c"],
  url: ["https://example.com/a", "https://example.com/b", "https://example.com/c"],
  date: ["2026-01-15", "2026-02-15", "2026-03-15"],
  "date-time": ["2026-01-15T09:00:00Z", "2026-02-15T14:30:00Z", "2026-03-15T18:00:00Z"],
  time: ["09:00:00Z", "14:30:00Z", "18:00:00Z"],
  duration: ["PT1H30M", "PT2H", "PT45M"],
  uuid: [
    "00000000-0000-4000-8000-000000000001",
    "00000000-0000-4000-8000-000000000002",
    "00000000-0000-4000-8000-000000000003",
  ],
  ipv4: ["192.0.2.1", "192.0.2.2", "192.0.2.3"],
  ipv6: ["2001:db8::1", "2001:db8::2", "2001:db8::3"],
  hostname: ["a.example.com", "b.example.com", "c.example.com"],
  "time-zone": ["Europe/Paris", "America/New_York", "Asia/Tokyo"],
  file: ["file_0000000000000001", "file_0000000000000002", "file_0000000000000003"],
  place: ["Paris", "Lisbon", "Oslo"],
  airport: ["CDG", "LIS", "OSL"],
  "chat-destination": ["@ada", "@grace", "@alan"],
  "team-or-person": ["Marketing", "Sales", "Finance"],
  byte: ["ZXhhbXBsZQ=="],
};

/** Ends of names, the more telling first. */
const textNames: readonly [RegExp, readonly string[]][] = [
  [/e-?mails?( address(es)?)?$/, byFormat.email ?? []],
  [/(phone|mobile|telephone)( numbers?)?s?$/, byFormat.phone ?? []],
  [/(url|uri|link|href|website|webhook)s?$/, byFormat.uri ?? []],
  [
    /(created|updated|modified|sent|started|ended|departure|arrival|due)( at| on| time)$/,
    byFormat["date-time"] ?? [],
  ],
  [/(timestamp|date ?time)$/, byFormat["date-time"] ?? []],
  [/(date|day|birthday)$/, byFormat.date ?? []],
  [/time$/, ["09:00", "14:30", "18:00"]],
  [/first name$/, ["Ada", "Grace", "Alan"]],
  [/(last name|surname)$/, ["Lovelace", "Hopper", "Turing"]],
  [
    /(company|organi[sz]ation|customer|airline|carrier|vendor|supplier|brand)( name)?$/,
    ["Northwind", "Contoso", "Fabrikam"],
  ],
  [/(user ?name|login|handle|nick ?name)$/, ["ada", "grace", "alan"]],
  [
    /(author|owner|person|contact|assignee|sender|recipient|manager|user|^name|full name|names)$/,
    ["Ada Lovelace", "Grace Hopper", "Alan Turing"],
  ],
  [/(country code|nationality)$/, ["FR", "PT", "NO"]],
  [/country$/, ["France", "Portugal", "Norway"]],
  [/(region|state|province)$/, ["West", "South", "North"]],
  [/(city|town|place|location|destination|origin)$/, ["Paris", "Lisbon", "Oslo"]],
  [/street|address$/, ["1 Example Street", "2 Example Street", "3 Example Street"]],
  [/(zip|postal)( code)?$/, ["75001", "1100-148", "0150"]],
  [/currency( code)?$/, ["EUR"]],
  [/(language|locale)( code)?$/, ["en"]],
  [/colou?r$/, ["blue", "green", "orange"]],
  [/(status|state)$/, ["open", "closed", "open"]],
  [/(priority|severity)$/, ["normal", "high", "low"]],
  [/(category|type|kind|group)$/, ["A", "B", "C"]],
  [/(sku|code|number|reference|key|ids?)$/, ["EX-1001", "EX-1002", "EX-1003"]],
  [/(subject|title|headline|topic|summary)$/, ["First example", "Second example", "Third example"]],
  [
    /(text|description|message|body|content|comment|note|report|markdown)$/,
    ["An example text.", "Another example text.", "A third example text."],
  ],
  [/html$/, ["<p>An example text.</p>"]],
];

const numberNames: readonly [RegExp, readonly number[]][] = [
  [/lat(itude)?$/, [48.86, 38.72, 59.91]],
  [/(lon|lng|longitude)$/, [2.35, -9.14, 10.75]],
  [/(percent|percentage|share|rate|probability|score)$/, [12.5, 8, 4.2]],
  [/(price|amount|total|sum|cost|fare|sales|revenue|profit|balance|value)$/, [129.5, 94, 61.25]],
  [/temperature|celsius|degrees/, [18.5, 21, 9.5]],
  [/year$/, [2026, 2025, 2024]],
  [/(count|quantity|number of .*|results|rows)$/, [3]],
  [/(page|offset)$/, [1]],
  [/size|bytes|length$/, [2048, 4096, 1024]],
  [/status( code)?$/, [200]],
  [/(ids?|number)$/, [1001, 1002, 1003]],
];

const plain = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_\-.]+/g, " ")
    .toLowerCase();

const pick = <T>(values: readonly T[], index: number): T | undefined => values[index % values.length];

/** A text for a value of this name and format; the `index`-th of a list differs from its neighbours. */
export function sampleText(name: string, format: string | undefined, index: number): string {
  const formatted = pick(byFormat[format ?? ""] ?? [], index);
  if (formatted !== undefined) return formatted;
  const [, values = []] = textNames.find(([pattern]) => pattern.test(plain(name))) ?? [];
  return pick(values, index) ?? `${plain(name) || "example"} ${index + 1}`;
}

export function sampleNumber(name: string, index: number): number {
  const [, values = []] = numberNames.find(([pattern]) => pattern.test(plain(name))) ?? [];
  return pick(values, index) ?? 3 - (index % 3);
}

const secretNames =
  /(password|passphrase|secret|token|api ?key|private key|credentials?|authorization|cookie)s?$/;

/** True for what may be a secret, by its name: no value is made up or shown for it. */
export function isSecretName(name: string): boolean {
  return secretNames.test(plain(name));
}
