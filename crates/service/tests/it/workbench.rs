//! The workbench by role: every number is the length of the list that it opens (issue 4, line 9).

use crate::given::{House, OFFICE, TODAY, asker, city, code, console, district, head, noon, prison, worker};
use domain::kernel::Role;
use jiff::ToSpan;
use serde_json::json;
use service::{Asker, narrow::Codes, workbench::Workbench};
use store::{case::Sort, page::Ask};

on_both!(
    each_role_has_its_numbers_and_each_number_opens_its_people,
    a_worker_sees_his_own_before_the_offices,
    a_bureau_sees_which_unit_is_late_and_which_was_urged,
    a_narrowed_list_is_paged_without_loss,
);

pub fn later(who: &Asker, days: i64) -> Asker {
    Asker { now: noon(TODAY.saturating_add(days.days())), ..who.clone() }
}

fn codes(pairs: &[(&str, &str)]) -> Codes {
    Codes::read(|key| pairs.iter().find(|(k, _)| *k == key).map(|(_, v)| *v))
}

async fn people(house: &House, who: &Asker, codes: &Codes) -> Vec<String> {
    let ask = Ask { limit: 1000, after: None };
    let page = house.s.narrowed(who, codes, Sort::Due, ask).await.expect("a list");
    assert_eq!(usize::try_from(page.at_least), Ok(page.items.len()));
    page.items.into_iter().map(|c| c.no).collect()
}

/// Every number that somebody's workbench shows is the length of the list that it opens.
pub async fn numbers_are_lists(house: &House, who: &Asker) {
    let bench = house.s.workbench(who).await.expect("a workbench");
    for number in bench.numbers.iter().flat_map(|n| &n.all) {
        let found = people(house, who, &number.codes).await;
        assert_eq!(usize::try_from(number.count), Ok(found.len()), "{:?} {:?}", who.actor, number.codes);
    }
    for unit in &bench.units {
        let count = async |pairs: &[(&str, &str)]| people(house, who, &codes(pairs)).await.len();
        let of = unit.unit.as_str();
        let found = [
            count(&[("area", of)]).await,
            count(&[("by", of), ("due", "late")]).await,
            count(&[("by", of), ("urged", "1")]).await,
        ];
        let shown = [unit.cases, unit.late, unit.urged].map(|n| usize::try_from(n).expect("a count"));
        assert_eq!(found, shown, "{:?} {of}", who.actor);
    }
    for desk in &bench.desks {
        let found = people(house, who, &codes(&[("by", "own"), ("worker", &desk.login)])).await;
        assert_eq!(usize::try_from(desk.cases), Ok(found.len()), "{}", desk.login);
    }
    let changes = house.s.changes(who, Ask { limit: 1000, after: None }).await.expect("changes");
    assert_eq!(usize::try_from(bench.changed.min(99)), Ok(changes.page.items.len().min(99)));
}

fn number(bench: &Workbench, title: &str) -> i64 {
    let mut all = bench.numbers.iter().flat_map(|n| &n.all);
    all.find(|n| n.title == title).unwrap_or_else(|| panic!("no number {title}")).count
}

async fn each_role_has_its_numbers_and_each_number_opens_its_people(house: House) {
    let all = house.taken(0..4).await;
    house.at_home(&all[0]).await;
    house.give(&worker(), &all[1], "verify", json!({"result": "01"})).await.unwrap();
    let ask = json!({"to": OFFICE, "text": "几点到所"});
    house.give(&district(), &all[2], "ask", ask).await.unwrap();
    house.give(&district(), &all[3], "urge", json!({"obligation": "receive"})).await.unwrap();
    let everybody = [city(), district(), head(), worker(), prison("广东省番禺监狱")];
    let bench = house.s.workbench(&worker()).await.unwrap();
    assert_eq!(number(&bench, "被催办"), 1);
    assert_eq!(number(&bench, "待答复的咨询"), 1);
    let above = house.s.workbench(&district()).await.unwrap();
    assert_eq!(number(&above, "催办未办"), 1);
    assert_eq!(number(&above, "已逾期"), 4, "three nobody received, and of the fourth no slip is filed (F5)");
    let inside = house.s.workbench(&prison("广东省番禺监狱")).await.unwrap();
    assert_eq!(number(&inside, "本月释放"), 3, "who is at home is seen by his prison no longer");
    for days in [0, 1, 6, 40, 400] {
        for who in &everybody {
            numbers_are_lists(&house, &later(who, days)).await;
        }
    }
}

async fn a_worker_sees_his_own_before_the_offices(house: House) {
    let all = house.taken(0..2).await;
    for no in &all {
        house.at_home(no).await;
    }
    house.s.install(&console(), &worker().actor.account, "王", Role::OfficeWorker, OFFICE).await.unwrap();
    let mine = json!({"worker": worker().actor.account});
    house.give(&head(), &all[0], "assign-worker", mine).await.unwrap();
    let bench = house.s.workbench(&worker()).await.unwrap();
    let (own, office) = (&bench.numbers[0], &bench.numbers[1]);
    let visits = |n: &service::workbench::Number| n.codes.kind == "record-visit";
    assert_eq!(own.all.iter().find(|n| visits(n)).map(|n| n.count), Some(1), "{}", own.title);
    let soon = |all: &service::workbench::Numbers| {
        all.all.iter().filter(|n| n.codes.due == "week").map(|n| n.count).sum::<i64>()
    };
    assert!(soon(own) < soon(office), "the other case is nobody's yet");
    let bench = house.s.workbench(&head()).await.unwrap();
    assert_eq!(number(&bench, "未定责任人"), 1);
    let desks: Vec<(&str, i64)> = bench.desks.iter().map(|d| (d.login.as_str(), d.cases)).collect();
    assert!(desks.contains(&(worker().actor.account.as_str(), 1)), "{desks:?}");
}

async fn a_bureau_sees_which_unit_is_late_and_which_was_urged(house: House) {
    let all = house.taken(0..3).await;
    house.give(&city(), &all[0], "urge", json!({"obligation": "receive"})).await.unwrap();
    let of = |bench: &Workbench| -> Vec<(String, i64, i64, i64)> {
        bench.units.iter().map(|u| (u.unit.clone(), u.cases, u.late, u.urged)).collect()
    };
    let district_sees = house.s.workbench(&district()).await.unwrap();
    assert_eq!(of(&district_sees), [(OFFICE.to_owned(), 3, 3, 1)]);
    let city_sees = house.s.workbench(&city()).await.unwrap();
    assert_eq!(of(&city_sees), [("440106".to_owned(), 3, 3, 1)], "a city sees districts");
    assert!(of(&house.s.workbench(&asker(Role::District, "440105")).await.unwrap()).is_empty());
}

async fn a_narrowed_list_is_paged_without_loss(house: House) {
    let mut all = house.taken(0..7).await;
    all.sort();
    let late = codes(&[("by", "below"), ("due", "late")]);
    for sort in Sort::ALL {
        let (mut found, mut after) = (vec![], None);
        loop {
            let page = house.s.narrowed(&district(), &late, sort, Ask { limit: 2, after }).await.unwrap();
            assert_eq!((page.at_least, page.exact), (7, true));
            found.extend(page.items.into_iter().map(|c| c.no));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        found.sort();
        assert_eq!(found, all, "{}", sort.code());
    }
    let nobody = house.s.workbench(&asker(Role::Administrator, "440100")).await.unwrap();
    assert!(nobody.numbers.is_empty());
    assert_eq!(
        code(house.s.changes(&asker(Role::Administrator, "440100"), Ask { limit: 1, after: None }).await),
        "not_your_role"
    );
}
