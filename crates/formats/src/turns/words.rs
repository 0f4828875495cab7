//! Words that label people in transcripts, and words that label other things.
//!
//! Both lists are in lower case and in the languages that transcripts are most
//! often written in. A word that is missing here is no loss: then the shape of
//! a label and how often it comes back decide.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Whether a word in lower case is one for a person in a transcript.
pub(super) fn is_role(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| ROLES.iter().copied().collect());
    WORDS.contains(word)
}

/// Whether a word in lower case labels something other than a person.
pub(super) fn is_other(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| OTHERS.iter().copied().collect());
    WORDS.contains(word)
}

/// What people are called in transcripts; a number or a letter may follow.
const ROLES: &[&str] = &[
    // English
    "interviewer", "interviewee", "int", "inter", "interv", "iv", "ie", "ir", "moderator", "mod",
    "facilitator", "fac", "researcher", "res", "participant", "part", "respondent", "resp",
    "informant", "speaker", "spk", "spkr", "host", "guest", "narrator", "patient", "doctor",
    "nurse", "teacher", "student", "pupil", "mother", "father", "parent", "child", "girl", "boy",
    "woman", "man", "female", "male", "voice", "audience", "person", "subject", "client",
    "therapist", "counsellor", "counselor", "coach", "manager", "worker", "translator",
    "interpreter", "observer", "note-taker", "notetaker", "expert", "user", "caller", "chair",
    "chairperson", "witness", "unknown", "unidentified", "all", "everyone", "group", "multiple",
    "several", "question", "answer", "q", "a", "i", "r", "p", "m", "f", "b", "s", "t", "e",
    // German
    "interviewerin", "interviewter", "interviewte", "befragter", "befragte", "befragter/r",
    "interviewpartner", "interviewpartnerin", "ip", "erzähler", "erzählerin", "moderatorin",
    "teilnehmer", "teilnehmerin", "tn", "sprecher", "sprecherin", "frage", "antwort", "forscher",
    "forscherin", "experte", "expertin", "unbekannt", "alle", "person",
    // French
    "enquêteur", "enquêteuse", "enquêtrice", "enquêté", "enquêtée", "intervieweur",
    "intervieweuse", "interviewé", "interviewée", "modérateur", "modératrice", "animateur",
    "animatrice", "participante", "chercheur", "chercheuse", "répondant", "répondante",
    "locuteur", "locutrice", "réponse", "tous",
    // Spanish, Portuguese, Italian, Catalan
    "entrevistador", "entrevistadora", "entrevistado", "entrevistada", "entrevistat",
    "moderador", "moderadora", "investigador", "investigadora", "participante", "informante",
    "hablante", "pregunta", "respuesta", "todos", "todas", "pesquisador", "pesquisadora",
    "falante", "pergunta", "resposta", "intervistatore", "intervistatrice", "intervistato",
    "intervistata", "moderatore", "moderatrice", "ricercatore", "ricercatrice", "partecipante",
    "parlante", "domanda", "risposta", "tutti", "ent", "entr", "d",
    // Dutch, Scandinavian, Finnish
    "geïnterviewde", "onderzoeker", "deelnemer", "spreker", "vraag", "antwoord", "intervjuare",
    "intervjuer", "intervjuperson", "intervjuobjekt", "informant", "deltagare", "deltaker",
    "deltager", "forskare", "forsker", "talare", "taler", "fråga", "svar", "spørsmål",
    "haastattelija", "haastateltava", "puhuja", "tutkija", "osallistuja", "v", "h",
    // Polish, Czech, Turkish, Indonesian, Vietnamese, Swahili
    "badacz", "badaczka", "respondentka", "rozmówca", "prowadzący", "uczestnik", "uczestniczka",
    "mówca", "tazatel", "účastník", "görüşmeci", "katılımcı", "konuşmacı", "araştırmacı", "soru",
    "cevap", "pewawancara", "narasumber", "peneliti", "peserta", "mhojaji", "mhojiwa",
    // Russian, Ukrainian, Greek
    "интервьюер", "респондент", "модератор", "исследователь", "участник", "участница", "спикер",
    "инт", "и", "р", "в", "о", "вопрос", "ответ", "інтерв'юер", "дослідник", "дослідниця",
    "συνεντευκτής", "συνεντεύκτρια", "ερευνητής", "ερευνήτρια", "συμμετέχων", "συμμετέχουσα",
    // Arabic, Hebrew, Persian
    "المحاور", "المحاورة", "الباحث", "الباحثة", "المشارك", "المشاركة", "المتحدث", "س", "ج",
    "سؤال", "جواب", "מראיין", "מראיינת", "מרואיין", "מרואיינת", "חוקר", "חוקרת", "משתתף",
    "משתתפת", "ש", "ת", "مصاحبه‌گر", "مصاحبه‌شونده", "پژوهشگر", "شرکت‌کننده",
    // Chinese, Japanese, Korean, Hindi
    "访谈者", "受访者", "采访者", "被访者", "主持人", "研究者", "参与者", "問", "答", "问",
    "訪談者", "受訪者", "主持", "聞き手", "話し手", "インタビュアー", "インタビュイー", "回答者",
    "調査者", "参加者", "司会", "質問", "回答", "면접자", "연구자", "참여자", "진행자", "답변",
    "질문", "साक्षात्कारकर्ता", "प्रतिभागी", "शोधकर्ता",
];

/// What opens lines in other texts: forms, letters, minutes, recipes, logs.
const OTHERS: &[&str] = &[
    "note", "notes", "nb", "n.b", "ps", "p.s", "warning", "caution", "attention", "important",
    "tip", "hint", "example", "examples", "exercise", "solution", "solutions", "problem",
    "problems", "definition", "theorem", "proof", "lemma", "remark", "summary", "abstract",
    "introduction", "background", "method", "methods", "results", "discussion", "conclusion",
    "conclusions", "keywords", "references", "source", "sources", "see", "see also", "cf", "e.g",
    "i.e", "date", "time", "place", "location", "venue", "duration", "length", "title", "subtitle",
    "author", "authors", "document", "documents", "name", "first name", "last name", "surname", "age", "gender", "sex",
    "occupation", "job", "role", "address", "email", "e-mail", "phone", "tel", "telephone", "fax",
    "mobile", "website", "url", "http", "https", "www", "doi", "isbn", "issn", "from", "to", "cc",
    "bcc", "sent", "received", "subject line", "re", "fw", "fwd", "regarding", "dear", "attn",
    "attachments", "attachment", "reply-to", "agenda", "minutes", "present", "attendees",
    "attending", "apologies", "absent", "actions", "action", "action points", "action items",
    "decision", "decisions", "next steps", "next meeting", "owner", "due", "deadline", "status",
    "outcome", "item", "items", "topic", "topics", "theme", "themes", "code", "codes", "memo",
    "category", "step", "steps", "task", "tasks", "figure", "fig", "table", "chapter", "section",
    "part", "page", "appendix", "annex", "line", "paragraph", "article", "volume", "issue",
    "week", "day", "month", "year", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december", "ingredients", "preparation",
    "directions", "instructions", "serves", "servings", "yield", "cooking time", "prep time",
    "total time", "info", "error", "warn", "debug", "trace", "fatal", "todo", "fixme", "version",
    "description", "type", "id", "number", "no", "tags", "tag", "label", "language", "format",
    "input", "output", "pro", "pros", "con", "cons", "contra", "before", "after", "term",
    "advantages", "disadvantages", "strengths", "weaknesses", "opportunities", "threats",
    "observation", "observations", "comment", "comments", "reflection", "reflections", "context",
    "setting", "field note", "fieldnote", "field notes", "project", "study", "interview",
    "interview date", "interview no", "file", "file name", "filename", "recording", "transcript",
    "transcription", "transcribed by", "transcriber", "transcriptionist", "hypothesis", "goal",
    "goals", "aim", "aims", "objective", "objectives", "purpose", "translation", "copyright",
    "licence", "license", "publisher", "edition", "price", "total", "sum", "amount", "quantity",
    "option", "options", "variable", "value", "default", "usage", "returns", "parameters", "args",
    "however", "therefore", "also", "first", "second", "third", "finally", "that is", "legend",
    "added", "changed", "fixed", "removed", "deprecated", "security", "fix", "fixes", "bug fixes",
    "new", "new features", "feature", "features", "breaking", "breaking changes", "changes",
    "change", "improvement", "improvements", "enhancements", "documentation", "docs", "test",
    "tests", "misc", "other", "others", "internal", "compatibility", "requirements", "install",
    "installation", "run", "build", "os", "cpu", "environment", "issuer", "contributors", "thanks",
    "key", "scene", "act", "exterior", "interior",
    // German
    "hinweis", "anmerkung", "anmerkungen", "achtung", "beispiel", "aufgabe", "lösung", "problem",
    "datum", "zeit", "uhrzeit", "ort", "dauer", "titel", "autor", "vorname", "nachname", "alter",
    "geschlecht", "beruf", "adresse", "telefon", "betreff", "von", "an", "gesendet", "anwesend",
    "anwesende", "entschuldigt", "tagesordnung", "beschluss", "zutaten", "zubereitung", "quelle",
    "quellen", "siehe", "abbildung", "tabelle", "kapitel", "thema", "zusammenfassung", "memo",
    "kommentar", "projekt", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag",
    "sonntag", "tag", "woche", "tipp", "ergebnis", "ziel", "vorteile", "nachteile", "name",
    // French
    "remarque", "exemple", "exercice", "date", "heure", "lieu", "durée", "titre", "auteur", "nom",
    "prénom", "âge", "sexe", "profession", "adresse", "objet", "de", "à", "présents", "excusés",
    "ordre du jour", "décision", "ingrédients", "préparation", "source", "voir", "tableau",
    "chapitre", "thème", "résumé", "commentaire", "lundi", "mardi", "mercredi", "jeudi",
    "vendredi", "samedi", "dimanche", "jour", "semaine",
    // Spanish, Portuguese, Italian
    "nota", "notas", "ejemplo", "ejercicio", "solución", "problema", "fecha", "hora", "lugar",
    "duración", "título", "autor", "nombre", "apellido", "edad", "sexo", "profesión", "dirección",
    "teléfono", "asunto", "para", "presentes", "ausentes", "acuerdos", "ingredientes",
    "preparación", "fuente", "véase", "tabla", "capítulo", "tema", "resumen", "comentario", "día",
    "semana", "exemplo", "data", "local", "duração", "nome", "idade", "fonte", "resumo", "dia",
    "esempio", "ora", "luogo", "durata", "titolo", "autore", "età", "fonte", "riassunto",
    "ingredienti", "preparazione", "oggetto",
    // Dutch, Scandinavian, Russian, Chinese, Japanese
    "opmerking", "voorbeeld", "datum", "tijd", "plaats", "onderwerp", "aan", "van", "exempel",
    "tid", "plats", "namn", "ålder", "navn", "alder", "sted", "merknad", "eksempel", "примечание",
    "пример", "дата", "время", "место", "тема", "имя", "возраст", "注", "注意", "例", "例如",
    "日期", "时间", "時間", "地点", "地點", "姓名", "年龄", "性别", "主题", "日時", "場所", "名前",
    "年齢", "备注", "備考", "ملاحظة", "مثال", "التاريخ", "المكان", "الموضوع", "הערה", "תאריך",
];

/// Sounds and remarks that stand in brackets as labels do.
pub(super) const SOUNDS: &[&str] = &[
    "laugh", "laughs", "laughing", "laughter", "chuckle", "chuckles", "pause", "long pause",
    "silence", "inaudible", "unintelligible", "unclear", "crosstalk", "cross-talk", "overlap",
    "overlapping", "music", "applause", "noise", "cough", "coughs", "sigh", "sighs", "sic", "...",
    "…", "break", "interruption", "lachen", "lacht", "pause", "unverständlich", "rires", "rire",
    "inaudible", "silence", "risas", "ríe", "inaudible", "pausa", "risos", "x", "redacted",
    "anonymised", "anonymized", "blank_audio", "music playing", "phone rings", "nods", "crying",
];

/// Lower-case words inside names.
pub(super) const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "le", "van", "von",
    "der", "den", "ter", "ten", "zu", "zur", "af", "av", "bin", "ibn", "ben", "bint", "al", "el",
    "y", "e", "i", "und", "and", "&", "+", "of", "the",
];
