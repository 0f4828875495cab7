//! The pure logic of the scripts, run by Node where it is present.

use std::path::Path;
use std::process::Command;

use trefoil_testkit::skip;

#[test]
fn positions_lanes_and_clocks_are_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = Command::new("node").args(["--test", "models/"]).current_dir(folder).output();
    let Ok(output) = run else {
        skip("node positions_lanes_and_clocks_are_right");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("pass 7"), "{said}");
}
