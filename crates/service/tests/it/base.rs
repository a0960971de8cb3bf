//! A bed given and a case moved are one commit.

use crate::given::{House, city, code, worker};
use serde_json::{Value, json};
use service::{Given, Problem, Receipt};

async fn beds(house: &House, men: u32, women: u32) {
    let fields = json!({"code": "B1", "name": "市过渡性安置基地", "way": "04", "men": men, "women": women});
    let installed = house.s.install_base(&city(), fields.as_object().unwrap()).await;
    assert_eq!(installed.unwrap() as u32, men + women);
}

async fn at_home(house: &House, persons: u32) -> Vec<String> {
    let numbers = house.taken(0..persons).await;
    for no in &numbers {
        house.at_home(no).await;
    }
    numbers
}

fn stay(bed: &str) -> Value {
    json!({"bed": bed, "on": "2026-11-24", "consent": "愿意"})
}

async fn give(house: &House, no: &str, fields: Value) -> Result<Receipt, Problem> {
    house.give(&worker(), no, "give-bed", fields).await
}

async fn a_bed_given_and_a_case_moved_are_one_commit(house: House) {
    beds(&house, 2, 1).await;
    let no = at_home(&house, 1).await.remove(0);
    let before = house.s.db.stats().commits;
    let receipt = give(&house, &no, stay("B1-1-001")).await.unwrap();
    assert_eq!(receipt.events, ["base.moved_in", "placement.settled"]);
    // Where the looks live in the same database, opening the case was a commit, too.
    let looked = u64::from(house.looks == house.database);
    assert_eq!(house.s.db.stats().commits, before + looked + 1);
    let owed = receipt.obligations.iter().find(|o| o.kind == "leave-bed").expect("owed");
    assert_eq!(owed.due_on, "2027-02-23");
    assert_eq!(house.number("SELECT COUNT(*) FROM bed_night WHERE bed = 'B1-1-001'").await, 92);
    let case = house.s.view(&worker(), &no).await.unwrap().case;
    assert_eq!(case.placement.current.map(|p| p.way), Some("04".to_owned()));
}

async fn a_bed_is_refused_whole_or_given_whole(house: House) {
    beds(&house, 1, 1).await;
    let numbers = at_home(&house, 2).await;
    give(&house, &numbers[0], stay("B1-1-001")).await.unwrap();
    let before = house.number("SELECT COUNT(*) FROM event").await;
    assert_eq!(code(give(&house, &numbers[1], stay("B1-1-001")).await), "bed_taken");
    assert_eq!(code(give(&house, &numbers[1], stay("B1-2-001")).await), "wrong_house");
    assert_eq!(code(give(&house, &numbers[1], stay("B9-1-001")).await), "fields");
    // The bed would take him, the case will not: neither is written.
    let early = json!({"bed": "B1-2-001", "on": "2026-11-01", "consent": "愿意"});
    assert!(give(&house, &numbers[1], early).await.is_err());
    assert_eq!(house.number("SELECT COUNT(*) FROM event").await, before);
}

async fn two_bookings_of_one_bed_at_the_same_moment_give_it_once(house: House) {
    beds(&house, 1, 0).await;
    let numbers = at_home(&house, 8).await;
    let tries: Vec<_> = numbers
        .into_iter()
        .map(|no| {
            let s = house.s.clone();
            tokio::spawn(async move {
                let given =
                    Given { if_match: Some(s.view(&worker(), &no).await?.version), ..Given::default() };
                s.give(&worker(), &no, "give-bed", stay("B1-1-001").as_object().unwrap(), given).await
            })
        })
        .collect();
    let mut won = 0;
    for attempt in tries {
        match attempt.await.unwrap() {
            Ok(_) => won += 1,
            other => assert_eq!(code(other), "bed_taken"),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(house.number("SELECT COUNT(*) FROM bed_night").await, 92);
}

async fn who_leaves_frees_the_bed_in_the_same_commit(house: House) {
    beds(&house, 1, 0).await;
    let numbers = at_home(&house, 2).await;
    give(&house, &numbers[0], stay("B1-1-001")).await.unwrap();
    let leaves = json!({"on": "2026-11-24", "reason": "回家"});
    house.give(&worker(), &numbers[0], "leave-bed", leaves).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM bed_night").await, 0);
    give(&house, &numbers[1], stay("B1-1-001")).await.unwrap();
}

async fn doctor_sees_a_night_that_no_state_knows(house: House) {
    house.will_be_damaged();
    beds(&house, 1, 0).await;
    house
        .write("INSERT INTO bed_night (bed, night, no) VALUES ('B1-1-001', '2026-12-24', '1')", vec![])
        .await;
    let report = house.s.examine(vec![], None).await.unwrap();
    assert_eq!(report.violations.iter().map(|v| v.code).collect::<Vec<_>>(), ["bed_night_row"]);
}

on_both!(
    a_bed_given_and_a_case_moved_are_one_commit,
    a_bed_is_refused_whole_or_given_whole,
    two_bookings_of_one_bed_at_the_same_moment_give_it_once,
    who_leaves_frees_the_bed_in_the_same_commit,
    doctor_sees_a_night_that_no_state_knows
);
