//! Nothing acknowledged is lost when the program is killed at any moment, on either engine.
//!
//! Each round starts a victim, lets it make some steps, kills it (SIGKILL) somewhere in the next
//! one, and asks the scene what must hold: every acknowledged step is there, at most one more,
//! nothing half done, and nothing in the way of whoever comes next. `TREFOIL_KILL_ROUNDS` says by
//! how much to multiply the rounds, `TREFOIL_SEED` which chances to repeat.

use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use trefoil_core::storage::Place;
use trefoil_testkit::victim::Victim;
use trefoil_testkit::{Random, postgres, skip};

use crate::scenes::erasing::Erasing;
use crate::scenes::{
    self, Backup, Coding, Creation, Home, Import, Passphrase, Scene, Upgrade, Walking,
};

/// The most steps that a victim lives to see.
const LONGEST_LIFE: u32 = 6;

/// Kills a victim of this scene again and again.
fn rounds(scene: &dyn Scene, rounds: usize, server: Option<&str>) {
    let times = std::env::var("TREFOIL_KILL_ROUNDS").ok().and_then(|text| text.parse().ok());
    let rounds = rounds * times.unwrap_or(1);
    let mut random = Random::anew(scene.name());
    let (mut present, mut seen) = (None, 0);
    // How long a step takes here and now: learned on the way, for machines differ.
    let mut typical = Duration::from_millis(20);
    for round in 0..rounds {
        let (home, folder, made) = present.take().unwrap_or_else(|| begin(scene, round, server));
        // More steps than it lives to see, so that it is never killed for having ended.
        let arguments = scenes::arguments(scene.name(), &home, made, 60);
        let mut victim = Victim::start(scenes::VICTIM, &arguments.each_ref().map(String::as_str));
        let process = victim.process();
        victim.wait_until_ready();
        // The first lives longest, so that few rounds see something too.
        let life = if round == 0 { LONGEST_LIFE - 1 } else { below(&mut random, LONGEST_LIFE) };
        let began = Instant::now();
        victim.wait_for_acknowledgements(life);
        if life > 0 {
            typical = (typical * 3 + began.elapsed() / life) / 4;
        }
        thread::sleep(typical * below(&mut random, 1200) / 1000);
        let acknowledged = victim.kill();
        settle(&home, process);
        let steps = acknowledged.last().map_or(made, |last| last.parse().expect("a number"));
        assert_eq!(steps - made, acknowledged.len(), "each step was acknowledged once");
        seen += acknowledged.len();
        present = scene.verify(&home, steps).map(|made| (home, folder, made));
    }
    eprintln!("{}: {rounds} rounds, {seen} steps acknowledged", scene.name());
    assert!(seen > rounds, "the victims were killed before they did anything: {seen}");
    if let Some(url) = server {
        remove_studies(url);
    }
}

fn below(random: &mut Random, limit: u32) -> u32 {
    u32::try_from(random.below(limit as usize)).unwrap_or(0)
}

/// A home in which nothing was done yet.
fn begin(scene: &dyn Scene, round: usize, server: Option<&str>) -> (Home, TempDir, usize) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let home = Home {
        folder: folder.path().canonicalize().expect("it is there"),
        server: server.map(|url| format!("{url}_{round}")),
    };
    scene.prepare(&home);
    (home, folder, 0)
}

/// Waits until a server has noticed that its client is gone; what it had begun is decided then.
#[expect(clippy::disallowed_methods, reason = "a test looks at the server behind the study's back")]
fn settle(home: &Home, process: u32) {
    let Some(Place::Server { address, .. }) = home.server.as_ref().map(|_| home.place()) else {
        return;
    };
    let mut client = ::postgres::Client::connect(&address, ::postgres::NoTls).expect("it connects");
    let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name LIKE $1";
    let name = format!("{process} %");
    while client.query_one(sql, &[&name]).expect("it answers").get::<_, i64>(0) > 0 {
        thread::sleep(Duration::from_millis(1));
    }
}

#[expect(clippy::disallowed_methods, reason = "a test tidies up behind the study's back")]
fn remove_studies(url: &str) {
    let Ok(Place::Server { address, study }) = Place::parse(url) else { return };
    let mut client = ::postgres::Client::connect(&address, ::postgres::NoTls).expect("it connects");
    let sql = "SELECT nspname::text FROM pg_namespace WHERE starts_with(nspname, $1)";
    for row in client.query(sql, &[&format!("trefoil_{study}")]).expect("it answers") {
        let schema: String = row.get(0);
        client.batch_execute(&format!("DROP SCHEMA \"{schema}\" CASCADE")).expect("it goes");
    }
}

fn on_server(scene: &dyn Scene, count: usize) {
    match postgres::server() {
        Some(server) => rounds(scene, count, Some(&server.fresh_study_url())),
        None => skip(&format!("postgres kill {}", scene.name())),
    }
}

#[test]
fn codings_survive_a_kill() {
    rounds(&Coding, 50, None);
}

#[test]
fn codings_on_a_server_survive_a_kill() {
    on_server(&Coding, 15);
}

#[test]
fn undo_and_redo_survive_a_kill() {
    rounds(&Walking, 40, None);
}

#[test]
fn undo_and_redo_on_a_server_survive_a_kill() {
    on_server(&Walking, 10);
}

#[test]
fn an_import_that_was_killed_goes_on_where_it_stopped() {
    rounds(&Import, 12, None);
}

#[test]
fn an_import_on_a_server_that_was_killed_goes_on_where_it_stopped() {
    on_server(&Import, 4);
}

#[test]
fn a_killed_change_of_passphrase_leaves_the_old_one_or_the_new() {
    rounds(&Passphrase, 30, None);
}

#[test]
fn a_study_whose_making_was_killed_is_there_whole_or_not_at_all() {
    rounds(&Creation, 30, None);
}

#[test]
fn a_study_on_a_server_whose_making_was_killed_is_there_whole_or_not_at_all() {
    on_server(&Creation, 8);
}

#[test]
fn an_erasure_that_was_killed_is_there_whole_or_not_at_all() {
    rounds(&Erasing, 10, None);
}

#[test]
fn an_erasure_on_a_server_that_was_killed_is_there_whole_or_not_at_all() {
    on_server(&Erasing, 3);
}

#[test]
fn backups_and_restoring_survive_a_kill() {
    rounds(&Backup, 40, None);
}

#[test]
fn an_upgrade_that_was_killed_is_finished_by_the_next_opening() {
    rounds(&Upgrade, 20, None);
}

#[test]
fn an_upgrade_on_a_server_that_was_killed_is_finished_by_the_next_opening() {
    on_server(&Upgrade, 4);
}
