//! The signs of areas, states and streams, as markup from the sprite.
//!
//! A sign never stands alone: where no word is beside it, [`named_leaf`] says its word to people
//! who listen. Templates print these with `|safe`; nothing a person typed goes into one unescaped.

use trefoil_core::condition::Standing;
use trefoil_core::theme::Area;

/// The leaf of an area, for a place where its word stands too.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
pub(crate) fn leaf(area: &Area) -> String {
    let key = area.key();
    format!(
        r##"<svg class="trefoil" viewBox="0 0 48 48" data-area="{key}" aria-hidden="true"><use href="#area-{key}"/></svg>"##
    )
}

/// Leaf and word of an area, in its colour.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
pub(crate) fn area(area: &Area) -> String {
    let (key, label) = (area.key(), area.label());
    format!(r#"<span class="area" data-area="{key}">{}{label}</span>"#, leaf(area))
}

/// The leaf of an area where only its name is read out: `T2, Firm up`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
pub(crate) fn named_leaf(area: &Area, of: &str) -> String {
    let (key, label, of) = (area.key(), area.label(), escaped(of));
    format!(
        r##"<svg class="trefoil" viewBox="0 0 48 48" data-area="{key}" role="img" aria-label="{of}, {label}"><title>{of}, {label}</title><use href="#area-{key}"/></svg>"##
    )
}

/// The symbol of a state, as the sprite spells it.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
pub(crate) fn symbol(state: &Standing) -> String {
    state.word().replace('_', "-")
}

/// The gauge of a state, for a place where its word stands too.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
pub(crate) fn gauge(state: &Standing) -> String {
    let symbol = symbol(state);
    format!(
        r##"<svg class="gauge" viewBox="0 0 36 36" aria-hidden="true"><use href="#{symbol}"/></svg>"##
    )
}

/// A text as part of markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_words_in_markup() {
        let drawn = named_leaf(&Area::Focus, "T1 <b> & \"x\"");
        assert!(drawn.contains("T1 &lt;b&gt; &amp; &quot;x&quot;, Focus"), "{drawn}");
        assert_eq!(symbol(&Standing::NotApplicable), "not-applicable");
    }
}
