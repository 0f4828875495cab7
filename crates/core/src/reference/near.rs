//! Names that are like one that was not found.

/// How many names are suggested at most.
const MOST: usize = 3;

/// “Did you mean …?”, when some names are near.
pub fn suggestion(text: &str, names: &[&str]) -> Option<String> {
    let wanted = text.trim().to_lowercase();
    if wanted.is_empty() {
        return None;
    }
    let mut near: Vec<(usize, &str)> = names
        .iter()
        .filter_map(|name| Some((distance(&wanted, &name.to_lowercase())?, *name)))
        .collect();
    near.sort_unstable();
    near.dedup();
    let near: Vec<String> = near.iter().take(MOST).map(|(_, name)| format!("“{name}”")).collect();
    match near.as_slice() {
        [] => None,
        [one] => Some(format!("Did you mean {one}?")),
        [rest @ .., last] => Some(format!("Did you mean {} or {last}?", rest.join(", "))),
    }
}

/// How far a name is from what was wanted; `None` when it is not near.
fn distance(wanted: &str, name: &str) -> Option<usize> {
    let length = wanted.chars().count();
    if length >= 3 && name.contains(wanted) {
        return Some(0);
    }
    let last = name.rsplit(" / ").next().unwrap_or(name);
    let edits = edits(wanted, name).min(edits(wanted, last));
    (edits <= 1 + length / 4).then_some(edits)
}

/// How many characters to add, drop, change or swap with their neighbour.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut fewest = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                fewest = fewest.min(before[j - 1] + 1);
            }
            row.push(fewest);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_parts_are_near_and_other_words_are_not() {
        let names = ["Belonging", "Being greeted by name", "Team / Trust", "P2", "P10"];
        let says = |text| suggestion(text, &names);
        assert_eq!(says("Belonign").as_deref(), Some("Did you mean “Belonging”?"));
        assert_eq!(says("greeted").as_deref(), Some("Did you mean “Being greeted by name”?"));
        assert_eq!(says("trsut").as_deref(), Some("Did you mean “Team / Trust”?"));
        assert_eq!(says("Supervision"), None);
        assert_eq!(says(""), None);
    }
}
