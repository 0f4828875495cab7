//! What a person waits for in the browser: a coding painted, a long text scrolled, a first paint.
//!
//! `cargo run --release -p trefoil-e2e --example paint`. Measures the demo's most coded interview
//! and an invented text of 20,000 words with 500 codings in headless Chromium and prints tables.
//! Says SKIPPED where Chromium or axe-core is not there.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints what it measured")]
#![allow(clippy::panic, clippy::expect_used, reason = "a bench stops at the first thing wrong")]

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use chromiumoxide::cdp::browser_protocol::network::{EnableParams, SetCacheDisabledParams};
use serde_json::Value;
use trefoil_core::codebook;
use trefoil_core::coding::{self, CodingAdd};
use trefoil_core::corpus::source::{self, SourceAdd};
use trefoil_core::id::Id;
use trefoil_core::storage::Place;
use trefoil_core::study::operation::Described;
use trefoil_core::study::{Operation, Study};
use trefoil_e2e::Journey;
use trefoil_web::Options;

const ROUNDS: usize = 30;
const LOADS: usize = 9;
const WORDS: usize = 20_000;
const CODINGS: usize = 500;
const DEMO: &str = "demo";

/// Notes when Enter was pressed in the popover, when highlights were set last, when the second
/// frame after it began (so the first was painted), and when the server had acknowledged.
const LISTEN: &str = "(() => {
  const add = Highlight.prototype.add;
  let set = 0;
  Highlight.prototype.add = function (...ranges) { set = performance.now(); return add.apply(this, ranges); };
  window.bench = { rounds: [], long: [], events: [] };
  addEventListener('keydown', (event) => {
    if (!event.target.matches?.('[data-coder-input]')) return;
    const round = { key: event.key, pressed: event.timeStamp };
    bench.rounds.push(round);
    requestAnimationFrame(() => {
      round.set = set;
      requestAnimationFrame(() => { round.painted = performance.now(); });
    });
  }, { capture: true });
  const before = window.fetch;
  window.fetch = async (...what) => {
    const answer = await before(...what);
    if (what[1]?.method === 'POST') bench.rounds.at(-1).answered = performance.now();
    return answer;
  };
  new PerformanceObserver((list) => bench.long.push(...list.getEntries().map((one) => ({ took: one.duration,
    layout: one.startTime + one.duration - one.styleAndLayoutStart, from: one.scripts.map((part) =>
      `${part.invoker} in ${part.sourceURL.split('/').at(-1)} ${Math.round(part.duration)} (layout forced in it ${Math.round(part.forcedStyleAndLayoutDuration)})`) })))).observe({ type: 'long-animation-frame' });
  new PerformanceObserver((list) => bench.events.push(...list.getEntries().filter((one) => one.name === 'keydown' && one.target?.matches?.('[data-coder-input]')).map((one) => one.duration))).observe({ type: 'event', durationThreshold: 16 });
})()";

/// Scrolls 10,000 pixels, 100 at a time, turning at the ends; answers how long each frame took.
const SCROLL: &str = "new Promise((done) => {
  scrollTo({ top: 0, behavior: 'instant' });
  const frames = []; let left = 10000, step = 100, last = 0;
  const next = (now) => {
    if (last) frames.push(now - last);
    last = now;
    if (left <= 0) return done({ frames, height: document.documentElement.scrollHeight });
    const at = scrollY;
    scrollBy({ top: step, behavior: 'instant' });
    if (scrollY === at) step = -step;
    left -= 100;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})";

const WEIGHT: &str = "(() => {
  const page = performance.getEntriesByType('navigation')[0];
  const parts = performance.getEntriesByType('resource');
  const sum = (fits) => parts.filter((one) => fits(new URL(one.name).pathname)).reduce((all, one) => all + one.transferSize, 0);
  const count = parts.filter((one) => one.name.endsWith('.js')).length;
  return { page: page.transferSize, css: sum((path) => path.endsWith('.css')), js: sum((path) => path.endsWith('.js')), scripts: count,
    answered: page.responseEnd - page.requestStart, dom: page.domContentLoadedEventEnd, load: page.loadEventEnd,
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null };
})()";

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    Journey::run("paint", options(folder.path()), async |running, chromium| {
        let place = Place::File(folder.path().join(trefoil_demo::FILE_NAME));
        let study = trefoil_demo::make(&place, &mut |_| ()).expect("the demo can be made");
        let interview = most_coded(&study);
        let long = long_text(&study);
        assert_eq!(running.app().hold(study), DEMO);
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study(DEMO);
        journey.page.execute(EnableParams::default()).await.expect("the network tells");

        weights(&journey, interview).await;
        println!(
            "\n| document | ranges painted | Enter → highlight set, ms | Enter → next frame painted, ms | the same for a key that does nothing, ms | Event Timing: Enter → next paint, ms | Enter → acknowledged, ms | frames > 50 ms in {ROUNDS} codings and what follows each |"
        );
        println!("|---|---|---|---|---|---|---|---|");
        for (name, id) in [("the demo's interview", interview), ("20,000 words", long)] {
            paint(&journey, name, id).await;
        }
        println!(
            "\n| document | height, px | frames | median, ms | longest, ms | frames > 50 ms |"
        );
        println!("|---|---|---|---|---|---|");
        for (name, id) in [("the demo's interview", interview), ("20,000 words", long)] {
            scroll(&journey, name, id).await;
        }
        journey.end().await;
    });
}

fn options(folder: &Path) -> Options {
    Options {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        person: Some("Ada".into()),
        suggested: None,
        remember: |_| {},
        folder: folder.to_owned(),
        demo: folder.join("demo"),
        shelf: None,
    }
}

/// The source with most passages.
fn most_coded(study: &Study) -> Id {
    let counted = study.read(|reader| {
        source::list(reader)?
            .iter()
            .map(|one| Ok((coding::of_source(reader, one.source.id)?.len(), one.source.id)))
            .collect::<trefoil_core::error::Result<Vec<_>>>()
    });
    counted.expect("reads").into_iter().max().expect("there is a source").1
}

/// A text of 20,000 of the demo's own words, with 500 codings all over it.
fn long_text(study: &Study) -> Id {
    let (texts, codes) = study
        .read(|reader| {
            let mut texts = Vec::new();
            for one in source::list(reader)? {
                texts.extend(source::text(reader, one.source.id)?.map(|text| text.text));
            }
            Ok((texts, codebook::tree(reader)?))
        })
        .expect("reads");
    let mut text = String::new();
    let mut words = 0;
    for one in texts.iter().cycle() {
        if words >= WORDS {
            break;
        }
        words += one.split_whitespace().count();
        text.push_str(one.trim_end());
        text.push_str("\n\n");
    }
    let length = text.chars().count();
    let session = study.session("Ada").one_act();
    let add = SourceAdd {
        name: "Twenty thousand words".to_owned(),
        stream: "interview".to_owned(),
        text: Some(text),
        ..SourceAdd::default()
    };
    let source = session.perform(add).expect("the text can be added").outcome;
    let codings = (0..CODINGS).map(|number| {
        let start = number * (length - 500) / CODINGS;
        let add = CodingAdd {
            source: Some(source),
            start: Some(start as i64),
            end: Some((start + 60 + number * 37 % 400) as i64),
            codes: vec![codes[number % codes.len()].code.id],
            ..CodingAdd::default()
        };
        (Described::of::<CodingAdd>(), add.describe())
    });
    session.perform_all(codings.collect()).expect("it can be coded");
    source
}

/// First paint and bytes of the three busiest pages, without and with a filled cache.
async fn weights(journey: &Journey, interview: Id) {
    println!(
        "| page | cache | first contentful paint, ms | page answered, ms | loaded, ms | document, kB | css, kB | js, kB (files) |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let room = format!("sources/{interview}");
    for (name, path) in [("overview", ""), ("reading room", room.as_str()), ("themes", "themes")] {
        for (cache, empty) in [("empty", true), ("filled", false)] {
            let disable = SetCacheDisabledParams::new(empty);
            journey.page.execute(disable).await.expect("the cache is set");
            let mut loads = Vec::new();
            for number in 0..=LOADS {
                journey.goes_to(path).await;
                tokio::time::sleep(Duration::from_millis(300)).await;
                let load = journey.value(WEIGHT).await;
                // The first fills caches.
                if number > 0 {
                    loads.push(load);
                }
            }
            let all = |key: &str| -> Vec<f64> {
                loads.iter().filter_map(|load| load[key].as_f64()).collect()
            };
            let kilobytes = |key: &str| middle(&all(key)) / 1000.0;
            println!(
                "| {name} | {cache} | {} | {} | {} | {:.1} | {:.1} | {:.1} ({}) |",
                both(&all("paint")),
                both(&all("answered")),
                both(&all("load")),
                kilobytes("page"),
                kilobytes("css"),
                kilobytes("js"),
                loads[0]["scripts"]
            );
        }
    }
}

/// Codes one block after the other by keyboard.
async fn paint(journey: &Journey, name: &str, source: Id) {
    journey.goes_to(&format!("sources/{source}")).await;
    journey.finds("[data-ready]").await;
    let before = painted(journey).await;
    journey.value(LISTEN).await;
    for round in 0..ROUNDS {
        journey
            .value("document.querySelector('[data-transcript]').focus({ preventScroll: true })")
            .await;
        // The first press finds the block that was coded last again.
        for _ in 0..if round == 0 { 1 } else { 2 } {
            journey.presses("j").await;
        }
        journey.presses("c").await;
        journey
            .until("the code field", "document.activeElement.matches('[data-coder-input]')")
            .await;
        journey.presses("ArrowDown").await;
        tokio::time::sleep(Duration::from_millis(150)).await;
        journey.presses("Enter").await;
        journey.until("the acknowledgement", "bench.rounds.at(-1).answered").await;
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    let bench = journey.value("bench").await;
    let rounds = |key: &str, until: &str| -> Vec<f64> {
        let of_key = bench["rounds"].as_array().into_iter().flatten();
        of_key
            .filter(|round| round["key"] == key)
            .filter_map(|round| Some(round[until].as_f64()? - round["pressed"].as_f64()?))
            .collect()
    };
    let added = painted(journey).await - before;
    assert_eq!(rounds("Enter", "set").len(), ROUNDS, "every coding was measured");
    assert!(
        rounds("Enter", "set").iter().all(|ms| *ms > 0.0),
        "highlights were set before a frame"
    );
    assert!(added > 0, "something was painted");
    println!(
        "| {name} | {} | {} | {} | {} | {} | {} | {} |",
        format_args!("{before} → {}", before + added),
        both(&rounds("Enter", "set")),
        both(&rounds("Enter", "painted")),
        both(&rounds("ArrowDown", "painted")),
        both(&numbers(&bench["events"])),
        both(&rounds("Enter", "answered")),
        longest(&bench["long"]),
    );
    slowest(name, &bench["long"]);
}

/// How many ranges are painted; a passage over several blocks has one in each.
async fn painted(journey: &Journey) -> i64 {
    let count = "[...CSS.highlights].filter(([name]) => name.startsWith('coding')).reduce((sum, [, one]) => sum + one.size, 0)";
    journey.value(count).await.as_i64().unwrap_or(0)
}

async fn scroll(journey: &Journey, name: &str, source: Id) {
    journey.goes_to(&format!("sources/{source}")).await;
    journey.finds("[data-ready]").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    for _ in 0..3 {
        let told = journey.value(SCROLL).await;
        let frames = numbers(&told["frames"]);
        let long = frames.iter().filter(|ms| **ms > 50.0).count();
        println!(
            "| {name} | {} | {} | {:.1} | {:.1} | {long} |",
            told["height"],
            frames.len(),
            middle(&frames),
            frames.iter().copied().fold(0.0, f64::max),
        );
    }
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

fn middle(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The median, and in brackets the least and the most.
fn both(times: &[f64]) -> String {
    let least = times.iter().copied().fold(f64::INFINITY, f64::min);
    let most = times.iter().copied().fold(0.0, f64::max);
    format!("{:.1} ({least:.1}–{most:.1})", middle(times))
}

/// How many frames took more than 50 ms, and the longest.
fn longest(frames: &Value) -> String {
    let frames: Vec<f64> =
        frames.as_array().into_iter().flatten().filter_map(|one| one["took"].as_f64()).collect();
    let most = frames.iter().copied().fold(0.0, f64::max);
    format!("{}, longest {most:.0} ms", frames.len())
}

/// Tells on standard error what the slowest frames were busy with.
fn slowest(name: &str, frames: &Value) {
    let mut frames: Vec<&Value> = frames.as_array().into_iter().flatten().collect();
    frames.sort_by(|a, b| {
        b["took"].as_f64().unwrap_or(0.0).total_cmp(&a["took"].as_f64().unwrap_or(0.0))
    });
    for frame in frames.iter().take(4) {
        eprintln!(
            "{name}: a frame of {} ms, {} of them style, layout and paint at its end: {}",
            frame["took"], frame["layout"], frame["from"]
        );
    }
}
