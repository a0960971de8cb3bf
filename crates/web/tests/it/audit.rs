//! The auditor's pages, and who looked at a file by role and day.

use crate::given::{House, NAME, row};

#[tokio::test(flavor = "multi_thread")]
async fn the_auditor_searches_what_was_done_and_who_looked() {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await;
    let auditor = house.browser("auditor").await;
    assert_eq!(auditor.get("/").await.location(), "/audit");
    let all = auditor.get("/audit").await;
    assert!(all.text.contains("登记接回") && !all.text.contains(NAME));
    let sent = auditor.post("/audit", &[("list", "acts"), ("no", &no), ("account", "")]).await;
    assert!(!sent.location().contains(&no), "what is searched stands in no address");
    let found = auditor.get(sent.location()).await;
    assert!(found.text.contains("核查反馈") && !found.text.contains("开立账号"));
    house.browser("worker").await.get(&format!("/cases/{no}")).await;
    let sent = auditor.post("/audit", &[("list", "looks"), ("no", &no)]).await;
    let found = auditor.get(sent.location()).await;
    assert!(found.text.contains("打开档案") && found.text.contains("worker"));
    assert_eq!(auditor.get(&format!("/cases/{no}")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_makes_no_sense_is_told_and_an_empty_one_says_what_to_do() {
    let house = House::new().await;
    let auditor = house.browser("auditor").await;
    let sent = auditor.post("/audit", &[("list", "acts"), ("from", "20261124"), ("until", "20261101")]).await;
    let told = auditor.get(sent.location()).await;
    assert_eq!(told.status, 422);
    assert!(told.text.contains("“从”不能晚于“到”") && told.text.contains("2026"));
    let sent = auditor.post("/audit", &[("list", "looks"), ("account", "nobody")]).await;
    assert!(auditor.get(sent.location()).await.text.contains("可以放宽日期"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_looks_at_a_file_are_narrowed_by_role_and_day() {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await;
    house.browser("worker").await.get(&format!("/cases/{no}")).await;
    let head = house.browser("head").await;
    let rows = |text: &str| text.matches("打开档案").count();
    let path = format!("/cases/{no}/looks");
    let of_workers = head.get(&format!("{path}?role=office_worker")).await;
    let of_prisons = head.get(&format!("{path}?role=prison")).await;
    assert!(rows(&of_workers.text) > 0 && rows(&of_prisons.text) == 0);
    assert!(of_prisons.text.contains("这段时间没有这样的查阅"));
    let before = head.get(&format!("{path}?until=2026-11-23")).await;
    assert_eq!(rows(&before.text), 0);
}
