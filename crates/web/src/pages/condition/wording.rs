//! How two wordings differ, word by word, so that a change can be seen at a glance.

/// Words of one wording or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// In both.
    Same(String),
    /// Only in the first.
    Out(String),
    /// Only in the second.
    In(String),
}

/// The most words that are compared one by one; longer texts are told as two whole wordings.
const LONGEST: usize = 300;

/// How the second wording differs from the first.
pub(super) fn compare(first: &str, second: &str) -> Vec<Piece> {
    let a: Vec<&str> = first.split_whitespace().collect();
    let b: Vec<&str> = second.split_whitespace().collect();
    if a.len() > LONGEST || b.len() > LONGEST {
        return vec![Piece::Out(first.to_owned()), Piece::In(second.to_owned())];
    }
    let common = common(&a, &b);
    let (mut pieces, mut i, mut j) = (Vec::new(), 0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            add(&mut pieces, Piece::Same(a[i].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if i < a.len() && (j == b.len() || common[i + 1][j] >= common[i][j + 1]) {
            add(&mut pieces, Piece::Out(a[i].to_owned()));
            i += 1;
        } else {
            add(&mut pieces, Piece::In(b[j].to_owned()));
            j += 1;
        }
    }
    pieces
}

/// How many words two tails have in common, in their order.
fn common(a: &[&str], b: &[&str]) -> Vec<Vec<usize>> {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i][j] = if a[i] == b[j] {
                table[i + 1][j + 1] + 1
            } else {
                table[i + 1][j].max(table[i][j + 1])
            };
        }
    }
    table
}

/// Adds a word to the last piece when it is of the same kind.
fn add(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (Some(Piece::Same(words)), Piece::Same(word))
        | (Some(Piece::Out(words)), Piece::Out(word))
        | (Some(Piece::In(words)), Piece::In(word)) => {
            words.push(' ');
            words.push_str(&word);
        }
        (_, piece) => pieces.push(piece),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_word_stands_between_what_stayed() {
        let pieces = compare("A named senior lead, a budget", "A named lead, and a budget");
        let (same, out, inn) = (
            |text: &str| Piece::Same(text.into()),
            |text: &str| Piece::Out(text.into()),
            |text: &str| Piece::In(text.into()),
        );
        let told = [same("A named"), out("senior"), same("lead,"), inn("and"), same("a budget")];
        assert_eq!(pieces, told);
        assert_eq!(compare("", "new"), [inn("new")]);
        assert_eq!(compare("", ""), []);
    }
}
