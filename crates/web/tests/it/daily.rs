//! The daily work at the screen: forms that begin with what is known, the worker suggested, whom to call,
//! a wrong visit struck out and corrected, needs answered, and the secret under which drafts are kept.

use crate::given::{House, row};
use documents::roster::Field;
use serde_json::json;

async fn house() -> (House, String) {
    let house = House::new().await;
    let cells = [(Field::Education, "初中"), (Field::KinPhone, "13800000000"), (Field::KinName, "冯某")];
    let no = house.at_home(row(2, &cells)).await;
    (house, no)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_opens_with_what_is_known_and_may_be_changed_before_it_is_saved() {
    let (house, no) = house().await;
    let worker = house.browser("worker").await;
    let form = worker.get(&format!("/cases/{no}/open-file")).await;
    assert!(form.has("value=\"初中\"") && form.has("value=\"13800000000\""));
    let (version, key) = (form.hidden("version"), form.hidden("key"));
    let health = [("version", version.as_str()), ("key", &key), ("on", "20261121"), ("health", "高血压")];
    let refused = worker.post(&format!("/cases/{no}/open-file"), &health).await;
    assert_eq!(refused.status, 422);
    assert!(refused.has("id=\"f-health_ground-wrong\"") && refused.has("高血压"));
    assert!(!refused.has("value=\"初中\""), "what was emptied stays empty after a refusal");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_with_least_to_do_is_suggested_with_the_reason_and_chosen() {
    let (house, no) = house().await;
    let head = house.browser("head").await;
    let form = head.get(&format!("/cases/{no}/assign-worker")).await;
    assert!(form.has("建议：head甲（在管 0 人，30 天内到期 0 件，最少）"));
    assert!(form.has("<option value=\"head\" selected>head甲（在管 0 人，30 天内到期 0 件）</option>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_has_both_numbers_and_the_visit_at_the_bottom() {
    let (house, no) = house().await;
    house.give(&no, "open-file", json!({"on": "2026-11-21", "phone": "13900001111", "contact_time": "晚上七点后", "discreet": true})).await;
    let worker = house.browser("worker").await;
    let page = worker.get(&format!("/cases/{no}")).await;
    let dock = page.text.split("<nav class=\"dock\"").nth(1).expect("a bar").to_owned();
    for wanted in ["tel:13900001111", "打给本人", "tel:13800000000", "打给家属", "/record-visit"] {
        assert!(dock.contains(wanted), "{wanted} is not in the bar: {dock}");
    }
    let form = worker.get(&format!("/cases/{no}/record-visit")).await;
    assert!(form.has("方便联系：晚上七点后") && form.has("希望低调联系"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_visit_is_corrected_from_the_timeline_by_who_recorded_it() {
    let (house, no) = house().await;
    let worker = house.browser("worker").await;
    let visit =
        [("on", "20261122"), ("way", "home"), ("result", "met"), ("note", "在家休息"), ("needs", "work")];
    assert_eq!(worker.post(&format!("/cases/{no}/record-visit"), &visit).await.status, 303);
    let path = format!("/cases/{no}/correct-visit?which=1");
    let page = worker.get(&format!("/cases/{no}")).await;
    assert!(page.has(&path) && page.has(&format!("/cases/{no}/answer-need?which=work")));
    assert!(!house.browser("district").await.get(&format!("/cases/{no}")).await.has(&path));
    let form = worker.get(&path).await;
    assert!(form.has("在家休息") && form.has("value=\"2026-11-22\"") && form.has("value=\"1\" selected"));
    let (version, key) = (form.hidden("version"), form.hidden("key"));
    let right = [
        ("version", version.as_str()),
        ("key", &key),
        ("visit", "1"),
        ("reason", "人不在，选错了"),
        ("on", "20261122"),
        ("way", "home"),
        ("result", "absent"),
    ];
    let saved = worker.post(&format!("/cases/{no}/correct-visit"), &right).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let page = worker.get(&format!("/cases/{no}")).await;
    assert!(page.has("class=\"struck\"") && page.has("在家休息") && page.has("人不在，选错了"));
    assert!(!page.has("answer-need"), "a need that was never said is not owed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_points_only_at_what_a_code_can_name() {
    let (house, no) = house().await;
    let worker = house.browser("worker").await;
    let odd = worker.get(&format!("/cases/{no}/correct-visit?which=%3Cb%3E")).await;
    assert!(odd.status == 200 && !odd.has("<b>&lt;") && !odd.has("selected>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_have_a_secret_that_ends_with_the_session() {
    let (house, no) = house().await;
    let secret = |text: &str| {
        let from = text.split("name=\"draft\" content=\"").nth(1).expect("a secret");
        from.split('"').next().expect("closed").to_owned()
    };
    let path = format!("/cases/{no}/record-visit");
    let (first, second) = (house.browser("worker").await, house.browser("worker").await);
    let (a, b) = (secret(&first.get(&path).await.text), secret(&second.get(&path).await.text));
    assert_eq!(a, secret(&first.get("/workbench").await.text), "one session, one secret");
    assert!(a != b && a.len() >= 43 && a != first.csrf, "another session of the same account has another");
    assert!(!house.nobody().get("/sign-in").await.has("name=\"draft\""));
}
