//! The auditor reads who did and who looked, and no file; one event is proven by itself.

use crate::given::{CITY, House, OFFICE, asker, city, code, head, name, worker};
use domain::kernel::Role;
use jiff::civil::date;
use serde_json::{Map, Value, json};
use service::Asker;

fn auditor() -> Asker {
    asker(Role::Auditor, CITY)
}

fn typed(fields: Value) -> Map<String, Value> {
    fields.as_object().expect("fields").clone()
}

on_both!(
    an_auditor_finds_acts_by_account_number_and_day,
    an_auditor_finds_looks_and_is_noted_himself,
    an_auditor_opens_no_file_and_nobody_else_audits,
    pages_of_acts_join_without_a_gap,
    looks_at_a_case_are_told_by_role_and_day,
    one_event_is_proven_until_somebody_changes_it,
);

async fn an_auditor_finds_acts_by_account_number_and_day(house: House) {
    let numbers = house.taken(0..2).await;
    house.at_home(&numbers[0]).await;
    let by = async |fields| house.s.acts(&auditor(), &typed(fields), None).await;
    let kinds = |found: Vec<store::audit::Act>| found.into_iter().map(|a| a.kind).collect::<Vec<_>>();
    let of_worker = by(json!({"account": worker().actor.account})).await.expect("found");
    let did = kinds(of_worker.items);
    assert_eq!(did.last().map(String::as_str), Some("handover.verified"), "the latest first: {did:?}");
    assert!(did.iter().any(|k| k == "handover.received") && did.iter().all(|k| k != "handover.entered"));
    let of_case = by(json!({"no": numbers[1]})).await.expect("found").items;
    assert!(of_case.iter().all(|a| a.no == numbers[1]));
    let versions: Vec<i64> = of_case.iter().rev().map(|a| a.version).collect();
    assert_eq!(versions, (1..=2).collect::<Vec<_>>(), "entered and routed");
    let earlier = json!({"from": "2026-10-01", "until": "2026-11-23"});
    assert!(by(earlier).await.expect("found").items.is_empty());
    assert_eq!(code(by(json!({"from": "2026-11-24", "until": "2026-11-23"})).await), "fields");
    let told = format!("{:?}", by(json!({})).await.expect("found").items);
    assert!(!told.contains(&name(0)) && !told.contains(&name(1)), "envelopes hold no name");
}

async fn an_auditor_finds_looks_and_is_noted_himself(house: House) {
    let no = house.taken(0..1).await.remove(0);
    house.s.view(&worker(), &no).await.expect("seen");
    let found = house.s.looked(&auditor(), &typed(json!({"no": no})), None).await.expect("found").items;
    let told: Vec<(&str, &str)> = found.iter().map(|l| (l.actor.as_str(), l.reason.as_str())).collect();
    let login = worker().actor.account;
    assert_eq!(told, [("auditor-440100", "search-looks"), (login.as_str(), "obligation")]);
}

async fn an_auditor_opens_no_file_and_nobody_else_audits(house: House) {
    let no = house.taken(0..1).await.remove(0);
    assert_eq!(code(house.s.view(&auditor(), &no).await), "not_found");
    assert!(house.s.search(&auditor(), &no).await.expect("asked").is_empty());
    for other in [city(), head(), worker(), asker(Role::Administrator, CITY)] {
        assert_eq!(code(house.s.acts(&other, &Map::new(), None).await), "not_your_role");
        assert_eq!(code(house.s.looked(&other, &Map::new(), None).await), "not_your_role");
    }
}

async fn pages_of_acts_join_without_a_gap(house: House) {
    house.taken(0..35).await;
    let (mut all, mut after) = (vec![], None);
    loop {
        let page = house.s.acts(&auditor(), &Map::new(), after).await.expect("a page");
        all.extend(page.items.into_iter().map(|a| (a.stream, a.version)));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let recorded = house.number("SELECT COUNT(*) FROM event").await;
    assert_eq!(i64::try_from(all.len()), Ok(recorded));
    all.sort();
    all.dedup();
    assert_eq!(i64::try_from(all.len()), Ok(recorded), "no line twice");
}

async fn looks_at_a_case_are_told_by_role_and_day(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let console = crate::given::console();
    for (role, unit) in [(Role::OfficeWorker, OFFICE), (Role::OfficeHead, OFFICE)] {
        let login = format!("{}.x", role.word().replace('_', "-"));
        house.s.install(&console, &login, "查看人", role, unit).await.expect("installed");
        let mut somebody = asker(role, unit);
        somebody.actor.account = login;
        house.s.view(&somebody, &no).await.expect("seen");
    }
    let told = async |span, role| {
        let found = house.s.who_looked(&head(), &no, span, role).await.expect("told");
        found.looks.into_iter().filter(|l| l.name == "查看人").map(|l| l.role).collect::<Vec<_>>()
    };
    let both = vec![Some(Role::OfficeHead), Some(Role::OfficeWorker)];
    assert_eq!(told((None, None), None).await, both);
    assert_eq!(told((None, None), Some(Role::OfficeHead)).await, [Some(Role::OfficeHead)]);
    let (today, before) = (date(2026, 11, 24), date(2026, 11, 23));
    assert_eq!(told((Some(today), Some(today)), None).await, both);
    assert!(told((None, Some(before)), None).await.is_empty());
    assert_eq!(code(house.s.who_looked(&worker(), &no, (None, None), None).await), "not_your_role");
}

async fn one_event_is_proven_until_somebody_changes_it(house: House) {
    house.will_be_damaged();
    let no = house.taken(0..1).await.remove(0);
    house.at_home(&no).await;
    let mut later = crate::given::noon(date(2026, 11, 25));
    later.millis += 1;
    let anchor = house.s.anchor(later).await.expect("taken");
    let named = format!("{no}:3");
    let proof = house.s.prove_event(&named, vec![anchor.clone()]).await.expect("proven");
    assert!(proof.holds());
    assert_eq!((proof.kind.as_str(), proof.version), ("handover.verified", 3));
    assert_eq!(proof.actor, worker().actor.account);
    assert_eq!(proof.anchors, [(anchor.at, true)]);
    let by_stream = house.s.prove_event(&format!("{}:3", proof.stream), vec![]).await.expect("proven");
    assert_eq!(by_stream.link, proof.link);
    for nothing in [format!("{no}:99"), "2026:1".to_owned(), no.clone()] {
        assert_eq!(code(house.s.prove_event(&nothing, vec![]).await), "not_found", "{nothing}");
    }
    house
        .write("UPDATE event SET recorded_at = recorded_at - 1 WHERE kind = 'handover.routed'", vec![])
        .await;
    let proof = house.s.prove_event(&named, vec![]).await;
    assert!(proof.is_err() || !proof.expect("read").holds(), "a changed neighbour breaks the chain");
}
