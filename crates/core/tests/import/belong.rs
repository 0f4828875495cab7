//! Transcripts that come alone, after their recordings.

use super::*;

/// Spoken by two people, with times.
const SPOKEN: &str = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<v INT>How was it?\n\n\
                      00:00:01.000 --> 00:00:02.000\n<v P1>Good.\n";

fn with_recordings(study: &TestStudy, folder: &Path, names: &[&str]) {
    let seconds = 3..;
    let paths: Vec<PathBuf> =
        names.iter().zip(seconds).map(|(name, long)| write(folder, name, wav(long))).collect();
    import(study.session(), &paths, &Wishes::default());
}

#[test]
fn a_transcript_that_comes_alone_is_attached_to_the_recording_of_its_name() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        with_recordings(&study, folder.path(), &["talk.wav", "walk.wav"]);
        let session = study.session();
        let spoken = write(folder.path(), "later/Talk.transcript.vtt", SPOKEN);
        let paths = [spoken];
        let planned = plan(session.study(), &paths, &Wishes::default()).expect("a plan");
        let belongs = planned.items[0].belongs.clone().expect("it belongs to one");
        assert!(belongs.attaches && belongs.name.contains("talk"), "{belongs:?}");
        let told = dry_run(session, planned);
        assert_eq!((told.attached.len(), told.imported.len()), (1, 0));
        assert_eq!(sources(session).len(), 2, "nothing is stored yet");
        let told = import(session, &paths, &Wishes::default());
        assert_eq!((told.attached.len(), told.imported.len()), (1, 0));
        let all = sources(session);
        assert_eq!(all.len(), 2);
        let heard = all.iter().find(|one| one.source.revision.is_some()).expect("one has words");
        assert_eq!(Some(heard.source.id), told.attached[0].source);
        let id = heard.source.id;
        let segments = session.study().read(move |reader| transcript::segments(reader, id));
        assert_eq!(segments.expect("segments")[1].begin_ms, Some(1000));
        let again = import(session, &paths, &Wishes::default());
        assert_eq!((again.known.len(), again.imported.len()), (1, 0), "it does not come twice");
        session.undo().expect("it is one act");
        assert!(sources(session).iter().all(|one| one.source.revision.is_none()));
    }
}

#[test]
fn it_comes_in_on_its_own_where_that_is_wished_or_nobody_can_tell() {
    let study = TestStudy::file();
    let folder = tempfile::tempdir().expect("a folder");
    with_recordings(&study, folder.path(), &["a/talk.wav", "b/talk.wav", "walk.wav"]);
    let session = study.session();
    let open = write(folder.path(), "talk.srt", "1\n00:00:00,000 --> 00:00:01,000\nHello.\n");
    let told = import(session, &[open], &Wishes::default());
    assert_eq!((told.attached.len(), told.imported.len()), (0, 1));
    let said = &told.notices.last().expect("it is told").message;
    assert!(said.contains("2 recordings without words are called so"), "{said}");

    let docx = write(folder.path(), "walk.txt", "INT: How was it?\nP1: Good.\n");
    let alone = Wishes { without_attaching: true, ..Wishes::default() };
    let planned = plan(session.study(), std::slice::from_ref(&docx), &alone).expect("a plan");
    assert_eq!(planned.items[0].belongs, None);
    let mut planned =
        plan(session.study(), std::slice::from_ref(&docx), &Wishes::default()).expect("a plan");
    planned.items[0].belongs.as_mut().expect("it belongs to one").attaches = false;
    let told = run(session, planned, &mut go_on).expect("the import runs");
    assert_eq!((told.attached.len(), told.imported.len()), (0, 1));
    // Another file of that name does belong to it, and a second one then has nothing to belong to.
    let first = write(folder.path(), "x/walk.md", "INT: And then?\nP1: Then we walked.\n");
    let second = write(folder.path(), "y/walk.md", "INT: And now?\nP1: Now we rest.\n");
    let told = import(session, &[first, second], &Wishes::default());
    assert_eq!((told.attached.len(), told.imported.len()), (1, 1));
}
