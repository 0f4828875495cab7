//! What does not belong is set aside with its reason, unless a person keeps it.

use trefoil_testkit::TestStudy;

use super::{Path, PathBuf, Summary, Wishes, dry_run, fs, import, plan, sources, wav, write};

/// A chat with a note in the study's days, a short one, one from the night after, one from later,
/// and one that was sent on again.
fn chat(folder: &Path) -> PathBuf {
    let note = |name: &str, at: &str| format!("[{at}] Rosa: \u{200e}<attached: {name}>\n");
    let lines = [
        "[22/09/2025, 18:30:00] Rosa: On my way\n".to_owned(),
        note("00000002-AUDIO-2025-09-22-18-47-12.wav", "22/09/2025, 18:47:12"),
        note("00000003-AUDIO-2025-10-08-09-00-00.wav", "08/10/2025, 09:00:00"),
        note("00000004-AUDIO-2025-11-20-10-00-00.wav", "20/11/2025, 10:00:00"),
        note("00000005-AUDIO-2025-12-08-00-03-00.wav", "08/12/2025, 00:03:00"),
        note("00000006-AUDIO-2025-12-10-17-20-00.wav", "10/12/2025, 17:20:00"),
    ];
    write(folder, "chat/_chat.txt", lines.concat());
    let seconds = [2, 2, 40, 30, 20];
    for (number, seconds) in (2..).zip(seconds) {
        let line = lines.iter().find(|line| line.contains(&format!("0000000{number}-")));
        let name = line.and_then(|line| line.split("<attached: ").nth(1)).expect("is there");
        let bytes = if number == 2 || number == 4 { wav(40) } else { wav(seconds) };
        write(folder, &format!("chat/{}", name.trim_end_matches(">\n")), bytes);
    }
    folder.join("chat")
}

fn wishes() -> Wishes {
    Wishes {
        senders: vec![("Rosa".to_owned(), "P1".into())],
        from: Some("2025-09-01".to_owned()),
        until: Some("2025-12-07".to_owned()),
        shortest_ms: Some(3000),
        without_chats: true,
        ..Wishes::default()
    }
}

fn reasons(summary: &Summary) -> Vec<(&str, &str)> {
    let told = summary
        .aside
        .iter()
        .map(|one| (one.file.rsplit('/').next().unwrap_or_default(), one.reason.as_str()));
    told.collect()
}

const REASONS: [(&str, &str); 4] = [
    ("_chat.txt", "A chat: of chats, only the recordings come in."),
    (
        "00000003-AUDIO-2025-10-08-09-00-00.wav",
        "Lasts 2 seconds, shorter than 3 seconds: probably a pocket recording.",
    ),
    (
        "00000005-AUDIO-2025-12-08-00-03-00.wav",
        "Sent on 8 December 2025 at 00:03, after the study’s last day (7 December 2025).",
    ),
    (
        "00000006-AUDIO-2025-12-10-17-20-00.wav",
        "Sent on 10 December 2025, after the study’s last day (7 December 2025).",
    ),
];

#[test]
fn what_does_not_belong_is_set_aside_with_its_reason() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let paths = [chat(folder.path())];
        let planned = plan(study.study(), &paths, &wishes()).expect("plans");
        let unread = planned.items.iter().filter(|item| !item.comes_in()).count();
        assert_eq!(unread, 3, "all but the short one are known before anything is read");
        let dry = dry_run(study.session(), planned);
        assert_eq!(reasons(&dry), REASONS);
        assert_eq!((dry.imported.len(), dry.known.len()), (1, 1));
        let summary = import(study.session(), &paths, &wishes());
        assert_eq!(reasons(&summary), REASONS);
        let listed = sources(study.session());
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].source.name, "P1, voice note of 2025-09-22 18:47");
        assert!(summary.refused.is_empty(), "{summary:#?}");
    }
}

#[test]
fn what_came_twice_is_told_with_the_file_it_repeats() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let paths = [chat(folder.path())];
        let planned = plan(study.study(), &paths, &wishes()).expect("plans");
        for summary in
            [dry_run(study.session(), planned), import(study.session(), &paths, &wishes())]
        {
            let [twice] = &summary.known[..] else { panic!("{summary:#?}") };
            assert_eq!(twice.file, "chat/00000004-AUDIO-2025-11-20-10-00-00.wav");
            assert_eq!(twice.name, "P1, voice note of 2025-09-22 18:47");
            let before = "chat/00000002-AUDIO-2025-09-22-18-47-12.wav";
            assert_eq!(twice.same_as.as_deref(), Some(before));
        }
        let again = import(study.session(), &paths, &wishes());
        assert_eq!((again.imported.len(), again.known.len()), (0, 2));
        assert_eq!(again.known[0].same_as, None, "it was there before");
    }
}

#[test]
fn a_person_keeps_what_was_set_aside_and_leaves_out_what_was_not() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut planned = plan(study.study(), &[chat(folder.path())], &wishes()).expect("plans");
        for item in &mut planned.items {
            item.keep = match item.file.rsplit_once("000000") {
                Some((_, rest)) if rest.starts_with(['3', '5']) => Some(true),
                Some((_, rest)) if rest.starts_with(['2', '6']) => Some(false),
                _ => None,
            };
        }
        let summary = super::run(study.session(), planned, &mut super::go_on).expect("imports");
        let names: Vec<_> =
            sources(study.session()).into_iter().filter_map(|one| one.source.file_name).collect();
        let kept = [
            "00000003-AUDIO-2025-10-08-09-00-00.wav",
            "00000004-AUDIO-2025-11-20-10-00-00.wav",
            "00000005-AUDIO-2025-12-08-00-03-00.wav",
        ];
        assert_eq!(names, kept);
        let left = [
            REASONS[0],
            ("00000002-AUDIO-2025-09-22-18-47-12.wav", "Left out, as you chose."),
            REASONS[3],
        ];
        assert_eq!(reasons(&summary), left);
    }
}

#[test]
fn nothing_is_set_aside_unless_it_was_asked_for() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let summary = import(study.session(), &[chat(folder.path())], &Wishes::default());
        assert_eq!((summary.imported.len(), summary.known.len(), summary.aside.len()), (5, 1, 0));
    }
}

#[test]
fn the_first_day_counts_too_and_what_has_no_date_comes_in_with_a_notice() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["on 2025-09-01.txt", "before 2025-08-31.txt", "undated.txt"] {
            write(folder.path(), name, name);
        }
        let paths: Vec<PathBuf> = fs::read_dir(folder.path())
            .expect("is there")
            .map(|entry| entry.expect("is there").path())
            .collect();
        let summary = import(study.session(), &paths, &wishes());
        let reason = "Dated on 31 August 2025, before the study’s first day (1 September 2025).";
        assert_eq!(reasons(&summary), [("before 2025-08-31.txt", reason)]);
        assert_eq!(summary.imported.len(), 2);
        let noticed: Vec<_> = summary.notices.iter().map(|one| one.file.as_str()).collect();
        assert_eq!(noticed, ["undated.txt"], "{:?}", summary.notices);
    }
}

#[test]
fn days_in_the_wrong_order_are_refused() {
    let study = TestStudy::file();
    let wrong = Wishes { until: Some("2025-08-31".to_owned()), ..wishes() };
    let error = plan(study.study(), &[], &wrong).expect_err("the last day comes first");
    let told = "The study’s last day (31 August 2025) is before its first (1 September 2025).";
    assert_eq!(error.to_string(), told);
}
