//! Before release: the list of a month, papers that are missing, letters with numbers (T4, R-08 to R-19, 17.3,
//! 17.4, 17.8).

use crate::given::{
    CITY, DISTRICT, House, OFFICE, asker, city, code, district, head, id_number, neighbour, noon, person,
    prison, worker,
};
use documents::roster::Field;
use domain::{kernel::Role, unit::Unit};
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use service::{Given, Problem, Receipt, letter::Place, prerelease::Month};
use store::{
    page::Ask,
    prerelease::{Lack, Paper},
};

const DECEMBER: Date = date(2026, 12, 1);
const INSIDE: [(Field, &str); 2] = [(Field::StartsOn, "2024-12-21"), (Field::EndsOn, "2026-12-20")];
const JAIL: &str = "广东省番禺监狱";

/// Persons of 员村 who come home on 2026-12-20.
async fn inside(house: &House, persons: std::ops::Range<u32>) -> Vec<String> {
    let rows = persons.clone().map(|n| person(n, &INSIDE)).collect();
    assert_eq!(house.import(rows).await.problems, []);
    let mut all = vec![];
    for n in persons {
        all.push(house.no_of(&id_number(n)).await);
    }
    all
}

fn ask(limit: usize) -> Ask {
    Ask { limit, after: None }
}

async fn month(house: &House, by: &service::Asker, lack: Lack) -> Month {
    house.s.prerelease(by, DECEMBER, lack, None, ask(50)).await.expect("a list")
}

fn count(month: &Month, lack: Lack) -> i64 {
    let at = Lack::ALL.iter().position(|l| *l == lack).expect("a filter");
    month.counts.of[at]
}

async fn missing(house: &House, by: &service::Asker) -> [i64; 3] {
    house.s.missing_papers(by, Paper::Notice, ask(50)).await.expect("a list").counts
}

fn notice() -> Value {
    json!({"on": "2026-11-24", "letter_no": "番狱通〔2026〕31号"})
}

async fn letter(
    house: &House,
    by: &service::Asker,
    at: Option<&Place>,
    name: &str,
    fields: Value,
) -> Result<Receipt, Problem> {
    house.s.give_letter(by, at, name, fields.as_object().expect("fields"), Given::default()).await
}

fn plain() -> Value {
    json!({"what": "other", "title": "关于某事的函", "addressee": "某单位"})
}

async fn the_list_of_a_month_shows_who_comes_home_to_whoever_may_see_him(house: House) {
    let numbers = inside(&house, 0..3).await;
    house.taken(3..4).await; // released in November
    for by in [worker(), district(), city(), prison(JAIL)] {
        let list = month(&house, &by, Lack::Nothing).await;
        assert_eq!(list.page.items.len(), 3);
        assert_eq!((count(&list, Lack::Notice), count(&list, Lack::Verification)), (3, 3));
    }
    let stranger = prison("广东省从化监狱");
    for by in [neighbour(), stranger, asker(Role::Administrator, CITY)] {
        assert_eq!(month(&house, &by, Lack::Nothing).await.page.items, []);
    }
    house.give(&worker(), &numbers[0], "verify", json!({"result": "01", "category": "key"})).await.unwrap();
    let list = month(&house, &district(), Lack::Verification).await;
    assert_eq!(list.page.items.iter().filter(|r| r.no == numbers[0]).count(), 0);
    assert_eq!((count(&list, Lack::Verification), count(&list, Lack::Key)), (2, 1));
}

async fn a_month_is_paged_by_release_and_number_and_narrowed_to_an_owner(house: House) {
    inside(&house, 0..5).await;
    let (mut seen, mut after) = (vec![], None);
    loop {
        let page = Ask { limit: 2, after };
        let list = house.s.prerelease(&city(), DECEMBER, Lack::Nothing, None, page).await.unwrap();
        seen.extend(list.page.items.into_iter().map(|r| r.no));
        after = list.page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 5);
    assert!(seen.is_sorted(), "one day: by number");
    for (owner, expected) in [(OFFICE, 5), (DISTRICT, 0)] {
        let list = house.s.prerelease(&city(), DECEMBER, Lack::Nothing, Some(owner.into()), ask(9)).await;
        assert_eq!(list.unwrap().page.at_least, expected);
    }
}

async fn r08_to_r10_the_dates_are_those_of_the_month_before(house: House) {
    let dates = house.s.list_dates(DECEMBER);
    assert_eq!(dates.sent_by, date(2026, 11, 10));
    assert_eq!((dates.city_by, dates.district_by), (date(2026, 11, 13), date(2026, 11, 14)));
    inside(&house, 0..2).await; // sent on the 24th
    let list = month(&house, &city(), Lack::Nothing).await;
    assert_eq!(list.counts.sent_after, [(prison(JAIL).actor.unit.code().to_owned(), 2)]);
    assert_eq!(list.counts.not_given, []);
}

async fn papers_that_should_be_here_are_missing_until_they_come(house: House) {
    let no = inside(&house, 0..1).await.remove(0);
    let far = [(Field::StartsOn, "2026-01-01"), (Field::EndsOn, "2027-12-31")];
    house.import(vec![person(7, &far)]).await;
    for by in [worker(), district(), city(), prison(JAIL)] {
        assert_eq!(missing(&house, &by).await, [1, 1, 0], "due at once; the other not for a year");
    }
    house.give(&prison(JAIL), &no, "send-notice", json!({"on": "2026-11-24"})).await.unwrap();
    assert_eq!(missing(&house, &district()).await, [0, 1, 0], "the receipt has its days");
    let list = month(&house, &worker(), Lack::Nothing).await.page.items.remove(0);
    assert!(list.marks.notice && !list.marks.receipt && !list.marks.corrected);
    let mut later = district();
    later.now = noon(date(2026, 12, 2));
    assert_eq!(missing(&house, &later).await, [0, 1, 1]);
}

async fn a_changed_release_date_moves_him_to_another_month_and_voids_his_papers(house: House) {
    let no = inside(&house, 0..1).await.remove(0);
    house.give(&prison(JAIL), &no, "send-notice", json!({"on": "2026-11-24"})).await.unwrap();
    let receipt = json!({"on": "2026-11-24", "received_by": "陈某"});
    house.give(&district(), &no, "receipt-notice", receipt).await.unwrap();
    let change = json!({"release_on": "2027-02-20", "ground": "added", "letter_no": "番狱〔2026〕8号"});
    house.give(&district(), &no, "change-release", change).await.unwrap();
    assert_eq!(month(&house, &worker(), Lack::Nothing).await.page.items, []);
    let february = house.s.prerelease(&worker(), date(2027, 2, 9), Lack::Nothing, None, ask(9)).await;
    let row = february.unwrap().page.items.remove(0);
    assert!(!row.marks.notice && !row.marks.receipt);
    house.give(&prison(JAIL), &no, "send-notice", json!({"on": "2026-11-24"})).await.unwrap();
    let february = house.s.prerelease(&worker(), date(2027, 2, 9), Lack::Nothing, None, ask(9)).await;
    assert!(february.unwrap().page.items[0].marks.corrected);
}

async fn a_row_with_another_end_is_confirmed_by_the_change_and_becomes_the_same_case(house: House) {
    let no = inside(&house, 0..1).await.remove(0);
    let longer =
        [(Field::StartsOn, "2024-12-21"), (Field::EndsOn, "2027-02-20"), (Field::Term, "有期徒刑二年二个月")];
    let summary = house.import(vec![person(0, &longer)]).await;
    assert_eq!(summary.receipt.quarantined, 1);
    let held = house.s.held_rows(&city(), "held", ask(9)).await.unwrap().items.remove(0).no;
    assert_ne!(code(house.give_row(&city(), &held, "release", json!({})).await), "ok");
    let change = json!({"release_on": "2027-02-20", "ground": "added", "letter_no": "番狱〔2026〕8号"});
    house.give(&city(), &no, "change-release", change).await.unwrap();
    house.give_row(&city(), &held, "release", json!({})).await.unwrap();
    assert_eq!(house.no_of(&id_number(0)).await, no, "no second case");
    assert_eq!(house.number("SELECT COUNT(*) FROM stream WHERE kind = 'case'").await, 1);
}

async fn t4c_who_does_not_belong_here_is_listed_with_his_reason_and_leaves_the_denominator(house: House) {
    let numbers = inside(&house, 0..2).await;
    let away = [INSIDE[0], INSIDE[1], (Field::HukouAddress, "湖南省长沙市岳麓区麓山路1号")];
    house.import(vec![person(9, &away)]).await;
    let leave = json!({"on": "2026-11-24", "ground": "parole", "agency": "天河区社区矫正管理局"});
    house.give(&prison(JAIL), &numbers[0], "leave-list", leave).await.unwrap();
    let list = month(&house, &city(), Lack::Uncounted).await;
    assert_eq!((list.page.items.len(), count(&list, Lack::Nothing), count(&list, Lack::Notice)), (2, 3, 1));
    assert_eq!(list.counts.uncounted, [("outside".to_owned(), 1), ("parole".to_owned(), 1)]);
    let found = house.s.unlinked(&city(), date(2026, 11, 1), ask(9)).await.unwrap();
    assert_eq!((found.page.items.len(), found.to_report), (2, 1));
    assert_eq!(found.report_by, date(2026, 11, 30));
    let mine = house.s.unlinked(&worker(), date(2026, 11, 1), ask(9)).await.unwrap();
    assert_eq!(mine.page.items.iter().map(|r| r.uncounted.as_str()).collect::<Vec<_>>(), ["parole"]);
    house.give(&worker(), &numbers[0], "confirm-leave", json!({"on": "2026-11-24"})).await.unwrap();
    let list = month(&house, &city(), Lack::Uncounted).await;
    assert_eq!(list.page.items.len(), 2, "the reason stays when the case is closed");
}

async fn letters_written_at_once_are_numbered_without_a_gap(house: House) {
    letter(&house, &district(), None, "name-letters", json!({"word": "天司帮"})).await.unwrap();
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let house = house.clone();
            tokio::spawn(async move { letter(&house, &district(), None, "issue-letter", plain()).await })
        })
        .collect();
    let mut numbers = vec![];
    for attempt in tries {
        numbers.push(Place::parse(&attempt.await.unwrap().unwrap().no).unwrap().number);
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=8).collect::<Vec<_>>());
}

async fn the_first_letters_of_a_unit_written_at_once_share_one_book(house: House) {
    let tries: Vec<_> = (0..4)
        .map(|_| {
            let house = house.clone();
            let word = json!({"word": "天司帮"});
            tokio::spawn(async move { letter(&house, &district(), None, "name-letters", word).await })
        })
        .collect();
    for attempt in tries {
        attempt.await.unwrap().unwrap();
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM stream WHERE kind = 'letterbook'").await, 1);
}

async fn a_receipt_draws_its_number_in_the_same_commit_or_none_is_drawn(house: House) {
    let no = inside(&house, 0..1).await.remove(0);
    let receipt = json!({"on": "2026-11-24", "received_by": "陈某", "number_letter": true});
    let by = district();
    assert_eq!(code(house.give(&by, &no, "receipt-notice", receipt.clone()).await), "no_word");
    letter(&house, &by, None, "name-letters", json!({"word": "天司帮"})).await.unwrap();
    let before = house.number("SELECT COUNT(*) FROM event").await;
    assert_eq!(code(house.give(&by, &no, "receipt-notice", receipt.clone()).await), "no_notice");
    assert_eq!(house.number("SELECT COUNT(*) FROM event").await, before, "no number was given away");
    house.give(&by, &no, "send-notice", notice()).await.unwrap();
    let both = json!({"on": "2026-11-24", "received_by": "陈某", "number_letter": true, "letter_no": "9号"});
    assert_eq!(code(house.give(&by, &no, "receipt-notice", both).await), "fields");
    house.give(&by, &no, "receipt-notice", receipt).await.unwrap();
    let case = house.s.view(&by, &no).await.unwrap().case;
    assert_eq!(case.notice.receipts[0].letter_no.as_deref(), Some("天司帮〔2026〕1号"));
    let at = Place { unit: Unit::new(DISTRICT), year: 2026, number: 1 };
    assert_eq!(house.s.letter(&by, &at).await.unwrap().cases, [no]);
}

async fn a_unit_writes_its_own_letters_and_bureaus_above_it_read_them(house: House) {
    letter(&house, &head(), None, "name-letters", json!({"word": "员司帮"})).await.unwrap();
    let receipt = letter(&house, &worker(), None, "issue-letter", plain()).await.unwrap();
    let at = Place::parse(&receipt.no).unwrap();
    assert_eq!(receipt.no, "440106002-2026-1");
    for by in [worker(), district(), city()] {
        assert_eq!(house.s.letter(&by, &at).await.unwrap().by, "司法所工作人员甲");
    }
    assert_eq!(code(house.s.letter(&neighbour(), &at).await.map(|_| ())), "not_found");
    assert_eq!(code(house.s.letter(&prison(JAIL), &at).await.map(|_| ())), "not_your_role");
    let seal = json!({"on": "2026-11-24", "asked_by": "李某", "approved_by": "陈某", "copies": 2});
    assert_eq!(code(letter(&house, &neighbour(), Some(&at), "seal-letter", seal.clone()).await), "not_found");
    assert_eq!(code(letter(&house, &district(), Some(&at), "seal-letter", seal.clone()).await), "not_owner");
    letter(&house, &worker(), Some(&at), "seal-letter", seal).await.unwrap();
    let stranger = json!({"what": "other", "title": "函", "addressee": "某单位", "cases": "202699999999"});
    assert_eq!(code(letter(&house, &worker(), None, "issue-letter", stranger).await), "fields");
    assert_eq!(
        code(letter(&house, &worker(), None, "name-letters", json!({"word": "某字"})).await),
        "not_your_role"
    );
}

async fn a_new_year_begins_at_one_under_the_word_of_the_year_before(house: House) {
    letter(&house, &district(), None, "name-letters", json!({"word": "天司帮"})).await.unwrap();
    letter(&house, &district(), None, "issue-letter", plain()).await.unwrap();
    let mut next_year = district();
    next_year.now = noon(date(2027, 1, 4));
    let receipt = letter(&house, &next_year, None, "issue-letter", plain()).await.unwrap();
    assert_eq!(receipt.no, "440106-2027-1");
    let register = house.s.letters(&next_year, &next_year.actor.unit, 2027).await.unwrap();
    assert_eq!(register.book.letters[0].printed(2027), "天司帮〔2027〕1号");
    assert_eq!(register.books, [(DISTRICT.to_owned(), 2027), (DISTRICT.to_owned(), 2026)]);
}

async fn a_letter_asked_for_twice_with_one_key_is_one_letter(house: House) {
    letter(&house, &district(), None, "name-letters", json!({"word": "天司帮"})).await.unwrap();
    let given = Given { if_match: None, idempotency_key: Some("k1".into()) };
    let fields = plain();
    let mut receipts = vec![];
    for _ in 0..2 {
        let typed = fields.as_object().unwrap();
        receipts.push(house.s.give_letter(&district(), None, "issue-letter", typed, given.clone()).await);
    }
    assert_eq!(receipts[0], receipts[1]);
    let register = house.s.letters(&district(), &district().actor.unit, 2026).await.unwrap();
    assert_eq!(register.book.letters.len(), 1);
}

async fn doctor_sees_a_mark_that_no_state_knows(house: House) {
    house.will_be_damaged();
    let no = inside(&house, 0..1).await.remove(0);
    house.write("UPDATE prerelease SET family = 1 WHERE no = $1", vec![no.as_str().into()]).await;
    let report = house.s.examine(vec![], None).await.unwrap();
    let found: Vec<_> = report.violations.iter().map(|v| (v.code, v.of.clone())).collect();
    assert_eq!(found, [("prerelease_row", no)]);
}

on_both!(
    the_list_of_a_month_shows_who_comes_home_to_whoever_may_see_him,
    a_month_is_paged_by_release_and_number_and_narrowed_to_an_owner,
    r08_to_r10_the_dates_are_those_of_the_month_before,
    papers_that_should_be_here_are_missing_until_they_come,
    a_changed_release_date_moves_him_to_another_month_and_voids_his_papers,
    a_row_with_another_end_is_confirmed_by_the_change_and_becomes_the_same_case,
    t4c_who_does_not_belong_here_is_listed_with_his_reason_and_leaves_the_denominator,
    letters_written_at_once_are_numbered_without_a_gap,
    the_first_letters_of_a_unit_written_at_once_share_one_book,
    a_receipt_draws_its_number_in_the_same_commit_or_none_is_drawn,
    a_unit_writes_its_own_letters_and_bureaus_above_it_read_them,
    a_new_year_begins_at_one_under_the_word_of_the_year_before,
    a_letter_asked_for_twice_with_one_key_is_one_letter,
    doctor_sees_a_mark_that_no_state_knows
);
