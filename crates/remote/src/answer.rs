//! What servers answer, read leniently: every one leaves something else out.
//!
//! The shape is that of `verbose_json` in OpenAI's transcription interface. Words may stand at the
//! top or in their segments; every field but the text may be missing; times are seconds, as numbers
//! or as text. What is not understood is left out, and never made up.

use serde_json::Value as Json;

/// A transcript as a server gave it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Transcript {
    /// The language, as the server calls it: a tag or an English name.
    pub language: Option<String>,
    /// What was said, in order.
    pub said: Vec<Said>,
}

/// Something said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// When it begins, in milliseconds from the beginning of what was sent; none when not told.
    pub begin_ms: Option<i64>,
    /// When it ends.
    pub end_ms: Option<i64>,
    /// The words.
    pub text: String,
    /// Who said it, where the server tells speakers apart.
    pub speaker: Option<String>,
    /// The mean of the natural logarithm of the likelihood of its tokens.
    pub average_log_probability: Option<f64>,
    /// How likely it is that nobody spoke, from 0 to 1.
    pub no_speech: Option<f64>,
    /// Its words with their times.
    pub words: Vec<Word>,
}

/// A word with its time.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// When it begins, in milliseconds.
    pub begin_ms: i64,
    /// When it ends.
    pub end_ms: i64,
    /// How sure the server was, from 0 to 1.
    pub probability: Option<f64>,
}

/// Reads an answer: JSON, or plain text from a server that knows nothing else.
pub(crate) fn read(body: &str) -> Result<Transcript, String> {
    let Ok(json) = serde_json::from_str::<Json>(body) else {
        let text = body.trim();
        if text.starts_with(['{', '[', '<']) {
            return Err("it is neither JSON nor plain text".to_owned());
        }
        return Ok(Transcript { language: None, said: whole(text) });
    };
    if let Some(error) = json.get("error") {
        let said = error.get("message").unwrap_or(error);
        return Err(format!("it says “{}”", said.as_str().unwrap_or(&said.to_string())));
    }
    let Some(object) = json.as_object() else {
        return match json.as_str() {
            Some(text) => Ok(Transcript { language: None, said: whole(text) }),
            None => Err("it is no object".to_owned()),
        };
    };
    let language = object.get("language").and_then(Json::as_str).map(str::to_owned);
    let segments = object.get("segments").or_else(|| object.get("speaker_segments"));
    let mut said: Vec<Said> = match segments.and_then(Json::as_array) {
        Some(list) if !list.is_empty() => list.iter().filter_map(segment).collect(),
        _ => match object.get("text").and_then(Json::as_str) {
            Some(text) => whole(text),
            None => return Err("it has neither `text` nor `segments`".to_owned()),
        },
    };
    let loose = words(object.get("words"));
    if said.iter().all(|one| one.words.is_empty()) && !loose.is_empty() {
        hand_out(&mut said, loose);
    }
    Ok(Transcript { language, said })
}

/// A text whose parts have no times.
fn whole(text: &str) -> Vec<Said> {
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    vec![Said { text: text.to_owned(), ..Said::default() }]
}

fn segment(json: &Json) -> Option<Said> {
    let text = json.get("text")?.as_str()?.trim();
    if text.is_empty() {
        return None;
    }
    let speaker = json.get("speaker").or_else(|| json.get("speaker_id"));
    Some(Said {
        begin_ms: time(json, "start"),
        end_ms: time(json, "end"),
        text: text.to_owned(),
        speaker: speaker.and_then(|name| match name {
            Json::String(name) if !name.trim().is_empty() => Some(name.trim().to_owned()),
            Json::Number(number) => Some(format!("Speaker {number}")),
            _ => None,
        }),
        average_log_probability: number(json.get("avg_logprob")),
        no_speech: number(json.get("no_speech_prob")),
        words: words(json.get("words")),
    })
}

fn words(json: Option<&Json>) -> Vec<Word> {
    let list = json.and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .filter_map(|word| {
            let text = word.get("word").or_else(|| word.get("text"))?.as_str()?.trim();
            let (begin_ms, end_ms) = (time(word, "start")?, time(word, "end")?);
            (!text.is_empty() && end_ms >= begin_ms).then(|| Word {
                text: text.to_owned(),
                begin_ms,
                end_ms,
                probability: number(word.get("probability").or_else(|| word.get("score")))
                    .filter(|probability| (0.0..=1.0).contains(probability)),
            })
        })
        .collect()
}

/// Gives words that stand by themselves to what they were said in, by their middle.
fn hand_out(said: &mut [Said], words: Vec<Word>) {
    if let [one] = said {
        one.begin_ms = one.begin_ms.or(words.first().map(|word| word.begin_ms));
        one.end_ms = one.end_ms.or(words.last().map(|word| word.end_ms));
        one.words = words;
        return;
    }
    for word in words {
        let middle = i64::midpoint(word.begin_ms, word.end_ms);
        let home = said.iter_mut().find(|one| {
            matches!((one.begin_ms, one.end_ms), (Some(a), Some(b)) if a <= middle && middle <= b)
        });
        if let Some(home) = home {
            home.words.push(word);
        }
    }
}

/// A time in seconds, as milliseconds.
fn time(json: &Json, name: &str) -> Option<i64> {
    let seconds = number(json.get(name))?;
    #[expect(clippy::cast_possible_truncation, reason = "less than ten years of milliseconds")]
    (0.0..3e8).contains(&seconds).then(|| (seconds * 1000.0).round() as i64)
}

fn number(json: Option<&Json>) -> Option<f64> {
    let json = json?;
    json.as_f64().or_else(|| json.as_str()?.trim().parse().ok()).filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_at_the_top_and_words_in_segments_come_to_the_same() {
        let top = r#"{"language":"english","text":" Hello there. Bye.","segments":[
            {"start":0.0,"end":1.5,"text":" Hello there.","avg_logprob":-0.25,"no_speech_prob":0.01},
            {"start":"2.0","end":"2.5","text":"Bye."}],
            "words":[{"word":"Hello","start":0.0,"end":0.5},{"word":" there.","start":0.5,"end":1.5},
            {"word":"Bye.","start":2.0,"end":2.5,"probability":0.5}]}"#;
        let inside = r#"{"segments":[
            {"start":0,"end":1.5,"text":"Hello there.","avg_logprob":-0.25,"no_speech_prob":0.01,"words":[
              {"text":"Hello","start":0,"end":0.5},{"text":"there.","start":0.5,"end":1.5}]},
            {"start":2,"end":2.5,"text":"Bye.","words":[{"word":"Bye.","start":2,"end":2.5,"score":0.5}]}],
            "language":"english"}"#;
        let (top, inside) = (read(top).expect("reads"), read(inside).expect("reads"));
        assert_eq!(top, inside);
        assert_eq!(top.said[0].words[1].text, "there.");
        assert_eq!(top.said[1].words[0].probability, Some(0.5));
        assert_eq!((top.said[1].begin_ms, top.said[1].end_ms), (Some(2_000), Some(2_500)));
    }

    #[test]
    fn what_is_missing_is_left_out() {
        assert_eq!(read("Just words.\n").expect("reads").said[0].text, "Just words.");
        assert_eq!(read(r#"{"text":"Just words."}"#).expect("reads").said[0].begin_ms, None);
        assert_eq!(read(r#"{"text":" "}"#).expect("reads").said, []);
        let odd = r#"{"segments":[{"text":"A","start":-1,"end":"x","speaker":2},{"start":1},{"text":""}]}"#;
        let odd = read(odd).expect("reads").said;
        assert_eq!((odd.len(), odd[0].begin_ms, odd[0].end_ms), (1, None, None));
        assert_eq!(odd[0].speaker.as_deref(), Some("Speaker 2"));
    }

    #[test]
    fn what_is_no_transcript_says_so() {
        for (body, why) in [
            ("<html>Sign in</html>", "neither JSON nor plain text"),
            ("{\"detail\":", "neither JSON nor plain text"),
            (r#"{"error":{"message":"model not loaded"}}"#, "model not loaded"),
            (r#"{"task":"transcribe"}"#, "neither `text` nor `segments`"),
            ("[1]", "it is no object"),
        ] {
            let message = read(body).expect_err(body);
            assert!(message.contains(why), "{message}");
        }
    }
}
