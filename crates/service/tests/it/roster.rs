//! Uploads piece by piece: they break off and go on, are withdrawn while nobody acted on them, are handed back
//! with their result; one person by a form comes through the same door.

use crate::given::{
    CITY, FAR_OFFICE, House, OFFICE, asker, city, code, district, house_list, id_number, noon, person,
    prison, reading, worker,
};
use database::Options;
use documents::{
    Limits,
    roster::{Field, Line, RawRow, Reading},
};
use domain::{kernel::Role, unit::Unit};
use jiff::civil::date;
use serde_json::{Map, Value, json};
use service::{Asker, Problem, handover::Handed};
use store::{
    page::Ask,
    roster::{Roster, State},
};

on_both!(
    an_upload_that_breaks_off_goes_on_at_the_next_line_and_its_receipt_adds_up_throughout,
    two_that_go_on_with_one_upload_take_each_line_in_once,
    a_preview_and_the_import_agree_on_every_line_of_a_file_full_of_doubts,
    receipts_are_numbered_by_unit_and_year,
    an_upload_nobody_acted_on_is_withdrawn_and_may_be_sent_again,
    an_upload_somebody_acted_on_stays_and_the_refusal_says_how_many,
    a_withdrawal_that_breaks_off_goes_on_and_spares_what_was_acted_on_meanwhile,
    only_the_sender_or_the_city_withdraws_and_only_with_a_reason_and_a_yes,
    one_person_by_a_form_is_a_case_and_the_same_form_twice_is_one,
    what_is_wrong_in_a_form_is_told_cell_by_cell_and_nothing_is_held,
    an_office_adds_a_person_of_its_own_and_no_other,
    the_result_tells_of_every_row_how_it_stands_now,
    held_rows_are_narrowed_to_an_upload_and_an_owner,
);

fn fields(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

fn sum(r: &Roster) -> i64 {
    r.accepted + r.quarantined + r.repeats + r.not_persons
}

fn forty() -> Reading {
    let title = Line::NotPerson { sheet: String::new(), row: 1, why: "表头".into() };
    let mut lines = vec![title];
    lines.extend((0..40).map(|n| match n % 10 {
        7 => Line::Person(person(n, &[(Field::IdNumber, "123")])),
        8 => Line::Person(person(n - 8, &[])),
        _ => Line::Person(person(n, &[])),
    }));
    Reading { lines, ..Reading::default() }
}

/// Begins an upload as the page does: previewed, said yes to, not a line taken in.
async fn begun(house: &House, asker: &Asker, reading: Reading) -> Roster {
    let waiting = house.s.preview_reading(asker, &asker.actor.unit, reading).await.expect("previewed");
    house.s.confirm_roster(asker, &waiting).await.expect("confirmed")
}

async fn an_upload_that_breaks_off_goes_on_at_the_next_line_and_its_receipt_adds_up_throughout(house: House) {
    let own = city();
    let begun = begun(&house, &own, forty()).await;
    assert_eq!((begun.state, begun.lines, begun.done, sum(&begun)), (State::Taking, 41, 0, 0));
    // After one piece the program stops.
    let (broken, _) = house.s.carry_on_while(&begun.no, own.now, |_| false).await.unwrap();
    assert!(0 < broken.done && broken.done < 41 && broken.state == State::Taking);
    assert_eq!(sum(&broken), broken.done);
    house.content().await;
    assert_eq!(house.s.carry_on_all(noon(date(2026, 11, 25))).await, Ok(1));
    let done = house.s.roster(&own, &begun.no).await.unwrap();
    assert_eq!((done.state, done.done, sum(&done)), (State::Taken, 41, 41));
    assert_eq!((done.accepted, done.quarantined, done.repeats, done.not_persons), (32, 4, 4, 1));
    assert_eq!(house_list(&house, &own).await.len(), 32);
    let events = house.number("SELECT COUNT(*) FROM event").await;
    assert_eq!(house.s.carry_on(&begun.no, own.now).await.unwrap(), done);
    let again = house.s.import_roster(&own, &own.actor.unit, &forty()).await.unwrap().receipt;
    assert_eq!((again.repeats, again.not_persons), (40, 1));
    assert_eq!(house.number("SELECT COUNT(*) FROM event").await, events);
}

async fn two_that_go_on_with_one_upload_take_each_line_in_once(house: House) {
    let begun = begun(&house, &city(), forty()).await;
    // Two processes: each has its own list of what it is going on with.
    let other = House::open(house.database.clone(), house.looks.clone(), 2, Options::default()).await;
    let other = other.expect("opens").s;
    let (no, now) = (begun.no.clone(), city().now);
    let second = tokio::spawn({
        let no = no.clone();
        async move { other.carry_on(&no, now).await }
    });
    house.s.carry_on(&no, now).await.unwrap();
    second.await.unwrap().unwrap();
    let done = house.s.roster(&city(), &no).await.unwrap();
    assert_eq!((done.state, done.accepted, sum(&done)), (State::Taken, 32, 41));
    assert_eq!(house.number("SELECT COUNT(*) FROM upload_line").await, 41);
}

async fn a_preview_and_the_import_agree_on_every_line_of_a_file_full_of_doubts(house: House) {
    house.taken(0..2).await;
    let rows = vec![
        person(0, &[]),
        person(1, &[(Field::EndsOn, "2026-12-20"), (Field::Term, "有期徒刑二年一个月")]),
        person(2, &[]),
        person(2, &[(Field::Note, "同一人再列")]),
        person(2, &[(Field::Name, "完全另一人")]),
        person(2, &[(Field::EndsOn, "2026-12-20"), (Field::Term, "有期徒刑二年一个月")]),
        person(2, &[(Field::StartsOn, "2018-01-02"), (Field::EndsOn, "2020-01-01")]),
        person(3, &[(Field::Custody, "")]),
        person(4, &[(Field::IdNumber, "")]),
        person(4, &[(Field::IdNumber, "")]),
    ];
    let file = reading(rows);
    let told = house.s.check_roster(&city(), &Unit::new(CITY), &file).await.unwrap();
    let done = house.s.import_roster(&city(), &Unit::new(CITY), &file).await.unwrap();
    let counts = |r: &Roster| (r.lines, r.accepted, r.quarantined, r.repeats);
    assert_eq!(counts(&told.receipt), (10, 2, 5, 3));
    assert_eq!((counts(&told.receipt), &told.problems), (counts(&done.receipt), &done.problems));
}

async fn receipts_are_numbered_by_unit_and_year(house: House) {
    let own = prison("广东省番禺监狱");
    let mut numbers = vec![];
    for (asker, n) in [(city(), 0), (own.clone(), 1), (city(), 2)] {
        let file = reading(vec![person(n, &[])]);
        let receipt = house.s.import_roster(&asker, &asker.actor.unit, &file).await.unwrap().receipt;
        numbers.push(receipt.number);
    }
    assert_eq!(numbers, ["收〔2026〕1号", "收〔2026〕1号", "收〔2026〕2号"]);
    let later = Asker { now: noon(date(2027, 1, 4)), ..city() };
    let file = reading(vec![person(3, &[])]);
    let receipt = house.s.import_roster(&later, &later.actor.unit, &file).await.unwrap().receipt;
    assert_eq!(receipt.number, "收〔2027〕1号");
}

fn yes() -> Map<String, Value> {
    fields(json!({"reason": "传错了文件", "sure": true}))
}

async fn an_upload_nobody_acted_on_is_withdrawn_and_may_be_sent_again(house: House) {
    let own = prison("广东省番禺监狱");
    let file = reading(vec![person(0, &[]), person(1, &[(Field::IdNumber, "123")]), person(2, &[])]);
    let sent = house.s.import_roster(&own, &own.actor.unit, &file).await.unwrap().receipt;
    let ordered = house.s.withdraw_roster(&own, &sent.no, &yes()).await.unwrap();
    assert_eq!((ordered.state, ordered.done), (State::Withdrawing, 0));
    let back = house.s.carry_on(&sent.no, own.now).await.unwrap();
    assert_eq!((back.state, back.withdrawn), (State::Withdrawn, 3));
    let closed = house.s.view(&worker(), &house.no_of(&id_number(0)).await).await.unwrap();
    assert_eq!((closed.case.standing().code(), closed.owed.len()), ("closed", 0));
    assert!(closed.timeline.iter().any(|past| past.entry.text.contains("传错了文件")));
    let held = house.s.held_rows(&own, "held", Ask { limit: 9, after: None }).await.unwrap();
    assert_eq!(held.items.len(), 0);
    assert_eq!(code(house.s.withdraw_roster(&own, &sent.no, &yes()).await), "already_withdrawn");
    let again = house.s.import_roster(&own, &own.actor.unit, &file).await.unwrap().receipt;
    assert_eq!((again.accepted, again.quarantined, again.repeats), (2, 1, 0));
    let open = house.s.view(&worker(), &house.no_of(&id_number(0)).await).await.unwrap();
    assert_eq!((open.case.standing().code(), open.others.len()), ("verifying", 1));
}

async fn an_upload_somebody_acted_on_stays_and_the_refusal_says_how_many(house: House) {
    let own = prison("广东省番禺监狱");
    let file = reading(vec![person(0, &[]), person(1, &[(Field::IdNumber, "123")]), person(2, &[])]);
    let sent = house.s.import_roster(&own, &own.actor.unit, &file).await.unwrap().receipt;
    let first = house.no_of(&id_number(0)).await;
    house.give(&worker(), &first, "verify", json!({"result": "01"})).await.unwrap();
    let held = house.s.held_rows(&district(), "held", Ask { limit: 9, after: None }).await.unwrap();
    let mend = json!({"cells": {"id_number": id_number(1)}});
    house.give_row(&district(), &held.items[0].no, "mend", mend).await.unwrap();
    let events = house.number("SELECT COUNT(*) FROM event").await;
    match house.s.withdraw_roster(&own, &sent.no, &yes()).await {
        Err(Problem::Refused(refusal)) => {
            assert_eq!(refusal.code, "acted_on");
            assert!(refusal.detail.contains("有 2 人"), "{}", refusal.detail);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM event").await, events);
    assert_eq!(house.s.roster(&own, &sent.no).await.unwrap().state, State::Taken);
}

async fn a_withdrawal_that_breaks_off_goes_on_and_spares_what_was_acted_on_meanwhile(house: House) {
    let own = prison("广东省番禺监狱");
    let file = reading((0..40).map(|n| person(n, &[])).collect());
    let sent = house.s.import_roster(&own, &own.actor.unit, &file).await.unwrap().receipt;
    house.s.withdraw_roster(&own, &sent.no, &yes()).await.unwrap();
    let (broken, _) = house.s.carry_on_while(&sent.no, own.now, |_| false).await.unwrap();
    assert!(broken.state == State::Withdrawing && 0 < broken.withdrawn && broken.withdrawn < 40);
    let last = house.no_of(&id_number(39)).await;
    house.give(&worker(), &last, "verify", json!({"result": "01"})).await.unwrap();
    house.content().await;
    assert_eq!(house.s.carry_on_all(own.now).await, Ok(1));
    let back = house.s.roster(&own, &sent.no).await.unwrap();
    assert_eq!((back.state, back.withdrawn), (State::Withdrawn, 39));
    assert_eq!(house.s.view(&worker(), &last).await.unwrap().case.standing().code(), "expected");
}

async fn only_the_sender_or_the_city_withdraws_and_only_with_a_reason_and_a_yes(house: House) {
    let (own, other) = (prison("广东省番禺监狱"), prison("广东省从化监狱"));
    let file = reading(vec![person(0, &[])]);
    let sent = house.s.import_roster(&own, &own.actor.unit, &file).await.unwrap().receipt;
    for stranger in [&other, &worker(), &district()] {
        assert_eq!(code(house.s.withdraw_roster(stranger, &sent.no, &yes()).await), "not_found");
    }
    for typed in [json!({"sure": true}), json!({"reason": "错", "sure": false}), json!({"reason": "错"})] {
        assert_eq!(code(house.s.withdraw_roster(&own, &sent.no, &fields(typed)).await), "fields");
    }
    let by_city = house.s.import_roster(&city(), &own.actor.unit, &reading(vec![person(1, &[])])).await;
    let by_city = by_city.unwrap().receipt;
    assert_eq!(code(house.s.withdraw_roster(&own, &by_city.no, &yes()).await), "not_sender");
    assert_eq!(code(house.s.withdraw_roster(&city(), &sent.no, &yes()).await), "ok");
    house.s.carry_on(&sent.no, city().now).await.unwrap();
}

fn typed(row: &RawRow, custody: &str) -> Map<String, Value> {
    let cells: Map<String, Value> =
        row.cells.iter().map(|(field, text)| (field.key().to_owned(), json!(text))).collect();
    fields(json!({"custody": custody, "cells": cells}))
}

async fn hand(house: &House, asker: &Asker, row: &RawRow) -> Result<Handed, Problem> {
    let place = prison("广东省番禺监狱").actor.unit;
    house.s.hand_over(asker, &typed(row, place.code())).await
}

async fn one_person_by_a_form_is_a_case_and_the_same_form_twice_is_one(house: House) {
    let own = prison("广东省番禺监狱");
    let first = hand(&house, &own, &person(0, &[])).await.unwrap();
    assert_eq!((first.receipt.accepted, first.receipt.lines, first.receipt.state), (1, 1, State::Taken));
    assert_eq!((first.owner.as_ref().map(Unit::code), first.case.len()), (Some(OFFICE), 12));
    let second = hand(&house, &own, &person(0, &[])).await.unwrap();
    assert_eq!((second.receipt.repeats, &second.case, second.owner), (1, &first.case, None));
    assert_eq!(house_list(&house, &city()).await.len(), 1);
    let file = house.s.import_roster(&own, &own.actor.unit, &reading(vec![person(0, &[])])).await.unwrap();
    assert_eq!(file.receipt.repeats, 1, "the form and the file are one door");
}

async fn what_is_wrong_in_a_form_is_told_cell_by_cell_and_nothing_is_held(house: House) {
    let wrong = person(0, &[(Field::IdNumber, "440106196703121831"), (Field::EndsOn, "")]);
    match hand(&house, &city(), &wrong).await {
        Err(Problem::Fields(errors)) => {
            let cells: Vec<&str> = errors.iter().map(|e| e.field.as_str()).collect();
            assert_eq!(cells, ["cells.id_number", "cells.ends_on"]);
        }
        other => panic!("{other:?}"),
    }
    let differs = person(0, &[(Field::Custody, "广东省从化监狱")]);
    assert_eq!(code(hand(&house, &city(), &differs).await), "fields");
    let place = house.s.hand_over(&city(), &typed(&person(0, &[]), OFFICE)).await;
    assert!(matches!(code(place), "unknown_custody" | "not_own_custody" | "not_your_role"));
    let administrator = asker(Role::Administrator, CITY);
    assert_eq!(code(hand(&house, &administrator, &person(0, &[])).await), "not_your_role");
    let other = prison("广东省从化监狱");
    assert_eq!(code(hand(&house, &other, &person(0, &[])).await), "not_own_custody");
    assert_eq!(house.number("SELECT COUNT(*) FROM stream").await, 0);
}

async fn an_office_adds_a_person_of_its_own_and_no_other(house: House) {
    let added = hand(&house, &worker(), &person(0, &[])).await.unwrap();
    assert_eq!(added.owner.as_ref().map(Unit::code), Some(OFFICE));
    assert!(house.s.view(&worker(), &added.case).await.is_ok());
    assert_eq!(house.s.roster(&worker(), &added.receipt.no).await.unwrap().accepted, 1);
    let own = prison("广东省番禺监狱");
    assert!(house.s.roster(&own, &added.receipt.no).await.is_ok(), "the prison is told of it");
    let far = asker(Role::OfficeWorker, FAR_OFFICE);
    assert_eq!(code(hand(&house, &far, &person(1, &[])).await), "not_ours");
    let unclear = person(1, &[(Field::HukouAddress, "广东省广州市天河区")]);
    let district_assigns = hand(&house, &worker(), &unclear).await.unwrap();
    assert_eq!(district_assigns.owner.as_ref().map(Unit::code), Some("440106"));
    let elsewhere = person(2, &[(Field::HukouAddress, "湖南省长沙市岳麓区麓山路12号")]);
    assert_eq!(code(hand(&house, &district(), &elsewhere).await), "not_ours");
}

async fn the_result_tells_of_every_row_how_it_stands_now(house: House) {
    let own = prison("广东省番禺监狱");
    let id = id_number(0);
    let file = format!(
        "序号,姓名,公民身份号码,刑期止日,来源\n1,冯国雄,{id},2026-11-20,甲\n2,冯国强,123,2026-11-20,=1+1\n合计,2人,,,\n"
    );
    let reading = documents::roster::read(file.as_bytes(), &Limits::default()).unwrap();
    let sent = house.s.import_roster(&own, &own.actor.unit, &reading).await.unwrap().receipt;
    let sheet =
        |bytes: Vec<u8>| documents::roster::read(&bytes, &Limits::default()).unwrap().sheets.remove(0);
    let rows = |bytes| -> Vec<Vec<String>> {
        let texts = |row: (u32, Vec<(u32, String)>)| row.1.into_iter().map(|(_, text)| text).collect();
        sheet(bytes).rows.into_iter().map(texts).collect()
    };
    let told = rows(house.s.roster_result(&own, &sent.no).await.unwrap());
    assert_eq!(
        told[0],
        ["序号", "姓名", "公民身份号码", "刑期止日", "来源", "处理结果", "原因", "编号或代码"]
    );
    assert!(told[1].contains(&"已采用".to_owned()), "{:?}", told[1]);
    let held = &told[2];
    assert!(held.contains(&"待更正".to_owned()), "{held:?}");
    assert!(held.iter().any(|cell| cell == "=1+1") && held.last().unwrap().starts_with('Q'), "{held:?}");
    assert!(told[3].contains(&"非人员行".to_owned()), "{:?}", told[3]);
    let row = house.s.held_rows(&city(), "held", Ask { limit: 9, after: None }).await.unwrap();
    for row in &row.items {
        house.give_row(&city(), &row.no, "reject", json!({"reason": "查无此人"})).await.unwrap();
    }
    let later = rows(house.s.roster_result(&own, &sent.no).await.unwrap());
    assert!(
        later.iter().any(|row| row.contains(&"已退回".to_owned()) && row.contains(&"查无此人".to_owned()))
    );
    assert_eq!(code(house.s.roster_result(&worker(), &sent.no).await), "not_found");
    let kept = u64::try_from(house.number("SELECT MAX(expires_at) FROM pending_roster").await).unwrap();
    let days = (kept - u64::try_from(own.now.millis).unwrap()) / 86_400_000;
    assert_eq!(days, 90, "as long as the rule pack says");
}

async fn held_rows_are_narrowed_to_an_upload_and_an_owner(house: House) {
    let bad = |n| person(n, &[(Field::EndsOn, "")]);
    let first = house.import(vec![bad(0), bad(1)]).await.receipt;
    house.import(vec![bad(2)]).await;
    let far =
        person(3, &[(Field::EndsOn, ""), (Field::HukouAddress, "广东省广州市海珠区龙凤街道宝岗大道2号")]);
    house.import(vec![far]).await;
    for (roster, owner, expected) in [
        (None, None, 4),
        (Some(first.no.as_str()), None, 2),
        (None, Some("440105"), 1),
        (Some(first.no.as_str()), Some("440105"), 0),
        (Some(first.no.as_str()), Some("440106"), 2),
    ] {
        let filter = store::held::Filter { roster: roster.map(Into::into), owner: owner.map(Into::into) };
        let page =
            house.s.held_rows_of(&city(), "held", filter, Ask { limit: 9, after: None }).await.unwrap();
        assert_eq!((page.items.len(), page.at_least), (expected, i64::try_from(expected).unwrap()));
    }
}
