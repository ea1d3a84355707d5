// Whether a goal is something the embedded planner can read: words, and English ones.

export type Legibility =
  | { kind: "english" }
  | { kind: "no-words" }
  | { kind: "noise" }
  | { kind: "other-language"; language: string | null };

const words = (text: string) => new Set(text.split(" "));
const english = words(
  `the a an of to in is and for me my what who when where how with from on at by this that these it as please send find
  get show make all our your will be are was do can not i we you have has if then them her his about want need new
  after last next tomorrow today there which why email file data report team message list many much`.replace(
    /\s+/g,
    " ",
  ),
);
const others: [string, ReadonlySet<string>][] = [
  [
    "German",
    words(
      "der die das und ist ein eine einen nicht mit für von zu den dem mir bitte wie wird im auf alle schicke sende meine mein nach wetter morgen wer",
    ),
  ],
  [
    "French",
    words(
      "le la les des est une un et pour avec moi mon ma de du au aux quel quelle dans sur envoie envoyez équipe demain temps vers",
    ),
  ],
  [
    "Spanish",
    words(
      "el la los las es una un y para con mi de del al qué cuál por favor en envía envíe equipo mañana correo un a hacia busca",
    ),
  ],
  [
    "Italian",
    words(
      "il lo la gli le è una un e per con mio mia di del al che quale in manda invia squadra domani tempo alla agli una",
    ),
  ],
  [
    "Portuguese",
    words(
      "o os as é uma um e para com meu minha de do da ao que qual em envie equipe amanhã por favor no na",
    ),
  ],
  [
    "Dutch",
    words("de het een en is voor met mijn van naar wat wie stuur het team morgen niet aan op in weer kun je"),
  ],
  ["Polish", words("i w na z do się jest nie to jak wyślij proszę zespół jutro dla pogoda będzie")],
  ["Turkish", words("ve bir için bu ile gönder lütfen yarın ekip ne nasıl hava bana")],
];
/** Words of everyday goals that are no English ones, whatever stands around them: one is enough. */
const telling: [string, ReadonlySet<string>][] = [
  [
    "German",
    words(
      "wetter wettervorhersage umsatz umsätze verkäufe verkaufszahlen diagramm bericht zusammenfassung flüge buche buchen schicke schick sende senden erstelle zeige suche bitte informiere informieren benachrichtige kunden kunde tabelle datei jeden woche monat jahr letzten letztes nächste morgen heute gestern wie wann warum welche quartal kollegen",
    ),
  ],
  [
    "French",
    words(
      "météo ventes vente région régions résume graphique courriel vols réserve réserver montre affiche cherche fichier chaque semaine mois année dernier dernière demain aujourd'hui hier combien quand pourquoi trimestre équipe envoyer envoie envoyez",
    ),
  ],
  [
    "Spanish",
    words(
      "tiempo ventas venta región regiones resumen informe gráfico correo vuelos reserva reservar muestra muéstrame busca clientes archivo cada semana mes año último última mañana hoy ayer cuánto cuántos cuándo trimestre equipo enviar envía envíe enviame envíame",
    ),
  ],
  [
    "Italian",
    words(
      "meteo vendite regione riassunto rapporto grafico voli prenota prenotare mostra mostrami cerca clienti ogni settimana mese anno ultimo ultima domani oggi ieri quanto quando trimestre squadra inviare invia mandami",
    ),
  ],
  [
    "Portuguese",
    words(
      "vendas região resumo relatório gráfico voos mostre clientes arquivo cada semana mês último última amanhã hoje ontem quanto quantos trimestre equipe enviar envie previsão",
    ),
  ],
  [
    "Dutch",
    words(
      "weer verkoop omzet samenvatting grafiek vluchten boek toon zoek klanten bestand maand jaar laatste morgen vandaag gisteren hoeveel wanneer kwartaal stuur sturen alsjeblieft",
    ),
  ],
  [
    "Swedish, Danish or Norwegian",
    words(
      "väder vädret vejret været försäljning salg sammanfattning skicka sende mejl till och boka kunder varje hver imorgon idag igår vecka uge uke månad måned år hur hvor mycket teamet rapporten",
    ),
  ],
  [
    "Polish",
    words(
      "pogoda pogodę sprzedaż raport wykres wyślij wyslij loty zarezerwuj pokaż klientów każdy tydzień miesiąc jutro dzisiaj wczoraj ile kiedy zespołu proszę mailem",
    ),
  ],
  [
    "Turkish",
    words(
      "hava durumu satış satışlar rapor grafik gönder uçuş göster müşteri yarın bugün dün kaç zaman ekibe lütfen",
    ),
  ],
];
const scripts: [string | null, RegExp][] = [
  ["Chinese", /\p{Script=Han}/u],
  ["Japanese", /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ["Korean", /\p{Script=Hangul}/u],
  ["Russian or another Cyrillic language", /\p{Script=Cyrillic}/u],
  ["Arabic", /\p{Script=Arabic}/u],
  ["Hebrew", /\p{Script=Hebrew}/u],
  ["Greek", /\p{Script=Greek}/u],
  ["Hindi", /\p{Script=Devanagari}/u],
  ["Thai", /\p{Script=Thai}/u],
];

/** What kind of text a goal is. Quoted text doesn't count: a message may be in any language. */
export function legibility(goal: string): Legibility {
  const text = goal.replace(/"[^"]*"|“[^”]*”|«[^»]*»/gu, " ").slice(0, 4000);
  const letters = text.match(/\p{L}/gu) ?? [];
  if (letters.length < 2) return { kind: "no-words" };
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length;
  if (latin < letters.length / 2) {
    // Japanese is written with Han characters too.
    const found = scripts.filter(([, pattern]) => pattern.test(text)).map(([language]) => language);
    return { kind: "other-language", language: found.includes("Japanese") ? "Japanese" : (found[0] ?? null) };
  }
  const all = text.toLowerCase().match(/[\p{L}'’]+/gu) ?? [];
  // Different words: one word that two languages share may come up often.
  const share = (list: ReadonlySet<string>) => new Set(all.filter((word) => list.has(word))).size;
  const ownShare = share(english);
  const [language, best] = telling
    .map(([name, list]): [string, number] => {
      const common = others.find(([other]) => other === name)?.[1];
      return [name, share(list) * 2 + (common ? share(common) : 0)];
    })
    .reduce((a, b) => (b[1] > a[1] ? b : a));
  if (best >= 2 && best > ownShare) return { kind: "other-language", language };
  return isNoise(all) && ownShare === 0 ? { kind: "noise" } : { kind: "english" };
}

/** Keys hit at random: hardly a word that can be spoken. */
function isNoise(all: readonly string[]): boolean {
  const isUnspeakable = (word: string) =>
    word.length >= 4 &&
    (!/[aeiouy]/.test(word) ||
      /[^aeiouy']{5,}/.test(word) ||
      /(.)\1{3,}/.test(word) ||
      /^(?:asdf|qwer|zxcv|hjkl)/.test(word));
  const long = all.filter((word) => word.length >= 4);
  return long.length > 0 && long.filter(isUnspeakable).length >= long.length / 2;
}

/** A sentence for the plan's notes; null when the goal can be read. */
export function legibilityNote(result: Legibility): string | null {
  switch (result.kind) {
    case "english":
      return null;
    case "no-words":
      return "There are no words in this goal to plan from. Describe in a sentence what you want done.";
    case "noise":
      return "These don't look like words. Describe in a sentence what you want done.";
    case "other-language": {
      const seems = result.language ? ` This looks like ${result.language}.` : "";
      return `Lamplight's embedded planner understands English only so far.${seems} Write the goal in English, or set up a language model.`;
    }
    default:
      return result satisfies never;
  }
}
