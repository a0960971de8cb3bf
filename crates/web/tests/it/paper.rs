//! 文书 through the pages and the API: what is offered, what the page and the file say, what is kept of it.

use crate::given::{self, Answer, House, ID_NUMBER, NAME, row};
use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};
use std::io::{Cursor, Read};

/// The texts of a DOCX, read with the ZIP library and nothing of ours.
fn document(answer: &Answer) -> String {
    let kind = answer.header("content-type");
    assert_eq!(kind, "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    let mut archive = zip::ZipArchive::new(Cursor::new(answer.bytes.clone())).expect("a ZIP archive");
    let mut text = String::new();
    archive.by_name("word/document.xml").expect("there").read_to_string(&mut text).expect("UTF-8");
    let texts = text.split("<w:t xml:space=\"preserve\">").skip(1).filter_map(|t| t.split('<').next());
    texts.collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_case_leads_to_its_papers_and_each_opens() {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await;
    let worker = house.browser("worker").await;
    let list = format!("/cases/{no}/papers");
    assert!(worker.get(&format!("/cases/{no}")).await.has(&list));
    let page = worker.get(&list).await;
    for code in ["F1", "F3", "F4", "F5", "F6", "F7", "F8", "F9"] {
        assert!(page.has(&format!("{list}/{code}\"")), "{code} is offered");
        let paper = worker.get(&format!("{list}/{code}")).await;
        assert!(paper.status == 200 && paper.has(NAME), "{code}");
        assert!(paper.has("data-print") && paper.has(&format!("{list}/{code}/docx")), "{code}");
    }
    assert_eq!(worker.get(&format!("{list}/F2")).await.status, 422, "a list of a month has its own place");
    assert_eq!(worker.get(&format!("{list}/F10")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_printed_yet_says_why_and_what_to_do() {
    let house = House::new().await;
    let no = house.taken(row(2, &[])).await;
    let page = house.browser("worker").await.get(&format!("/cases/{no}/papers")).await;
    assert!(page.has("还没有衔接，登记接回或自返后再打印"));
    let prison = house.browser("prison").await.get(&format!("/cases/{no}/papers")).await;
    assert!(prison.has("通知书") && !prison.has("登记表"), "the prison sees its own papers only");
}

#[tokio::test(flavor = "multi_thread")]
async fn page_and_file_say_the_same_and_the_number_is_whole_only_for_a_purpose() {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await;
    let worker = house.browser("worker").await;
    let at = format!("/cases/{no}/papers/F5");
    let (page, file) = (worker.get(&at).await, worker.get(&format!("{at}/docx")).await);
    let said = document(&file);
    assert!(page.has("衔接工作交接单") && said.contains("衔接工作交接单"));
    assert!(page.has("司法所接回") && said.contains("司法所接回"));
    assert!(!page.has(ID_NUMBER) && !said.contains(ID_NUMBER));
    let page = worker.get(&format!("{at}?purpose=sign&copy=yes")).await;
    assert!(page.has(ID_NUMBER) && page.has("【副本】"));
    assert!(page.has(&format!("formaction=\"{at}/docx\"")), "the file is asked for with the same choices");
    let said = document(&worker.get(&format!("{at}/docx?purpose=sign&copy=yes")).await);
    assert!(said.contains(ID_NUMBER) && said.contains("副本"));
    assert!(said.contains("演示数据"), "a paper of a demonstration says so");
    let unknown = worker.get(&format!("{at}?purpose=curiosity")).await;
    assert!(unknown.status == 200 && !unknown.has(ID_NUMBER), "a purpose of one's own is none");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_named_by_form_and_number_and_kept_by_no_cache() {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await;
    let file = house.browser("worker").await.get(&format!("/cases/{no}/papers/F6/docx")).await;
    assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"F6-{no}.docx\""));
    assert_eq!(file.header("cache-control"), "no-store");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_of_the_office_sees_which_paper_was_printed_and_for_what() {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await;
    house.browser("worker").await.get(&format!("/cases/{no}/papers/F5/docx?purpose=send")).await;
    let looks = house.browser("head").await.get(&format!("/cases/{no}/looks")).await;
    assert!(looks.has("文书 F5 衔接工作交接单") && looks.has("送监所、公安机关或上级"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recorded_visit_is_offered_by_its_day() {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await;
    let visit = json!({"on": "2026-11-23", "way": "home", "result": "met", "note": "住处安顿<b>"});
    house.give(&no, "record-visit", visit).await;
    let worker = house.browser("worker").await;
    let list = worker.get(&format!("/cases/{no}/papers")).await;
    let link = list.text.split("F9?visit=").nth(1).and_then(|t| t.split('"').next()).expect("offered");
    let at = format!("/cases/{no}/papers/F9?visit={link}");
    assert!(worker.get(&at).await.has("住处安顿&#60;b&#62;"), "what was typed is text, not markup");
    assert!(!worker.get(&format!("/cases/{no}/papers/F9")).await.has("住处安顿"));
    assert_eq!(worker.get(&format!("/cases/{no}/papers/F9?visit=1")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_a_month_is_chosen_printed_and_downloaded() {
    let house = House::new().await;
    house.taken(row(2, &[])).await;
    let worker = house.browser("worker").await;
    assert!(worker.get("/handover").await.has("/handover/papers/month"));
    let next = worker.get("/handover/papers/month").await;
    assert!(next.has("2026年12月") && next.has("本月没有将要释放的人员"), "a month ahead");
    let at = "/handover/papers/month?month=2026-11&purpose=check";
    let page = worker.get(at).await;
    assert!(page.has(NAME) && page.has(ID_NUMBER));
    let file = worker.get("/handover/papers/month/docx?month=2026-11").await;
    assert!(document(&file).contains(NAME));
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"F2-2026-11.docx\"");
    assert!(!house.browser("neighbour").await.get(at).await.has(NAME));
}

async fn token(house: &House, login: &str) -> String {
    let body = json!({"account": login, "password": given::PASSWORD}).to_string();
    let request = Request::post("/api/v1/session").header(header::CONTENT_TYPE, "application/json");
    let answer = house.nobody().send(request, Body::from(body)).await;
    let told: Value = serde_json::from_str(&answer.text).expect("JSON");
    told["token"].as_str().expect("a token").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_lists_papers_and_gets_the_same_file() {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await;
    let bearer = format!("Bearer {}", token(&house, "worker").await);
    let ask = async |path: String| {
        let request = Request::get(path).header(header::AUTHORIZATION, &bearer);
        house.nobody().send(request, Body::empty()).await
    };
    let list: Value =
        serde_json::from_str(&ask(format!("/api/v1/cases/{no}/papers")).await.text).expect("JSON");
    assert_eq!(list["sheets"].as_array().map(Vec::len), Some(8));
    assert_eq!(list["sheets"][3]["code"], "F5");
    assert_eq!(list["sheets"][3]["not_yet"], Value::Null);
    let file = ask(format!("/api/v1/cases/{no}/papers/F5?purpose=file")).await;
    assert!(document(&file).contains(ID_NUMBER));
    let no_purpose = ask(format!("/api/v1/cases/{no}/papers/F5?purpose=because")).await;
    assert_eq!((no_purpose.status, no_purpose.has("purpose")), (422, true));
    assert_eq!(ask("/api/v1/papers/month?month=2026-13".into()).await.status, 422);
    assert!(document(&ask("/api/v1/papers/month?month=2026-11".into()).await).contains(NAME));
}
