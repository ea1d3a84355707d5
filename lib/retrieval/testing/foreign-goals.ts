// Goals that no model was trained with: in other languages, and with words that are made of others.

export interface GoalExample {
  /** A language's code, or `compound`. */
  kind: string;
  goal: string;
  /** Ids of tools of `firstTools`; any of them will do. */
  tools: readonly string[];
}

const goals: Readonly<Record<string, readonly (readonly [goal: string, ...tools: string[]])[]>> = {
  de: [
    ["Schick dem Team eine E-Mail", "email.send"],
    ["Wie wird morgen das Wetter in Berlin?", "weather.getForecast"],
    ["Buche einen Flug nach Rom", "flights.bookFlight", "flights.searchOffers"],
    ["Zeichne ein Diagramm der Verkäufe", "chart.render"],
    ["Storniere meine Flugbuchung", "flights.cancelBooking"],
    ["Lies die hochgeladene Datei", "file.read"],
    ["Welche Mitarbeiter sind im Marketing?", "directory.lookup"],
  ],
  fr: [
    ["Envoie un courriel à mon collègue", "email.send"],
    ["Quel temps fera-t-il demain à Lyon, va-t-il pleuvoir ?", "weather.getForecast"],
    ["Trouve des vols pour Madrid", "flights.searchOffers"],
    ["Dessine un graphique des ventes", "chart.render"],
    ["Annule ma réservation de vol", "flights.cancelBooking"],
    ["Enregistre le tableau dans un fichier", "file.write"],
    ["Publie un message sur le canal Slack", "slack.postMessage"],
  ],
  es: [
    ["Envía un correo al equipo de ventas", "email.send"],
    ["¿Lloverá mañana en Sevilla?", "weather.getForecast"],
    ["Busca vuelos baratos a París", "flights.searchOffers"],
    ["Dibuja un gráfico de los ingresos por mes", "chart.render"],
    ["Cancela mi reserva de vuelo", "flights.cancelBooking"],
    ["Lee el archivo adjunto", "file.read"],
    ["Consulta los pedidos en la base de datos", "database.query", "database.sql"],
  ],
  it: [
    ["Invia una email al fornitore", "email.send"],
    ["Che tempo farà domani a Milano?", "weather.getForecast"],
    ["Cerca voli per Londra", "flights.searchOffers"],
    ["Disegna un grafico delle vendite", "chart.render"],
    ["Salva il testo in un file", "file.write"],
  ],
  pt: [
    ["Envie um e-mail para o cliente", "email.send"],
    ["Qual é a previsão do tempo para Lisboa amanhã?", "weather.getForecast"],
    ["Procure voos para o Porto", "flights.searchOffers"],
    ["Desenhe um gráfico das vendas", "chart.render"],
    ["Cancele a minha reserva de voo", "flights.cancelBooking"],
  ],
  nl: [
    ["Stuur een e-mail naar de klant", "email.send"],
    ["Gaat het morgen regenen in Utrecht?", "weather.getForecast"],
    ["Zoek vluchten naar Parijs", "flights.searchOffers"],
    ["Teken een grafiek van de omzet", "chart.render"],
    ["Lees het geüploade bestand", "file.read"],
  ],
  compound: [
    ["Wettervorhersage", "weather.getForecast"],
    ["Flugbuchung stornieren", "flights.cancelBooking"],
    ["sendEmailMessage", "email.send"],
    ["weatherforecast", "weather.getForecast"],
    ["book_flight_ticket", "flights.bookFlight", "flights.searchOffers", "flights.holdOffer"],
    ["Umsatzdiagramm", "chart.render"],
    ["readSpreadsheetFile", "file.read"],
    ["emailnotification", "email.send"],
    ["Kundendatenbank", "database.query", "database.sql"],
  ],
};

export const goalExamples: readonly GoalExample[] = Object.entries(goals).flatMap(([kind, list]) =>
  list.map(([goal, ...tools]) => ({ kind, goal, tools })),
);
