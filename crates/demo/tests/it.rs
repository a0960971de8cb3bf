//! The city is built in a real instance: it repeats with its seed, stands the examination, and has something
//! for every desk and every clock.

use database::{Options, Target};
use domain::{
    kernel::{Actor, Role},
    unit::Unit,
};
use jiff::civil::{Date, date};
use service::{Asker, Now, Service, instance};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, Mutex},
};
use store::{
    case::{Filter, Sort},
    page::Ask,
};

const TODAY: Date = date(2026, 11, 24);

async fn open(dir: &Path, seed: u64) -> Service {
    let opening = instance::Opening {
        database: Target::Sqlite(dir.join("main.db")),
        looks: Target::Sqlite(dir.join("looks.db")),
        options: Options::default(),
        master: [7; 32],
        random: Arc::new(Mutex::new(demo::random(seed))),
        city: Unit::new("440100"),
        reader: "/nonexistent".into(),
    };
    instance::open(opening).await.expect("opens")
}

fn plan(persons: usize, seed: u64) -> demo::Plan {
    demo::Plan { persons, seed, today: TODAY, password: None }
}

fn asker(role: Role, unit: &str, today: Date) -> Asker {
    let actor = Actor { account: role.word().into(), name: role.name().into(), role, unit: Unit::new(unit) };
    let days = i64::from((today - date(1970, 1, 1)).get_days());
    Asker { actor, now: Now { millis: days * 86_400_000 + 8 * 3_600_000, today } }
}

fn city() -> Asker {
    asker(Role::City, "440100", TODAY)
}

/// Every case in the asker's scope: (number, name, standing, owner, due).
async fn cases(service: &Service, asker: &Asker) -> Vec<[String; 5]> {
    let (mut found, mut after) = (vec![], None);
    loop {
        let ask = Ask { limit: 200, after };
        let page = service.cases(asker, Filter::default(), Sort::Name, ask).await.expect("a list");
        let row = |c: store::rows::Listed| [c.no, c.name, c.standing, c.owner, c.due_on.to_string()];
        found.extend(page.items.into_iter().map(row));
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

/// What the asker's unit owes until a far day: (kind, due, owner, why).
async fn owed(service: &Service, asker: &Asker) -> Vec<[String; 4]> {
    let (mut found, mut after) = (vec![], None);
    loop {
        let ask = Ask { limit: 200, after };
        let page = service.obligations(asker, date(2040, 1, 1), ask).await.expect("a list");
        found.extend(page.items.into_iter().map(|o| [o.kind, o.due_on, o.owner, o.why]));
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_persons_stand_the_examination_and_every_desk_has_work() {
    let dir = tempfile::tempdir().expect("a folder");
    let service = open(dir.path(), 1).await;
    let told = Mutex::new(vec![]);
    let progress = |done, of| told.lock().expect("no panic").push((done, of));
    let built = demo::build(&service, &plan(30, 1), &progress).await.expect("builds");
    let told = told.into_inner().expect("no panic");
    assert!(told.is_sorted() && told.last().is_some_and(|(done, of)| done == of), "{:?}", told.last());

    let report = service.examine(vec![], None).await.expect("examined");
    assert_eq!(report.violations, []);

    let all = cases(&service, &city()).await;
    let standings: BTreeSet<&str> = all.iter().map(|c| c[2].as_str()).collect();
    for standing in domain::case::Standing::ALL {
        assert!(standings.contains(standing.code()), "no case is {}", standing.code());
    }
    let districts: BTreeSet<&str> = all.iter().filter_map(|c| c[3].get(..6)).collect();
    assert!(districts.len() >= 9, "{districts:?}");
    assert_eq!(built.cases, all.len() as u64);
    assert!(built.held >= 12 && built.repeats == 2, "{} held, {} repeats", built.held, built.repeats);

    let mut on_register = 0;
    for case in &all {
        let case = service.view(&city(), &case[0]).await.expect("a case").case;
        let new_year = date(2026, 1, 1);
        let came_before = case.handover.handed_over_on().is_some_and(|on| on < new_year);
        let ended_before = case.casefile.closed.as_ref().is_some_and(|closed| closed.on < new_year);
        on_register += usize::from(came_before && !ended_before);
    }
    assert_eq!((on_register, built.persons), (30, 30));

    let mut named = asker(Role::OfficeWorker, demo_office(&built), TODAY);
    named.actor.account = "worker".into();
    let sealed = service.sealed_cases(&named).await.expect("a list of his own").cases;
    assert_eq!(sealed.len(), 2, "two sealed cases, named accounts of the cast");
    assert!(all.iter().all(|c| sealed.iter().all(|s| s.no != c[0])), "the city sees none of them");

    let roles: Vec<Role> = built.accounts.iter().take(Role::ALL.len()).map(|a| a.role).collect();
    assert_eq!(roles.iter().collect::<BTreeSet<_>>().len(), Role::ALL.len());
    for account in built.accounts.iter().take(5) {
        let seen = cases(&service, &asker(account.role, &account.unit, TODAY)).await;
        assert!(seen.len() >= 8, "{} sees {}", account.login, seen.len());
    }
    let now = Now { millis: city().now.millis, today: TODAY };
    let opened = service.sign_in("worker", demo::PASSWORD, now).await.expect("signs in");
    assert!(!opened.must_change);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_clock_has_something_late_and_something_in_time() {
    let dir = tempfile::tempdir().expect("a folder");
    let service = open(dir.path(), 2).await;
    demo::build(&service, &plan(40, 2), &|_, _| {}).await.expect("builds");
    let units: BTreeSet<String> = cases(&service, &city()).await.into_iter().map(|c| c[3].clone()).collect();
    let mut clocks: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for unit in units.iter().map(String::as_str).chain(["440106", "440100"]) {
        let role = match unit.len() {
            9 => Role::OfficeHead,
            _ if unit.ends_with("00") => Role::City,
            _ => Role::District,
        };
        for [kind, due, owner, _] in owed(&service, &asker(role, unit, TODAY)).await {
            if owner == unit {
                let count = clocks.entry(kind).or_default();
                if due < TODAY.to_string() { count.0 += 1 } else { count.1 += 1 }
            }
        }
    }
    for kind in [
        "verify",
        "receive",
        "assign-worker",
        "open-file",
        "sign-agreement",
        "record-visit",
        "reroute",
        "close",
        "send-notice",
        "send-assessment",
    ] {
        let count = clocks.get(kind).copied().unwrap_or_default();
        assert!(count.0 > 0 && count.1 > 0, "{kind}: {count:?} of {clocks:?}");
    }
    for kind in ["answer", "trace", "answer-abnormal", "report-upward", "decide-dual-listing"] {
        assert!(clocks.contains_key(kind), "{kind} is owed by nobody: {clocks:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_and_day_give_the_same_city_and_another_seed_another() {
    let mut cities = vec![];
    for seed in [5, 5, 6] {
        let dir = tempfile::tempdir().expect("a folder");
        let service = open(dir.path(), seed).await;
        demo::build(&service, &plan(4, seed), &|_, _| {}).await.expect("builds");
        cities.push((cases(&service, &city()).await, owed(&service, &city()).await));
    }
    assert!(!cities[0].0.is_empty() && !cities[0].1.is_empty());
    assert!(cities[0] == cities[1], "the same seed gave two cities");
    assert!(cities[0].0 != cities[2].0, "another seed gave the same city");
}

fn demo_office(built: &demo::City) -> &str {
    built.accounts.iter().find(|a| a.login == "worker").map_or("", |a| a.unit.as_str())
}
