//! When each theme was heard: a row of bars per theme, a bar per week.
//!
//! Every bar is measured on one scale, so lengths can be compared, and a week in which a theme was
//! not heard shows its baseline: silence is shown too. Rows keep the order of the report and are
//! never sorted by size. The table beneath the figure says the same in numbers.

use std::fmt::Write;

use super::signs::trefoil;
use super::text::{escape, wrap_evenly};
use super::{Report, Theme};

const WIDTH: f32 = 660.0;
const BARS: f32 = 236.0;
const ROW: f32 = 46.0;
const TALLEST: f32 = 30.0;
const TOP: f32 = 6.0;

/// The weeks and the largest count a figure has to hold.
struct Scale {
    first: i64,
    weeks: f32,
    most: f32,
}

impl Scale {
    /// The scale that holds every theme, when any theme has counts by week.
    fn of(themes: &[&Theme]) -> Option<Self> {
        let weeks = || themes.iter().flat_map(|theme| &theme.counts.by_week);
        let first = weeks().map(|(week, _)| *week).min()?;
        let last = weeks().map(|(week, _)| *week).max()?;
        let most = weeks().map(|(_, count)| *count).max()?.max(1);
        Some(Self {
            first,
            weeks: number(last.saturating_sub(first).saturating_add(1)),
            most: number(most),
        })
    }

    /// Where a week begins, and how wide it is.
    fn week(&self, week: i64) -> (f32, f32) {
        let step = (WIDTH - BARS) / self.weeks;
        (BARS + number(week.saturating_sub(self.first)) * step, step)
    }
}

/// A count as a length; counts past sixteen bits would not fit any page.
fn number(count: impl TryInto<u16>) -> f32 {
    f32::from(count.try_into().unwrap_or(u16::MAX))
}

/// Draws the figure as an SVG element, or nothing when no theme has counts by week.
pub fn draw_timeline(report: &Report) -> Option<String> {
    let themes: Vec<_> = report.areas().into_iter().flat_map(|a| report.themes_in(a)).collect();
    let scale = Scale::of(&themes)?;
    let ground = TOP + ROW * number(themes.len());
    let mut svg = format!(
        r#"<svg class="timeline" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {:.0}" role="img" aria-labelledby="timeline-title timeline-desc"><title id="timeline-title">When each theme was heard</title><desc id="timeline-desc">A bar for each week in which a theme was heard, as tall as its passages are many. The same is in the table beneath.</desc>"#,
        ground + 40.0
    );
    for (row, theme) in themes.iter().enumerate() {
        draw_row(&mut svg, theme, &scale, TOP + ROW * (number(row) + 1.0));
    }
    draw_axis(&mut svg, &scale, ground);
    svg.push_str("</svg>");
    Some(svg)
}

/// One theme: its leaf, its name and its bars.
fn draw_row(svg: &mut String, theme: &Theme, scale: &Scale, base: f32) {
    let (key, sign) = (theme.area.key(), trefoil(theme.area));
    let middle = base - 14.0;
    let _ = write!(
        svg,
        r#"<g data-area="{key}" transform="translate(12 {middle:.1}) scale(.5)">{sign}</g>"#
    );
    let name = wrap_evenly(&format!("{} {}", theme.label, theme.name), 214.0 / 13.5, 2);
    let mut y = if name.len() > 1 { base - 17.5 } else { base - 9.5 };
    for line in &name {
        let line = escape(line);
        let _ =
            write!(svg, r#"<text class="says" x="32" y="{y:.1}" font-size="13.5">{line}</text>"#);
        y += 16.0;
    }
    let _ = write!(svg, r#"<path class="hairline" d="M{BARS} {base:.1}H{WIDTH}"/>"#);
    for (week, count) in &theme.counts.by_week {
        let (x, step) = scale.week(*week);
        let (wide, tall) = ((step * 0.42).clamp(1.0, 9.0), number(*count) / scale.most * TALLEST);
        let _ = write!(
            svg,
            r#"<rect class="bar" x="{:.1}" y="{:.1}" width="{wide:.1}" height="{tall:.1}"/>"#,
            x + (step - wide) / 2.0,
            base - tall
        );
    }
}

/// The weeks beneath, numbered as often as there is room.
fn draw_axis(svg: &mut String, scale: &Scale, ground: f32) {
    let every =
        [1, 2, 5, 10, 20, 50, 100, 500].into_iter().find(|n| number(*n) * 14.0 >= scale.weeks);
    let every = every.unwrap_or(1000);
    let mut week = scale.first;
    while number(week.saturating_sub(scale.first)) < scale.weeks {
        let (x, step) = scale.week(week);
        let _ = write!(
            svg,
            r#"<text class="says" x="{:.1}" y="{:.1}" font-size="12.5" text-anchor="middle">{week}</text>"#,
            x + step / 2.0,
            ground + 17.0
        );
        week = week.saturating_add(every);
    }
    let _ = write!(
        svg,
        r#"<text class="says" x="{WIDTH}" y="{:.1}" font-size="12.5" text-anchor="end">weeks since the start; the tallest bar is {} {}</text>"#,
        ground + 35.0,
        scale.most,
        if scale.most < 1.5 { "passage" } else { "passages" }
    );
}
