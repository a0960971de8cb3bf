//! 接送 as pages: the board with its marks, the sheet for the car, the costs, the first-week section; who is
//! shown what.

use crate::given::{Browser, House, row};
use documents::roster::Field;
use serde_json::json;

/// A key person of 员村 who comes home on 20 December, verified.
async fn awaited(house: &House) -> String {
    let cells = [(Field::StartsOn, "2024-12-21"), (Field::EndsOn, "2026-12-20")];
    let no = house.taken(row(2, &cells)).await;
    house.give(&no, "verify", json!({"result": "01", "category": "key"})).await;
    no
}

fn plan() -> serde_json::Value {
    json!({"comes": "03", "staff": "陈某", "relatives": "姐姐", "vehicle": "粤A12345", "driver": "王某",
        "meets": "8:30 监所正门", "papers": ["letter"], "medicine": "每日降压药", "estimate": 35_000})
}

async fn text(browser: &Browser, path: &str) -> String {
    let page = browser.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    page.text
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_says_what_is_missing_and_a_count_opens_its_people() {
    let house = House::new().await;
    let no = awaited(&house).await;
    let worker = house.browser("worker").await;
    let page = text(&worker, "/handover/board").await;
    assert!(page.contains("急：怎样回家还没有安排"), "thirty days before are over");
    house.give(&no, "plan-fetch", plan()).await;
    let page = text(&worker, "/handover/board").await;
    for words in ["12月20日", "司法所去接", "粤A12345", "还没有与监所确认", "缺交接单、工作人员证件"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("急："), "seven days before are not reached");
    assert!(text(&worker, "/handover/board?show=key").await.contains(&no));
    assert!(!text(&worker, "/handover/board?show=red").await.contains(&no));
    assert!(text(&house.browser("district").await, "/handover/board?unit=440106002").await.contains(&no));
    assert!(!text(&house.browser("district").await, "/handover/board?unit=440106006").await.contains(&no));
    assert!(!text(&house.browser("neighbour").await, "/handover/board").await.contains(&no));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_prison_sees_who_comes_and_nothing_of_what_we_prepare() {
    let house = House::new().await;
    let no = awaited(&house).await;
    house.give(&no, "plan-fetch", plan()).await;
    let page = text(&house.browser("prison").await, "/handover/board").await;
    for words in [no.as_str(), "陈某", "粤A12345", "去确认"] {
        assert!(page.contains(words), "{words}");
    }
    for words in ["350.00", "预计", "缺交接单", "接送经费", "降压药"] {
        assert!(!page.contains(words), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_for_the_car_holds_no_more_than_the_trip_needs() {
    let house = House::new().await;
    let no = awaited(&house).await;
    house.give(&no, "plan-fetch", plan()).await;
    let page = text(&house.browser("worker").await, "/handover/board/2026-12-20").await;
    for words in ["粤A12345", "王某", "陈某", "8:30 监所正门", "☑ 介绍信", "☐ 交接单", "番禺监狱"]
    {
        assert!(page.contains(words), "{words}");
    }
    for words in ["盗窃", "440106196703121830", "黄石二路", "降压药", "重点", "有期徒刑"] {
        assert!(!page.contains(words), "{words}");
    }
    assert!(
        text(&house.browser("worker").await, "/handover/board/2026-12-21")
            .await
            .contains("没有要出车去接的人")
    );
    assert_eq!(house.browser("worker").await.get("/handover/board/2026-13-01").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_completed_without_typing_again_what_is_known() {
    let house = House::new().await;
    let no = awaited(&house).await;
    house.give(&no, "plan-fetch", plan()).await;
    let form = text(&house.browser("worker").await, &format!("/cases/{no}/plan-fetch")).await;
    assert!(form.contains("value=\"粤A12345\"") && form.contains("value=\"350\""), "money in yuan");
    assert!(form.contains("value=\"letter\" checked"));
    let browser = house.browser("worker").await;
    let seen = browser.get(&format!("/cases/{no}/plan-fetch")).await;
    let (version, key) = (seen.hidden("version"), seen.hidden("key"));
    let wrong =
        [("comes", "06"), ("vehicle", "粤B1"), ("estimate", "一百"), ("version", &version), ("key", &key)];
    let told = browser.post(&format!("/cases/{no}/plan-fetch"), &wrong).await;
    assert_eq!(told.status, 422);
    assert!(told.has("value=\"粤B1\"") && told.has("value=\"一百\"") && told.has("最多两位小数"));
}

#[tokio::test(flavor = "multi_thread")]
async fn costs_open_from_the_district_down_to_the_person() {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await;
    house.give(&no, "record-cost", json!({"on": "2026-11-20", "car": "280", "meals": "60.5"})).await;
    let district = house.browser("district").await;
    let set = district.post("/handover/costs", &[("year", "2026"), ("amount", "300")]).await;
    assert_eq!(set.status, 303);
    let page = text(&district, "/handover/costs").await;
    for words in ["340.50", "超出 40.50 元", "unit=440106002"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(text(&district, "/handover/costs?unit=440106002&year=2026").await.contains(&no));
    assert!(text(&district, "/handover/costs?year=2025").await.contains("这一年还没有登记接送费用"));
    assert_eq!(district.get("/handover/costs?unit=440105").await.status, 404);
    let wrong = district.post("/handover/costs", &[("year", "2026"), ("amount", "很多")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.has("很多"), "what was typed is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_week_is_on_the_page_and_health_only_for_the_office_that_owns_it() {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await;
    let path = format!("/cases/{no}");
    let page = text(&house.browser("worker").await, &path).await;
    for words in ["回归首周", "居民身份证", "派出所", "还没有问", "还缺材料"] {
        assert!(page.contains(words), "{words}");
    }
    let list =
        json!({"on": "2026-11-21", "identity_card": "done", "pension": "not_needed", "phone": "wanted"});
    house.give(&no, "check-settling", list).await;
    let health = json!({"on": "2026-11-21", "basis": "consent", "basis_note": "同意书", "conditions": ["mental"],
        "medication": "奥氮平", "days_in_hand": 7, "clinic": "某医院"});
    house.give(&no, "record-health", health).await;
    house.give(&no, "flag-measure", json!({"measure": "political_rights", "organ": "员村派出所"})).await;
    let own = text(&house.browser("worker").await, &path).await;
    for words in ["已办好", "不需要", "要办", "奥氮平", "附加剥夺政治权利"] {
        assert!(own.contains(words), "{words}");
    }
    for above in ["district", "city"] {
        let page = text(&house.browser(above).await, &path).await;
        assert!(!page.contains("奥氮平") && page.contains("内容只有责任单位能看到"), "{above}");
    }
    for list in ["/workbench", "/cases", "/handover/board"] {
        assert!(!text(&house.browser("worker").await, list).await.contains("奥氮平"), "{list}");
    }
}
