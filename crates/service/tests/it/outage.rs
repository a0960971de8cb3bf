//! A full disk, a stopped server, a database that sorts otherwise: said in words, nothing half done.

use crate::given::{House, code, house_list, in_folder, person, worker};
use database::{
    Options, Target,
    testing::{Durability, Postgres, runtime},
};
use documents::roster::Field;
use serde_json::json;
use service::{Given, Problem};
use std::{process::Command, time::Duration};
use store::roster::State;

#[test]
fn a_file_that_does_not_fit_stops_between_two_lines_and_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let (database, looks) = in_folder(folder.path());
    runtime().block_on(async {
        let options = Options { max_page_count: Some(400), ..Options::default() };
        let house = House::open(database.clone(), looks.clone(), 1, options).await.unwrap();
        let first = house.taken(0..3).await;
        let file = crate::given::reading((10..400).map(|n| person(n, &[(Field::Note, "备注")])).collect());
        let city = crate::given::city();
        let full = house.s.import_roster(&city, &city.actor.unit, &file).await;
        assert_eq!(full.err(), Some(Problem::Full));
        let stopped = largest(&house).await;
        assert_eq!((stopped.state, stopped.lines), (State::Taking, 390));
        assert!(0 < stopped.accepted && stopped.accepted == stopped.done && stopped.done < 390);
        assert_eq!(house_list(&house, &city).await.len(), 3 + usize::try_from(stopped.done).unwrap());
        house.content().await;
        assert!(house.s.view(&worker(), &first[0]).await.is_ok());
        drop(house);
        let house = House::open(database, looks, 2, Options::default()).await.unwrap();
        assert_eq!(house.s.carry_on_all(city.now).await, Ok(1));
        let receipt = house.s.roster(&city, &stopped.no).await.unwrap();
        assert_eq!((receipt.state, receipt.accepted, receipt.done), (State::Taken, 390, 390));
        assert_eq!(house.s.carry_on_all(city.now).await, Ok(0));
        let again = house.s.import_roster(&city, &city.actor.unit, &file).await.unwrap().receipt;
        assert_eq!((again.lines, again.repeats), (390, 390));
        house.content().await;
    });
}

async fn largest(house: &House) -> store::roster::Roster {
    let ask = store::page::Ask { limit: 9, after: None };
    let all = house.s.rosters(&crate::given::city(), &ask).await.unwrap().items;
    all.into_iter().max_by_key(|r| r.lines).expect("one")
}

#[test]
fn a_full_disk_refuses_the_visit_and_keeps_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let (database, looks) = in_folder(folder.path());
    runtime().block_on(async {
        let options = Options { max_page_count: Some(160), ..Options::default() };
        let house = House::open(database.clone(), looks.clone(), 1, options).await.unwrap();
        let no = house.taken(0..1).await.remove(0);
        house.at_home(&no).await;
        let visit = json!({"on": "2026-11-23", "way": "home", "result": "met", "note": "长".repeat(2000)});
        let visit = visit.as_object().unwrap();
        let mut kept = 0;
        let full = loop {
            match house.s.give(&worker(), &no, "record-visit", visit, Given::default()).await {
                Ok(_) => kept += 1,
                Err(problem) => break problem,
            }
            assert!(kept < 1000, "never became full");
        };
        assert_eq!(full, Problem::Full);
        house.content().await;
        drop(house);
        let house = House::open(database, looks, 2, Options::default()).await.unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM event WHERE kind = 'visit.recorded'").await, kept);
        assert!(house.s.give(&worker(), &no, "record-visit", visit, Given::default()).await.is_ok());
        house.content().await;
    });
}

#[test]
fn a_stopped_postgres_is_unavailable_and_the_same_service_goes_on_afterwards() {
    let server = Postgres::start(Durability::Full).unwrap();
    let target = Target::Postgres(server.fresh_database());
    runtime().block_on(async {
        let options = Options { patience: Duration::from_secs(2), ..Options::default() };
        let house = House::open(target.clone(), target, 1, options).await.unwrap();
        let no = house.taken(0..1).await.remove(0);
        house.at_home(&no).await;
        let visit = json!({"on": "2026-11-23", "way": "home", "result": "declined"});
        let w = worker();
        let give = || house.s.give(&w, &no, "record-visit", visit.as_object().unwrap(), Given::default());
        server.stop().unwrap();
        assert_eq!(code(give().await), "unavailable");
        assert_eq!(code(house.s.view(&worker(), &no).await), "unavailable");
        assert_eq!(code(house.s.search(&worker(), &no).await), "look_not_recorded");
        assert_eq!(code(house.s.sign_in("x", "y", worker().now).await), "unavailable");
        server.restart().unwrap();
        assert_eq!(give().await.unwrap().version, 6);
        assert_eq!(house.s.view(&worker(), &no).await.unwrap().version, 6);
        house.content().await;
    });
}

#[test]
fn a_postgres_database_that_does_not_sort_by_bytes_is_refused_in_words() {
    let server = Postgres::shared();
    let address = server.address("icu");
    let socket = address.split_once("host=").unwrap().1;
    let made = Command::new("createdb")
        .args([
            "-h",
            socket,
            "-U",
            "guitu",
            "-T",
            "template0",
            "--locale-provider=icu",
            "--icu-locale=zh",
            "icu",
        ])
        .status();
    assert!(made.unwrap().success());
    runtime().block_on(async {
        let target = Target::Postgres(address);
        let refused = House::open(target.clone(), target, 1, Options::default()).await.err();
        assert!(matches!(&refused, Some(Problem::Broken(why)) if why.contains("排序规则")), "{refused:?}");
    });
}

#[test]
fn another_key_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (database, looks) = in_folder(folder.path());
    runtime().block_on(async {
        let mut house = House::open(database, looks, 1, Options::default()).await.unwrap();
        let no = house.taken(0..1).await.remove(0);
        house.s.keys = std::sync::Arc::new(vault::Master::from_bytes([8; 32]));
        assert_eq!(code(house.s.view(&worker(), &no).await), "broken");
        assert_eq!(house.s.search(&worker(), &crate::given::id_number(0)).await.unwrap().len(), 0);
    });
}
