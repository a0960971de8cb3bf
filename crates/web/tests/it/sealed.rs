//! SC-12 at the door: somebody else's sealed case and a number that is nobody's give the same bytes, on pages and
//! in the API alike; whoever has a key gives a reason first and finds his own on a list.

use crate::given::{self, Answer, Browser, DISTRICT, House, row, token};
use axum::{
    body::Body,
    http::{Request, header},
};
use documents::roster::{Field, Line, RawRow, Reading};
use domain::kernel::Role;
use serde_json::json;

const NUMBER: &str = "440106200901050016";
const BOY: &str = "卫小宝";
/// Nobody's.
const UNKNOWN: &str = "202600000000";

fn juvenile() -> RawRow {
    let cells = [
        (Field::Name, BOY),
        (Field::Birth, "2009-01-05"),
        (Field::IdNumber, NUMBER),
        (Field::StartsOn, "2024-12-25"),
        (Field::EndsOn, "2026-12-24"),
    ];
    row(2, &cells)
}

/// A boy of seventeen for whom the worker and the district's account are named.
async fn sealed(house: &House) -> String {
    let prison = given::asker(Role::Prison, given::prison());
    let reading = Reading { lines: vec![Line::Person(juvenile())], ..Reading::default() };
    let told = house.service.import_roster(&prison, &prison.actor.unit, &reading).await.expect("imported");
    assert_eq!(told.problems, []);
    let mut district = given::asker(Role::District, DISTRICT);
    district.actor.account = "district".into();
    let no = house.service.sealed_cases(&district).await.expect("listed").cases[0].no.clone();
    house.service.open_sealed(&district, &no, "指定经办人").await.expect("opened");
    let version = house.service.view(&district, &no).await.expect("seen").version;
    let given = service::Given { if_match: Some(version), idempotency_key: None };
    let fields = json!({"accounts": ["worker", "district"], "reason": "首次指定"});
    let fields = fields.as_object().expect("fields");
    house.service.give(&district, &no, "name-persons", fields, given).await.expect("named");
    no
}

async fn api(browser: &Browser, token: &str, method: &str, path: &str, body: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json");
    browser.send(request, Body::from(body.to_owned())).await
}

/// Status, headers and body, with nothing left out but the number that was asked for.
fn whole(answer: &Answer, no: &str) -> String {
    let headers: Vec<String> = answer.headers.iter().map(|(k, v)| format!("{k}: {v:?}")).collect();
    format!("{} {headers:?}\n{}", answer.status, answer.text).replace(no, "NUMBER")
}

#[tokio::test(flavor = "multi_thread")]
async fn sc12_a_sealed_case_and_no_case_give_the_same_bytes_on_every_page() {
    let house = House::new().await;
    let no = sealed(&house).await;
    for login in ["city", "head", "neighbour", "admin", "auditor"] {
        let browser = house.browser(login).await;
        for tail in
            ["", "/verify", "/papers", "/papers/F1", "/papers/F1/docx", "/scans", "/scans/00", "/looks"]
        {
            let of = async |no: &str| whole(&browser.get(&format!("/cases/{no}{tail}")).await, no);
            let (sealed, unknown) = (of(&no).await, of(UNKNOWN).await);
            assert!(sealed.starts_with("404"), "{login} {tail} {sealed}");
            assert_eq!(sealed, unknown, "{login} {tail}");
        }
        for (tail, fields) in [
            ("/verify", ("result", "01")),
            ("/reveal", ("reason", "核对号码")),
            ("/open", ("reason", "想看看")),
        ] {
            let of =
                async |no: &str| whole(&browser.post(&format!("/cases/{no}{tail}"), &[fields]).await, no);
            let (sealed, unknown) = (of(&no).await, of(UNKNOWN).await);
            assert_eq!(sealed, unknown, "{login} {tail}");
            assert!(
                sealed.starts_with("404") || login == "admin" || login == "auditor",
                "{login} {tail} {sealed}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sc12_a_sealed_case_and_no_case_give_the_same_bytes_in_the_api() {
    let house = House::new().await;
    let no = sealed(&house).await;
    for login in ["city", "head", "neighbour", "admin"] {
        let (browser, token) = (house.nobody(), token(&house, login).await);
        for (method, tail, body) in [
            ("GET", "", ""),
            ("GET", "/papers", ""),
            ("GET", "/papers/F1", ""),
            ("GET", "/scans", ""),
            ("GET", "/scans/00", ""),
            ("POST", "/verify", r#"{"result": "01"}"#),
            ("POST", "/record-visit", r#"{"on": "2026-11-23", "way": "home", "result": "met"}"#),
            ("POST", "/name-persons", r#"{"accounts": ["head"], "reason": "我来办"}"#),
            ("POST", "/lift-seal", r#"{"basis": "某法", "document": "1号"}"#),
            ("POST", "/reveal", r#"{"reason": "核对号码"}"#),
            ("POST", "/open", r#"{"reason": "想看看"}"#),
        ] {
            let of = async |no: &str| {
                whole(&api(&browser, &token, method, &format!("/api/v1/cases/{no}{tail}"), body).await, no)
            };
            let (sealed, unknown) = (of(&no).await, of(UNKNOWN).await);
            assert!(sealed.starts_with("404"), "{login} {tail} {sealed}");
            assert_eq!(sealed, unknown, "{login} {method} {tail}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sc12_who_is_named_gives_a_reason_and_works_from_a_list_of_his_own() {
    let house = House::new().await;
    let no = sealed(&house).await;
    let worker = house.browser("worker").await;
    let list = worker.get("/sealed").await;
    assert!(list.has(BOY) && list.has(&no) && list.has("核查"), "{}", list.text);
    for page in ["/cases", "/workbench", "/handover", "/handover/prerelease?month=2026-12"] {
        assert!(!worker.get(page).await.has(BOY), "{page} shows him to the one who is named");
    }
    for path in ["", "/papers", "/scans", "/verify", "/papers/F1"] {
        let answer = worker.get(&format!("/cases/{no}{path}")).await;
        assert_eq!((answer.status, answer.location()), (303, format!("/cases/{no}/open").as_str()), "{path}");
    }
    let open = format!("/cases/{no}/open");
    assert!(worker.get(&open).await.has("为什么查阅"));
    let short = worker.post(&open, &[("reason", "看")]).await;
    assert!(short.status == 422 && short.has("请写明查阅封存档案的事由") && short.has("value=\"看\""));
    let opened = worker.post(&open, &[("reason", "信息核查")]).await;
    assert_eq!((opened.status, opened.location()), (303, format!("/cases/{no}").as_str()));
    let page = worker.get(&format!("/cases/{no}")).await;
    assert!(page.status == 200 && page.has(BOY) && page.has("依法封存"), "{}", page.text);
    assert_eq!(
        worker.post(&format!("/cases/{no}/verify"), &[("result", "01"), ("version", "4")]).await.status,
        303
    );

    let token = token(&house, "district").await;
    let browser = house.nobody();
    let path = format!("/api/v1/cases/{no}");
    house.browser("district").await.post("/sign-out", &[]).await;
    let shut = api(&browser, &token, "GET", &path, "").await;
    assert!(shut.status == 428 && shut.has("reason_needed"), "{}", shut.text);
    assert_eq!(
        api(&browser, &token, "POST", &format!("{path}/open"), r#"{"reason": "督办"}"#).await.status,
        204
    );
    assert_eq!(api(&browser, &token, "GET", &path, "").await.status, 200);
    let own = api(&browser, &token, "GET", "/api/v1/sealed", "").await;
    assert!(own.has(&no) && own.has(BOY));
}

#[tokio::test(flavor = "multi_thread")]
async fn sc12_the_list_is_in_everybodys_menu_and_says_when_it_is_empty() {
    let house = House::new().await;
    let before = menus(&house).await;
    let no = sealed(&house).await;
    assert_eq!(menus(&house).await, before, "a sealed case changes nobody's menu");
    for login in ["city", "head", "neighbour", "prison"] {
        let list = house.browser(login).await.get("/sealed").await;
        assert!(list.has("您名下没有封存档案") && !list.has(&no), "{login}");
    }
    let at = |login: &'static str| house.browser(login);
    assert!(at("admin").await.get("/sealed").await.has("您名下没有封存档案"));
    // One page of reasons for every number, and none for what cannot be one.
    let browser = at("city").await;
    let of = async |no: &str| whole(&browser.get(&format!("/cases/{no}/open")).await, no);
    assert_eq!(of(&no).await, of(UNKNOWN).await);
    assert_eq!(browser.get("/cases/..%3Cb%3E/open").await.status, 404);
}

async fn menus(house: &House) -> Vec<String> {
    let mut all = vec![];
    for login in ["city", "district", "head", "worker", "neighbour", "prison"] {
        let page = house.browser(login).await.get("/help").await.text;
        let menu = page.split("<nav").nth(1).and_then(|rest| rest.split("</nav>").next()).expect("a menu");
        assert!(menu.contains("/sealed"), "{login}");
        all.push(menu.to_owned());
    }
    all
}
