//! A whole small report, as text: what a change of wording or order is seen by.

use trefoil_core::sentence::{Cites, Section};

use super::{Story, citing, page, sentence};

/// The words of a page from its first heading on, a line for each block, headings marked.
fn outline(page: &str) -> String {
    const BLOCKS: [&str; 20] = [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "li",
        "tr",
        "dt",
        "div",
        "section",
        "article",
        "figure",
        "figcaption",
        "caption",
        "header",
        "footer",
        "summary",
        "table",
        "blockquote",
        "ul",
    ];
    let body = page.split_once("<h1").map_or("", |(_, body)| body);
    let (mut text, mut drawing) = (String::from("# "), 0_usize);
    let mut rest = body.split_once('>').map_or("", |(_, rest)| rest);
    while let Some((words, (tag, after))) =
        rest.split_once('<').and_then(|(words, rest)| Some((words, rest.split_once('>')?)))
    {
        if drawing == 0 {
            text.push_str(&words.replace('\n', " "));
        }
        rest = after;
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        match (name, tag.starts_with('/')) {
            ("svg", false) => drawing += 1,
            ("svg", true) => drawing -= 1,
            ("h1" | "h2" | "h3" | "h4", false) => {
                let level = name[1..].parse().unwrap_or(1);
                text.push('\n');
                text.push_str(&"#".repeat(level));
                text.push(' ');
            }
            ("td" | "th" | "dd", false) => text.push_str(" | "),
            (block, _) if BLOCKS.contains(&block) => text.push('\n'),
            _ => {}
        }
    }
    let text = text.replace("&#39;", "'").replace("&#34;", "\"").replace("&#38;", "&");
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines: Vec<String> =
        lines.filter(|line| !line.trim_matches(['#', '|', ' ']).is_empty()).collect();
    lines.join("\n")
}

#[test]
fn a_small_report_reads_like_this() {
    let Story { study, opens, drop, kettle, stairs, supervision, .. } = Story::file();
    for (section, text, cites) in [
        (Section::Summary, "What they do works.", citing(&[opens], &[kettle], &[])),
        (Section::Summary, "It costs them something.", citing(&[drop], &[], &[])),
        (Section::Findings, "The fall comes at home.", citing(&[drop], &[stairs], &[])),
        (Section::Conditions, "The hour was not kept.", citing(&[], &[], &[supervision])),
        (Section::Recommendations, "Ring them in the evening.", Cites::default()),
        (Section::Limits, "Two people are few.", Cites::default()),
        (Section::Method, "We listened together.", Cites::default()),
    ] {
        sentence(&study, section, text, cites);
    }
    let mut text = outline(&page(&study));
    for (id, name) in [(kettle, "[kettle]"), (stairs, "[stairs]")] {
        text = text.replace(&id.to_string(), name);
    }
    text = text.replace(env!("CARGO_PKG_VERSION"), "[version]");
    insta::assert_snapshot!(text);
}
