//! Times of requests, run by run, and the table that sets two programs beside each other.
//!
//! A run's value is its median or 95th percentile. Of several runs the least and the median are
//! told: other work on the machine makes runs slower, and never faster.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Value, json};

/// What was measured.
#[derive(Debug, Default)]
pub struct Times {
    order: &'static [&'static str],
    runs: usize,
    measures: Vec<Measure>,
}

#[derive(Debug)]
struct Measure {
    what: &'static str,
    /// The other program; none for ours.
    whose: Option<&'static str>,
    /// The times in milliseconds, by run.
    runs: Vec<Vec<f64>>,
    bytes: usize,
}

impl Times {
    /// Nothing yet; the measures are told in this order.
    pub fn of(order: &'static [&'static str]) -> Self {
        Self { order, ..Self::default() }
    }

    /// Begins the next run.
    pub fn begin_run(&mut self) {
        self.runs += 1;
    }

    /// Notes one time.
    pub fn note(
        &mut self,
        what: &'static str,
        whose: Option<&'static str>,
        took: Duration,
        bytes: usize,
    ) {
        let found = self.measures.iter().position(|one| one.what == what && one.whose == whose);
        let at = found.unwrap_or_else(|| {
            self.measures.push(Measure { what, whose, runs: Vec::new(), bytes: 0 });
            let place = |what: &str| self.order.iter().position(|one| *one == what);
            self.measures.sort_by_key(|one| (place(one.what), one.whose));
            self.measures.iter().position(|one| one.what == what && one.whose == whose).unwrap_or(0)
        });
        let measure = &mut self.measures[at];
        measure.runs.resize_with(self.runs, Vec::new);
        if let Some(run) = measure.runs.last_mut() {
            run.push(took.as_secs_f64() * 1_000.0);
        }
        measure.bytes = measure.bytes.max(bytes);
    }

    /// Everything, for a machine.
    pub fn described(&self) -> Value {
        self.measures
            .iter()
            .map(|one| {
                let [p50, p95] = [50, 95].map(|percent| one.percentiles(percent));
                json!({
                    "what": one.what, "whose": one.whose.unwrap_or("Trefoil"), "bytes": one.bytes,
                    "requests": one.runs.first().map_or(0, Vec::len),
                    "p50": p50, "p95": p95,
                    "p50_median": middle(&p50), "p50_min": least(&p50),
                    "p95_median": middle(&p95), "p95_min": least(&p95),
                })
            })
            .collect()
    }
}

impl Measure {
    /// A percentile of each run.
    fn percentiles(&self, percent: usize) -> Vec<f64> {
        self.runs.iter().filter(|run| !run.is_empty()).map(|run| percentile(run, percent)).collect()
    }
}

/// The table: the median of the runs, and in brackets the least.
pub fn table(times: &Times) -> String {
    let mut text = String::from(
        "| what | percentile | Trefoil, ms | Taguette, ms | ratio |\n|---|---|---|---|---|\n",
    );
    for ours in times.measures.iter().filter(|one| one.whose.is_none()) {
        let theirs = times.measures.iter().find(|one| one.what == ours.what && one.whose.is_some());
        for percent in [50, 95] {
            let mine = ours.percentiles(percent);
            let other = theirs.map(|one| one.percentiles(percent));
            let shown = other.as_ref().map_or("–".to_owned(), |other| both(other));
            let ratio = other.map_or("–".to_owned(), |other| {
                format!("{:.1}×", middle(&other) / middle(&mine))
            });
            let _ = writeln!(
                text,
                "| {} | {percent} | {} | {shown} | {ratio} |",
                ours.what,
                both(&mine)
            );
        }
    }
    text
}

fn both(runs: &[f64]) -> String {
    format!("{:.2} ({:.2})", middle(runs), least(runs))
}

fn percentile(times: &[f64], percent: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let at = ((times.len() - 1) * percent + 50) / 100;
    times.get(at).copied().unwrap_or(f64::NAN)
}

fn middle(runs: &[f64]) -> f64 {
    percentile(runs, 50)
}

fn least(runs: &[f64]) -> f64 {
    runs.iter().copied().fold(f64::INFINITY, f64::min)
}
