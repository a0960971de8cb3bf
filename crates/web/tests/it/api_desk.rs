//! The part of the API walk at the desk: numbers, questions between units, what is urged, what changed.

use crate::api::{by, no_of};
use crate::api_given::{Api, OFFICE, With};
use serde_json::json;

/// A question goes there and back, one is withdrawn; a late thing is urged, then many; changes are seen.
pub async fn desk(api: &Api) {
    let no = no_of(api, "worker", "陈大文").await;
    let no = no.as_str();
    let ask = json!({"to": OFFICE, "text": "家属是否已联系"});
    api.give("district", no, "ask", ask.clone()).await;
    api.give("worker", no, "answer-question", json!({"id": "1", "text": "已联系"})).await;
    api.give("district", no, "close-question", json!({"id": "1"})).await;
    api.give("district", no, "ask", ask).await;
    api.give("district", no, "withdraw-question", json!({"id": "2"})).await;
    let urged = api.give("district", no, "urge", json!({"obligation": "receive"})).await;
    assert_eq!(urged.body["events"], json!(["urge.urged"]));
    let other = no_of(api, "worker", "李小明").await;
    let things = json!({"things": format!("{no} receive,{other} receive")});
    let done = api.call("urge-many", &[], With { body: Some(things), ..by("district") }).await;
    assert_eq!(done.body["urged"], 1);
    assert_eq!(done.body["not_urged"][0]["code"], "urged_today");
    let open = api.call("list-urged", &[], With { query: "limit=1", ..by("district") }).await;
    assert_eq!(open.body["items"].as_array().map(Vec::len), Some(1));
    let bench = api.call("read-workbench", &[], by("district")).await;
    let number = |title: &str| {
        let all = bench.body["items"].as_array().expect("numbers");
        all.iter().find(|n| n["title"] == title).map(|n| n["count"].clone())
    };
    assert_eq!(number("催办未办"), Some(json!(2)));
    let changes = api.call("list-changes", &[], by("district")).await;
    let all = changes.body["items"].as_array().expect("changes");
    assert!(all.iter().any(|c| c["no"] == no && c["title"] == "答复咨询"), "its own are no changes");
    let seen = json!({"until": changes.body["until"]});
    api.call("see-changes", &[], With { body: Some(seen), ..by("district") }).await;
    let changes = api.call("list-changes", &[], by("district")).await;
    assert_eq!(changes.body["items"], json!([]));
}
