//! Words of headers: what survey tools and people call their columns.
//!
//! All functions take a header in lower case. Lists are parted by bars, the surest
//! words first; words are compared whole, so that `id` is not found in `identity`.

/// Columns of survey tools that say nothing about a person.
const TECHNICAL: &str = "status | response type | progress | finished | duration (in seconds) | response id | \
     responseid | distribution channel | distributionchannel | external data reference | \
     externalreference | userlanguage | user language | q_recaptchascore | sessionid | \
     q_relevantidduplicate | q_relevantidfraudscore | q_ballotboxstuffing | q_urlstring | \
     lastpage | last page | letzte seite | seed | startlanguage | start language | startsprache \
     | refurl | referrer url | token | interviewtime | total time | gesamtzeit | collector id | \
     collectorid | custom data 1 | total points | quiz feedback | redcap_event_name | \
     redcap_repeat_instrument | redcap_repeat_instance | redcap_data_access_group | \
     redcap_survey_identifier | survey identifier | event name | repeat instrument | repeat \
     instance | unique response number | response number | browser | operating system | user \
     agent | useragent | screen resolution | resolution | device | session id | duration | dauer \
     | time taken | completion status | network id | dispcode | lfdn | external_lfdn | tester";

/// Columns that point at a person.
const PERSONAL: &[(&str, &str)] = &[
    (
        "It holds addresses of computers",
        "ip address | ipaddress | ipaddr | ip-address | ip | ip adresse | ip-adresse | adresse ip",
    ),
    (
        "It holds e-mail addresses or user names",
        "email | e-mail | mail | email address | emailaddress | e-mail address | e-mail-adresse \
         | mailadresse | e-mail adresse | username | correo | correo electrónico | courriel | \
         adresse e-mail | recipientemail | recipient email | user name | benutzername | \
         nutzername | dirección de correo electrónico | indirizzo email | endereço de e-mail",
    ),
    (
        "It holds telephone numbers",
        "phone | telephone | phone number | mobile | mobile number | tel | telefon | \
         telefonnummer | handy | handynummer | téléphone | teléfono | telefono | whatsapp | cell \
         | cell phone",
    ),
    (
        "It holds names of people",
        "recipient last name | recipientlastname | recipient first name | recipientfirstname | \
         last name | lastname | surname | family name | first name | firstname | given name | \
         nachname | vorname | familienname | prénom | apellido | apellidos | cognome | full name \
         | real name | geburtsname | legal name | maiden name",
    ),
    (
        "It holds places where people live or were",
        "address | street | adresse | anschrift | straße | strasse | dirección | indirizzo | \
         location latitude | locationlatitude | location longitude | locationlongitude | \
         latitude | longitude | postal address | home address | gps",
    ),
    (
        "It holds days of birth; a year or an age would not point so closely",
        "date of birth | dob | birthday | birthdate | birth date | geburtsdatum | geburtstag | \
         date de naissance | fecha de nacimiento | data di nascita | geboortedatum",
    ),
    (
        "It holds official numbers of people",
        "passport | ssn | social security number | national id | nhs number | matrikelnummer | \
         student number | student id | iban",
    ),
];

/// Columns that say when somebody answered, the surest first.
const SENT: &str = "submitdate | date submitted | submission date | submitted | submission time | abgeschickt | \
     datum abgeschickt | submitted at | completion time | completed date | completion date | \
     date completed | end date | enddate | recorded date | recordeddate | timestamp | \
     zeitstempel | horodateur | horodatage | marca temporal | informazioni cronologiche | \
     carimbo de data/hora | tijdstempel | survey timestamp | fertigstellungszeit | heure de fin \
     | hora de finalización | interview date | date of interview | interview-datum | \
     interviewdatum | datum des interviews | response date | created at | created | date | datum \
     | fecha | data | datestamp | date last action | when | wann | quand | start time | \
     startdate | start date | date started | startdatum | startzeit | heure de début | hora de \
     inicio";

/// Words that name the column of participants, the surest first.
const WHO: &str = "participant | participants | pseudonym | pseudonyms | participantid | participant_id | pid \
     | proband | probandin | probanden-id | teilnehmer | teilnehmerin | teilnehmende | \
     interviewee | interviewees | respondent | respondents | informant | participante | \
     partecipante | deelnemer | deltager | alias | codename | befragte | befragter | record_id | \
     record id | speaker | sprecher | sprecherin | who | wer | qui | quién";

/// Words that name it where each row has a value of its own, the surest first.
const PERHAPS_WHO: &str = "subject | case id | case | fall | id | code | kürzel | nr | no | number | nummer | \
     interview-id | interview id | interview | response id | responseid | respondent id | name | \
     nom | nombre | nome | naam | person | objectid";

/// Columns with words about a person in a list of people.
const NOTES: &str = "note | notes | comment | comments | remark | remarks | bemerkung | bemerkungen | notiz | \
     notizen | kommentar | kommentare | description | bio | biography | biographie | background \
     | personenbeschreibung | beschreibung | notas | observaciones | remarques | anmerkung | \
     anmerkungen";

/// Words that ask for more than a word.
const ASKING: &str = "why | describe | explain | comment | comments | warum | beschreiben | erzählen | pourquoi | \
     décrivez | porqué | describa | elaborate | kommentar | wieso | weshalb | thoughts";

const CONSENT: &str = "consent | consents | einwilligung | zustimmung | agree | consentement | consentimiento | \
     datenschutz | einverstanden | einverständnis | gdpr | dsgvo | consenso | toestemming";

/// Columns of numbers that nobody adds up.
const NAMES_IN_DIGITS: &str =
    "zip | plz | postcode | postleitzahl | postal | zipcode | isbn | issn";

pub(super) fn is_technical(header: &str) -> bool {
    let title = title(header);
    listed(TECHNICAL, &title)
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
    PERSONAL.iter().find(|(_, words)| listed(words, &title)).map(|(reason, _)| *reason)
}

/// How surely a header says when somebody answered; nought when it does not.
pub(super) fn sent(header: &str) -> u32 {
    let title = title(header);
    rank(SENT, |word| title == word || (title.ends_with("_timestamp") && word == "timestamp"))
}

/// How surely a header says who; nought when it does not.
pub(super) fn who(header: &str) -> u32 {
    let title = title(header);
    if title.split_whitespace().count() > 4 {
        // A question of many words asks for something else.
        return 0;
    }
    let sure = rank(WHO, |word| words(&title).any(|found| found == word) || title == word);
    if sure > 0 {
        return SURE + sure;
    }
    let last = words(&title).last().unwrap_or_default();
    let is_counted = matches!(last, "number" | "no" | "case" | "fall" | "subject" | "interview");
    let is_technical = is_technical(header) || is_name_in_digits(header);
    // "Study ID", "Your name"; but not "number of children", nor "house number".
    rank(PERHAPS_WHO, |word| title == word || (last == word && !is_counted && !is_technical))
}

/// A score from which on a header names participants, whatever the values are.
pub(super) const SURE: u32 = 50;

pub(super) fn is_note(header: &str) -> bool {
    let title = title(header);
    words(&title).count() <= 3 && words(&title).any(|word| listed(NOTES, word))
}

pub(super) fn is_asking(header: &str) -> bool {
    words(header).any(|word| listed(ASKING, word))
}

pub(super) fn is_consent(header: &str) -> bool {
    words(header).any(|word| listed(CONSENT, word))
}

pub(super) fn is_name_in_digits(header: &str) -> bool {
    words(header).any(|word| listed(NAMES_IN_DIGITS, word))
}

/// Whether it is about the beginning or the end of answering, when its values are dates.
pub(super) fn is_about_answering(header: &str) -> bool {
    let is_any = ["date", "datum", "fecha", "data", "created"].contains(&title(header).as_str());
    sent(header) > 0 && !is_any
}

/// Whether a header asks, in many words or with a question mark.
pub(super) fn is_question(header: &str) -> bool {
    header.trim_end().ends_with('?') || words(header).count() >= 5
}

/// How far in front the first word is that fits; nought when none does.
fn rank(list: &'static str, fits: impl Fn(&str) -> bool) -> u32 {
    let count = list.split(" | ").count();
    let at = list.split(" | ").position(fits);
    at.map_or(0, |at| u32::try_from(count - at).unwrap_or(1))
}

fn listed(list: &str, wanted: &str) -> bool {
    list.split(" | ").any(|word| word == wanted)
}

/// Codes that `LimeSurvey` puts before its own questions, in whatever language these are.
const CODES: &str = "id | submitdate | lastpage | startlanguage | seed | startdate | datestamp | ipaddr | \
     refurl | token | firstname | lastname | email | interviewtime";

/// The header without a code in front (`Q1. How old?`), a number or brackets behind.
fn title(header: &str) -> String {
    let bare = match header.split_once(". ") {
        Some((code, _)) if listed(CODES, code) => code,
        Some((_, words)) => words,
        None => header,
    };
    let bare = bare.trim_end_matches(['*', ':', ' ', '?', '#', '.']);
    bare.trim_matches(['[', ']', '"', ' ']).to_owned()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_alphanumeric() && sign != '-').filter(|word| !word.is_empty())
}
