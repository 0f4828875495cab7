//! Real chats by other people: none of their senders is named in what the study keeps.

use trefoil_core::corpus::import::store::Because;
use trefoil_testkit::{TestStudy, shared_corpus, skip};

use super::scan::found;
use super::*;

#[test]
fn no_sender_of_a_real_chat_is_named_in_the_study() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files no_sender_of_a_real_chat_is_named_in_the_study");
        return;
    };
    let paths = [corpus.join("whatsapp")];
    for study in TestStudy::both() {
        let session = study.session();
        let plan = planned(session, &paths, &Wishes::default());
        assert!(plan.senders.iter().all(|one| one.because == Because::Unsaid));
        let names: Vec<String> = plan.senders.iter().map(|one| one.name.clone()).collect();
        assert!(names.len() > 20, "{names:?}");
        let summary = imported(session, &paths, &Wishes::default());
        assert!(summary.imported.len() + summary.continued.len() > 10, "{summary:#?}");
        // A name of one letter is no word, and “Mary” stands in every “primary key”.
        let empty = TestStudy::file();
        let telling = |name: &&str| {
            let has_letters = name.contains(|sign: char| sign.is_alphabetic());
            name.chars().count() >= 4 && has_letters && found(&empty, &[name]).is_empty()
        };
        let telling: Vec<&str> = names.iter().map(String::as_str).filter(telling).collect();
        let speakers: Vec<String> = study
            .study()
            .read(|reader| {
                let rows = reader.query("SELECT name FROM speaker", &[])?;
                rows.iter().map(|row| row.get(0)).collect()
            })
            .expect("reads");
        assert!(speakers.iter().all(|name| name.starts_with("Sender ")), "{speakers:?}");
        let places = found(&study, &telling);
        assert!(places.is_empty(), "{} places, such as {:?}", places.len(), places.first());
    }
}
