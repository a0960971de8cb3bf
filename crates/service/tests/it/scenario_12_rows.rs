//! SC-12 at the door: the day of the offence in a roster, and a row of a juvenile that had to be mended first.

use crate::{
    given::{House, city, code, district, house_list, id_of, person, prison, reading},
    scenario_12::{REFORMATORY, accounts, juvenile, number_of},
};
use documents::roster::Field;
use serde_json::json;
use store::page::Ask;

on_both!(
    sc12_the_day_of_the_offence_counts_where_it_is_sent,
    sc12_a_mended_row_of_a_juvenile_tells_no_more_than_his_case,
);

async fn sc12_the_day_of_the_offence_counts_where_it_is_sent(house: House) {
    accounts(&house).await;
    // Nineteen when the term began; seventeen at one offence, eighteen at the other.
    let man = |n: u32, offence: &'static str| {
        let number = id_of("20051201", n);
        person(
            n,
            &[(Field::Birth, "2005-12-01"), (Field::IdNumber, number.as_str()), (Field::OffenceOn, offence)],
        )
    };
    let told = house.import(vec![man(0, "2023-11-30"), man(1, "2024年1月5日"), man(2, "")]).await;
    assert_eq!((told.receipt.accepted, told.problems.len()), (3, 0));
    assert_eq!(house_list(&house, &city()).await.len(), 2);
    assert_eq!(house.s.sealed_cases(&district()).await.unwrap().cases.len(), 1);
    let wrong = house.import(vec![man(3, "某日")]).await;
    assert_eq!(wrong.problems[0].code, "offence_day_unreadable");
}

async fn sc12_a_mended_row_of_a_juvenile_tells_no_more_than_his_case(house: House) {
    accounts(&house).await;
    let from = prison(REFORMATORY);
    let mut row = juvenile(0);
    let right = row.cells.insert(Field::EndsOn, "某日".into()).unwrap();
    let told = house.s.import_roster(&from, &from.actor.unit, &reading(vec![row])).await.unwrap();
    assert_eq!(told.receipt.quarantined, 1);
    let ask = || Ask { limit: 10, after: None };
    let held = house.s.held_rows(&district(), "held", ask()).await.unwrap().items.remove(0).no;
    house.give_row(&district(), &held, "mend", json!({"cells": {"ends_on": right}})).await.unwrap();
    house.give_row(&district(), &held, "release", json!({})).await.unwrap();
    for who in [district(), city()] {
        assert_eq!(code(house.s.held_row(&who, &held).await), "not_found", "{:?}", who.actor);
        assert!(house.s.held_rows(&who, "released", ask()).await.unwrap().items.is_empty());
    }
    assert_eq!(code(house.s.held_row(&from, &held).await), "ok", "it is its own row");
    let no = house_list(&house, &from).await.remove(0);
    // The city reads the receipt of the upload and not whom it was about.
    let roster = house.s.rosters(&city(), &ask()).await.unwrap().items.remove(0).no;
    let sheet = house.s.roster_result(&city(), &roster).await.unwrap();
    let told = documents::roster::read(&sheet, &documents::Limits::default()).unwrap();
    let text = format!(
        "{:?}",
        told.lines
            .iter()
            .map(|l| match l {
                documents::roster::Line::Person(raw) =>
                    raw.cells.values().cloned().collect::<Vec<_>>().join(" "),
                documents::roster::Line::NotPerson { .. } => String::new(),
            })
            .collect::<Vec<_>>()
    );
    assert!(
        !text.contains(&number_of(0)) && !text.contains(&crate::given::name(0)) && !text.contains(&no),
        "{text}"
    );
}
