//! Rule packs as pages: the city bureau pastes one, sees what it changes, accepts it.

use crate::given::{House, row};
use serde_json::json;

fn pack(value: i32) -> String {
    json!({
        "name": "guangzhou-2026", "area": "440100", "version": 2, "valid_from": "2026-11-01",
        "basis": {"title": "穗司规〔2026〕9号", "valid_from": "2026-11-01", "valid_to": null},
        "items": [{"rule": "R-23", "title": "首次家访", "value": value, "unit": "days",
                   "source": "穗司规〔2026〕9号第八条", "confidence": "Q"}]
    })
    .to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_city_sees_whose_deadlines_move_before_it_accepts_a_pack() {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await; // came home on 20 November
    let city = house.browser("city").await;
    assert!(city.get("/rules").await.text.contains("/rules/new"));
    let (text, reason) = (pack(5), "市局会议决定");
    let shown = city.post("/rules/preview", &[("pack", &text), ("reason", reason)]).await;
    assert_eq!(shown.status, 200);
    for part in ["首次家访", "7 天", "5 天", "11月27日", "11月25日", &format!("/cases/{no}")] {
        assert!(shown.text.contains(part), "{part} is shown");
    }
    assert!(city.get(&format!("/cases/{no}")).await.text.contains("11月27日"), "nothing changed yet");
    let done = city.post("/rules/accept", &[("pack", &text), ("reason", reason)]).await;
    assert_eq!(done.status, 303);
    assert!(city.get(done.location()).await.text.contains("1 项待办的期限随之更新"));
    assert!(city.get(&format!("/cases/{no}")).await.text.contains("11月25日"));
    let one = house.browser("worker").await.get("/rules/R-23").await;
    for part in ["5 天", "7 天", "穗司规〔2026〕9号第八条", "Q 文件规定", "依据已届满，沿用待确认"]
    {
        assert!(one.text.contains(part), "{part} is shown on the page of the rule");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_that_cannot_be_used_is_kept_in_the_form_with_what_is_wrong() {
    let house = House::new().await;
    let city = house.browser("city").await;
    let wrong = city.post("/rules/preview", &[("pack", &pack(-5)), ("reason", "试")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("R-23 的内容不对") && wrong.text.contains("穗司规"), "kept and told");
    let worker = house.browser("worker").await;
    assert!(!worker.get("/rules").await.text.contains("/rules/new"), "not offered to an office");
    assert_eq!(worker.post("/rules/accept", &[("pack", &pack(5)), ("reason", "试")]).await.status, 422);
}
