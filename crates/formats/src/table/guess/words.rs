//! Words of headers: what survey tools and people call their columns.
//!
//! All functions take a header in lower case. Words are compared whole, so that
//! `id` is not found in `identity` nor `name` in `nickname of the dog`'s first word.

/// Columns of survey tools that say nothing about a person.
const TECHNICAL: &[&str] = &[
    // Qualtrics
    "status",
    "response type",
    "progress",
    "finished",
    "duration (in seconds)",
    "response id",
    "responseid",
    "distribution channel",
    "distributionchannel",
    "external data reference",
    "externalreference",
    "userlanguage",
    "user language",
    "q_recaptchascore",
    "sessionid",
    "q_relevantidduplicate",
    "q_relevantidfraudscore",
    "q_ballotboxstuffing",
    "q_urlstring",
    // LimeSurvey
    "lastpage",
    "last page",
    "letzte seite",
    "seed",
    "startlanguage",
    "start language",
    "startsprache",
    "refurl",
    "referrer url",
    "token",
    "interviewtime",
    "total time",
    "gesamtzeit",
    // SurveyMonkey, Microsoft, Google, JISC, REDCap
    "collector id",
    "collectorid",
    "custom data 1",
    "language",
    "sprache",
    "total points",
    "quiz feedback",
    "score",
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
    "redcap_data_access_group",
    "redcap_survey_identifier",
    "survey identifier",
    "event name",
    "repeat instrument",
    "repeat instance",
    "unique response number",
    "response number",
    "browser",
    "operating system",
    "user agent",
    "useragent",
    "screen resolution",
    "resolution",
    "device",
    "session",
    "session id",
    "duration",
    "dauer",
    "time taken",
    "completion status",
    "network id",
    "tags",
    "dispcode",
    "lfdn",
    "external_lfdn",
    "tester",
];

/// Columns that point at a person.
const PERSONAL: &[(&[&str], &str)] = &[
    (
        &["ip address", "ipaddress", "ip-address", "ip", "ip adresse", "ip-adresse", "adresse ip"],
        "It holds addresses of computers",
    ),
    (
        &[
            "email",
            "e-mail",
            "mail",
            "email address",
            "emailaddress",
            "e-mail address",
            "e-mail-adresse",
            "mailadresse",
            "e-mail adresse",
            "username",
            "correo",
            "correo electrónico",
            "courriel",
            "adresse e-mail",
            "recipientemail",
            "recipient email",
            "user name",
            "benutzername",
            "nutzername",
            "dirección de correo electrónico",
            "indirizzo email",
            "endereço de e-mail",
        ],
        "It holds e-mail addresses or user names",
    ),
    (
        &[
            "phone",
            "telephone",
            "phone number",
            "mobile",
            "mobile number",
            "tel",
            "telefon",
            "telefonnummer",
            "handy",
            "handynummer",
            "téléphone",
            "teléfono",
            "telefono",
            "whatsapp",
            "cell",
            "cell phone",
        ],
        "It holds telephone numbers",
    ),
    (
        &[
            "recipient last name",
            "recipientlastname",
            "recipient first name",
            "recipientfirstname",
            "last name",
            "lastname",
            "surname",
            "family name",
            "first name",
            "firstname",
            "given name",
            "nachname",
            "vorname",
            "familienname",
            "prénom",
            "apellido",
            "apellidos",
            "cognome",
            "full name",
            "real name",
            "geburtsname",
            "legal name",
            "maiden name",
        ],
        "It holds names of people",
    ),
    (
        &[
            "address",
            "street",
            "adresse",
            "anschrift",
            "straße",
            "strasse",
            "dirección",
            "indirizzo",
            "location latitude",
            "locationlatitude",
            "location longitude",
            "locationlongitude",
            "latitude",
            "longitude",
            "postal address",
            "home address",
            "gps",
        ],
        "It holds places where people live or were",
    ),
    (
        &[
            "date of birth",
            "dob",
            "birthday",
            "birthdate",
            "birth date",
            "geburtsdatum",
            "geburtstag",
            "date de naissance",
            "fecha de nacimiento",
            "data di nascita",
            "geboortedatum",
        ],
        "It holds days of birth; a year or an age would not point so closely",
    ),
    (
        &[
            "passport",
            "ssn",
            "social security number",
            "national id",
            "nhs number",
            "matrikelnummer",
            "student number",
            "student id",
            "iban",
        ],
        "It holds official numbers of people",
    ),
];

/// Columns that say when somebody answered, the surest first.
const SENT: &[&str] = &[
    "submitdate",
    "date submitted",
    "submission date",
    "submitted",
    "submission time",
    "abgeschickt",
    "datum abgeschickt",
    "submitted at",
    "completion time",
    "completed date",
    "completion date",
    "date completed",
    "end date",
    "enddate",
    "recorded date",
    "recordeddate",
    "timestamp",
    "zeitstempel",
    "horodateur",
    "horodatage",
    "marca temporal",
    "informazioni cronologiche",
    "carimbo de data/hora",
    "tijdstempel",
    "survey timestamp",
    "fertigstellungszeit",
    "heure de fin",
    "hora de finalización",
    "interview date",
    "date of interview",
    "interview-datum",
    "interviewdatum",
    "datum des interviews",
    "response date",
    "created at",
    "created",
    "date",
    "datum",
    "fecha",
    "data",
    "datestamp",
    "date last action",
    "start time",
    "startdate",
    "start date",
    "date started",
    "startdatum",
    "startzeit",
    "heure de début",
    "hora de inicio",
];

/// Words that name the column of participants, the surest first.
const WHO: &[&str] = &[
    "participant",
    "participants",
    "pseudonym",
    "pseudonyms",
    "participantid",
    "participant_id",
    "pid",
    "proband",
    "probandin",
    "probanden-id",
    "teilnehmer",
    "teilnehmerin",
    "teilnehmende",
    "interviewee",
    "interviewees",
    "respondent",
    "respondents",
    "informant",
    "subject",
    "participante",
    "alias",
    "partecipante",
    "deelnemer",
    "deltager",
    "code name",
    "codename",
    "befragte",
    "befragter",
    "record id",
    "record_id",
    "case id",
    "case",
    "fall",
    "id",
    "code",
    "kürzel",
    "nr",
    "no",
    "number",
    "nummer",
    "interview-id",
    "interview id",
    "interview",
    "speaker",
    "sprecher",
    "response id",
    "responseid",
    "respondent id",
    "name",
    "nom",
    "nombre",
    "nome",
    "naam",
    "person",
    "objectid",
];

/// Columns with words about a person in a list of people.
const NOTES: &[&str] = &[
    "note",
    "notes",
    "comment",
    "comments",
    "remark",
    "remarks",
    "bemerkung",
    "bemerkungen",
    "notiz",
    "notizen",
    "kommentar",
    "kommentare",
    "description",
    "bio",
    "biography",
    "biographie",
    "background",
    "personenbeschreibung",
    "beschreibung",
    "notas",
    "observaciones",
    "remarques",
    "anmerkung",
    "anmerkungen",
];

/// Words that ask for more than a word.
const ASKING: &[&str] = &[
    "why",
    "describe",
    "explain",
    "comment",
    "comments",
    "warum",
    "beschreiben",
    "erzählen",
    "pourquoi",
    "décrivez",
    "porqué",
    "describa",
    "elaborate",
    "kommentar",
    "wieso",
    "weshalb",
    "thoughts",
];

const CONSENT: &[&str] = &[
    "consent",
    "consents",
    "einwilligung",
    "zustimmung",
    "agree",
    "consentement",
    "consentimiento",
    "datenschutz",
    "einverstanden",
    "einverständnis",
    "gdpr",
    "dsgvo",
    "consenso",
    "toestemming",
];

/// Columns of numbers that nobody adds up.
const NAMES_IN_DIGITS: &[&str] =
    &["zip", "plz", "postcode", "postleitzahl", "postal", "zipcode", "isbn", "issn"];

pub(super) fn is_technical(header: &str) -> bool {
    let title = title(header);
    TECHNICAL.contains(&title.as_str())
        || title.starts_with("grouptime")
        || title.starts_with("group time")
        || title.starts_with("metainfo")
        || title.starts_with("feedback - ")
        || title.starts_with("points - ")
        || title.contains("- first click")
        || title.contains("- last click")
        || title.contains("- page submit")
        || title.contains("- click count")
        || title.ends_with("_complete")
        || title == "complete?"
}

/// Why a column points at a person.
pub(super) fn personal(header: &str) -> Option<&'static str> {
    let title = title(header);
    PERSONAL.iter().find(|(words, _)| words.contains(&title.as_str())).map(|(_, reason)| *reason)
}

/// How surely a header says when somebody answered; nought when it does not.
pub(super) fn sent(header: &str) -> u32 {
    let title = title(header);
    rank(SENT, |word| title == *word || (title.ends_with("_timestamp") && *word == "timestamp"))
}

/// How surely a header says who; nought when it does not.
pub(super) fn who(header: &str) -> u32 {
    let title = title(header);
    let whole = rank(WHO, |word| title == *word);
    let count = words(&title).count();
    // "Participant number", "Your pseudonym"; a question of ten words asks for something else.
    let part =
        rank(WHO, |word| count <= 4 && word.len() > 2 && words(&title).any(|found| found == *word));
    whole.max(part.saturating_sub(1))
}

pub(super) fn is_note(header: &str) -> bool {
    let title = title(header);
    words(&title).count() <= 3 && words(&title).any(|word| NOTES.contains(&word))
}

pub(super) fn is_asking(header: &str) -> bool {
    words(header).any(|word| ASKING.contains(&word))
}

pub(super) fn is_consent(header: &str) -> bool {
    words(header).any(|word| CONSENT.contains(&word))
}

pub(super) fn is_name_in_digits(header: &str) -> bool {
    words(header).any(|word| NAMES_IN_DIGITS.contains(&word))
}

/// Whether it is about the beginning or the technical end of answering.
pub(super) fn is_about_answering(header: &str) -> bool {
    sent(header) > 0
        && !matches!(title(header).as_str(), "date" | "datum" | "fecha" | "data" | "created")
}

fn rank(list: &[&str], fits: impl Fn(&&str) -> bool) -> u32 {
    let at = list.iter().position(|word| fits(&word));
    at.map_or(0, |at| u32::try_from(list.len() - at).unwrap_or(1))
}

/// The header without a code in front (`id. Response ID`), a number or brackets behind.
fn title(header: &str) -> String {
    let bare = header.split_once(". ").map_or(header, |(_, words)| words);
    let bare = bare.trim_end_matches(['*', ':', ' ', '?', '#', '.']);
    bare.trim_matches(['[', ']', '"', ' ']).to_owned()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_alphanumeric() && sign != '-').filter(|word| !word.is_empty())
}
