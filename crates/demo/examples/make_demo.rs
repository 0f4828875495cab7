//! Makes the demo (temporary).
#![allow(clippy::all, clippy::pedantic, clippy::print_stdout, clippy::unwrap_used, clippy::allow_attributes_without_reason, clippy::disallowed_methods)]
fn main() {
    let place = trefoil_core::storage::Place::File(std::env::args().nth(1).unwrap().into());
    let begin = std::time::Instant::now();
    trefoil_demo::make(&place, &mut |_| ()).unwrap();
    println!("{:?}", begin.elapsed());
}
