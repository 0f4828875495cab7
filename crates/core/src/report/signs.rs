//! The two families of signs: leaves for areas, gauges for states.
//!
//! An area is the one leaf of a trefoil that is filled in: left and solid, top and ruled, right and
//! ringed, or all three open. A state is a dial: empty, half, full, broken with a hand, or a dash.
//! Shape alone tells each apart, so the signs survive a grey printer and any eye. They are drawn
//! around the origin and carry their own colours, which a style sheet may replace.

use super::{Area, Standing};

/// One leaf, pointing up from the origin; turned by 120 degrees for the other two.
macro_rules! leaf {
    ($class:literal, $turn:literal) => {
        concat!(
            r#"<path class=""#,
            $class,
            r#"" transform="rotate("#,
            $turn,
            r#")" d="M0-2.6C-4.2-5-8.8-8.2-8.8-13.6-8.8-18.4-4.6-21.8 0-21.8 4.6-21.8 8.8-18.4 "#,
            r#"8.8-13.6 8.8-8.2 4.2-5 0-2.6Z"/>"#
        )
    };
}

const STEM: &str = r#"<path class="leaf-stem" d="M0 0C.4 6-.6 12-3.4 18"/>"#;

/// The leaves of a trefoil for an area, to be set in a box from -24 to 24.
pub(super) fn trefoil(area: Area) -> String {
    let leaves = match area {
        Area::FirmUp => concat!(
            leaf!("leaf", "0"),
            leaf!("leaf", "120"),
            leaf!("leaf leaf-on leaf-solid", "-120")
        ),
        Area::FineTune => concat!(
            leaf!("leaf", "-120"),
            leaf!("leaf", "120"),
            leaf!("leaf leaf-on", "0"),
            r#"<path class="leaf-mark" d="M-7.6-15.6H7.6M-7.2-9.8H7.2"/>"#
        ),
        Area::Focus => concat!(
            leaf!("leaf", "-120"),
            leaf!("leaf", "0"),
            leaf!("leaf leaf-on", "120"),
            r#"<circle class="leaf-dot" r="3.6" transform="rotate(120) translate(0 -13.2)"/>"#
        ),
        Area::Unplaced => concat!(
            leaf!("leaf leaf-open", "-120"),
            leaf!("leaf leaf-open", "0"),
            leaf!("leaf leaf-open", "120")
        ),
    };
    format!(r#"<g transform="translate(0 3)">{leaves}{STEM}</g>"#)
}

/// Every state in the order of the legend: the more of it, the earlier.
pub(super) const LEGEND: &[Standing] = &[
    Standing::InPlace,
    Standing::Partly,
    Standing::NotStarted,
    Standing::Lapsed,
    Standing::NotApplicable,
];

/// The dial of a state, to be set in a box from -18 to 18.
pub(super) fn gauge(state: Standing) -> &'static str {
    match state {
        Standing::NotStarted => r#"<circle class="gauge-face" r="12"/>"#,
        Standing::Partly => {
            r#"<circle class="gauge-face" r="12"/><path class="gauge-fill" d="M0-12a12 12 0 0 1 0 24Z"/>"#
        }
        Standing::InPlace => r#"<circle class="gauge-face gauge-fill" r="12"/>"#,
        Standing::Lapsed => {
            r#"<circle class="gauge-face" r="12" stroke-dasharray="5 3.4"/><path class="gauge-hand" d="M0-7V0l5 3.5"/>"#
        }
        Standing::NotApplicable => {
            r#"<circle class="gauge-ground" r="12"/><path class="gauge-hand" d="M-9 0H9"/>"#
        }
    }
}

/// The sign of a warning, to be set in a box from -8 to 8.
pub(super) const WARNING: &str =
    r#"<path class="warning-sign" d="M0-6.4 7 6.2H-7ZM0-2v4M0 3.4v1.2"/>"#;

/// The product's own mark: the three areas together.
pub(super) const MARK: &str = concat!(
    r#"<g transform="translate(0 3)"><g data-area="firm-up">"#,
    leaf!("leaf leaf-on leaf-solid", "-120"),
    r#"</g><g data-area="fine-tune">"#,
    leaf!("leaf leaf-on", "0"),
    r#"<path class="leaf-mark" d="M-7.6-15.6H7.6M-7.2-9.8H7.2"/></g><g data-area="focus">"#,
    leaf!("leaf leaf-on", "120"),
    r#"<circle class="leaf-dot" r="3.6" transform="rotate(120) translate(0 -13.2)"/></g>"#,
    r#"<path class="leaf-stem" d="M0 0C.4 6-.6 12-3.4 18"/></g>"#
);

/// The colours of signs and figures on white paper, in selectors every SVG reader understands.
const STYLE: &str = "\
.leaf,.leaf-mark,.leaf-stem,.gauge-hand,.warning-sign,.arc{fill:none}\
.leaf{stroke:#777;stroke-width:1.6}.leaf-open{stroke-dasharray:3.5 3}\
.leaf-on,.leaf-mark{stroke-width:2.4}.leaf-stem{stroke:#222;stroke-width:2}\
[data-area=firm-up] .leaf-on{stroke:#1d4a2c}[data-area=firm-up] .leaf-solid{fill:#1d4a2c}\
[data-area=fine-tune] .leaf-on,[data-area=fine-tune] .leaf-mark{stroke:#2b5494}\
[data-area=focus] .leaf-on{stroke:#a32244}[data-area=focus] .leaf-dot{fill:#a32244}\
.gauge-face,.gauge-hand,.rail{stroke:#222;stroke-width:1.75}\
.gauge-face,.gauge-ground{fill:#fff}.gauge-fill{fill:#222}\
.arc{stroke:#777;stroke-width:1.25}.arc-head{fill:#777}.warning-sign{stroke:#7c5210}\
.arc-ahead{stroke:#7c5210;stroke-width:2;stroke-dasharray:7 5}.arc-head-ahead{fill:#7c5210}\
.hairline{stroke:#ccc}.ground{stroke:#222;stroke-width:2}.bar{fill:#222}\
.words{font-family:serif;fill:#222}.says{font-family:sans-serif;fill:#444}.says-ahead{fill:#7c5210}";

/// Gives a figure its own colours, for a place without a style sheet such as a PDF.
pub fn stand_alone(figure: &str) -> String {
    match figure.split_once('>') {
        Some((opening, rest)) => format!("{opening}><style>{STYLE}</style>{rest}"),
        None => figure.to_owned(),
    }
}
