//! Tokens that tell of something else than what was said: brackets, notes, signs.
//!
//! The list is computed from a vocabulary as OpenAI's `Tokenizer.non_speech_tokens` does it, so that
//! transcripts say nothing like `[MUSIC]` or `(speaks French)`. Hyphens and apostrophes are kept
//! within words and kept from beginning one.

const SIGNS: &str = "\"#()*+/:;<=>@[\\]^_`{|}~「」『』";
const GROUPS: &str = "<< >> <<< >>> -- --- -( -[ (' (\" (( )) ((( ))) [[ ]] {{ }} ♪♪ ♪♪♪";
/// They share their first two bytes, so the token of these may be kept from being chosen.
const NOTES: &str = "♩♪♫♬♭♮♯";

/// Computes the tokens of a vocabulary, in rising order.
pub(super) fn tokens(encode: impl Fn(&str) -> Vec<u32>) -> Vec<u32> {
    let mut tokens: Vec<u32> =
        [" -", " '"].iter().filter_map(|word| encode(word).first().copied()).collect();
    let signs = SIGNS.chars().map(String::from).chain(GROUPS.split(' ').map(String::from));
    for sign in signs.chain(NOTES.chars().map(String::from)) {
        let is_note = sign.chars().all(|c| NOTES.contains(c)) && sign.chars().count() == 1;
        for encoded in [encode(&sign), encode(&format!(" {sign}"))] {
            if let Some(first) = encoded.first().filter(|_| is_note || encoded.len() == 1) {
                tokens.push(*first);
            }
        }
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}
