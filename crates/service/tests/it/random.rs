//! Whatever anybody tries in any order: nobody is ever shown a case that is not his, and `doctor` is content.

use crate::given::{
    CITY, DISTRICT, FAR_DISTRICT, FAR_OFFICE, House, NEIGHBOUR, OFFICE, asker, city, house_list, id_number,
    in_folder, person, prison,
};
use crate::scenario_12::{chen, li, number_of, sent, told};
use crate::workbench::{later, numbers_are_lists};
use database::testing::runtime;
use documents::roster::Field;
use domain::kernel::Role;
use proptest::prelude::*;
use serde_json::{Value, json};
use service::Asker;
use std::collections::BTreeSet;
use store::page::Ask;

fn everybody() -> Vec<Asker> {
    let mut all: Vec<Asker> = [
        (Role::City, CITY),
        (Role::District, DISTRICT),
        (Role::District, FAR_DISTRICT),
        (Role::OfficeWorker, OFFICE),
        (Role::OfficeHead, OFFICE),
        (Role::OfficeHead, NEIGHBOUR),
        (Role::OfficeHead, FAR_OFFICE),
        (Role::Administrator, CITY),
    ]
    .map(|(role, unit)| asker(role, unit))
    .into();
    all.extend(["广东省番禺监狱", "广东省从化监狱"].map(prison));
    all
}

fn commands() -> Vec<(&'static str, Value)> {
    let on = "2026-11-23";
    let route = |to: &str| ("reroute", json!({"to": to, "reason": "核实后分派"}));
    vec![
        ("verify", json!({"result": "01"})),
        ("verify", json!({"result": "04", "police_opinion": "查无此人"})),
        ("return", json!({"reason": "不属本所", "evidence": "已问派出所", "asked": "police"})),
        route(OFFICE),
        route(NEIGHBOUR),
        route(FAR_OFFICE),
        route(FAR_DISTRICT),
        route(CITY),
        ("answer", json!({"outcome": "corrected"})),
        ("answer", json!({"outcome": "withdrawn", "letter_no": "函1号"})),
        ("receive", json!({"on": on, "way": "02"})),
        ("refuse-collection", json!({"on": on, "witnesses": "管教"})),
        ("not-arrived", json!({"note": "电话不通"})),
        ("open-file", json!({"on": on})),
        ("record-visit", json!({"on": on, "way": "phone", "result": "declined"})),
        (
            "record-evidence",
            json!({"item": "name", "outcome": "differs", "correct": "欧阳美玲", "organ": "police", "said_by": "王警官",
                "means": "phone"}),
        ),
        ("verify", json!({"result": "02", "living_address": "某镇某村"})),
        ("answer-correction", json!({"item": "name", "reply": "accept", "letter_no": "函2号"})),
        (
            "answer-correction",
            json!({"item": "living_address", "reply": "dispute", "text": "原址", "letter_no": "函3号"}),
        ),
        ("decide-dispute", json!({"item": "living_address", "ruling": "custody", "reason": "查证"})),
        ("hand-over-case", json!({"to": NEIGHBOUR, "reason": "界线调整"})),
        ("receive-case", json!({"receipt": "accept"})),
        ("decide-transfer", json!({"decision": "move", "reason": "界线调整"})),
        ("close", json!({"on": on, "reason": "died", "told": "当面告知"})),
        ("report-upward", json!({"on": on, "letter_no": "1号", "to": "省厅"})),
        ("decide-dual-listing", json!({"propose": "propose", "reason": "长住"})),
        ("change-release", json!({"release_on": "2027-03-01", "ground": "added", "letter_no": "1号"})),
        ("leave-list", json!({"on": on, "ground": "hmt", "letter_no": "1号"})),
        ("undo-leave", json!({"reason": "登记有误"})),
        ("confirm-leave", json!({"on": on})),
        ("send-notice", json!({"on": on, "letter_no": "1号"})),
        ("receipt-notice", json!({"on": on, "received_by": "某人"})),
        ("forward-notice", json!({"on": on})),
        ("ask", json!({"to": OFFICE, "text": "是否已联系家属"})),
        ("ask", json!({"to": DISTRICT, "text": "车辆能否安排"})),
        ("answer-question", json!({"id": "1", "text": "已联系"})),
        ("close-question", json!({"id": "1"})),
        ("urge", json!({"obligation": "receive"})),
        ("urge", json!({"obligation": "reroute"})),
        ("tell-family", json!({"on": on, "result": "told", "who": "母亲", "how": "phone"})),
    ]
}

/// Cases of every kind: an office's, a district's, outside the city, with another living place.
async fn cases(house: &House) -> Vec<String> {
    let far = "广州市海珠区龙凤街道宝岗大道2号";
    house
        .import(vec![
            person(0, &[]),
            person(1, &[(Field::HukouAddress, "广东省广州市天河区"), (Field::Custody, "广东省从化监狱")]),
            person(2, &[(Field::HukouAddress, "湖南省长沙市岳麓区麓山路12号")]),
            person(3, &[(Field::LivingAddress, far)]),
            person(4, &[(Field::HukouAddress, far), (Field::Custody, "广东省从化监狱")]),
        ])
        .await;
    let mut all = vec![];
    for n in 0..5 {
        all.push(house.no_of(&id_number(n)).await);
    }
    all
}

/// What everybody is shown is exactly what the domain says of each case.
async fn shown_is_allowed(house: &House, all: &[String]) {
    let mut seen_by = vec![];
    for no in all {
        seen_by.push(house.s.view(&city(), no).await.expect("the city sees all").case.seen_by());
    }
    for who in everybody() {
        let may = |units: &Vec<domain::unit::Unit>| {
            who.actor.role != Role::Administrator && units.contains(&who.actor.unit)
        };
        let allowed: BTreeSet<String> =
            all.iter().zip(&seen_by).filter(|(_, units)| may(units)).map(|(no, _)| no.clone()).collect();
        let listed: BTreeSet<String> = house_list(house, &who).await.into_iter().collect();
        assert_eq!(listed, allowed, "{:?}", who.actor);
        let ask = Ask { limit: 1000, after: None };
        let owed = house.s.obligations(&who, jiff::civil::date(2200, 1, 1), ask).await.expect("owed");
        assert!(owed.items.iter().all(|o| allowed.contains(&o.no)), "{:?} {owed:?}", who.actor);
        for (n, no) in (0..).zip(all) {
            let expected = allowed.contains(no);
            assert_eq!(house.s.view(&who, no).await.is_ok(), expected, "{:?} {no}", who.actor);
            for wanted in [no.clone(), id_number(n), crate::given::name(n)] {
                let found = house.s.search(&who, &wanted).await.expect("searched");
                assert_eq!(found.iter().any(|c| c.no == *no), expected, "{:?} {no}", who.actor);
                assert!(found.iter().all(|c| allowed.contains(&c.no)));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nobody_is_shown_a_case_that_is_not_his_and_every_number_is_its_list(steps in prop::collection::vec((0_usize..10, 0_usize..5, 0_usize..40), 20..60)) {
        let folder = tempfile::tempdir().unwrap();
        let (database, looks) = in_folder(folder.path());
        runtime().block_on(async {
            let house = House::open(database, looks, 1, database::Options::default()).await.unwrap();
            let (all, people, commands) = (cases(&house).await, everybody(), commands());
            let mut done = 0;
            for (who, of, what) in steps {
                let (name, fields) = commands[what % commands.len()].clone();
                if house.give(&people[who], &all[of], name, fields).await.is_ok() {
                    done += 1;
                }
                if done % 4 == 1 {
                    shown_is_allowed(&house, &all).await;
                    done += 1;
                }
            }
            shown_is_allowed(&house, &all).await;
            for days in [0, 1, 30] {
                for who in people.iter().filter(|p| p.actor.role.sees_files()) {
                    numbers_are_lists(&house, &later(who, days)).await;
                }
            }
            house.content().await;
        });
    }
}

/// What the sealed case's own people and everybody else may try at it.
fn sealed_commands() -> Vec<(&'static str, Value)> {
    let document = json!({"basis": "刑诉法", "document": "文1号"});
    vec![
        ("name-persons", json!({"accounts": ["li"], "reason": "调整"})),
        ("name-persons", json!({"accounts": ["chen", "li"], "reason": "调整"})),
        ("verify", json!({"result": "01"})),
        ("return", json!({"reason": "不属本所", "evidence": "已问派出所", "asked": "police"})),
        ("reroute", json!({"to": NEIGHBOUR, "reason": "核实后分派"})),
        ("reroute", json!({"to": OFFICE, "reason": "核实后分派"})),
        ("hand-over-case", json!({"to": NEIGHBOUR, "reason": "界线调整"})),
        ("send-notice", json!({"on": "2026-11-23", "letter_no": "1号"})),
        ("receipt-notice", json!({"on": "2026-11-23", "received_by": "某人", "number_letter": true})),
        ("arrange-collection", json!({"on": "2026-11-23", "by": "village", "organ": "某居委会"})),
        ("receive", json!({"on": "2026-11-23", "way": "02"})),
        ("open-file", json!({"on": "2026-11-23"})),
        ("assign-worker", json!({"worker": "li"})),
        ("seal-file", json!({"on": "2026-11-23", "place": "柜"})),
        ("seal", document),
    ]
}

/// Nobody without a key to the sealed case hears its number, the name or the identity number from any service.
async fn nothing_is_told(house: &House, no: &str) {
    let keys: BTreeSet<String> = house.keys_of(no).await.into_iter().collect();
    for who in everybody() {
        let scope = who.scope();
        let mut own = scope.sealed().into_iter().chain([scope]);
        if own.any(|s| keys.contains(s.unit().code())) {
            continue;
        }
        let text = told(house, &who, no, &number_of(0)).await;
        let about = [no.to_owned(), number_of(0), crate::given::name(0)];
        assert!(about.iter().all(|word| !text.contains(word.as_str())), "{:?} {text}", who.actor);
        for answer in [
            house.s.view(&who, no).await.map(|_| ()),
            house.s.open_sealed(&who, no, "看一看").await,
            house.s.scans(&who, no).await.map(|_| ()),
        ] {
            assert_eq!(answer.err(), Some(service::Problem::NotFound), "{:?}", who.actor);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn sc12_nobody_hears_of_a_sealed_case_whatever_becomes_of_it(steps in prop::collection::vec((0_usize..12, 0_usize..15), 20..50)) {
        let folder = tempfile::tempdir().unwrap();
        let (database, looks) = in_folder(folder.path());
        runtime().block_on(async {
            let house = House::open(database, looks, 1, database::Options::default()).await.unwrap();
            let no = sent(&house, 0).await;
            let mut people = everybody();
            people.extend([li(), chen()]);
            let commands = sealed_commands();
            nothing_is_told(&house, &no).await;
            for (at, (who, what)) in steps.into_iter().enumerate() {
                let (name, fields) = commands[what].clone();
                let _lawful = house.s.open_sealed(&people[who], &no, "办理").await;
                let _refused = house.give(&people[who], &no, name, fields).await;
                if at % 6 == 5 {
                    nothing_is_told(&house, &no).await;
                }
            }
            nothing_is_told(&house, &no).await;
            house.content().await;
        });
    }
}
