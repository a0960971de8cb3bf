//! The API as its document tells it: every operation is called with success and its answer judged by an
//! independent validator; the document itself is sound and is the one that was agreed.

use crate::api_desk::desk;
use crate::api_given::{Api, NEIGHBOUR, OFFICE, Person, With, api, number, prison, roster};
use crate::api_offices::{
    before_release, custody, letters, one_by_one, papers, pictures, rule_packs, sealed, verification,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub const HOME: &str = "广东省广州市天河区员村街道黄石二路75号";

fn persons() -> Vec<Person> {
    let at = |name, order: u32, register, living| {
        let number = number(&format!("44010619670312{order:03}"));
        Person { name, number, register, living }
    };
    vec![
        at("冯国雄", 183, HOME, ""),
        at("陈大文", 185, HOME, ""),
        at("李小明", 187, HOME, ""),
        at("黄志强", 189, HOME, ""),
        at("周远山", 191, "湖南省长沙市岳麓区望城坡街道1号", ""),
        at("何建国", 193, HOME, "广东省广州市天河区沙河街道先烈东路2号"),
    ]
}

fn held() -> Vec<Person> {
    let wrong = |name, number: &str| Person { name, number: number.into(), register: HOME, living: "" };
    vec![wrong("梁永康", "440106196703121950"), wrong("吴海生", "440106196703121970")]
}

pub fn by(login: &str) -> With<'_> {
    With { by: Some(login), ..With::default() }
}

pub async fn no_of(api: &Api, login: &str, name: &str) -> String {
    let with = With { body: Some(json!({"q": name})), ..by(login) };
    let found = api.call("search-cases", &[], with).await;
    assert_eq!(found.body["at_least"], 1, "{name}: {}", found.text);
    found.body["items"][0]["no"].as_str().expect("a number").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_answers_as_the_document_says() {
    let api = api().await;
    take_in(&api).await;
    desk(&api).await;
    pictures(&api).await;
    walk_home(&api).await;
    other_ways_home(&api).await;
    bureaus(&api).await;
    hand_on(&api).await;
    verification(&api).await;
    before_release(&api).await;
    letters(&api).await;
    held_rows(&api).await;
    accounts(&api).await;
    papers(&api).await;
    look_up(&api).await;
    one_by_one(&api).await;
    sealed(&api).await;
    rule_packs(&api).await;
    custody(&api).await;
    let all: BTreeSet<String> = api
        .operations()
        .iter()
        .filter_map(|(_, _, o)| o["operationId"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(all.difference(&api.called()).collect::<Vec<_>>(), Vec::<&String>::new(), "never called");
}

async fn take_in(api: &Api) {
    let mut all = persons();
    all.extend(held());
    let file = roster(&all);
    let query = format!("custody={}", prison());
    let with = With { query: &query, file: Some(&file), ..by("prison") };
    let checked = api.call("check-roster", &[], with.clone()).await;
    assert_eq!((&checked.body["rows_accepted"], &checked.body["rows_reported"]), (&json!(6), &json!(2)));
    assert_eq!(checked.body["receipt"], Value::Null);
    let imported = api.call("import-roster", &[], with).await;
    assert_eq!(imported.body["rows_accepted"], 6, "{}", imported.text);
    let problem = &imported.body["problems"][0];
    assert_eq!((&problem["row"], &problem["column"]), (&json!(8), &json!("公民身份号码")));
    let no = imported.body["receipt"]["no"].as_str().expect("a receipt");
    let read = api.call("read-roster", &[("no", no)], by("prison")).await;
    assert_eq!(read.body, imported.body["receipt"]);
    let list = api.call("list-rosters", &[], by("city")).await;
    assert_eq!(list.body["items"], json!([read.body]));
}

async fn walk_home(api: &Api) {
    let no = no_of(api, "worker", "冯国雄").await;
    let no = no.as_str();
    let seen = api.call("read-case", &[("no", no)], by("worker")).await;
    assert_eq!(seen.headers["etag"], format!("\"{}\"", seen.body["version"]));
    assert_eq!(seen.body["person"]["id_number_masked"], "4401**********1830");
    assert_eq!(seen.body["owner"]["code"], OFFICE);
    assert!(!seen.text.contains("440106196703121830"), "the full number is not in the file");
    let with = With { body: Some(json!({"reason": "核对身份"})), ..by("worker") };
    let revealed = api.call("reveal-number", &[("no", no)], with).await;
    assert_eq!(revealed.body["id_number"], "440106196703121830");
    for (login, command, fields, kind) in until_home().into_iter().chain(at_home()) {
        let receipt = api.give(login, no, command, fields).await;
        assert_eq!(receipt.body["events"], json!([kind]));
    }
    let seen = api.call("read-case", &[("no", no)], by("worker")).await;
    assert_eq!(seen.body["standing"]["code"], "closed");
    assert_eq!(seen.body["obligations"], json!([]));
    assert_eq!(seen.body["fetch"]["cost"]["car"], 28_000);
    assert_eq!(seen.body["settling"]["items"][0]["state"], "wanted");
    assert!(!seen.text.contains("奥氮平"), "health is not in the file that programs read");
}

/// Who gives which command with which fields, and what happens.
type Step = (&'static str, &'static str, Value, &'static str);

fn until_home() -> Vec<Step> {
    vec![
        ("worker", "verify", json!({"result": "01"}), "handover.verified"),
        (
            "worker",
            "plan-fetch",
            json!({"comes": "03", "staff": "陈某", "papers": ["letter"], "kin_told_on": "2026-11-01", "estimate": 35_000}),
            "fetch.planned",
        ),
        ("prison", "confirm-fetch", json!({"on": "2026-11-12", "contact": "狱政科"}), "fetch.confirmed"),
        ("worker", "cancel-fetch", json!({"reason": "换车"}), "fetch.cancelled"),
        (
            "worker",
            "receive",
            json!({"on": "2026-11-20", "way": "03", "present": "姐姐", "headcount": 3}),
            "handover.received",
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a walk told step by step")]
fn at_home() -> Vec<Step> {
    vec![
        ("worker", "open-file", json!({"on": "2026-11-20", "phone": "13900001111"}), "casefile.opened"),
        (
            "worker",
            "record-cost",
            json!({"on": "2026-11-20", "car": 28_000, "meals": 6_050}),
            "fetch.cost_recorded",
        ),
        (
            "worker",
            "slip-missing",
            json!({"what": ["handover_photo"], "reason": "本人不愿合影"}),
            "release.slip_excused",
        ),
        (
            "worker",
            "check-settling",
            json!({"on": "2026-11-21", "identity_card": "wanted", "pension": "not_needed"}),
            "settling.gone_through",
        ),
        (
            "worker",
            "record-health",
            json!({"on": "2026-11-21", "basis": "consent", "basis_note": "同意书", "conditions": ["chronic"],
                "medication": "奥氮平", "days_in_hand": 7}),
            "settling.health_handed_over",
        ),
        (
            "worker",
            "flag-measure",
            json!({"measure": "political_rights", "organ": "员村派出所", "until": "2028-11-19"}),
            "settling.measure_flagged",
        ),
        ("head", "assign-worker", json!({"worker": "worker"}), "casefile.assigned"),
        ("worker", "sign-agreement", json!({"on": "2026-11-21"}), "casefile.agreement_signed"),
        (
            "worker",
            "record-visit",
            json!({"on": "2026-11-22", "way": "home", "result": "met", "note": "睡不好", "needs": ["work", "health"], "abnormal": true}),
            "visit.recorded",
        ),
        (
            "head",
            "answer-abnormal",
            json!({"on": "2026-11-23", "measure": "陪同就医"}),
            "visit.abnormal_answered",
        ),
        (
            "worker",
            "correct-visit",
            json!({"visit": "1", "reason": "漏写一句", "on": "2026-11-22", "way": "home", "result": "met", "note": "睡不好，已约医生", "needs": ["work"]}),
            "visit.corrected",
        ),
        (
            "worker",
            "answer-need",
            json!({"need": "work", "on": "2026-11-24", "outcome": "referred", "measure": "已转介街道"}),
            "visit.need_answered",
        ),
        ("worker", "move-visit", json!({"to": "2027-03-01", "reason": "hospital"}), "visit.moved"),
        (
            "worker",
            "update-file",
            json!({"on": "2026-11-24", "reason": "换号", "phone": "13900002222"}),
            "casefile.updated",
        ),
        (
            "worker",
            "team-join",
            json!({"on": "2026-11-21", "name": "王某", "role": "04", "organ": "居委会"}),
            "casefile.team_joined",
        ),
        ("worker", "team-leave", json!({"member": "1", "on": "2026-11-24"}), "casefile.team_left"),
        (
            "head",
            "review-grade",
            json!({"on": "2026-11-24", "category": "key", "reason": "情绪不稳"}),
            "handover.graded",
        ),
        (
            "worker",
            "record-placement",
            json!({"on": "2026-11-23", "way": "06", "place": "某工厂"}),
            "placement.settled",
        ),
        ("worker", "end-placement", json!({"on": "2026-11-24", "reason": "离职"}), "placement.ended"),
        (
            "worker",
            "without-placement",
            json!({"on": "2026-11-24", "reason": "looking"}),
            "placement.without",
        ),
        (
            "head",
            "close",
            json!({"on": "2026-11-24", "reason": "died", "told": "已告知姐姐"}),
            "casefile.closed",
        ),
    ]
}

async fn other_ways_home(api: &Api) {
    let no = no_of(api, "worker", "陈大文").await;
    api.give("worker", &no, "verify", json!({"result": "02", "correction": "姓名应为陈文"})).await;
    api.give("prison", &no, "answer", json!({"outcome": "corrected"})).await;
    api.give("worker", &no, "self-return", json!({"on": "2026-11-21", "reason": "家属来接"})).await;
    let again = json!({"on": "2026-11-22", "words": "想先安顿", "again_on": "2026-12-22"});
    api.give("worker", &no, "refuse-agreement", again).await;
    let bed = json!({"bed": api.bed().await, "on": "2026-11-22", "consent": "愿意先住下"});
    let receipt = api.give("worker", &no, "give-bed", bed).await;
    assert_eq!(receipt.body["events"], json!(["base.moved_in", "placement.settled"]));
    api.give("worker", &no, "leave-bed", json!({"on": "2026-11-24", "reason": "回家"})).await;

    let no = no_of(api, "worker", "李小明").await;
    let fields = json!({"reason": "应属沙河", "evidence": "已问派出所", "asked": "police"});
    api.give("worker", &no, "return", fields).await;
    api.give("district", &no, "reroute", json!({"to": OFFICE, "reason": "户籍确在员村"})).await;
    api.give("worker", &no, "refuse-collection", json!({"on": "2026-11-20", "witnesses": "监所干警"})).await;
    api.give("worker", &no, "trace", json!({"on": "2026-11-23", "told": "派出所留意"})).await;

    let no = no_of(api, "worker", "黄志强").await;
    api.give("worker", &no, "not-arrived", json!({"note": "电话无人接听"})).await;
    let keep = json!({"decision": "keep", "reason": "家属也没有消息"});
    api.give("district", &no, "decide-tracing", keep).await;
}

async fn bureaus(api: &Api) {
    let no = no_of(api, "city", "周远山").await;
    let fields = json!({"on": "2026-11-24", "letter_no": "穗司〔2026〕1号", "to": "湖南省司法厅"});
    api.give("city", &no, "report-upward", fields).await;
    api.give("city", &no, "upward-receipt", json!({"on": "2026-11-24"})).await;

    let no = no_of(api, "worker", "何建国").await;
    let seen = api.call("read-case", &[("no", &no)], by("worker")).await;
    assert_eq!(seen.body["handover"]["dual"]["office"], NEIGHBOUR, "{}", seen.body["handover"]);
    api.give("worker", &no, "decide-dual-listing", json!({"propose": "propose", "reason": "住在沙河"})).await;
}

async fn held_rows(api: &Api) {
    let list = api.call("list-held-rows", &[], by("city")).await;
    let rows: Vec<&str> =
        list.body["items"].as_array().expect("rows").iter().filter_map(|r| r["no"].as_str()).collect();
    let settle = async |no: &str, command: &str, fields: Value| {
        let seen = api.call("read-held-row", &[("no", no)], by("city")).await;
        let with = With { body: Some(fields), version: seen.body["version"].as_i64(), ..by("city") };
        api.call(command, &[("no", no)], with).await
    };
    let right = number("44010619670312197");
    settle(rows[0], "mend", json!({"cells": {"id_number": right}})).await;
    settle(rows[0], "release", json!({})).await;
    settle(rows[1], "reject", json!({"reason": "号码无法核实"})).await;
    let released = api.call("list-held-rows", &[], With { query: "fate=released", ..by("city") }).await;
    assert_eq!(released.body["items"][0]["no"], rows[0]);
    let row = api.call("read-held-row", &[("no", rows[0])], by("city")).await;
    let case = row.body["case"].as_str().expect("a case");
    assert_eq!(api.call("read-case", &[("no", case)], by("worker")).await.body["owner"]["code"], OFFICE);
}

/// A case of which the worker is in charge goes to the head and back.
async fn hand_on(api: &Api) {
    let no = in_charge(api).await;
    api.give("head", &no, "assign-worker", json!({"worker": "worker"})).await;
    let ask = json!({"from": "worker", "to": "head", "cases": no, "reason": "调离"});
    let with = With { body: Some(ask), ..by("head") };
    let preview = api.call("preview-reassignment", &[], with).await;
    assert_eq!(preview.body["moves"][0]["to"]["account"], "head");
    let with = With { body: Some(json!({"plan": preview.body["plan"]})), ..by("head") };
    let done = api.call("reassign-cases", &[], with).await;
    let list = api.call("list-reassignments", &[], by("head")).await;
    assert_eq!(list.body["items"][0]["id"], done.body["id"]);
    let id = done.body["id"].as_str().expect("an id");
    let undone = api.call("undo-reassignment", &[("id", id)], by("head")).await;
    assert_eq!(undone.body["back"], json!([no]));
    let days = json!({"from": "2026-11-25", "until": "2026-11-27", "stand_in": "head"});
    let set = With { body: Some(days), ..by("worker") };
    let set = api.call("set-leave", &[("login", "worker")], set).await;
    assert_eq!(set.body["events"], json!(["account.leave_set"]));
    let ended = api.call("end-leave", &[("login", "worker")], by("head")).await;
    assert_eq!(ended.body["events"], json!(["account.leave_ended"]));
    let shows = With { body: Some(json!({"shows": "own"})), ..by("worker") };
    let made = api.call("make-feed", &[("login", "worker")], shows).await;
    assert!(made.body["feed"].as_str().is_some_and(|path| path.starts_with("/ics/")));
    let revoked = api.call("revoke-feed", &[("login", "worker")], by("worker")).await;
    assert_eq!(revoked.body["events"], json!(["account.feed_revoked"]));
}

/// An open case of the office.
async fn in_charge(api: &Api) -> String {
    let list = api.call("list-cases", &[], by("head")).await;
    let cases = list.body["items"].as_array().expect("cases");
    let open = cases.iter().find(|c| c["standing"]["code"] != "closed" && c["owner"]["code"] == OFFICE);
    open.expect("an open case")["no"].as_str().expect("a number").to_owned()
}

async fn accounts(api: &Api) {
    let with = With { body: Some(json!({"login": "new.one", "name": "新人"})), ..by("admin") };
    let made = api.call("create-account", &[], with).await;
    let first = made.body["password"].as_str().expect("a password");
    let grant = With { body: Some(json!({"role": "office_worker", "unit": OFFICE})), ..by("city") };
    api.call("grant", &[("login", "new.one")], grant).await;
    let signed = |password: &str| With {
        body: Some(json!({"account": "new.one", "password": password})),
        ..With::default()
    };
    let session = api.call("sign-in", &[], signed(first)).await;
    assert_eq!(session.body["must_change"], true);
    let body = json!({"account": "new.one", "old": first, "new": "一路平安回到家里来了"});
    let changed = api.call("change-password", &[], With { body: Some(body), ..With::default() }).await;
    assert_eq!(changed.body["must_change"], false);
    let reset = api.call("reset-password", &[("login", "new.one")], by("admin")).await;
    assert!(reset.body["password"].is_string());
    let disabled = api.call("disable-account", &[("login", "new.one")], by("admin")).await;
    assert_eq!(disabled.body["events"], json!(["account.disabled"]));
    let list = api.call("list-accounts", &[], by("admin")).await;
    let one = list.body["items"].as_array().expect("accounts").iter().find(|a| a["login"] == "new.one");
    assert_eq!(one.map(|a| &a["disabled"]), Some(&json!(true)));
    let enabled = api.call("enable-account", &[("login", "new.one")], by("admin")).await;
    assert!(enabled.body["password"].is_string());
}

async fn look_up(api: &Api) {
    let all = api.call("list-cases", &[], With { query: "sort=name", ..by("worker") }).await;
    assert_eq!((&all.body["total"], &all.body["next"]), (&json!(6), &Value::Null));
    let first = api.call("list-cases", &[], With { query: "sort=name&limit=4", ..by("worker") }).await;
    let next = first.body["next"].as_str().expect("another page");
    let query = format!("sort=name&limit=4&after={next}");
    let second = api.call("list-cases", &[], With { query: &query, ..by("worker") }).await;
    let joined =
        [first.body["items"].as_array().unwrap().as_slice(), second.body["items"].as_array().unwrap()]
            .concat();
    assert_eq!(Value::from(joined), all.body["items"]);
    let query = format!("office={OFFICE}&state=not_arrived");
    let some = api.call("list-cases", &[], With { query: &query, ..by("city") }).await;
    assert_eq!(some.body["items"][0]["name"], "黄志强");
    let owed = api.call("list-obligations", &[], With { query: "until=20261231", ..by("worker") }).await;
    assert!(owed.body["at_least"].as_i64() > Some(0));
    let units = api.call("list-units", &[], by("admin")).await;
    assert!(units.body["items"].as_array().unwrap().iter().any(|u| u["code"] == OFFICE));
    let rules = api.call("read-rules", &[], by("worker")).await;
    assert_eq!(rules.body["packs"][0]["area"], "440100");
    assert_eq!(api.call("read-openapi", &[], With::default()).await.body, api.document);
    let page = api.call("read-reference", &[], With::default()).await;
    for (path, _, operation) in api.operations() {
        assert!(page.text.contains(path.as_str()), "{path}");
        assert!(page.text.contains(operation["summary"].as_str().unwrap()));
    }
    assert!(!page.text.contains("<script") && !page.text.contains("style=\""), "clean under the policy");
    api.call("sign-out", &[], by("neighbour")).await;
    assert_eq!(api.ask("list-cases", &[], by("neighbour")).await.status, 401);
}

#[test]
fn the_document_is_sound() {
    let document: Value = serde_json::from_str(web::api::document()).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for operation in methods.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{id} twice");
            assert!(!operation["summary"].as_str().unwrap().is_empty(), "{id} has no title");
            let parameters = operation["parameters"].as_array().unwrap();
            let named: BTreeSet<&str> =
                parameters.iter().filter(|p| p["in"] == "path").filter_map(|p| p["name"].as_str()).collect();
            let places: BTreeSet<&str> = path.split(['{', '}']).skip(1).step_by(2).collect();
            assert_eq!(named, places, "{path}");
        }
    }
    references(&document, &document);
    let used = web::api::document();
    for kind in ["schemas", "responses"] {
        for name in document["components"][kind].as_object().unwrap().keys() {
            assert!(used.contains(&format!("\"#/components/{kind}/{name}\"")), "{name} is used by nothing");
        }
    }
}

/// Every reference leads somewhere.
fn references(document: &Value, part: &Value) {
    match part {
        Value::Object(map) => {
            if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
                assert!(document.pointer(&reference[1..]).is_some(), "{reference} leads nowhere");
            }
            map.values().for_each(|v| references(document, v));
        }
        Value::Array(list) => list.iter().for_each(|v| references(document, v)),
        _ => {}
    }
}

#[test]
fn every_command_of_a_column_is_an_operation_with_its_conditions() {
    let document: Value = serde_json::from_str(web::api::document()).unwrap();
    for spec in domain::case::CaseCommand::specs() {
        let operation = &document["paths"][format!("/api/v1/cases/{{no}}/{}", spec.name)]["post"];
        assert_eq!(operation["summary"], spec.title, "{}", spec.name);
        let text = operation["parameters"].to_string();
        assert!(text.contains("IdempotencyKey"));
        assert_eq!(text.contains("IfMatch"), spec.answers, "{}", spec.name);
        assert!(operation["responses"]["428"].is_object(), "a sealed case is opened first, a version named");
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(schema["additionalProperties"], false);
        assert_eq!(schema["properties"].as_object().unwrap().len(), spec.fields.len());
    }
}

#[test]
fn the_document_is_the_one_that_was_agreed() {
    let kept = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi.json");
    let document = format!("{}\n", web::api::document());
    if std::env::var_os("GUITU_ACCEPT").is_some() {
        std::fs::write(&kept, &document).unwrap();
    }
    let agreed = std::fs::read_to_string(&kept).unwrap_or_default();
    assert!(agreed == document, "the API changed; if that is meant: GUITU_ACCEPT=1 cargo test -p web api");
}
