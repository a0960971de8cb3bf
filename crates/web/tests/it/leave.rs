//! Leave, stand-ins and the handing-over of many cases, over the pages and the API (issue 4, line 10).

use crate::given::{Browser, House, OFFICE, PASSWORD, asker, row};
use axum::{
    body::Body,
    http::{Request, header},
};
use domain::kernel::Role;
use serde_json::{Value, json};
use service::Given;

/// A house with a case at home of which the worker is in charge.
async fn staffed() -> (House, String) {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await;
    let head = asker(Role::OfficeHead, OFFICE);
    let fields = json!({"worker": "worker"});
    let fields = fields.as_object().expect("fields");
    house.service.give(&head, &no, "assign-worker", fields, Given::default()).await.expect("assigned");
    (house, no)
}

async fn in_charge(house: &House, no: &str) -> String {
    let view = house.service.view(&asker(Role::OfficeHead, OFFICE), no).await.expect("seen");
    view.case.casefile.worker.expect("somebody").account
}

async fn told(browser: &Browser, answer: &crate::given::Answer) -> crate::given::Answer {
    assert_eq!(answer.status, 303, "{}", answer.text);
    browser.get(answer.location()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workbench_says_for_whom_one_stands_in() {
    let (house, _) = staffed().await;
    let (worker, head) = (house.browser("worker").await, house.browser("head").await);
    let own = head.get("/workbench?own=1").await;
    assert!(own.has("您今天没有七日内到期的事项") && !own.has("代worker甲"));
    let days = [("from", "2026-11-24"), ("until", "2026-11-26"), ("reason", "sick")];
    let set = worker.post("/leave", &days).await;
    let page = told(&worker, &set).await;
    assert!(page.has("请假已登记") && page.has("待指定") && page.has("今天不在"));
    assert!(!page.has("<td data-label=\"请假\">病假"), "why he is away is shown on no list");
    let bench = head.get("/workbench").await;
    assert!(bench.has("请指定代办人") && bench.has("还没有代办人") && bench.has("今天您代办：worker甲"));
    let own = head.get("/workbench?own=1").await;
    assert!(own.has("代worker甲") && own.has("看全所"));
    let named = [&days[..], &[("login", "worker"), ("stand_in", "head")]].concat();
    let set = head.post("/leave", &named).await;
    assert!(!told(&head, &set).await.has("待指定"));
    assert!(!head.get("/workbench").await.has("请指定代办人"));
    let ended = worker.post("/leave/end", &[]).await;
    assert!(told(&worker, &ended).await.has("请假已结束"));
    assert!(!head.get("/workbench").await.has("今天您代办"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_leave_keeps_what_was_typed_and_says_what_is_wrong() {
    let (house, _) = staffed().await;
    let worker = house.browser("worker").await;
    let fields = [("from", "20261130"), ("until", "20261126"), ("stand_in", "head")];
    let answer = worker.post("/leave", &fields).await;
    assert_eq!(answer.status, 422);
    assert!(answer.has("最后一天早于第一天") && answer.has("value=\"20261130\""));
    assert!(answer.has("<option value=\"head\" selected>"));
    assert!(!answer.has("<option value=\"worker\""), "nobody stands in for himself");
    let other =
        worker.post("/leave", &[("login", "head"), ("from", "20261124"), ("until", "20261124")]).await;
    assert!(other.status == 422 && other.has("请假由本人或本所所长登记"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_previews_confirms_and_takes_back() {
    let (house, no) = staffed().await;
    let head = house.browser("head").await;
    let page = head.get("/cases/reassign").await;
    assert!(page.has("还没有移交过") && page.has("在管 1 人") && !page.has("name=\"cases\""));
    let empty = head.post("/cases/reassign/preview", &[("from", "worker")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.has("<option value=\"worker\" selected>"), "what was chosen stays chosen");
    let ask = [("from", "worker"), ("to", "head"), ("reason", "调离")];
    let preview = head.post("/cases/reassign/preview", &ask).await;
    assert_eq!(preview.status, 200, "{}", preview.text);
    assert!(preview.has(&no) && preview.has("确认移交 1 份") && preview.has("head甲"));
    assert_eq!(in_charge(&house, &no).await, "worker");
    let plan = preview.hidden("plan");
    let done = head.post("/cases/reassign", &[("plan", &plan)]).await;
    let page = told(&head, &done).await;
    assert!(page.has("已移交 1 份档案"));
    assert_eq!(in_charge(&house, &no).await, "head");
    let again = head.post("/cases/reassign", &[("plan", &plan)]).await;
    assert!(again.status == 422 && again.has("请重新预览"));
    let undone = head.post("/cases/reassign/undo", &[("id", &page.hidden("id"))]).await;
    let page = told(&head, &undone).await;
    assert!(page.has("1 份档案回到原责任人") && page.has("已撤销"));
    assert_eq!(in_charge(&house, &no).await, "worker");
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_give_cases_on_and_take_them_back() {
    let (house, no) = staffed().await;
    let session = json!({"account": "head", "password": PASSWORD});
    let token =
        send(&house, "", "/api/v1/session", session).await.1["token"].as_str().expect("a token").to_owned();
    let call = async |path: &str, body| send(&house, &token, path, body).await;
    let ask = json!({"from": "worker", "to": "head", "reason": "调离"});
    let (status, preview) = call("/api/v1/reassignments/preview", ask).await;
    assert_eq!((status, preview["moves"][0]["no"].as_str()), (200, Some(no.as_str())));
    let (status, done) = call("/api/v1/reassignments", json!({"plan": preview["plan"]})).await;
    assert_eq!((status, done["cases"].as_u64()), (200, Some(1)));
    let path = format!("/api/v1/reassignments/{}/undo-reassignment", done["id"].as_str().expect("an id"));
    let (status, undone) = call(&path, json!({})).await;
    assert_eq!((status, &undone["back"], &undone["kept"]), (200, &json!([no]), &json!([])));
    let (status, set) =
        call("/api/v1/accounts/worker/set-leave", json!({"from": "2026-11-25", "until": "2026-11-25"})).await;
    assert_eq!((status, &set["events"]), (200, &json!(["account.leave_set"])));
}

async fn send(house: &House, token: &str, path: &str, body: Value) -> (u16, Value) {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {token}"));
    let answer = house.nobody().send(request, Body::from(body.to_string())).await;
    (answer.status, serde_json::from_str(&answer.text).expect("JSON"))
}
