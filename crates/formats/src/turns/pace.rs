//! What the times of a whole document are like: whether they count, where they
//! stand, and whether they make a transcript without any name.

use super::line::Sheet;

/// What the times of a document are like.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent answers")]
pub(super) struct Times {
    pub(super) leads: usize,
    pub(super) tails: usize,
    pub(super) loose_count: bool,
    pub(super) use_tails: bool,
    pub(super) rising: bool,
    first: u32,
    any_of_day: bool,
}

impl Times {
    pub(super) fn of(sheet: &Sheet<'_>) -> Self {
        let stamps = || sheet.openings.iter().filter_map(|opening| opening.stamp);
        let loose = stamps().filter(|stamp| stamp.loose).count();
        let sure = stamps().count() - loose;
        let loose_count = loose > sure;
        let begins: Vec<u32> =
            stamps().filter(|stamp| loose_count || !stamp.loose).map(|stamp| stamp.begin).collect();
        let tails: Vec<u32> = sheet
            .tails
            .iter()
            .filter(|tail| !tail.stamp.loose)
            .map(|tail| tail.stamp.begin)
            .collect();
        let use_tails = tails.len() >= 2
            && rises(&tails)
            && (tails.len() > begins.len() || begins.len() < tails.len() * 5 / 4);
        let of_interest = if begins.is_empty() { &tails } else { &begins };
        Self {
            leads: begins.len(),
            tails: tails.len(),
            loose_count,
            use_tails,
            rising: rises(of_interest),
            first: of_interest.first().copied().unwrap_or(0),
            any_of_day: stamps().any(|stamp| stamp.of_day),
        }
    }

    /// Whether times without any speaker make a transcript: they rise, and are
    /// no times of day.
    pub(super) fn are_enough_alone(&self, sheet: &Sheet<'_>) -> bool {
        let count = self.leads.max(self.tails);
        let near_start = self.first < 120_000;
        let enough = count >= if self.loose_count { 5 } else { 3 };
        let dense = count * 100 >= sheet.blocks.min(sheet.lines) * 20;
        let spoken = sheet.lines > count || !self.loose_count || {
            sheet.openings.iter().filter(|opening| opening.speaks).count() * 2 >= count
        };
        enough
            && dense
            && spoken
            && self.rising
            && !self.any_of_day
            && (near_start || !self.loose_count && self.first < 4 * 3_600_000 && count >= 5)
    }
}

/// Whether times rise, but for a few.
fn rises(times: &[u32]) -> bool {
    let falls = times.windows(2).filter(|pair| pair.first() > pair.last()).count();
    times.len() > 1 && falls * 10 <= times.len()
}
