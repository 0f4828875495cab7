use std::time::Instant;
use trefoil_benches::corpus::Corpus;
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::source::{self, Source};
use trefoil_core::transcript::Revision;
use trefoil_core::{bind, codebook, coding, study, theme, transcript};
fn main() {
    let corpus = Corpus::read(std::path::Path::new("/tmp/hb/corpus"));
    let folder = tempfile::tempdir_in("/tmp/hb/run").unwrap();
    let large = corpus.load(&folder.path().join("b.trefoil"));
    let study = large.session.study();
    macro_rules! time {
        ($name:expr, $n:expr, $work:expr) => {{
            let mut t: Vec<f64> = (0..$n)
                .map(|i| {
                    let id = large.sources[i % 200];
                    let s = Instant::now();
                    ($work)(id);
                    s.elapsed().as_secs_f64() * 1e3
                })
                .collect();
            t.sort_by(f64::total_cmp);
            println!(
                "{:40} min {:.3} p50 {:.3} p95 {:.3}",
                $name,
                t[0],
                t[t.len() / 2],
                t[t.len() * 95 / 100]
            );
        }};
    }
    for _ in 0..2 {
        time!("read nothing", 200, |_| study.read(|_| Ok(())).unwrap());
        time!("about", 200, |_| study.read(|r| study::about(r)).unwrap());
        time!("history 60", 200, |_| study.read(|r| study::history(r, 60)).unwrap());
        time!("source get", 200, |id| study.read(move |r| r.get::<Source>(id)).unwrap());
        time!("segments", 200, |id| study.read(move |r| transcript::segments(r, id)).unwrap());
        time!("speakers", 200, |id| study.read(move |r| transcript::speakers(r, id)).unwrap());
        time!("text", 200, |id| study.read(move |r| source::text(r, id)).unwrap());
        time!("tree", 200, |_| study.read(|r| codebook::tree(r)).unwrap());
        time!("  count group by", 200, |_| study
            .read(|r| r.query("SELECT code, COUNT(*) FROM coding GROUP BY code", &[]))
            .unwrap());
        time!("of_source", 200, |id| study.read(move |r| coding::of_source(r, id)).unwrap());
        time!("  sources all", 200, |_| study
            .read(|r| r.query("SELECT id, name, stream, date FROM source", &[]))
            .unwrap());
        time!("memos", 200, |id| {
            study.read(move |r| r.query("SELECT target, COUNT(*) FROM memo WHERE source = $1 AND noun = 'passage' GROUP BY target", bind![id])).unwrap()
        });
        time!("leads used", 200, |id| {
            study.read(move |r| r.query("SELECT DISTINCT k.code, k.code FROM coding k JOIN passage p ON p.id = k.passage WHERE p.source = $1", bind![id])).unwrap()
        });
        time!("board", 200, |_| study.read(|r| theme::board(r)).unwrap());
        time!("neighbours", 200, |_| study
            .read(|r| r.query("SELECT date, name, id FROM source", &[]))
            .unwrap());
        time!("of_code 0", 30, |_| {
            let c = large.codes[0];
            study.read(move |r| coding::of_code(r, c, true)).unwrap()
        });
        time!("revision get", 200, |id| study
            .read(move |r| {
                let s: Source = r.get(id)?;
                r.get::<Revision>(s.revision.unwrap())
            })
            .unwrap());
        let mut n = 0i64;
        macro_rules! after {
            ($name:expr, $work:expr) => {{
                let mut t: Vec<f64> = (0..200)
                    .map(|i| {
                        let id = large.sources[i % 200];
                        n += 1;
                        study
                            .session("Ada")
                            .one_act()
                            .perform(CodingAdd {
                                source: Some(id),
                                start: Some(n),
                                end: Some(n + 5),
                                codes: vec![large.codes[99]],
                                ..CodingAdd::default()
                            })
                            .unwrap();
                        let s = Instant::now();
                        ($work)(id);
                        s.elapsed().as_secs_f64() * 1e3
                    })
                    .collect();
                t.sort_by(f64::total_cmp);
                println!(
                    "after a coding: {:40} min {:.3} p50 {:.3} p95 {:.3}",
                    $name,
                    t[0],
                    t[t.len() / 2],
                    t[t.len() * 95 / 100]
                );
            }};
        }
        after!("tree", |_| study.read(|r| codebook::tree(r)).unwrap());
        after!("codes only", |_| study
            .read(|r| r.list::<codebook::Code>("ORDER BY position, id", &[]))
            .unwrap());
        after!("of_source", |id| study.read(move |r| coding::of_source(r, id)).unwrap());
        after!("history 60", |_| study.read(move |r| study::history(r, 60)).unwrap());
        after!("leads used", |id| {
            study.read(move |r| r.query("SELECT DISTINCT k.code, k.code FROM coding k JOIN passage p ON p.id = k.passage WHERE p.source = $1", bind![id])).unwrap()
        });
        after!("exists", |_| study
            .read(|r| r.query(
                "SELECT c.id, EXISTS (SELECT 1 FROM coding k WHERE k.code = c.id) FROM code c",
                &[]
            ))
            .unwrap());
        time!("coding add", 200, |id| {
            n += 1;
            let s = study.session("Ada").one_act();
            s.perform(CodingAdd {
                source: Some(id),
                start: Some(n),
                end: Some(n + 5),
                codes: vec![large.codes[99]],
                ..CodingAdd::default()
            })
            .unwrap()
        });
    }
}
