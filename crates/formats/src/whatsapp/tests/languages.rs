//! Exports in the manner of many phones: each language writes dates, times and its own words
//! about media in its own way, here with invented chats. What was put in is compared with what
//! comes out.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::*;

/// How phones of one language write.
struct Tongue {
    name: &'static str,
    /// The date, the time of Android and of iPhones; see [`filled`].
    date: &'static str,
    time: &'static str,
    long_time: &'static str,
    halves: [&'static str; 2],
    zero: char,
    /// What Android writes in place of media, and behind the name of a file.
    omitted: &'static str,
    attached: &'static str,
    /// What iPhones write before the name of a file, and in place of a picture.
    label: &'static str,
    left_out: &'static str,
}

const fn tongue(
    name: &'static str,
    [date, time, long_time]: [&'static str; 3],
    halves: [&'static str; 2],
    zero: char,
    [omitted, attached, label, left_out]: [&'static str; 4],
) -> Tongue {
    Tongue { name, date, time, long_time, halves, zero, omitted, attached, label, left_out }
}

const NONE: [&str; 2] = ["", ""];
const AM: [&str; 2] = ["AM", "PM"];
const H24: &str = "HH:mm";
const H24S: &str = "HH:mm:ss";

/// `d M y` are numbers as short as can be, `dd MM` have two digits, `yy` and `yyyy` the year,
/// `bb` and `bbbb` the Buddhist, `pppp PP pp` the Persian date, `ee` the year of Reiwa.
const TONGUES: &[Tongue] = &[
    tongue(
        "German",
        ["dd.MM.yy, ", H24, H24S],
        NONE,
        '0',
        ["Medien ausgeschlossen", "Datei angehängt", "Anhang", "Bild weggelassen"],
    ),
    tongue(
        "British",
        ["dd/MM/yyyy, ", H24, H24S],
        NONE,
        '0',
        ["Media omitted", "file attached", "attached", "image omitted"],
    ),
    tongue(
        "American",
        ["M/d/yy, ", "h:mm\u{202f}a", "h:mm:ss\u{202f}a"],
        AM,
        '0',
        ["Media omitted", "file attached", "attached", "image omitted"],
    ),
    tongue(
        "Canadian",
        ["yyyy-MM-dd, ", "h:mm a", "h:mm:ss a"],
        ["a.m.", "p.m."],
        '0',
        ["Media omitted", "file attached", "attached", "image omitted"],
    ),
    tongue(
        "French",
        ["dd/MM/yyyy ", H24, H24S],
        NONE,
        '0',
        ["Médias omis", "fichier joint", "pièce jointe ", "image absente"],
    ),
    tongue(
        "Québécois",
        ["yyyy-MM-dd ", "HH h mm", "HH h mm min ss s"],
        NONE,
        '0',
        ["Médias omis", "fichier joint", "pièce jointe ", "image absente"],
    ),
    tongue(
        "Spanish",
        ["d/M/yy, ", "H:mm", "H:mm:ss"],
        NONE,
        '0',
        ["Multimedia omitido", "archivo adjunto", "adjunto", "imagen omitida"],
    ),
    tongue(
        "Mexican",
        ["dd/MM/yy, ", "h:mm a", "h:mm:ss\u{a0}a"],
        ["a.\u{a0}m.", "p.\u{a0}m."],
        '0',
        ["Multimedia omitido", "archivo adjunto", "adjunto", "imagen omitida"],
    ),
    tongue(
        "Brazilian",
        ["dd/MM/yyyy ", H24, H24S],
        NONE,
        '0',
        ["Mídia oculta", "arquivo anexado", "anexado", "imagem ocultada"],
    ),
    tongue(
        "Italian",
        ["dd/MM/yy, ", H24, H24S],
        NONE,
        '0',
        ["Media omessi", "file allegato", "allegato", "immagine omessa"],
    ),
    tongue(
        "Dutch",
        ["dd-MM-yyyy ", H24, H24S],
        NONE,
        '0',
        ["Media weggelaten", "bestand bijgevoegd", "bijgevoegd", "afbeelding weggelaten"],
    ),
    tongue(
        "Russian",
        ["dd.MM.yyyy, ", H24, H24S],
        NONE,
        '0',
        ["Без медиафайлов", "файл добавлен", "прикреплено", "изображение отсутствует"],
    ),
    tongue(
        "Ukrainian",
        ["dd.MM.yy, ", H24, H24S],
        NONE,
        '0',
        ["Медіа пропущено", "файл додано", "вкладено", "зображення вилучено"],
    ),
    tongue(
        "Polish",
        ["d.MM.yyyy, ", H24, H24S],
        NONE,
        '0',
        ["pominięto multimedia", "plik dołączony", "załącznik", "obraz pominięty"],
    ),
    tongue(
        "Czech",
        ["dd.MM.yy ", "H:mm", "H:mm:ss"],
        NONE,
        '0',
        ["Média vynechána", "soubor přiložen", "příloha", "obrázek vynechán"],
    ),
    tongue(
        "Slovak",
        ["d. M. yyyy ", "H:mm", "H:mm:ss"],
        NONE,
        '0',
        ["Médiá vynechané", "súbor priložený", "príloha", "obrázok vynechaný"],
    ),
    tongue(
        "Hungarian",
        ["yyyy. MM. dd. ", "H:mm", "H:mm:ss"],
        NONE,
        '0',
        ["Média kihagyva", "fájl csatolva", "csatolva", "kép kihagyva"],
    ),
    tongue(
        "Romanian",
        ["dd.MM.yyyy, ", H24, H24S],
        NONE,
        '0',
        ["Conținut omis", "fișier atașat", "atașat", "imagine omisă"],
    ),
    tongue(
        "Bulgarian",
        ["d.MM.yy г., ", "H:mm ч.", "H:mm:ss ч."],
        NONE,
        '0',
        ["Без мултимедия", "прикачен файл", "прикачено", "без изображение"],
    ),
    tongue(
        "Croatian",
        ["dd. MM. yyyy. ", H24, H24S],
        NONE,
        '0',
        ["Mediji izostavljeni", "datoteka priložena", "priloženo", "slika izostavljena"],
    ),
    tongue(
        "Greek",
        ["d/M/yy, ", "h:mm a", "h:mm:ss a"],
        ["π.μ.", "μ.μ."],
        '0',
        ["Πολυμέσα παραλείφθηκαν", "αρχείο", "συνημμένο", "εικόνα παραλείφθηκε"],
    ),
    tongue(
        "Turkish",
        ["d.MM.yyyy ", H24, H24S],
        NONE,
        '0',
        ["Medya dahil edilmedi", "dosya ekli", "eklendi", "görüntü dahil edilmedi"],
    ),
    tongue(
        "Arabic",
        ["d\u{200f}/M\u{200f}/yyyy، ", "h:mm a", "h:mm:ss a"],
        ["ص", "م"],
        '\u{660}',
        ["تم استبعاد الوسائط", "الملف مرفق", "المرفق", "لم يتم إدراج الصورة"],
    ),
    tongue(
        "Hebrew",
        ["d.M.yyyy, ", "H:mm", "H:mm:ss"],
        NONE,
        '0',
        ["המדיה הושמטה", "קובץ מצורף", "מצורף", "התמונה הושמטה"],
    ),
    tongue(
        "Persian",
        ["pppp/PP/pp،\u{200f} ", "H:mm", "H:mm:ss"],
        NONE,
        '\u{6f0}',
        ["رسانه حذف شده", "فایل پیوست شد", "پیوست", "تصویر حذف شد"],
    ),
    tongue(
        "Urdu",
        ["d/M/yy ", "h:mm a", "h:mm:ss a"],
        AM,
        '0',
        ["میڈیا چھوڑا گیا", "فائل منسلک", "منسلک", "تصویر چھوڑی گئی"],
    ),
    tongue(
        "Hindi",
        ["d/M/yy, ", "h:mm a", "h:mm:ss a"],
        ["पूर्वाह्न", "अपराह्न"],
        '\u{966}',
        ["मीडिया छोड़ दिया", "फ़ाइल संलग्न है", "संलग्न", "चित्र छोड़ा गया"],
    ),
    tongue(
        "Bengali",
        ["d/M/yy ", "h:mm a", "h:mm:ss a"],
        AM,
        '\u{9e6}',
        ["মিডিয়া বাদ", "ফাইল যুক্ত", "যুক্ত", "ছবি বাদ"],
    ),
    tongue(
        "Tamil",
        ["d/M/yy, ", "a h:mm", "a h:mm:ss"],
        ["முற்பகல்", "பிற்பகல்"],
        '0',
        ["ஊடகம் இல்லை", "கோப்பு இணைப்பு", "இணைப்பு", "படம் இல்லை"],
    ),
    tongue(
        "Marathi",
        ["d/M/yy, ", "h:mm a", "h:mm:ss a"],
        ["AM", "PM"],
        '\u{966}',
        ["मीडिया वगळले", "फाइल जोडली", "जोडले", "चित्र वगळले"],
    ),
    tongue(
        "Thai",
        ["d/M/bb ", H24, H24S],
        NONE,
        '0',
        ["ไม่รวมสื่อ", "แนบไฟล์แล้ว", "แนบ", "ไม่รวมรูปภาพ"],
    ),
    tongue(
        "Thai in full",
        ["d/M/bbbb ", H24, H24S],
        NONE,
        '\u{e50}',
        ["ไม่รวมสื่อ", "แนบไฟล์แล้ว", "แนบ", "ไม่รวมรูปภาพ"],
    ),
    tongue(
        "Vietnamese",
        ["dd/MM/yyyy, ", H24, H24S],
        NONE,
        '0',
        ["Bỏ qua phương tiện", "tệp đính kèm", "đính kèm", "bỏ qua hình ảnh"],
    ),
    tongue(
        "Indonesian",
        ["dd/MM/yy ", "HH.mm", "HH.mm.ss"],
        NONE,
        '0',
        ["Media tidak disertakan", "file terlampir", "terlampir", "gambar dihilangkan"],
    ),
    tongue(
        "Malay",
        ["d/MM/yy, ", "h:mm a", "h:mm:ss a"],
        ["PG", "PTG"],
        '0',
        ["Media ditinggalkan", "fail dilampirkan", "dilampirkan", "imej ditinggalkan"],
    ),
    tongue(
        "Japanese",
        ["yyyy/MM/dd ", "H:mm", "H:mm:ss"],
        NONE,
        '0',
        ["メディアなし", "添付ファイル", "添付", "画像は省略"],
    ),
    tongue(
        "Japanese era",
        ["Ree/M/d ", "H:mm", "H:mm:ss"],
        NONE,
        '0',
        ["メディアなし", "添付ファイル", "添付", "画像は省略"],
    ),
    tongue(
        "Korean",
        ["yy. M. d. ", "a h:mm", "a h:mm:ss"],
        ["오전", "오후"],
        '0',
        ["미디어 제외", "파일 첨부됨", "첨부", "사진 생략"],
    ),
    tongue(
        "Korean in full",
        ["yyyy년 M월 d일 ", "a h:mm", "a h:mm:ss"],
        ["오전", "오후"],
        '0',
        ["미디어 제외", "파일 첨부됨", "첨부", "사진 생략"],
    ),
    tongue(
        "Chinese",
        ["yyyy/M/d ", H24, H24S],
        NONE,
        '0',
        ["省略多媒体文件", "文件附件", "附件", "图像已忽略"],
    ),
    tongue(
        "Taiwanese",
        ["yyyy/M/d ", "ah:mm", "ah:mm:ss"],
        ["上午", "下午"],
        '0',
        ["媒體已略去", "附加檔案", "附件", "略去影像"],
    ),
    tongue(
        "Chinese in full",
        ["yyyy年M月d日", "ah:mm", "ah:mm:ss"],
        ["上午", "下午"],
        '0',
        ["媒體已略去", "附加檔案", "附件", "略去影像"],
    ),
    tongue(
        "Swedish",
        ["yyyy-MM-dd ", H24, H24S],
        NONE,
        '0',
        ["Media har utelämnats", "bifogad fil", "bifogad", "bild utelämnad"],
    ),
    tongue(
        "Danish",
        ["dd.MM.yyyy ", "HH.mm", "HH.mm.ss"],
        NONE,
        '0',
        ["Medier udeladt", "fil vedhæftet", "vedhæftet", "billede udeladt"],
    ),
    tongue(
        "Norwegian",
        ["dd.MM.yyyy, ", H24, H24S],
        NONE,
        '0',
        ["Media er utelatt", "fil vedlagt", "vedlegg", "bilde utelatt"],
    ),
    tongue(
        "Finnish",
        ["d.M.yyyy klo ", "H.mm", "H.mm.ss"],
        NONE,
        '0',
        ["Media poistettu", "tiedosto liitetty", "liite", "kuva poistettu"],
    ),
    tongue(
        "Lithuanian",
        ["yyyy-MM-dd, ", H24, H24S],
        NONE,
        '0',
        ["Medija praleista", "failas pridėtas", "pridėta", "vaizdas praleistas"],
    ),
    tongue(
        "Amharic",
        ["dd/MM/yyyy ", "h:mm a", "h:mm:ss a"],
        ["ጥዋት", "ከሰዓት"],
        '0',
        ["ሚዲያ ቀርቷል", "ፋይል ተያይዟል", "ተያይዟል", "ምስል ቀርቷል"],
    ),
    tongue(
        "Burmese",
        ["d/M/yy ", "H:mm", "H:mm:ss"],
        NONE,
        '\u{1040}',
        ["မီဒီယာ မပါ", "ဖိုင် ပူးတွဲ", "ပူးတွဲ", "ပုံ မပါ"],
    ),
    tongue(
        "Basque",
        ["yy/M/d ", "(HH:mm)", "(HH:mm:ss)"],
        NONE,
        '0',
        ["Media kenduta", "fitxategia erantsita", "erantsita", "irudia kenduta"],
    ),
    tongue(
        "Albanian",
        ["d.M.yy, ", "h:mm a", "h:mm:ss a"],
        ["e paradites", "e pasdites"],
        '0',
        ["Media u hoq", "skedari u bashkëngjit", "bashkëngjitur", "imazhi u hoq"],
    ),
    tongue(
        "an unheard one",
        ["d/M/yy, ", "h:mm a", "h:mm:ss a"],
        ["Zuz", "Bib"],
        '0',
        ["Rupo lamo", "filo remito", "remito", "bibo lamo"],
    ),
];

/// A message as it is put in and as it is to come out.
#[derive(Debug, Clone, PartialEq)]
struct Put {
    at: String,
    sender: &'static str,
    text: String,
    kind: MessageKind,
    file: Option<String>,
}

const NAMES: [(&str, &str); 4] = [
    ("Ana", "Ana"),
    ("~\u{202f}Zoë 🌱", "Zoë 🌱"),
    ("\u{202a}+49\u{a0}151\u{a0}000\u{202c}", "+49 151 000"),
    ("Dr. O'Hara-Ng (ward 3)", "Dr. O'Hara-Ng (ward 3)"),
];

/// Fills a pattern, longest names first, and writes its digits in another script.
fn filled(tongue: &Tongue, pattern: &str, day: Date, clock: (i32, i32, i32)) -> String {
    let (hour, minute, second) = clock;
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let half = tongue.halves[usize::from(hour >= 12)];
    // The Persian new year of 1404 was on the 21st of March 2025.
    let since = (day - date(2025, 3, 21)).get_days();
    let persian = if since < 0 { (1403, 12, 31 + since) } else { (1404, 1, 1 + since) };
    let number = |value: i32, digits: usize| {
        let plain = format!("{value:0digits$}");
        let script = |sign: char| {
            let value = sign.to_digit(10).map(|digit| u32::from(tongue.zero) + digit);
            value.and_then(char::from_u32).unwrap_or(sign)
        };
        plain.chars().map(script).collect::<String>()
    };
    let year = i32::from(day.year());
    let (month, of_month) = (i32::from(day.month()), i32::from(day.day()));
    let fields: [(&str, String); 18] = [
        ("yyyy", number(year, 4)),
        ("bbbb", number(year + 543, 4)),
        ("pppp", number(persian.0, 4)),
        ("bb", number((year + 543) % 100, 2)),
        ("yy", number(year % 100, 2)),
        ("ee", number(year - 2018, 1)),
        ("PP", number(persian.1, 1)),
        ("pp", number(persian.2, 1)),
        ("dd", number(of_month, 2)),
        ("MM", number(month, 2)),
        ("HH", number(hour, 2)),
        ("mm", number(minute, 2)),
        ("ss", number(second, 2)),
        ("d", number(of_month, 1)),
        ("M", number(month, 1)),
        ("H", number(hour, 1)),
        ("h:", number(twelve, 1) + ":"),
        ("a", half.to_owned()),
    ];
    let mut out = String::new();
    let mut rest = pattern;
    'pattern: while let Some(sign) = rest.chars().next() {
        for (name, value) in &fields {
            if let Some(after) = rest.strip_prefix(name) {
                out += value;
                rest = after;
                continue 'pattern;
            }
        }
        out.push(sign);
        rest = &rest[sign.len_utf8()..];
    }
    out
}

fn moment(day: Date, (hour, minute, second): (i32, i32, i32), has_seconds: bool) -> String {
    let second = if has_seconds { second } else { 0 };
    format!("{day}T{hour:02}:{minute:02}:{second:02}")
}

/// An invented chat and what is to come of it.
fn export(tongue: &Tongue, is_phone: bool) -> (String, Vec<Put>) {
    let mut text = String::new();
    let mut puts = Vec::new();
    let day_one = date(2025, 3, 3);
    let time = if is_phone { tongue.long_time } else { tongue.time };
    for at in 0..48_i32 {
        let step = if at < 24 { at / 3 } else { at / 3 * 2 + 13 };
        let day = day_one.checked_add(step.days()).expect("a day");
        let hours = if at % 2 == 0 { [0, 12, 22] } else { [9, 13, 23] };
        let clock = (hours[usize::try_from(at % 3).expect("small")], at, (at * 11) % 60);
        let (written, clean) = NAMES[usize::try_from(at % 4).expect("small")];
        let stamp = filled(tongue, tongue.date, day, clock) + &filled(tongue, time, day, clock);
        let name = format!("IMG-{}-WA00{at:02}.jpg", day.strftime("%Y%m%d"));
        let phone_name = format!("{at:08}-PHOTO-{}-10-00-00.jpg", day.strftime("%Y-%m-%d"));
        let (head, end) = match (is_phone, at % 6) {
            (true, 2 | 4) => (format!("\u{200e}[{stamp}] "), "\r\n"),
            (true, _) => (format!("[{stamp}] "), "\r\n"),
            (false, _) => (format!("{stamp} - "), "\n"),
        };
        let (body, words, kind, file) = match (at % 6, is_phone) {
            (2, true) => (
                format!("\u{200e}<{}: {phone_name}>", tongue.label),
                format!("[attachment: {phone_name}]"),
                MessageKind::Attachment,
                Some(phone_name),
            ),
            (2, false) => (
                format!("\u{200e}{name} ({})", tongue.attached),
                format!("[attachment: {name}]"),
                MessageKind::Attachment,
                Some(name),
            ),
            (4, true) => (
                format!("\u{200e}{}", tongue.left_out),
                format!("[{}]", tongue.left_out),
                MessageKind::Omitted,
                None,
            ),
            (4, false) => (
                format!("<{}>\nCaption {at}", tongue.omitted),
                format!("[{}]\nCaption {at}", tongue.omitted),
                MessageKind::Omitted,
                None,
            ),
            (5, _) => {
                let words = format!("Line {at}: one - two\n\n12:30 – (three) 1.2.3\n[4] five");
                (words.clone(), words, MessageKind::Said, None)
            }
            _ => (format!("Words {at} 🙂"), format!("Words {at} 🙂"), MessageKind::Said, None),
        };
        if at == 10 && !is_phone {
            text.extend([&stamp, " - Ana fumo “Tea: talk”\n"]);
        }
        text.extend([&head, written, ": ", &body, end]);
        puts.push(Put { at: moment(day, clock, is_phone), sender: clean, text: words, kind, file });
    }
    (text, puts)
}

#[test]
fn chats_of_many_languages_come_out_as_they_were_put_in() {
    assert!(TONGUES.len() > 50);
    for tongue in TONGUES {
        for is_phone in [false, true] {
            let (text, puts) = export(tongue, is_phone);
            let name = tongue.name;
            let begin: String = text.chars().take(400).collect();
            assert!(looks_like_chat(&begin), "{name}: {begin}");
            let (chat, notices) = chat(&text);
            let found: Vec<Put> = chat
                .messages
                .iter()
                .map(|message| Put {
                    at: message.at.to_string(),
                    sender: NAMES
                        .iter()
                        .map(|(_, name)| *name)
                        .find(|name| *name == message.sender)
                        .unwrap_or("nobody"),
                    text: message.text.clone(),
                    kind: message.kind.clone(),
                    file: message.attachments.first().cloned(),
                })
                .collect();
            for (found, put) in found.iter().zip(&puts) {
                assert_eq!(found, put, "{name}, iPhone: {is_phone}\n{begin}\n{notices:?}");
            }
            assert_eq!(found.len(), puts.len(), "{name}, iPhone: {is_phone}\n{begin}");
            assert!(chat.is_sure, "{name}: {notices:?}");
            assert_eq!(chat.system.len(), usize::from(!is_phone), "{name}");
        }
    }
}
