//! Sentences of WhatsApp that are known, in the words of its many languages.
//!
//! A whole sentence that is listed is always understood. Two stems together,
//! such as those of "message" and "deleted", are only believed where the shape
//! of the message agrees: `phrase.rs` asks for that.

use super::phrase::Says;

/// What stands behind the name of an attached file.
pub(super) const ATTACHED: &[&str] = &[
    "file attached",
    "Datei angehängt",
    "archivo adjunto",
    "fichier joint",
    "arquivo anexado",
    "file allegato",
    "bestand bijgevoegd",
    "файл добавлен",
    "plik dołączony",
    "dosya ekli",
];

/// Whole sentences in place of a message that was deleted.
const DELETED: &[&str] = &[
    "this message was deleted",
    "you deleted this message",
    "diese nachricht wurde gelöscht",
    "du hast diese nachricht gelöscht",
    "dit bericht is verwijderd",
    "u hebt dit bericht verwijderd",
    "je hebt dit bericht verwijderd",
    "ce message a été supprimé",
    "vous avez supprimé ce message",
    "se eliminó este mensaje",
    "eliminaste este mensaje",
    "este mensaje fue eliminado",
    "mensagem apagada",
    "esta mensagem foi apagada",
    "essa mensagem foi apagada",
    "você apagou esta mensagem",
    "você apagou essa mensagem",
    "esta mensagem foi eliminada",
    "questo messaggio è stato eliminato",
    "hai eliminato questo messaggio",
    "данное сообщение удалено",
    "вы удалили данное сообщение",
    "это сообщение удалено",
    "вы удалили это сообщение",
    "це повідомлення видалено",
    "ви видалили це повідомлення",
    "ta wiadomość została usunięta",
    "usunięto tę wiadomość",
    "bu mesaj silindi",
    "bu mesajı sildiniz",
    "تم حذف هذه الرسالة",
    "أنت حذفت هذه الرسالة",
    "لقد حذفت هذه الرسالة",
    "הודעה זו נמחקה",
    "מחקת הודעה זו",
    "این پیام حذف شد",
    "این پیام حذف شده است",
    "यह मैसेज मिटाया गया",
    "यह संदेश हटाया गया",
    "pesan ini telah dihapus",
    "anda telah menghapus pesan ini",
    "mesej ini telah dipadam",
    "此消息已删除",
    "您删除了此消息",
    "此訊息已刪除",
    "你已刪除此訊息",
    "このメッセージは削除されました",
    "삭제된 메시지입니다",
    "det här meddelandet togs bort",
    "denne besked blev slettet",
    "denne meldingen ble slettet",
    "tämä viesti poistettiin",
    "tato zpráva byla odstraněna",
    "ezt az üzenetet törölték",
    "acest mesaj a fost șters",
    "това съобщение беше изтрито",
    "αυτό το μήνυμα διαγράφηκε",
    "tin nhắn này đã bị xóa",
    "ข้อความนี้ถูกลบแล้ว",
    "ข้อความนี้ถูกลบ",
];

/// The stems of "message" and "deleted".
const DELETED_STEMS: &[(&str, &str)] = &[
    ("messag", "delet"),
    ("nachricht", "gelösch"),
    ("bericht", "verwijder"),
    ("message", "supprim"),
    ("mensaje", "elimin"),
    ("mensaje", "borr"),
    ("mensagem", "apag"),
    ("mensagem", "elimin"),
    ("messaggio", "elimin"),
    ("сообщен", "удал"),
    ("повідомлен", "видал"),
    ("wiadomoś", "usun"),
    ("mesaj", "sil"),
    ("رسال", "حذف"),
    ("הודעה", "מחק"),
    ("پیام", "حذف"),
    ("پیغام", "حذف"),
    ("मैसेज", "मिटा"),
    ("मैसेज", "हटा"),
    ("संदेश", "हटा"),
    ("pesan", "hapus"),
    ("mesej", "padam"),
    ("消息", "删除"),
    ("訊息", "刪除"),
    ("メッセージ", "削除"),
    ("메시지", "삭제"),
    ("meddeland", "bort"),
    ("meddeland", "rader"),
    ("besked", "slet"),
    ("melding", "slet"),
    ("viesti", "poist"),
    ("viesti", "poista"),
    ("zpráv", "odstran"),
    ("zpráv", "smaz"),
    ("správ", "odstrán"),
    ("správ", "vymaz"),
    ("üzenet", "töröl"),
    ("mesaj", "șters"),
    ("mesaj", "şters"),
    ("съобщен", "изтри"),
    ("μήνυμα", "διαγρ"),
    ("poruk", "izbris"),
    ("порук", "избрис"),
    ("sporočil", "izbris"),
    ("tin nhắn", "xóa"),
    ("tin nhắn", "xoá"),
    ("ข้อความ", "ลบ"),
    ("মেসেজ", "মুছে"),
    ("বার্তা", "মুছে"),
    ("செய்தி", "நீக்"),
    ("సందేశ", "తొలగి"),
    ("ujumbe", "futa"),
    ("missatge", "supri"),
    ("missatge", "elimin"),
    ("žinut", "ištrin"),
    ("ziņ", "dzēst"),
    ("sõnum", "kustut"),
    ("mensaxe", "elimin"),
    ("xabar", "o‘chir"),
    ("хабарлама", "жой"),
    ("შეტყობინებ", "წაშ"),
    ("հաղորդագր", "ջնջ"),
    ("skilabo", "eyt"),
    ("boodskap", "geskrap"),
];

/// Whole sentences in place of a call.
const CALLS: &[&str] = &[
    "missed voice call",
    "missed video call",
    "missed group voice call",
    "missed group video call",
    "verpasster sprachanruf",
    "verpasster videoanruf",
    "gemiste spraakoproep",
    "gemiste video-oproep",
    "appel vocal manqué",
    "appel vidéo manqué",
    "llamada perdida",
    "llamada de voz perdida",
    "videollamada perdida",
    "chamada de voz perdida",
    "chamada de vídeo perdida",
    "chiamata vocale persa",
    "videochiamata persa",
    "пропущенный аудиозвонок",
    "пропущенный видеозвонок",
    "пропущений голосовий виклик",
    "cevapsız sesli arama",
    "cevapsız görüntülü arama",
    "nieodebrane połączenie głosowe",
    "nieodebrane połączenie wideo",
    "مكالمة صوتية فائتة",
    "مكالمة فيديو فائتة",
    "未接语音通话",
    "未接视频通话",
    "未接語音來電",
    "不在着信",
    "부재중 음성 통화",
    "부재중 영상 통화",
];

/// The stems of "missed" and "call".
const CALL_STEMS: &[(&str, &str)] = &[
    ("missed", "call"),
    ("voice", "call"),
    ("video", "call"),
    ("verpasst", "anruf"),
    ("sprach", "anruf"),
    ("video", "anruf"),
    ("gemist", "oproep"),
    ("appel", "manqu"),
    ("appel", "vocal"),
    ("appel", "vidéo"),
    ("llamada", "perdida"),
    ("llamada", "voz"),
    ("chamada", "perdida"),
    ("chamada", "voz"),
    ("chiamata", "persa"),
    ("chiamata", "vocale"),
    ("пропущен", "звон"),
    ("пропущен", "виклик"),
    ("пропущен", "дзвін"),
    ("nieodebr", "połącz"),
    ("cevapsız", "arama"),
    ("مكالم", "فائت"),
    ("שיחה", "נענ"),
    ("تماس", "پاسخ"),
    ("missat", "samtal"),
    ("ubesvar", "opkald"),
    ("ubesvar", "anrop"),
    ("tapt", "anrop"),
    ("vastaamat", "puhelu"),
    ("zmešk", "hovor"),
    ("fogadott", "hívás"),
    ("apel", "pierdut"),
    ("apel", "ratat"),
    ("пропусн", "обажда"),
    ("αναπάντητη", "κλήση"),
    ("propušten", "poziv"),
    ("cuộc gọi", "nhỡ"),
    ("สาย", "ไม่ได้รับ"),
    ("panggilan", "tak terjawab"),
    ("panggilan", "terlepas"),
    ("未接", "通话"),
    ("未接", "來電"),
    ("未接", "电话"),
    ("不在着信", "不在着信"),
    ("부재중", "통화"),
    ("मिस्ड", "कॉल"),
    ("মিসড", "কল"),
];

/// Whole sentences behind a message that was edited.
const EDITED: &[&str] = &[
    "this message was edited",
    "diese nachricht wurde bearbeitet",
    "dit bericht is bewerkt",
    "ce message a été modifié",
    "se editó este mensaje",
    "este mensaje fue editado",
    "mensagem editada",
    "esta mensagem foi editada",
    "essa mensagem foi editada",
    "questo messaggio è stato modificato",
    "данное сообщение изменено",
    "это сообщение изменено",
    "bu mesaj düzenlendi",
    "تم تعديل هذه الرسالة",
    "pesan ini diedit",
    "此消息已编辑",
    "此訊息已編輯",
    "このメッセージは編集されました",
    "수정된 메시지입니다",
    "ta wiadomość została edytowana",
];

/// What media are called where iPhones leave them out, and the words that they were left out.
const MEDIA: &[&str] = &[
    "image",
    "photo",
    "video",
    "vidéo",
    "vídeo",
    "audio",
    "sticker",
    "gif",
    "document",
    "contact card",
    "bild",
    "dokument",
    "kontaktkarte",
    "imagen",
    "imagem",
    "documento",
    "immagine",
    "afbeelding",
];
const LEFT_OUT: &[&str] = &[
    "omitted",
    "weggelassen",
    "ausgelassen",
    "weggelaten",
    "omitida",
    "omitido",
    "omis",
    "omise",
    "absente",
    "absent",
    "manquant",
    "manquante",
    "omesso",
    "omessa",
    "ocultada",
    "ocultado",
    "oculto",
    "oculta",
];

/// What opens the first message of a chat, in the name of a person or of the group.
const ENCRYPTED: &[&str] = &[
    "messages and calls are end-to-end encrypted",
    "messages to this chat and calls are now secured with end-to-end encryption",
    "messages to this group are now secured with end-to-end encryption",
    "nachrichten und anrufe sind ende-zu-ende-verschlüsselt",
    "los mensajes y las llamadas están cifrados de extremo a extremo",
    "les messages et les appels sont chiffrés de bout en bout",
    "as mensagens e as chamadas são protegidas com a criptografia de ponta a ponta",
    "as mensagens e chamadas são encriptadas ponto a ponto",
    "i messaggi e le chiamate sono crittografati end-to-end",
    "berichten en oproepen worden end-to-end versleuteld",
    "сообщения и звонки защищены сквозным шифрованием",
    "mesajlar ve aramalar uçtan uca şifrelidir",
    "الرسائل والمكالمات مشفرة تمامًا بين الطرفين",
];

/// What a whole sentence says; it is in lower case and has no full stop.
pub(super) fn says(sentence: &str) -> Option<Says> {
    if DELETED.contains(&sentence) {
        Some(Says::Deleted)
    } else if CALLS.contains(&sentence) {
        Some(Says::Call)
    } else {
        None
    }
}

/// What the stems in a sentence say.
pub(super) fn says_by_stem(sentence: &str) -> Option<Says> {
    let holds = |stems: &[(&str, &str)]| {
        stems.iter().any(|(one, other)| sentence.contains(one) && sentence.contains(other))
    };
    if holds(DELETED_STEMS) {
        Some(Says::Deleted)
    } else if holds(CALL_STEMS) {
        Some(Says::Call)
    } else {
        None
    }
}

/// Whether a remark says that a message was edited.
pub(super) fn is_edited(remark: &str) -> bool {
    let about_message = |remark: &str| DELETED_STEMS.iter().any(|(stem, _)| remark.contains(stem));
    EDITED.contains(&remark) || about_message(remark)
}

/// Whether a sentence says that media were left out.
pub(super) fn is_omission(sentence: &str) -> bool {
    sentence
        .rsplit_once(' ')
        .is_some_and(|(media, left_out)| MEDIA.contains(&media) && LEFT_OUT.contains(&left_out))
}

/// Whether a message is the one that opens a chat although nobody wrote it.
pub(super) fn is_encryption_notice(body: &str) -> bool {
    // The shortest of them is longer.
    if body.len() < 36 {
        return false;
    }
    let body: String = body.chars().take(120).flat_map(char::to_lowercase).collect();
    let body = body.trim_start_matches(super::scan::is_mark);
    ENCRYPTED.iter().any(|notice| body.starts_with(notice))
}
