//! Acknowledged means synced, on either engine, and no more often than needed.
//!
//! What a killed process wrote is still in the system's memory, so a kill shows no lost sync. Here
//! everything a victim does to its files is recorded (`testkit::disk`), and played back event by
//! event: at each acknowledgement nothing may be left unsynced, and at chosen moments between,
//! after a kill and after a power cut of any sort, the scene's promises must hold. A server is
//! asked how far its log has reached the disk, so nobody else may write to it meanwhile: this is an
//! executable of its own.
#![cfg(target_os = "linux")]

mod scenes;

use scenes::{Backup, Coding, Creation, Home, Import, Passphrase, Scene, Upgrade, Walking};
use trefoil_core::codebook::CodeAdd;
use trefoil_core::storage::Place;
use trefoil_core::study::{NewStudy, Study};
use trefoil_testkit::disk::{Disk, Event, Loss, Recording};
use trefoil_testkit::{Random, postgres, skip};

/// What was recorded of a scene, and how many syncs there were when each step was acknowledged.
struct Played {
    recording: Recording,
    syncs: Vec<usize>,
}

/// Records a scene and asserts what holds at each acknowledgement and at each renaming.
fn play(scene: &dyn Scene, steps: usize) -> Played {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let home = Home { folder: folder.path().canonicalize().expect("it is there"), server: None };
    scene.prepare(&home);
    let arguments = scenes::arguments(scene.name(), &home, 0, steps);
    let recording =
        Recording::of(scenes::VICTIM, &arguments.each_ref().map(String::as_str), &home.folder);
    let (mut disk, mut syncs) = (recording.before.clone(), Vec::new());
    for event in &recording.events {
        if let Event::Rename { from, .. } = event {
            assert!(!disk.has_unsynced_bytes(from), "{} was renamed unsynced", from.display());
        }
        disk.play(event);
        if let Event::Acknowledged(step) = event {
            let unsynced = disk.unsynced();
            assert!(unsynced.is_empty(), "{unsynced:?} when step {step} was acknowledged");
            assert!(syncs.last() < Some(&disk.syncs()), "nothing was synced for step {step}");
            syncs.push(disk.syncs());
        }
    }
    assert_eq!(syncs.len(), recording.acknowledged.len(), "each acknowledgement was recorded");
    Played { recording, syncs }
}

/// Lays the folder out as a kill or a power cut would leave it, at so many moments, and asks the
/// scene. Acknowledgements are among them, with each kind of loss as far as the number goes.
fn lose(scene: &dyn Scene, played: &Played, moments: usize) {
    let mut random = Random::anew(scene.name());
    let events = &played.recording.events;
    let matters = |event: &Event| !matches!(event, Event::Close { .. } | Event::Map { .. });
    let total = events.iter().filter(|event| matters(event)).count();
    let (mut disk, mut acknowledged, mut asked) = (played.recording.before.clone(), 0, 0);
    for (at, event) in events.iter().enumerate() {
        disk.play(event);
        acknowledged += usize::from(matches!(event, Event::Acknowledged(_)));
        if matters(event) && random.below(total) < moments {
            let loss = *random.pick(&Loss::ALL).expect("there are some");
            ask(scene, &disk, loss, &mut random, acknowledged, at);
            asked += 1;
        }
    }
    for loss in Loss::ALL {
        ask(scene, &disk, loss, &mut random, acknowledged, events.len());
    }
    eprintln!("{}: {asked} of {total} moments", scene.name());
}

fn ask(
    scene: &dyn Scene,
    disk: &Disk,
    loss: Loss,
    random: &mut Random,
    acknowledged: usize,
    at: usize,
) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let home = Home { folder: folder.path().canonicalize().expect("it is there"), server: None };
    disk.lay_out(loss, random, &home.folder);
    let (scene_name, asked) = (scene.name(), format!("event {at}, {loss:?}, {acknowledged} steps"));
    let verified = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        scene.verify(&home, acknowledged)
    }));
    assert!(verified.is_ok(), "{scene_name}: {asked} (see above)");
}

#[test]
fn a_coding_is_synced_when_it_is_acknowledged_with_two_syncs_at_most() {
    let played = play(&Coding, 60);
    let syncs = played.syncs[59] - played.syncs[0];
    assert!(syncs <= 2 * 59, "{syncs} syncs for 59 codings");
    lose(&Coding, &played, 60);
}

#[test]
fn undo_and_redo_are_synced_when_they_are_acknowledged() {
    let played = play(&Walking, 40);
    lose(&Walking, &played, 50);
}

#[test]
fn each_file_of_an_import_is_synced_when_the_next_one_begins() {
    let played = play(&Import, 0);
    lose(&Import, &played, 6);
}

#[test]
fn a_new_passphrase_is_synced_before_it_takes_the_old_ones_place() {
    let played = play(&Passphrase, 3);
    lose(&Passphrase, &played, 40);
}

#[test]
fn a_new_study_is_synced_before_it_has_its_name() {
    let played = play(&Creation, 3);
    lose(&Creation, &played, 60);
}

#[test]
fn backups_and_restored_studies_are_synced_before_they_have_their_names() {
    let played = play(&Backup, 10);
    lose(&Backup, &played, 80);
}

#[test]
fn an_upgrade_is_synced_and_so_is_the_backup_before_it() {
    let played = play(&Upgrade, 2);
    lose(&Upgrade, &played, 40);
}

/// More than the notes that a server makes for itself, less than any change of a study.
const A_NOTE: i64 = 400;

/// Less than what a new study is.
const A_STUDY: i64 = 20_000;

/// How many bytes of the server's log are not on its disk.
fn unsynced_bytes(observer: &mut ::postgres::Client) -> i64 {
    let sql = "SELECT (pg_current_wal_insert_lsn() - pg_current_wal_flush_lsn())::bigint";
    observer.query_one(sql, &[]).expect("the server answers").get(0)
}

/// The address of a server with another database in it.
fn with_database(url: &str, database: &str) -> String {
    let (base, options) = url.split_once('?').map_or((url, ""), |(base, options)| (base, options));
    let server = base.rsplit_once('/').expect("the address names a database").0;
    let options = if options.is_empty() { String::new() } else { format!("?{options}") };
    format!("{server}/{database}{options}")
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test looks at the server behind the study's back")]
fn a_server_has_synced_what_it_acknowledged_though_its_defaults_say_otherwise() {
    let Some(server) = postgres::server() else { return skip("postgres sync") };
    let connect =
        |url: &str| ::postgres::Client::connect(url, ::postgres::NoTls).expect("connects");
    let mut administrator = connect(server.url());
    let database = format!("trefoil_sync_{}", std::process::id());
    let run = |client: &mut ::postgres::Client, sql: &str| {
        client
            .batch_execute(&sql.replace("DATABASE", &format!("DATABASE {database}")))
            .expect("the server does it");
    };
    run(&mut administrator, "CREATE DATABASE");
    run(&mut administrator, "ALTER DATABASE SET synchronous_commit = off");
    let url = with_database(server.url(), &database);
    let mut observer = connect(&url);

    // What the observer sees of changes that are not synced.
    let mut careless = connect(&url);
    run(&mut careless, "CREATE TABLE things (thing TEXT)");
    let behind = (0..20).filter(|_| {
        run(&mut careless, "INSERT INTO things VALUES (repeat('thing', 200))");
        unsynced_bytes(&mut observer) > A_NOTE
    });
    let behind = behind.count();
    drop(careless);

    let joint = if url.contains('?') { '&' } else { '?' };
    let place = Place::parse(&format!("{url}{joint}study=synced")).expect("is well formed");
    let study = Study::create(&place, &NewStudy::titled("Synced")).expect("a study can be begun");
    let created = unsynced_bytes(&mut observer);
    let ada = study.session("Ada");
    let mut late = Vec::new();
    for n in 0..20 {
        let add = CodeAdd { name: format!("Code {n}"), ..CodeAdd::default() };
        ada.perform(add).expect("a code can be added");
        late.push(unsynced_bytes(&mut observer));
    }
    for _ in 0..5 {
        ada.undo().expect("undo works");
        late.push(unsynced_bytes(&mut observer));
    }
    drop((ada, study, observer));
    run(&mut administrator, "DROP DATABASE");
    assert!(behind > 5, "the observer sees unsynced changes at all: {behind} of 20");
    assert!(created < A_STUDY, "{created} bytes of a new study were not synced");
    // The server writes to its log on its own account too, now and then.
    let late = late.iter().filter(|bytes| **bytes > A_NOTE).count();
    assert!(late <= 2, "{late} of 25 changes were acknowledged unsynced");
}
