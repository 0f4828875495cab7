//! What Trefoil and other programs make of the same real files, word by word: `cargo run --release
//! -p trefoil-benches --bin texts [-- --all | --show FILE]`.
//!
//! Words are runs of letters and digits, in small letters, with accents and ligatures composed. `theirs` is the
//! share of the other program's words that are in our text too, `ours` the share of our words that
//! are in theirs, both counted as often as they stand there. `order` is the share of the words said
//! once in both texts that stand in one order. Files that agree wholly are only counted, unless
//! `--all` is said; `--show FILE` prints the words that one text has and the other has not.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "this program prints a table, of shares of counts that are far below 2^52"
)]

use std::collections::HashMap;
use std::path::Path;

use trefoil_benches::peers::{SORTS, Sort, ours};
use unicode_normalization::UnicodeNormalization;

/// What two texts of one file have in common.
struct Agreement {
    theirs: f64,
    ours: f64,
    order: f64,
    words: usize,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [_, file] = words.as_slice() {
        return show(Path::new(file));
    }
    let all = words.iter().any(|word| word == "--all");
    for sort in SORTS.iter().filter(|sort| sort.peer.is_some()) {
        let Some(program) = sort.installed() else {
            println!("\n{}: its other reader is not installed", sort.name);
            continue;
        };
        compare(sort, program, all);
    }
}

fn compare(sort: &Sort, program: &str, all: bool) {
    let files = sort.real_files();
    println!("\n{}: {} real files, beside {program}", sort.name, files.len());
    if files.is_empty() {
        return;
    }
    println!("{:>7} {:>7} {:>7} {:>7}  file", "words", "theirs", "ours", "order");
    let (mut same, mut failed, mut sum) = (0, Vec::new(), (0.0, 0.0, 0.0));
    let mut compared = 0;
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let (Some((_, own)), Some(peer)) = (ours(file), sort.theirs(file)) else {
            failed.push(name.into_owned());
            continue;
        };
        let found = agreement(&own, &peer);
        compared += 1;
        sum = (sum.0 + found.theirs, sum.1 + found.ours, sum.2 + found.order);
        let is_same = found.theirs.min(found.ours).min(found.order) > 0.9999;
        same += usize::from(is_same);
        if all || !is_same {
            row(&found, &name);
        }
    }
    let count = f64::from(compared).max(1.0);
    let mean =
        Agreement { theirs: sum.0 / count, ours: sum.1 / count, order: sum.2 / count, words: 0 };
    row(&mean, &format!("mean of {compared}; {same} agree wholly"));
    if !failed.is_empty() {
        println!("{program} gives nothing of {}", failed.join(", "));
    }
}

fn row(found: &Agreement, name: &str) {
    let share = |value: f64| format!("{:.1} %", value * 100.0);
    let (theirs, ours, order) = (share(found.theirs), share(found.ours), share(found.order));
    println!("{:>7} {theirs:>7} {ours:>7} {order:>7}  {name}", found.words);
}

fn words_of(text: &str) -> Vec<String> {
    let small: String = text.nfkc().collect::<String>().to_lowercase();
    let words = small.split(|sign: char| !sign.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn counts(words: &[String]) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for word in words {
        *counts.entry(word.as_str()).or_default() += 1;
    }
    counts
}

fn agreement(own: &str, peer: &str) -> Agreement {
    let (own, peer) = (words_of(own), words_of(peer));
    let (own_counts, peer_counts) = (counts(&own), counts(&peer));
    let common: usize = own_counts
        .iter()
        .map(|(word, count)| peer_counts.get(word).map_or(0, |other| *count.min(other)))
        .sum();
    let share = |of: usize| if of == 0 { 1.0 } else { common as f64 / of as f64 };
    Agreement {
        theirs: share(peer.len()),
        ours: share(own.len()),
        order: order(&own, &peer, &own_counts, &peer_counts),
        words: own.len(),
    }
}

/// The longest run of once-said words that stands in one order in both, as a share of them.
fn order(
    own: &[String],
    peer: &[String],
    own_counts: &HashMap<&str, usize>,
    peer_counts: &HashMap<&str, usize>,
) -> f64 {
    let is_once =
        |word: &str| own_counts.get(word) == Some(&1) && peer_counts.get(word) == Some(&1);
    let places: HashMap<&str, usize> =
        peer.iter().enumerate().map(|(place, word)| (word.as_str(), place)).collect();
    let series: Vec<usize> = own
        .iter()
        .filter(|word| is_once(word))
        .filter_map(|word| places.get(word.as_str()).copied())
        .collect();
    // The least end of a rising run of each length so far.
    let mut ends: Vec<usize> = Vec::new();
    for place in &series {
        let at = ends.partition_point(|end| end < place);
        match ends.get_mut(at) {
            Some(end) => *end = *place,
            None => ends.push(*place),
        }
    }
    if series.is_empty() { 1.0 } else { ends.len() as f64 / series.len() as f64 }
}

/// Prints the words that only one of two texts has.
fn show(file: &Path) {
    let Some((kind, own)) = ours(file) else {
        return println!("Trefoil refuses it");
    };
    let peer = SORTS.iter().find(|sort| sort.kind == kind).and_then(|sort| sort.theirs(file));
    let (own, peer) = (words_of(&own), words_of(&peer.unwrap_or_default()));
    let (own_counts, peer_counts) = (counts(&own), counts(&peer));
    println!("only in ours:   {}", lacking(&own_counts, &peer_counts));
    println!("only in theirs: {}", lacking(&peer_counts, &own_counts));
}

fn lacking(one: &HashMap<&str, usize>, other: &HashMap<&str, usize>) -> String {
    let mut found: Vec<String> = one
        .iter()
        .filter_map(|(word, count)| {
            let more = count.saturating_sub(other.get(word).copied().unwrap_or_default());
            (more > 0)
                .then(|| if more == 1 { (*word).to_owned() } else { format!("{word} ×{more}") })
        })
        .collect();
    found.sort();
    found.join(" ")
}
