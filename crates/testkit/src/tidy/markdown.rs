//! As much Markdown as the rules for documents need: prose without code blocks, the code within
//! a line, links, and the anchors that headings make.

/// Gives the numbered lines outside fenced code.
pub(super) fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().zip(1..).filter_map(move |(line, number)| {
        let fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        fenced ^= fence;
        (!fenced && !fence).then_some((number, line))
    })
}

/// Finds what stands in backticks in one line.
pub(super) fn inline_code(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// Finds the targets of the links and pictures in one line.
pub(super) fn link_targets(line: &str) -> Vec<&str> {
    let prose_only: Vec<&str> = line.split('`').step_by(2).collect();
    let mut targets = Vec::new();
    for part in line.split("](").skip(1) {
        let whole = part.split([')', ' ']).next().unwrap_or(part);
        targets.push(whole.trim_matches(['<', '>']));
    }
    // A link shown as code is an example, but a link may well have code as its text.
    targets.retain(|target| prose_only.iter().any(|prose| prose.contains(target)));
    targets
}

/// Makes the anchors of a document's headings, as forges do.
pub(super) fn anchors(text: &str) -> Vec<String> {
    let headings = prose(text).filter_map(|(_, line)| {
        let title = line.trim_start_matches('#');
        (title.len() < line.len() && title.starts_with(' ')).then(|| title.trim())
    });
    headings.map(anchor).collect()
}

fn anchor(title: &str) -> String {
    let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_blocks_are_not_prose() {
        let text = "one\n```\n[two](three)\n```\nfour";
        assert_eq!(prose(text).collect::<Vec<_>>(), [(1, "one"), (5, "four")]);
    }

    #[test]
    fn links_are_found_and_links_shown_as_code_are_not() {
        let line = "See [`a`](a.md#b), ![p](<p.svg> \"title\") but not `[x](x.md)`.";
        assert_eq!(link_targets(line), ["a.md#b", "p.svg"]);
        assert_eq!(inline_code(line).collect::<Vec<_>>(), ["a", "[x](x.md)"]);
    }

    #[test]
    fn headings_make_anchors() {
        assert_eq!(anchors("# What's *not* here?\n#no\n"), ["whats-not-here"]);
    }
}
