//! Pages before a release: the list of a month, papers that are missing, who is not linked here, letters.

use crate::given::{self, Browser, House, row};
use documents::roster::Field;
use domain::kernel::Role;
use serde_json::{Value, json};
use service::Given;

const INSIDE: [(Field, &str); 2] = [(Field::StartsOn, "2024-12-21"), (Field::EndsOn, "2026-12-20")];
const DECEMBER: &str = "/handover/prerelease?month=2026-12";

/// A person of 员村 who comes home on 20 December.
async fn inside(house: &House) -> String {
    house.taken(row(2, &INSIDE)).await
}

/// A command given past the pages by somebody of a role.
async fn by(house: &House, role: Role, unit: &str, no: &str, name: &str, fields: Value) {
    let asker = given::asker(role, unit);
    let version = house.service.view(&asker, no).await.expect("seen").version;
    let given = Given { if_match: Some(version), idempotency_key: None };
    house.service.give(&asker, no, name, fields.as_object().expect("fields"), given).await.expect(name);
}

async fn sends_notice(house: &House, no: &str) {
    by(house, Role::Prison, given::prison(), no, "send-notice", json!({"on": "2026-11-24"})).await;
}

/// The path of the tab of that title and figure.
fn tab(page: &crate::given::Answer, title_and_figure: &str) -> String {
    let end = format!(">{title_and_figure}</a>");
    let before = page.text.split(&end).next().filter(|b| b.len() < page.text.len()).expect(title_and_figure);
    let tag = before.rsplit("href=\"").next().expect("a link");
    tag.split('"').next().expect("an end").replace("&#38;", "&").replace("&amp;", "&")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_of_the_month_opens_the_persons_whom_it_counts() {
    let house = House::new().await;
    let no = inside(&house).await;
    for login in ["worker", "district", "city", "prison"] {
        let browser = house.browser(login).await;
        let page = browser.get(DECEMBER).await;
        assert!(page.has(given::NAME) && page.has("2026年12月"), "{login}");
        let lacking = browser.get(&tab(&page, "缺通知书 1")).await;
        assert!(lacking.has(&no), "{login}");
    }
    sends_notice(&house, &no).await;
    let browser = house.browser("worker").await;
    let page = browser.get(DECEMBER).await;
    let lacking = browser.get(&tab(&page, "缺通知书 0")).await;
    assert!(!lacking.has(&no) && lacking.has("这个月没有这样的人"));
    assert!(!house.browser("neighbour").await.get(DECEMBER).await.has(given::NAME));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_tells_its_dates_and_who_sent_late() {
    let house = House::new().await;
    inside(&house).await;
    let page = house.browser("city").await.get(DECEMBER).await;
    assert!(page.has("R-08") && page.has("11月10日") && page.has("晚于期限报来：广东省番禺监狱 1 人"));
    assert!(page.has("11月13日") && page.has("11月14日") && page.has("都在期限内"));
    let empty = house.browser("city").await.get("/handover/prerelease?month=2027-09").await;
    assert!(empty.has("2027年9月没有要释放的人员") && empty.has("还有 "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_paper_leads_to_its_form_for_whoever_may_fill_it_in() {
    let house = House::new().await;
    let no = inside(&house).await;
    let form = format!("/cases/{no}/send-notice");
    for (login, may) in [("district", true), ("prison", true), ("city", true), ("worker", false)] {
        let page = house.browser(login).await.get("/handover/receipts").await;
        assert!(page.has(given::NAME), "{login}");
        assert_eq!(page.has(&form), may, "{login}");
    }
    let district = house.browser("district").await;
    assert!(district.get(&format!("/cases/{no}")).await.has(&form), "the district acts for the prison");
    assert!(district.get("/handover/receipts?paper=receipt").await.has("收到的通知书都已寄回回执"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_linked_here_is_listed_with_his_reason() {
    let house = House::new().await;
    let no = inside(&house).await;
    let browser = house.browser("worker").await;
    let page = browser.get("/handover/unlinked?month=2026-11").await;
    assert!(page.has("2026年11月没有未衔接的人员"));
    let leave = json!({"on": "2026-11-24", "ground": "medical", "agency": "天河区社区矫正管理局"});
    by(&house, Role::Prison, given::prison(), &no, "leave-list", leave).await;
    let page = browser.get("/handover/unlinked?month=2026-11").await;
    assert!(page.has(&no) && page.has("暂予监外执行") && page.has("不用上报"));
    let month = browser.get(DECEMBER).await;
    assert!(month.has("不计入衔接率分母") && month.has("缺通知书 0"));
}

async fn named_by_the_head(house: &House) -> Browser {
    let head = house.browser("head").await;
    let answer = head.post("/letters/word", &[("word", "员司帮")]).await;
    assert_eq!(answer.status, 303);
    head
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_numbered_sealed_and_proven_on_its_pages() {
    let house = House::new().await;
    let no = inside(&house).await;
    let worker = house.browser("worker").await;
    assert!(worker.get("/letters").await.has("请负责人先设置机关代字"));
    let head = named_by_the_head(&house).await;
    let fields =
        [("what", "receipt"), ("title", "关于回执的函"), ("addressee", "番禺监狱"), ("cases", no.as_str())];
    let answer = worker.post("/letters", &fields).await;
    assert_eq!(answer.status, 303);
    assert!(answer.location().starts_with("/letters/440106002-2026-1?"));
    let page = worker.get("/letters/440106002-2026-1").await;
    assert!(page.has("员司帮〔2026〕1号") && page.has(&format!("/cases/{no}")));
    let seal =
        |copies| [("on", "20261124"), ("asked_by", "李某"), ("approved_by", "陈某"), ("copies", copies)];
    let wrong = worker.post("/letters/440106002-2026-1/seal-letter", &seal("0")).await;
    assert!(wrong.status == 422 && wrong.has("用印至少一份") && wrong.has("value=\"陈某\""));
    assert_eq!(worker.post("/letters/440106002-2026-1/seal-letter", &seal("2")).await.status, 303);
    assert!(worker.get("/letters?state=unproved").await.has("员司帮〔2026〕1号"));
    let proof = [("on", "20261124"), ("how", "hand"), ("by", "李某"), ("received_by", "监狱收发室")];
    assert_eq!(worker.post("/letters/440106002-2026-1/prove-delivery", &proof).await.status, 303);
    assert!(!worker.get("/letters?state=unproved").await.has("员司帮〔2026〕1号"));
    let void = head.post("/letters/440106002-2026-1/void-letter", &[("reason", "退回重发")]).await;
    assert_eq!(void.status, 303);
    let register = house.browser("district").await.get("/letters?book=440106002-2026").await;
    assert!(register.has("作废") && register.has("监狱收发室收"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_for_a_number_that_is_sent_twice_draws_one() {
    let house = House::new().await;
    let head = named_by_the_head(&house).await;
    let key = head.get("/letters").await.hidden("key");
    let fields = [("what", "other"), ("title", "某函"), ("addressee", "某单位"), ("key", key.as_str())];
    for _ in 0..2 {
        assert_eq!(head.post("/letters", &fields).await.status, 303);
    }
    let register = head.get("/letters").await;
    assert!(register.has("共 1 号") && !register.has("2号"));
}

/// Whoever may add a person finds the way from the list on which he is missing; everybody its print.
#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_a_month_leads_to_its_print_and_to_adding_who_is_missing() {
    let house = House::new().await;
    inside(&house).await;
    for login in ["worker", "head", "district", "city", "prison"] {
        let page = house.browser(login).await.get(DECEMBER).await;
        assert!(page.has("/handover/papers/month?month=2026-12"), "{login}");
        assert!(page.has("href=\"/handover/rosters/one\""), "{login}");
    }
    let page = house.browser("admin").await.get(DECEMBER).await;
    assert!(!page.has("href=\"/handover/rosters/one\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_a_month_says_how_far_the_fetch_has_come() {
    let house = House::new().await;
    let no = inside(&house).await;
    let worker = house.browser("worker").await;
    let mark = |word: &str| format!("<td data-label=\"接送\"><span class=\"tag{word}</span></td>");
    assert!(worker.get(DECEMBER).await.has(&mark(" late\">缺")));
    house.give(&no, "plan-fetch", json!({"comes": "03"})).await;
    assert!(worker.get(DECEMBER).await.has(&mark(" done\">已安排")));
    house.give(&no, "confirm-fetch", json!({"on": "2026-11-24", "contact": "狱政科"})).await;
    assert!(worker.get(DECEMBER).await.has(&mark(" done\">已确认")));
    let moved = json!({"release_on": "2026-12-28", "ground": "added"});
    by(&house, Role::Prison, given::prison(), &no, "change-release", moved).await;
    assert!(worker.get(DECEMBER).await.has(&mark(" late\">缺")), "the plan was for another day");
}
