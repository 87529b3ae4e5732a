// What is written: invented people, numbers, places and dates, and words of the technique that
// identify nobody. A line is a list of tokens {text, phi, category} without spaces.

const NAME_STARTS = [
  "Bra",
  "Cal",
  "Dor",
  "El",
  "Fen",
  "Gus",
  "Hal",
  "Il",
  "Jar",
  "Kel",
  "Lor",
  "Mar",
  "Nor",
  "Ola",
  "Pet",
  "Quin",
  "Ros",
  "Sig",
  "Tam",
  "Ul",
  "Vel",
  "Wil",
  "Yor",
  "Zel",
  "Ång",
  "Öst",
  "Mül",
  "Bér",
  "Cañ",
  "Høl",
];
const NAME_MIDDLES = [
  "a",
  "be",
  "de",
  "di",
  "e",
  "go",
  "i",
  "ke",
  "la",
  "li",
  "ma",
  "ne",
  "no",
  "o",
  "ra",
  "ri",
  "so",
  "ta",
  "ti",
  "va",
  "é",
  "ü",
];
const NAME_ENDS = [
  "berg",
  "court",
  "da",
  "dez",
  "field",
  "ford",
  "gaard",
  "ham",
  "ka",
  "lin",
  "ler",
  "mann",
  "mond",
  "na",
  "nen",
  "quist",
  "ra",
  "rez",
  "sen",
  "ski",
  "son",
  "stone",
  "tis",
  "ton",
  "vik",
  "well",
  "witz",
];
const STREETS = ["Street", "St.", "Road", "Ave", "Lane", "Weg", "Allee", "Rue", "Via", "Drive"];
const SITES = [
  "Hospital",
  "Clinic",
  "Klinikum",
  "Hôpital",
  "Imaging",
  "Radiology",
  "MED CTR",
  "Health",
  "Institute",
];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const JOBS = ["Welder", "Teacher", "Baker", "Roofer", "Lehrer", "Pilote"];
const TECHNIQUE = [
  "AP",
  "PA",
  "LAT",
  "L",
  "R",
  "SUPINE",
  "PORTABLE",
  "T1 TSE",
  "T2 FLAIR",
  "TR: 4200",
  "TE: 98 ms",
  "kV 120",
  "120 kV",
  "mA 250",
  "250 mAs",
  "Thk 5.0 mm",
  "W: 400 L: 40",
  "WW 350 WL 50",
  "Zoom 1.2x",
  "FOV 240",
  "Gain 62%",
  "MI 0.9",
  "TIS 0.4",
  "Frq 5.0 MHz",
  "DR 60 dB",
  "Depth 16 cm",
  "PRF 1.4 kHz",
  "Harmonic",
  "Persist Med",
  "Abdomen",
  "Cardiac",
  "Thyroid",
  "OB General",
  "CHEST",
  "Left Kidney",
  "Liver",
  "Spine",
  "Venous",
  "Se: 4 Im: 17/64",
  "SL 3.0",
  "GRASE",
  "Matrix 256x256",
  "NEX 2",
  "Dist 23.4 mm",
  "HR 72 bpm",
  "Vmax 84 cm/s",
  "EF 61 %",
  "Compressed 10:1",
  "Not for diagnostic use",
  "Page 1/3",
  "Scout",
  "Helical",
  "Contrast",
  "Arterial Phase",
  "Bone",
  "Lung",
  "Filter: B30f",
];
const DOSE_HEADS = [
  "Scan",
  "Series",
  "kV",
  "mAs",
  "CTDIvol",
  "DLP",
  "Phantom",
  "Range",
  "Total",
  "mGy",
  "mGycm",
];

const harmless = (text) => text.split(" ").map((part) => ({ text: part, phi: false, category: "HARMLESS" }));
const private_ = (text, category) => text.split(" ").map((part) => ({ text: part, phi: true, category }));

/** An invented name, in the case given. */
function surname(random) {
  const middle = random.chance(0.5) ? random.pick(NAME_MIDDLES) : "";
  return random.pick(NAME_STARTS) + middle + random.pick(NAME_ENDS);
}

function forename(random) {
  return random.pick(NAME_STARTS) + random.pick(NAME_MIDDLES) + random.pick(["", "n", "s", "l", "ra", "lo"]);
}

function name(random) {
  const last = surname(random);
  const first = forename(random);
  const forms = [
    `${last}, ${first}`,
    `${last}^${first}`,
    `${first} ${last}`,
    `${last} ${first}`,
    `Dr. ${last}`,
    `${last},${first[0]}.`,
    `${last}-${surname(random)}`,
  ];
  const text = random.pick(forms);
  const words = private_(random.chance(0.45) ? text.toUpperCase() : text, "NAME");
  return words.map((word) =>
    /^dr\.$/i.test(word.text) ? { ...word, phi: false, category: "HARMLESS" } : word,
  );
}

function date(random) {
  const two = (value) => String(value).padStart(2, "0");
  const [day, month, year] = [
    two(random.integer(1, 28)),
    two(random.integer(1, 12)),
    random.integer(1928, 2026),
  ];
  const forms = [
    `${day}.${month}.${year}`,
    `${month}/${day}/${year}`,
    `${year}-${month}-${day}`,
    `${year}${month}${day}`,
    `${day}-${MONTHS[month - 1]}-${year}`,
    `${MONTHS[month - 1]} ${day} ${year}`,
    `${Number(day)}/${Number(month)}/${year % 100}`,
  ];
  return private_(random.pick(forms), "DATE");
}

function time(random) {
  const two = (value) => String(value).padStart(2, "0");
  const clock = `${two(random.integer(0, 23))}:${two(random.integer(0, 59))}`;
  return private_(random.chance(0.6) ? `${clock}:${two(random.integer(0, 59))}` : clock, "DATE");
}

function identifier(random) {
  const letters = () => String.fromCharCode(65 + random.integer(0, 25));
  const forms = [
    () => random.digits(random.integer(5, 10)),
    () => letters() + random.digits(7),
    () => `${random.digits(3)}-${random.digits(2)}-${random.digits(4)}`,
    () => `${letters()}${letters()}${random.digits(6)}`,
    () => `MRN${random.digits(6)}`,
    () => `${random.digits(4)}/${random.digits(2)}`,
    () => `1.2.826.${random.digits(4)}.${random.digits(5)}`,
  ];
  return private_(random.pick(forms)(), "ID");
}

function address(random) {
  const house = random.integer(1, 480);
  const forms = [
    `${house} ${surname(random)} ${random.pick(STREETS)}`,
    `${random.digits(5)} ${surname(random)}`,
    `${surname(random)}weg ${house}`,
  ];
  return private_(random.pick(forms), "ADDRESS");
}

function institution(random) {
  const forms = [
    `${surname(random)} ${random.pick(SITES)}`,
    `St. ${forename(random)} ${random.pick(SITES)}`,
    `${random.pick(SITES)} ${surname(random)}`,
  ];
  const text = random.pick(forms);
  return private_(random.chance(0.4) ? text.toUpperCase() : text, "INSTITUTION");
}

function phone(random) {
  const forms = [
    `(${random.digits(3)}) 555-${random.digits(4)}`,
    `+49 ${random.digits(3)} ${random.digits(6)}`,
    `555-${random.digits(4)}`,
    `0${random.digits(2)}/${random.digits(6)}`,
  ];
  return private_(random.pick(forms), "PHONE_OR_FAX");
}

function age(random) {
  const years = random.integer(1, 97);
  return private_(
    random.pick([`${years}Y`, `0${String(years).padStart(2, "0")}Y`, `${years} yrs`, `${years}y/F`]),
    "AGE",
  );
}

const plain = (text) =>
  text
    .normalize("NFD")
    .replace(/[^a-z]/gi, "")
    .toLowerCase();
const mail = (random) => private_(`${plain(surname(random))}@example.org`, "EMAIL");
const site = (random) => private_(`www.${plain(surname(random))}.example`, "URL");
const job = (random) => private_(random.pick(JOBS), "PROFESSION");
const technique = (random) => harmless(random.pick(TECHNIQUE));

const PRIVATE = {
  name: 6,
  date: 5,
  time: 3,
  identifier: 6,
  address: 1.5,
  institution: 3,
  phone: 1.2,
  age: 1.5,
  mail: 0.5,
  site: 0.4,
  job: 0.4,
};
const MAKERS = { name, date, time, identifier, address, institution, phone, age, mail, site, job };
const LABELS = {
  name: ["Name:", "Pat:", "Patient", "Ref:"],
  date: ["DOB:", "Date", "Study:", "*"],
  time: ["Time", "Acq"],
  identifier: ["ID:", "MRN", "Acc#", "No."],
  age: ["Age", "Age:"],
  phone: ["Tel.", "Fax"],
};

/** One line of any kind. */
export function line(random) {
  if (random.chance(0.42))
    return random.chance(0.25) ? [...technique(random), ...technique(random)] : technique(random);
  const kind = random.weighted(PRIVATE);
  const labels = LABELS[kind];
  const value = MAKERS[kind](random);
  const more = kind === "date" && random.chance(0.4) ? time(random) : [];
  return [...(labels && random.chance(0.4) ? harmless(random.pick(labels)) : []), ...value, ...more];
}

/** The lines of a corner block: about the patient, the study, or the technique. */
export function block(random) {
  const kind = random.weighted({ patient: 4, site: 2, technique: 4, mixed: 2 });
  const lines = [];
  if (kind === "patient") {
    lines.push(name(random), identifier(random), date(random));
    if (random.chance(0.5)) lines.push(age(random));
    if (random.chance(0.3)) lines.push(institution(random));
  } else if (kind === "site") {
    lines.push(institution(random), [...date(random), ...time(random)]);
    if (random.chance(0.4)) lines.push(address(random), phone(random));
  } else {
    const count = random.integer(2, 7);
    for (let at = 0; at < count; at++) lines.push(kind === "mixed" ? line(random) : technique(random));
  }
  return lines;
}

/** The cells of one row of a dose report or protocol table; `head` for its first row. */
export function tableRow(random, columns, head) {
  const cells = [];
  for (let at = 0; at < columns; at++) {
    if (head) cells.push(harmless(random.pick(DOSE_HEADS)));
    else if (at === 0 && random.chance(0.3)) cells.push(line(random));
    else if (random.chance(0.12)) cells.push(random.chance(0.5) ? date(random) : identifier(random));
    else
      cells.push(
        harmless(
          random.pick([
            random.between(0, 900).toFixed(2),
            random.between(0, 90).toFixed(1),
            String(random.integer(1, 999)),
          ]),
        ),
      );
  }
  return cells;
}
