//! Header rows of survey tools and people.

use super::*;

#[test]
fn titles_above_the_header_are_left_out_and_said() {
    let (table, notices) =
        csv("My study 2025,,,\nas of May,,,\n,,,\nid,age,sex,job\n1,2,f,x\n3,4,m,y\n");
    assert_eq!(shown(&table), "id|age|sex|job / 1|2|f|x / 3|4|m|y");
    assert_eq!(notices[0], "2 lines above the header were left out: “My study 2025” …");
}

#[test]
fn a_header_that_looks_like_values_is_asked_about() {
    let notices = |text| csv(text).1.concat();
    assert!(notices("1,2025-03-18,x\n2,2025-03-19,y\n").contains("looks like values"));
    assert!(notices("P1,34,f\nP2,29,m\n").contains("looks like values"));
    assert_eq!(notices("week1,week2\n1,2\n"), "");
    assert_eq!(notices("id,2019,what,why\n1,2,3,4\n"), "");
}

#[test]
fn the_three_header_rows_of_qualtrics_become_one() {
    let (table, _) = csv("StartDate,Q1,Q2_1,Q2_2,Q3\nStart Date,How was\nit?,Rate,Rate,\n\
        \"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"QID1_TEXT\"\"}\",\"{}\",\"{}\",\"{}\"\n\
        2025-03-18 10:00:00,good,1,2,3\n".replace("How was\nit?", "\"How was\nit?\"").as_str());
    assert_eq!(
        shown(&table),
        "Start Date|How was it?|Rate (Q2_1)|Rate (Q2_2)|Q3 / 2025-03-18 10:00:00|good|1|2|3"
    );
}

#[test]
fn the_two_header_rows_of_survey_monkey_become_one() {
    let (table, _) = csv("Respondent ID,Start Date,Which do you like?,,Why?\n\
        ,,Tea,Coffee,Open-Ended Response\n11,03/18/2025,Tea,,It is hot\n");
    assert_eq!(
        table.columns,
        [
            "Respondent ID",
            "Start Date",
            "Which do you like?: Tea",
            "Which do you like?: Coffee",
            "Why?"
        ]
    );
    assert_eq!(table.rows.len(), 1);
}

#[test]
fn many_columns_of_one_name_are_named_in_a_moment() {
    let began = std::time::Instant::now();
    let (table, notices) = csv(&format!("Age,Age (3){}\n1,2,3\n", ",Age".repeat(15_000)));
    assert_eq!(table.columns[..5], ["Age", "Age (3)", "Age (2)", "Age (4)", "Age (5)"]);
    assert_eq!(table.columns.last().map(String::as_str), Some("Age (15002)"));
    assert!(notices.iter().any(|notice| notice.starts_with("15000 columns were named like")));
    // Trying all numbers for each would take minutes in a debug build.
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}
