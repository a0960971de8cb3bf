//! Lists and look-up: pages lose and repeat nothing, names are found however they are written.

use crate::given::{DISTRICT, House, NEIGHBOUR, OFFICE, asker, city, district, id_number, person, worker};
use documents::roster::Field;
use domain::kernel::Role;
use store::{
    case::{Filter, Sort},
    page::Ask,
};

/// All numbers, page by page.
async fn paged(
    house: &House,
    who: &service::Asker,
    filter: &Filter,
    sort: Sort,
    limit: usize,
) -> Vec<String> {
    let (mut all, mut ask) = (vec![], Ask { limit, after: None });
    loop {
        let page = house.s.cases(who, filter.clone(), sort, ask.clone()).await.expect("a page");
        assert!(page.items.len() <= limit);
        all.extend(page.items.into_iter().map(|c| c.no));
        match page.next {
            Some(after) => ask.after = Some(after),
            None => return all,
        }
    }
}

fn filter(owner: Option<&str>, standing: Option<&str>) -> Filter {
    Filter { owner: owner.map(str::to_owned), standing: standing.map(str::to_owned) }
}

on_both!(
    pages_lose_and_repeat_nothing_whatever_the_order_and_filter,
    a_name_is_found_by_its_beginning_in_either_script_with_or_without_dots,
    a_person_is_found_by_any_spelling_of_his_number_and_his_case_by_its_own,
    a_person_taken_in_by_eight_at_once_is_one_person_with_one_case,
    uploads_are_paged_latest_first_and_seen_by_sender_and_city,
);

async fn pages_lose_and_repeat_nothing_whatever_the_order_and_filter(house: House) {
    let stone = "广东省广州市天河区石牌街道龙口西路12号";
    let rows = (0..23).map(|n| match n % 3 {
        0 => person(n, &[(Field::HukouAddress, stone)]),
        1 => person(n, &[(Field::StartsOn, "2025-01-11"), (Field::EndsOn, "2027-01-10")]),
        _ => person(n, &[]),
    });
    house.import(rows.collect()).await;
    let not_ours = serde_json::json!({"reason": "不属本所", "evidence": "已问派出所", "asked": "police"});
    house.give(&worker(), &house.no_of(&id_number(1)).await, "return", not_ours).await.unwrap();
    let whole = Ask { limit: 1000, after: None };
    for (filter, expected) in [
        (filter(None, None), 23),
        (filter(Some(OFFICE), None), 14),
        (filter(Some(NEIGHBOUR), None), 8),
        (filter(None, Some("verifying")), 22),
        (filter(Some(DISTRICT), Some("routing")), 1),
        (filter(Some(OFFICE), Some("routing")), 0),
    ] {
        for sort in Sort::ALL {
            let page = house.s.cases(&district(), filter.clone(), sort, whole.clone()).await.unwrap();
            let keys: Vec<_> = page
                .items
                .iter()
                .map(|c| match sort {
                    Sort::Due => c.due_on.clone(),
                    Sort::Name => c.name.clone(),
                    Sort::Release => c.release_on.clone(),
                })
                .collect();
            assert!(keys.is_sorted(), "{sort:?}");
            assert_eq!(
                (page.items.len(), page.at_least, page.exact),
                (expected, expected as i64, true),
                "{filter:?} {sort:?}"
            );
            let all: Vec<_> = page.items.into_iter().map(|c| c.no).collect();
            assert_eq!(paged(&house, &district(), &filter, sort, 4).await, all, "{filter:?} {sort:?}");
        }
    }
}

async fn a_name_is_found_by_its_beginning_in_either_script_with_or_without_dots(house: House) {
    house
        .import(vec![
            person(0, &[(Field::Name, "买买提·艾力")]),
            person(1, &[(Field::Name, "陳國強"), (Field::FormerName, "陈阿强")]),
            person(2, &[(Field::Name, "陈国")]),
        ])
        .await;
    for (wanted, found) in [
        ("买买提", 1),
        ("买买提艾力", 1),
        ("买买提.艾力", 1),
        ("陈国", 2),
        ("陳國強", 1),
        ("陈阿", 1),
        ("陈", 2),
        ("国强", 0),
        ("", 0),
        ("%", 0),
        ("陈_", 0),
    ] {
        assert_eq!(house.s.search(&worker(), wanted).await.unwrap().len(), found, "{wanted}");
    }
}

async fn a_person_is_found_by_any_spelling_of_his_number_and_his_case_by_its_own(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let id = id_number(0);
    let spaced = format!("{} {} {}", &id[..6], &id[6..14], &id[14..]);
    for wanted in [id.as_str(), spaced.as_str(), no.as_str()] {
        assert_eq!(
            house.s.search(&city(), wanted).await.unwrap().first().map(|c| c.no.clone()),
            Some(no.clone()),
            "{wanted}"
        );
    }
    assert_eq!(house.s.search(&city(), &id[..17]).await.unwrap().len(), 0);
}

async fn a_person_taken_in_by_eight_at_once_is_one_person_with_one_case(house: House) {
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let s = house.s.clone();
            let file = crate::given::reading(vec![person(0, &[]), person(1, &[])]);
            tokio::spawn(async move { s.import_roster(&city(), &city().actor.unit, &file).await })
        })
        .collect();
    let (mut accepted, mut repeats) = (0, 0);
    for task in tasks {
        let receipt = task.await.unwrap().expect("imported").receipt;
        (accepted, repeats) = (accepted + receipt.accepted, repeats + receipt.repeats);
    }
    assert_eq!((accepted, repeats), (2, 14));
    assert_eq!(house.number("SELECT COUNT(*) FROM stream").await, 4);
    assert_eq!(house.s.rosters(&city(), &Ask { limit: 100, after: None }).await.unwrap().items.len(), 8);
}

async fn uploads_are_paged_latest_first_and_seen_by_sender_and_city(house: House) {
    for n in 0..5 {
        house.import(vec![person(n, &[])]).await;
    }
    let first = house.s.rosters(&city(), &Ask { limit: 3, after: None }).await.unwrap();
    let rest = house.s.rosters(&city(), &Ask { limit: 3, after: first.next.clone() }).await.unwrap();
    let all: Vec<_> = first.items.iter().chain(&rest.items).map(|r| r.no.clone()).collect();
    assert_eq!((all.len(), first.at_least, rest.next.is_none()), (5, 5, true));
    assert!(all.is_sorted_by(|a, b| a > b), "{all:?}");
    for other in [worker(), district(), asker(Role::Administrator, "440100")] {
        assert_eq!(house.s.rosters(&other, &Ask { limit: 3, after: None }).await.unwrap().items.len(), 0);
    }
}
