//! The arcs of the ladder: from each condition that is needed up to the one that needs it.
//!
//! Rungs have one height, so an arc knows its ends by counting: the first condition stands lowest.
//! The further apart two rungs are, the further the arc swings out, and never out of its column.
//! Arcs of the chosen condition are drawn last and darker; those that a warning is about are
//! broken.

use trefoil_core::condition::Listed;
use trefoil_core::id::Id;

/// The width of the drawing; rungs begin at its end.
const WIDTH: f64 = 240.0;
/// The height of a rung in the drawing.
const RUNG: f64 = 100.0;
/// The furthest an arc swings out.
const SWING: f64 = 218.0;

/// The drawing.
#[derive(Debug, Clone)]
pub(super) struct Arcs {
    /// Its height.
    pub(super) height: String,
    /// The rail from the lowest to the highest rung.
    pub(super) rail: String,
    /// A class and a path for each need.
    pub(super) paths: Vec<(&'static str, String)>,
    /// All of it in a sentence.
    pub(super) says: String,
}

/// Draws the needs of a model, with those of the chosen condition held.
pub(super) fn arcs(model: &[Listed], chosen: Option<Id>) -> Arcs {
    let place = |id: Id| model.iter().position(|one| one.condition.id == id);
    let middle = |place: usize| RUNG * (number(model.len() - place) - 0.5);
    let mut paths = Vec::new();
    for (at, one) in model.iter().enumerate() {
        for need in &one.needs {
            let Some(needed) = place(*need) else { continue };
            let warned = one.warnings.iter().any(|warning| warning.conditions.contains(need));
            let held = chosen == Some(one.condition.id) || chosen == Some(*need);
            let class = match (warned, held) {
                (true, true) => "arc arc--warning arc--held",
                (true, false) => "arc arc--warning",
                (false, true) => "arc arc--held",
                (false, false) => "arc",
            };
            paths.push((class, arc(middle(needed), middle(at), needed.abs_diff(at), model.len())));
        }
    }
    // What is drawn last lies on top.
    paths.sort_by_key(|(class, _)| class.len());
    let (lowest, highest) = (middle(0), middle(model.len().saturating_sub(1)));
    Arcs {
        height: format!("{:.0}", RUNG * number(model.len())),
        rail: format!("M{WIDTH} {highest:.1}V{lowest:.1}"),
        paths,
        says: says(model),
    }
}

fn arc(from: f64, to: f64, apart: usize, all: usize) -> String {
    let reach = (number(all) / 10.0).max(1.0) * 3.2;
    let out = SWING * (1.0 - (-number(apart) / reach).exp());
    // The middle of such a curve lies at three quarters of the way to its handles.
    let (x, lean) = (WIDTH - out / 0.75, 0.08 * (to - from));
    let (first, second) = (from + lean, to - lean);
    format!("M{WIDTH} {from:.1}C{x:.1} {first:.1} {x:.1} {second:.1} {WIDTH} {to:.1}")
}

fn says(model: &[Listed]) -> String {
    let label =
        |id: &Id| model.iter().find(|one| one.condition.id == *id).map(|one| one.label.as_str());
    let needs = model.iter().filter(|one| !one.needs.is_empty()).map(|one| {
        let needs: Vec<&str> = one.needs.iter().filter_map(label).collect();
        format!("{} needs {}", one.label, needs.join(" and "))
    });
    let needs: Vec<String> = needs.collect();
    if needs.is_empty() { "No condition needs another".to_owned() } else { needs.join("; ") }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
