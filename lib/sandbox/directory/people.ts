// The staff of the sandbox's company. Nobody of them exists; the numbers are of the range kept for fiction.

export const emailDomain = "lamplight.example";

/** handle|given name|family name|title|teams|manager's handle|phone. The first team is the person's own. */
const staff = `
ines|Inês|Carvalho|Chief Executive Officer|leadership||+14155550101
tomasz|Tomasz|Wieczorek|Chief Technology Officer|leadership, engineering|ines|+14155550102
adaeze|Adaeze|Okonkwo|Chief Financial Officer|leadership, finance|ines|+14155550103
rohan|Rohan|Mehta|Chief Operating Officer|leadership, operations|ines|+14155550104
claire|Claire|Dubois|Chief Marketing Officer|leadership, marketing|ines|+12125550105
sofia|Sofía|Herrera|Head of Content|marketing|claire|+12125550106
kenji|Kenji|Watanabe|Product Marketing Manager|marketing|claire|+12125550107
amara|Amara|Diallo|Marketing Analyst|marketing|claire|+12125550108
liam|Liam|O'Connor|Events and Community Manager|marketing|claire|+12125550109
marcus|Marcus|Reed|Head of Sales|sales, leadership|ines|+13125550110
yuki|Yuki|Tanaka|Account Executive, East|sales|marcus|+13125550111
fatima|Fatima|Al-Sayed|Account Executive, West|sales|marcus|+13125550112
jonas|Jonas|Lindqvist|Account Executive, Central|sales|marcus|+13125550113
priya|Priya|Raman|Account Executive, South|sales|marcus|+13125550114
daniela|Daniela|Popescu|Sales Operations Analyst|sales|marcus|+13125550115
tyrone|Tyrone|Jackson|Solutions Consultant|sales|marcus|+13125550116
hana|Hana|Nováková|Head of Engineering|engineering|tomasz|+12065550117
arjun|Arjun|Nair|Site Reliability Engineer|engineering, on-call|hana|+12065550118
elena|Elena|Petrova|Principal Engineer|engineering|hana|+12065550119
mateo|Mateo|García|Backend Engineer|engineering|hana|+12065550120
noor|Noor|Haddad|Backend Engineer|engineering|hana|+12065550121
wei|Wei|Chen|Frontend Engineer|engineering|hana|+12065550122
grace|Grace|Mwangi|Frontend Engineer|engineering|hana|+12065550123
anton|Anton|Schäfer|Data Engineer|engineering|hana|+12065550124
leilani|Leilani|Kahale|Machine Learning Engineer|engineering|hana|+12065550125
david|David|Cohen|Security Engineer|engineering|hana|+12065550126
mei|Mei|Lin|Quality Engineer|engineering|hana|+12065550127
viktor|Viktor|Horváth|Financial Controller|finance|adaeze|+16175550128
aisha|Aisha|Bello|Accountant|finance|adaeze|+16175550129
oliver|Oliver|Smith|Payroll Manager|finance|adaeze|+16175550130
thandiwe|Thandiwe|Nkosi|Head of Operations|operations|rohan|+13035550131
pedro|Pedro|Almeida|Logistics Manager|operations|thandiwe|+13035550132
sunniva|Sunniva|Haugen|Procurement Specialist|operations|thandiwe|+13035550133
omar|Omar|Farouk|Facilities Manager|operations|thandiwe|+13035550134
ji-woo|Ji-woo|Park|Head of Customer Support|support|rohan|+15125550135
lucia|Lucia|Bianchi|Support Engineer|support|ji-woo|+15125550136
samuel|Samuel|Osei|Support Engineer|support|ji-woo|+15125550137
nadia|Nadia|Rahman|Support Specialist|support|ji-woo|+15125550138
finn|Finn|Gallagher|Support Specialist|support|ji-woo|+15125550139
rosa|Rosa|Delgado|Head of People|people, leadership|ines|+14155550140
bilal|Bilal|Yıldız|Recruiter|people|rosa|+14155550141
`;

/** The teams, as people name them. Each is also a channel of the chat. */
const teamNames = [
  ["leadership", "Leadership"],
  ["marketing", "Marketing"],
  ["sales", "Sales"],
  ["engineering", "Engineering"],
  ["on-call", "On-call"],
  ["finance", "Finance"],
  ["operations", "Operations"],
  ["support", "Support"],
  ["people", "People"],
] as const;

export interface Person {
  /** In the directory: `u-ines`. */
  id: string;
  /** In the chat, without the @. */
  handle: string;
  givenName: string;
  familyName: string;
  title: string;
  email: string;
  /** E.164 */
  phone: string;
  /** Ids of teams; the first is the person's own. */
  teams: string[];
  /** The manager's handle; null for the head of all. */
  manager: string | null;
}

export interface Team {
  /** In the directory, and the chat channel's name: `on-call`. */
  id: string;
  name: string;
  members: Person[];
}

export const people: readonly Person[] = staff
  .trim()
  .split("\n")
  .map((line) => {
    const [handle = "", givenName = "", familyName = "", title = "", teams = "", manager = "", phone = ""] =
      line.split("|");
    const local = [givenName, familyName].map(plainLetters).join(".");
    return {
      ...{ id: `u-${handle}`, handle, givenName, familyName, title, phone },
      email: `${local}@${emailDomain}`,
      teams: teams.split(", "),
      manager: manager === "" ? null : manager,
    };
  });

export const teams: readonly Team[] = teamNames.map(([id, name]) => ({
  id,
  name,
  members: people.filter((person) => person.teams.includes(id)),
}));

/** "Ji-woo" → "jiwoo", "Yıldız" → "yildiz". */
function plainLetters(name: string): string {
  return name
    .normalize("NFD")
    .replaceAll("ı", "i")
    .replace(/[^a-z]/gi, "")
    .toLowerCase();
}

export function displayName({ givenName, familyName }: Person): string {
  return `${givenName} ${familyName}`;
}
