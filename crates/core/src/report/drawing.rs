//! The model of conditions as a ladder, read from the ground up.
//!
//! Each condition is a rung with the gauge of its state; each need is an arc from the rung that is
//! needed to the rung that needs it, with a head at its end. An arc to a condition that is marked
//! before what it needs is amber and broken, and the rung says so in words. The drawing grows with
//! the number of conditions and wraps long names; it takes its
//! colours from the page, or from `stand_alone` where there is none.

use std::collections::HashMap;
use std::fmt::Write;

use super::signs::{WARNING, gauge, trefoil};
use super::text::{escape, wrap, wrap_evenly};
use super::{Area, Condition, Report};

const WIDTH: f32 = 660.0;
const RAIL: f32 = 134.0;
const WORDS: f32 = 164.0;
const END: f32 = 652.0;
const NAME_SIZE: f32 = 20.0;
const SAYS_SIZE: f32 = 13.5;
/// Room for the words of a rung, before the leaves at its end begin.
const NAME_ROOM: f32 = 390.0;
const SAYS_ROOM: f32 = 395.0;
const NAME_LEAD: f32 = 24.0;
const SAYS_LEAD: f32 = 18.0;
const SMALLEST_RUNG: f32 = 70.0;
/// The widest an arc may swing out to the left of the rail.
const SWING: f32 = 118.0;
/// Leaves drawn beside a rung before the rest are counted in a number.
const LEAVES: usize = 3;

/// One rung, measured and ready to draw.
struct Rung<'a> {
    condition: &'a Condition,
    name: Vec<String>,
    says: Vec<String>,
    ahead: Vec<String>,
    areas: Vec<Area>,
    height: f32,
    middle: f32,
}

/// Draws the model as an SVG element, or nothing when there is no condition to draw.
///
/// Rungs link to the anchors of their conditions on the same page. Markup comes in the order of the
/// model, the ground first, whatever the eye meets first.
pub fn draw_ladder(report: &Report) -> Option<String> {
    let mut rungs: Vec<_> = report.model.conditions.iter().map(|c| measure(report, c)).collect();
    if rungs.is_empty() {
        return None;
    }
    let mut y = 1.0;
    for rung in rungs.iter_mut().rev() {
        rung.middle = y + rung.height / 2.0;
        y += rung.height;
    }
    let mut svg = opening(&rungs, y + 26.0);
    rail(&mut svg, &rungs, y);
    arcs(&mut svg, &rungs);
    for rung in &rungs {
        draw_rung(&mut svg, rung);
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// Wraps the words of one condition and works out how tall its rung must be.
fn measure<'a>(report: &'a Report, condition: &'a Condition) -> Rung<'a> {
    let statement = condition.statement.as_deref().unwrap_or_default();
    let title = format!("{} {}", condition.label, condition.name);
    let name = wrap_evenly(&title, NAME_ROOM / NAME_SIZE, 3);
    let says = wrap_evenly(statement, SAYS_ROOM / SAYS_SIZE, 2);
    let ahead: Vec<_> =
        report.model.named(&condition.ahead_of).iter().map(|c| c.label.as_str()).collect();
    let ahead = if ahead.is_empty() {
        Vec::new()
    } else {
        wrap(&format!("ahead of {}", ahead.join(", ")), 104.0 / SAYS_SIZE, 2)
    };
    let themes = condition.supported_by.iter().chain(&condition.strained_by);
    let areas: Vec<_> = themes.filter_map(|id| report.theme(id)).map(|t| t.area).collect();
    let left = lines(name.len(), NAME_LEAD) + lines(says.len(), SAYS_LEAD);
    let right = lines(1 + ahead.len(), SAYS_LEAD) + if areas.is_empty() { 0.0 } else { 24.0 };
    let height = (left.max(right) + 24.0).max(SMALLEST_RUNG);
    Rung { condition, name, says, ahead, areas, height, middle: 0.0 }
}

/// The height of some lines of text.
fn lines(count: usize, lead: f32) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX)) * lead
}

/// The opening tag with the drawing's name and what it says in a sentence.
fn opening(rungs: &[Rung<'_>], height: f32) -> String {
    let count = rungs.len();
    // A style sheet for print may shrink a short ladder to one page, and must let a tall one run on.
    let class = if count > 14 { "ladder ladder--tall" } else { "ladder" };
    let plural = if count == 1 { "condition" } else { "conditions" };
    format!(
        r#"<svg class="{class}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0}" role="group" aria-labelledby="ladder-title" aria-describedby="ladder-desc"><title id="ladder-title">The model of conditions as a ladder</title><desc id="ladder-desc">{count} {plural}, read from the ground up. An arc runs from what is needed to what needs it. The same is in the table beneath.</desc>"#
    )
}

/// The lines between rungs, the rail and the ground.
fn rail(svg: &mut String, rungs: &[Rung<'_>], ground: f32) {
    let left = RAIL - 16.0;
    for rung in rungs {
        let top = rung.middle - rung.height / 2.0;
        let _ = write!(svg, r#"<path class="hairline" d="M{left} {top:.1}H{WIDTH}"/>"#);
    }
    let top = rungs.last().map_or(ground, |rung| rung.middle);
    let _ = write!(
        svg,
        r#"<path class="rail" d="M{RAIL} {top:.1}V{ground:.1}"/><path class="ground" d="M{left} {ground:.1}H{WIDTH}"/><text class="says" x="{END}" y="{:.1}" font-size="13" text-anchor="end">The ground: read from here</text>"#,
        ground + 19.0
    );
}

/// Every need as an arc, warnings last so that nothing covers them.
fn arcs(svg: &mut String, rungs: &[Rung<'_>]) {
    let places: HashMap<_, _> =
        rungs.iter().enumerate().map(|(place, rung)| (rung.condition.id.as_str(), place)).collect();
    let mut needs = Vec::new();
    for (place, rung) in rungs.iter().enumerate() {
        for need in &rung.condition.needs {
            let ahead = rung.condition.ahead_of.contains(need);
            if let Some(&from) = places.get(need.as_str()).filter(|from| **from != place) {
                needs.push((ahead, from, place));
            }
        }
    }
    let longest = needs.iter().map(|(_, from, to)| from.abs_diff(*to)).max().unwrap_or(1);
    needs.sort_unstable();
    for (ahead, from, to) in needs {
        let reach = lines(from.abs_diff(to) - 1, 1.0) / lines(longest.max(2) - 1, 1.0);
        let swing = 30.0 + (SWING - 30.0) * reach.sqrt();
        draw_arc(svg, &rungs[from], &rungs[to], swing, ahead);
    }
}

/// One arc with its head.
fn draw_arc(svg: &mut String, from: &Rung<'_>, to: &Rung<'_>, swing: f32, ahead: bool) {
    // An arc leaves on the side it is going to and arrives on the side it comes from.
    let lean = if from.middle > to.middle { 4.5 } else { -4.5 };
    let (start, end) = (from.middle - lean, to.middle + lean);
    let (x, tip) = (RAIL - 11.0, RAIL - 12.5);
    // A cubic swings out to three quarters of its control points.
    let control = RAIL - swing * 4.0 / 3.0;
    let (class, head) =
        if ahead { ("arc arc-ahead", "arc-head-ahead") } else { ("arc", "arc-head") };
    let back = tip - 7.0;
    let _ = write!(
        svg,
        r#"<path class="{class}" d="M{x} {start:.1}C{control:.1} {start:.1} {control:.1} {end:.1} {back} {end:.1}"/><path class="{head}" d="M{tip} {end:.1}l-8-3.4v6.8Z"/>"#
    );
}

/// One rung: its gauge, its words, and at the end its state and themes.
fn draw_rung(svg: &mut String, rung: &Rung<'_>) {
    let Rung { condition, middle, .. } = rung;
    let left = lines(rung.name.len(), NAME_LEAD) + lines(rung.says.len(), SAYS_LEAD);
    let mut y = middle - left / 2.0 + 18.0;
    let _ = write!(
        svg,
        r##"<g class="rung"><g transform="translate({RAIL} {middle:.1})">{}</g><a href="#{}">"##,
        gauge(condition.state),
        condition.anchor()
    );
    for (number, line) in rung.name.iter().enumerate() {
        let _ = write!(svg, r#"<text class="words" x="{WORDS}" y="{y:.1}" font-size="20">"#);
        match line.strip_prefix(condition.label.as_str()).filter(|_| number == 0) {
            Some(rest) if !condition.label.is_empty() => {
                let label = escape(&condition.label);
                let _ = write!(svg, r#"<tspan class="says">{label}</tspan>{}"#, escape(rest));
            }
            _ => svg.push_str(&escape(line)),
        }
        svg.push_str("</text>");
        y += NAME_LEAD;
    }
    svg.push_str("</a>");
    y -= 5.0;
    for line in &rung.says {
        say(svg, "says", WORDS, y, "start", line);
        y += SAYS_LEAD;
    }
    draw_end(svg, rung);
    svg.push_str("</g>");
}

/// The end of a rung: the state, what it is ahead of, and a leaf for each theme.
fn draw_end(svg: &mut String, rung: &Rung<'_>) {
    let leaves = if rung.areas.is_empty() { 0.0 } else { 24.0 };
    let height = lines(1 + rung.ahead.len(), SAYS_LEAD) + leaves;
    let mut y = rung.middle - height / 2.0 + 13.0;
    say(svg, "says", END, y, "end", rung.condition.state.label());
    for (number, line) in rung.ahead.iter().enumerate() {
        y += SAYS_LEAD;
        let mut end = END;
        if number == 0 {
            let _ = write!(
                svg,
                r#"<g transform="translate({} {:.1})">{WARNING}</g>"#,
                END - 7.0,
                y - 4.5
            );
            end -= 20.0;
        }
        say(svg, "says says-ahead", end, y, "end", line);
    }
    let more = rung.areas.len().saturating_sub(LEAVES);
    let mut x = END - 10.0;
    if more > 0 {
        say(svg, "says", END, y + 22.0, "end", &format!("+{more}"));
        x -= 26.0;
    }
    for area in rung.areas.iter().take(LEAVES).rev() {
        let key = area.key();
        let sign = trefoil(*area);
        let _ = write!(
            svg,
            r#"<g data-area="{key}" role="img" aria-label="{}" transform="translate({x} {:.1}) scale(.46)">{sign}</g>"#,
            area.label(),
            y + 17.0
        );
        x -= 26.0;
    }
}

/// One line of the tool's own words.
fn say(svg: &mut String, class: &str, x: f32, y: f32, anchor: &str, line: &str) {
    let _ = write!(
        svg,
        r#"<text class="{class}" x="{x}" y="{y:.1}" font-size="13.5" text-anchor="{anchor}">{}</text>"#,
        escape(line)
    );
}
