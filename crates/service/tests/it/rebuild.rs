//! Rows are functions of state: whatever was deleted, altered or planted in them, computing them anew brings back
//! what the journal says, and doctor is content.

use crate::given::{House, NEIGHBOUR, console, district, person, worker};
use database::Value;
use documents::roster::Field;
use domain::kernel::Role;
use serde_json::json;
use std::sync::Mutex;
use uuid::Uuid;

on_both!(
    what_was_deleted_altered_or_planted_is_computed_anew,
    an_older_row_of_the_month_learns_how_far_the_fetch_has_come,
    a_held_row_whose_number_is_lost_everywhere_is_told_and_left,
);

async fn violations(house: &House) -> usize {
    house.s.examine(vec![], None).await.expect("examined").violations.len()
}

async fn what_was_deleted_altered_or_planted_is_computed_anew(house: House) {
    let no = house.taken(0..4).await;
    house.at_home(&no[0]).await;
    house.import(vec![person(7, &[(Field::IdNumber, "440106196703121831")])]).await;
    house.s.install(&console(), "chen", "陈所员", Role::OfficeWorker, NEIGHBOUR).await.unwrap();
    let word = json!({"word": "天司帮"});
    let given = service::Given::default();
    house.s.give_letter(&district(), None, "name-letters", word.as_object().unwrap(), given).await.unwrap();
    let journal = house.number("SELECT COUNT(*) FROM event").await;
    for damage in [
        "DELETE FROM visible",
        "UPDATE obligation SET due_on = '2999-01-01', title = 'x'",
        "UPDATE held SET owner = '440105', problems = 99",
        "UPDATE prerelease SET month = '2001-01', verified = 1 - verified",
        "DELETE FROM person_number",
        "UPDATE person_name SET name = '别人' WHERE name IN (SELECT MIN(name) FROM person_name)",
        "UPDATE account SET role = 'city', unit = '440100' WHERE login = 'chen'",
        "DELETE FROM letterbook",
    ] {
        house.write(damage, vec![]).await;
    }
    // Somebody else's row under the number of a case, a row of nobody, an account that nobody made.
    let planted = "INSERT INTO visible (unit, stream, no, name, standing, category, owner, release_on, due_on, home) VALUES ('440100', $1, $2, 'x', 'x', 'x', '440100', 'x', 'x', '440100')";
    house.write(planted, vec![Uuid::max().into(), Value::from(&no[1])]).await;
    house.write("INSERT INTO account (login, stream, name, role, unit, disabled) VALUES ('evil', $1, 'x', 'city', '440100', 0)", vec![Uuid::max().into()]).await;
    assert!(violations(&house).await >= 8);

    let heard = Mutex::new(vec![]);
    let done = house.s.rebuild_rows(|done, of| heard.lock().unwrap().push((done, of))).await.unwrap();
    let streams = house.number("SELECT COUNT(*) FROM stream").await.unsigned_abs();
    assert_eq!((done.streams, done.astray, done.lost.len()), (streams, 2, 0));
    assert_eq!(
        heard.lock().unwrap().last(),
        Some(&(streams, streams)),
        "the last word is that all is through"
    );
    assert_eq!(house.number("SELECT COUNT(*) FROM event").await, journal, "the journal is only read");
    house.content().await;
    assert_eq!(house.s.search(&district(), &crate::given::name(1)).await.unwrap()[0].no, no[1]);
}

async fn an_older_row_of_the_month_learns_how_far_the_fetch_has_come(house: House) {
    let cells = [(Field::StartsOn, "2024-12-21"), (Field::EndsOn, "2026-12-20")];
    house.import(vec![person(3, &cells)]).await;
    let no = house.no_of(&crate::given::id_number(3)).await;
    house.give(&worker(), &no, "verify", json!({"result": "01"})).await.unwrap();
    let plan = json!({"comes": "03", "staff": "张三"});
    house.give(&worker(), &no, "plan-fetch", plan).await.unwrap();
    // As the column stands after the upgrade.
    house.write("UPDATE prerelease SET fetch_stage = 'open'", vec![]).await;
    assert!(violations(&house).await > 0, "doctor sees that the row is older than the state");
    house.s.rebuild_rows(|_, _| {}).await.unwrap();
    let ask = store::page::Ask { limit: 5, after: None };
    let month = jiff::civil::date(2026, 12, 1);
    let found = house.s.prerelease(&worker(), month, store::prerelease::Lack::Nothing, None, ask).await;
    assert_eq!(found.unwrap().page.items[0].fetch, domain::fetch::Stage::Planned);
}

async fn a_held_row_whose_number_is_lost_everywhere_is_told_and_left(house: House) {
    house.import(vec![person(7, &[(Field::IdNumber, "440106196703121831")])]).await;
    house.write("DELETE FROM held", vec![]).await;
    let done = house.s.rebuild_rows(|_, _| {}).await.unwrap();
    assert!(done.lost.is_empty(), "what is owed for it tells the number");
    house.content().await;
    house.will_be_damaged();
    house.write("DELETE FROM held", vec![]).await;
    house.write("DELETE FROM obligation", vec![]).await;
    let done = house.s.rebuild_rows(|_, _| {}).await.unwrap();
    assert_eq!(done.lost.len(), 1);
}
