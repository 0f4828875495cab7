//! Makes the demo (temporary).
#![allow(clippy::all, clippy::pedantic, clippy::print_stdout, clippy::unwrap_used, clippy::allow_attributes_without_reason, clippy::disallowed_methods)]
fn main() {
    let place = trefoil_core::storage::Place::File(std::env::args().nth(1).unwrap().into());
    let begin = std::time::Instant::now();
    let mut last = begin;
    let mut slow: Vec<(u128, String)> = Vec::new();
    let mut what = String::new();
    let study = trefoil_demo::make(&place, &mut |p| {
        slow.push((last.elapsed().as_millis(), what.clone()));
        last = std::time::Instant::now();
        what = format!("{}/{} {}", p.done, p.total, p.what);
        if std::env::args().nth(2).is_some() { println!("{what}"); }
    }).unwrap();
    slow.push((last.elapsed().as_millis(), what));
    println!("{:?}", begin.elapsed());
    slow.sort();
    for one in slow.iter().rev().take(12) { println!("{one:?}"); }
    drop(study);
}
