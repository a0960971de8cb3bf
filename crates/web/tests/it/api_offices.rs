//! The part of the API walk in which offices, bureaus and prisons write to each other: verification, papers
//! before the release, letters, pictures, custody, forms, rule packs.

use crate::api::{HOME, by, no_of};
use crate::api_given::{Api, NEIGHBOUR, OFFICE, With, number, prison};
use serde_json::{Value, json};

/// Who did not arrive had been taken by another organ, and died there.
pub async fn custody(api: &Api) {
    let no = no_of(api, "worker", "黄志强").await;
    let taken = json!({"on": "2026-11-20", "organ": "某市公安局", "ground": "刑事拘留"});
    api.give("worker", &no, "re-detained", taken).await;
    let seen = api.call("read-case", &[("no", &no)], by("worker")).await;
    assert_eq!(seen.body["fetch"]["taken"]["organ"], "某市公安局");
    api.give("worker", &no, "ask-custody", json!({"on": "2026-11-23", "told": "仍在侦查"})).await;
    api.give("worker", &no, "died-in-custody", json!({"on": "2026-11-24", "source": "看守所来函"})).await;
}

/// Evidence, corrections and their disputes, a number that another bears, and two hand-overs.
pub async fn verification(api: &Api) {
    let no = no_of(api, "worker", "何建国").await;
    let evidence = |item: &str| json!({"item": item, "outcome": "differs", "organ": "police", "said_by": "王警官", "means": "visit"});
    let mut name = evidence("name");
    name["correct"] = "何建".into();
    api.give("worker", &no, "record-evidence", name).await;
    api.give("worker", &no, "record-evidence", evidence("id_number")).await;
    api.give("worker", &no, "verify", json!({"result": "02"})).await;
    let dispute = json!({"item": "name", "reply": "dispute", "text": "判决书如此"});
    api.give("prison", &no, "answer-correction", dispute).await;
    let number = json!({"item": "id_number", "reply": "other", "value": "440106196703121830"});
    let answered = api.give("prison", &no, "answer-correction", number).await;
    let kinds = ["handover.correction_answered", "handover.answered", "handover.likeness_found"];
    assert_eq!(answered.body["events"], json!(kinds), "the number is borne by somebody of another name");
    for (kind, settle) in [("correction", "decide-dispute"), ("likeness", "decide-likeness")] {
        let query = format!("kind={kind}");
        let list = api.call("list-disputes", &[], With { query: &query, ..by("district") }).await;
        let settled_by: Vec<&Value> =
            list.body["items"].as_array().unwrap().iter().map(|o| &o["settle"]).collect();
        assert_eq!(settled_by, [settle], "{kind}");
    }
    let other = json!({"decision": "other", "reason": "监所抄错"});
    api.give("district", &no, "decide-likeness", other).await;
    let office = json!({"item": "name", "ruling": "office", "reason": "户籍底册"});
    api.give("district", &no, "decide-dispute", office).await;
    let to = json!({"to": NEIGHBOUR, "reason": "界线调整"});
    api.give("worker", &no, "hand-over-case", to.clone()).await;
    api.give("district", &no, "decide-transfer", json!({"decision": "stay", "reason": "界线未定"})).await;
    api.give("worker", &no, "hand-over-case", to).await;
    api.give("neighbour", &no, "receive-case", json!({"receipt": "accept"})).await;
    let seen = api.call("read-case", &[("no", &no)], by("neighbour")).await;
    assert_eq!(seen.body["owner"]["code"], NEIGHBOUR);
    api.give("neighbour", &no, "hand-over-case", json!({"to": OFFICE, "reason": "界线未改"})).await;
    api.give("worker", &no, "receive-case", json!({"receipt": "accept"})).await;
}

/// The prison tells that he stays a month longer; then everything before that day.
pub async fn before_release(api: &Api) {
    let no = no_of(api, "worker", "何建国").await;
    let no = no.as_str();
    let on = "2026-11-24";
    let told = json!({"on": on, "result": "told", "who": "母亲", "how": "phone"});
    let assessment = json!({"on": on, "behaviour": "较好", "danger": "low", "measures": "帮助就业"});
    let leave = json!({"on": on, "ground": "parole", "agency": "天河区社区矫正管理局"});
    let change = json!({"release_on": "2026-12-20", "ground": "added"});
    for (login, command, fields, kind) in [
        ("prison", "change-release", change, "handover.release_changed"),
        ("prison", "send-notice", json!({"on": on}), "notice.sent"),
        ("prison", "send-assessment", assessment, "notice.assessed"),
        ("district", "receipt-notice", json!({"on": on, "received_by": "陈某"}), "notice.receipted"),
        ("district", "forward-notice", json!({"on": on}), "notice.forwarded"),
        ("worker", "tell-family", told.clone(), "notice.family_told"),
        ("worker", "tell-village", told, "notice.village_told"),
        ("prison", "leave-list", leave.clone(), "handover.left_list"),
        ("district", "undo-leave", json!({"reason": "登记有误"}), "handover.back_on_list"),
    ] {
        let receipt = api.give(login, no, command, fields).await;
        assert_eq!(receipt.body["events"], json!([kind]));
    }
    let query = "month=20261201&lack=all";
    let list = api.call("list-prerelease", &[], With { query, ..by("worker") }).await;
    let one = &list.body["items"][0];
    assert_eq!((&one["no"], &one["notice"], &one["village"]), (&json!(no), &json!(true), &json!(true)));
    assert_eq!((&list.body["total"], &one["notice_due"]), (&json!(1), &Value::Null));
    let missing = api.call("list-missing-papers", &[], With { query: "paper=receipt", ..by("worker") }).await;
    assert_eq!(missing.body["items"], json!([]));
    api.give("prison", no, "leave-list", leave).await;
    api.give("worker", no, "confirm-leave", json!({"on": on})).await;
    let unlinked = api.call("list-unlinked", &[], by("worker")).await;
    assert_eq!(unlinked.body["items"][0]["uncounted"], "parole");
}

pub async fn letters(api: &Api) {
    let sends = |login, body| With { body: Some(body), ..by(login) };
    api.call("name-letters", &[], sends("head", json!({"word": "员司帮"}))).await;
    let issue = json!({"what": "other", "title": "某函", "addressee": "某单位"});
    let issued = api.call("issue-letter", &[], sends("worker", issue)).await;
    let id = issued.body["no"].as_str().expect("an id").to_owned();
    let at = [("id", id.as_str())];
    let on = "2026-11-24";
    let seal = json!({"on": on, "asked_by": "李某", "approved_by": "陈某", "copies": 2});
    api.call("seal-letter", &at, sends("worker", seal)).await;
    let proof = json!({"on": on, "how": "post", "by": "李某", "received_by": "收发室"});
    api.call("prove-delivery", &at, sends("worker", proof)).await;
    api.call("void-letter", &at, sends("head", json!({"reason": "退回重发"}))).await;
    let read = api.call("read-letter", &at, by("district")).await;
    assert_eq!(
        (&read.body["no"], &read.body["voided"]["reason"]),
        (&json!("员司帮〔2026〕1号"), &json!("退回重发"))
    );
    let query = format!("unit={OFFICE}&year=2026");
    let book = api.call("list-letters", &[], With { query: &query, ..by("district") }).await;
    assert_eq!(book.body["letters"], json!([read.body]));
}

pub async fn papers(api: &Api) {
    let no = no_of(api, "worker", "冯国雄").await;
    let list = api.call("list-papers", &[("no", &no)], by("worker")).await;
    let visit = format!("visit={}", list.body["visits"][0]["version"]);
    let with = With { query: &visit, ..by("worker") };
    let paper = api.call("read-paper", &[("no", &no), ("form", "F9")], with).await;
    let named = paper.headers["content-disposition"].to_str().expect("text");
    assert!(named.contains(&format!("F9-{no}.docx")), "{named}");
    let with = With { query: "month=2026-11&purpose=send", ..by("city") };
    api.call("read-month-list", &[], with).await;
}

/// News are asked for ten days after the release of who did not arrive, instead of twenty.
pub async fn rule_packs(api: &Api) {
    let pack = json!({
        "name": "guangzhou-2026", "area": "440100", "version": 2, "valid_from": "2026-01-01",
        "basis": {"title": "穗司规〔2026〕9号", "valid_from": "2026-01-01", "valid_to": null},
        "items": [{"rule": "R-25", "title": "未到情况通报", "value": 10, "unit": "days",
                   "source": "穗司规〔2026〕9号第九条", "confidence": "Q"}]
    });
    let with = With { body: Some(json!({"pack": pack.to_string()})), ..by("city") };
    let shown = api.call("preview-rules", &[], with).await;
    assert_eq!(shown.body["rules"][0]["before"]["value"], 20);
    assert_eq!(shown.body["rules"][0]["after"]["value"], 10);
    let moved = shown.body["moved"].as_array().expect("obligations");
    assert!(!moved.is_empty() && moved.iter().all(|m| m["after"].as_str() < m["before"].as_str()));
    let body = json!({"pack": pack.to_string(), "reason": "市局会议决定"});
    let accepted = api.call("accept-rules", &[], With { body: Some(body), ..by("city") }).await;
    assert_eq!(accepted.body, shown.body, "what was shown is what happened");
    let owed = api.call("list-obligations", &[], With { query: "until=20271231", ..by("worker") }).await;
    let line = &moved[0];
    let same = |o: &&Value| o["no"] == line["no"] && o["title"] == line["title"];
    let now = owed.body["items"].as_array().unwrap().iter().find(same);
    assert_eq!(now.map(|o| &o["due_on"]), Some(&line["after"]));
}

pub async fn pictures(api: &Api) {
    let no = no_of(api, "worker", "冯国雄").await;
    let no = ("no", no.as_str());
    let photo = include_bytes!("../../../documents/tests/fixtures/photo.jpg");
    let body = Some(json!({"kind": "certificate", "title": "正面", "by_hand": false}));
    let with = With { body, file: Some(photo), key: Some("k1"), ..by("prison") };
    let done = api.call("attach-scan", &[no], with.clone()).await;
    assert_eq!(done.body["receipt"]["events"], json!(["scan.attached"]));
    assert_eq!(api.call("attach-scan", &[no], with).await.body["id"], done.body["id"], "once");
    let list = api.call("list-scans", &[no], by("worker")).await;
    let item = &list.body["items"][0];
    assert_eq!((&item["id"], &item["kind"]["name"]), (&done.body["id"], &json!("释放证明")));
    assert_eq!(list.body["kinds"].as_array().expect("kinds").len(), domain::scan::KINDS.len());
    let id = done.body["id"].as_str().expect("an id");
    let read = api.call("read-scan", &[no, ("id", id)], by("worker")).await;
    assert_eq!(read.headers["content-type"], "image/jpeg");
    assert_eq!(read.headers["cache-control"], "no-store");
    let bad = With { body: Some(json!({"kind": "other"})), file: Some(b"%PDF-1.7"), ..by("worker") };
    assert_eq!(api.ask("attach-scan", &[no], bad).await.body["code"], "picture_pdf");
    let bare = With { file: Some(photo), ..by("worker") };
    assert_eq!(api.ask("attach-scan", &[no], bare).await.body["errors"][0]["field"], "kind");
    api.give("worker", no.1, "withdraw-scan", json!({"id": id, "reason": "看不清"})).await;
    assert_eq!(api.ask("read-scan", &[no, ("id", id)], by("worker")).await.status, 404);
}

pub async fn one_by_one(api: &Api) {
    let one = json!({"custody": prison(), "cells": {
        "name": "陆国雄", "id_number": number("44010619670312199"), "hukou_address": HOME, "ends_on": "2026-12-20"
    }});
    let handed = api.call("hand-over", &[], With { body: Some(one), ..by("worker") }).await;
    assert_eq!(handed.body["receipt"]["accepted"], 1, "{}", handed.text);
    let no = handed.body["receipt"]["no"].as_str().expect("a number").to_owned();
    let back = With { body: Some(json!({"reason": "填错了", "sure": true})), ..by("worker") };
    let back = api.call("withdraw", &[("no", &no)], back).await;
    assert_eq!((&back.body["state"], &back.body["withdrawn"]), (&json!("withdrawn"), &json!(1)));
}

/// A boy whom the reformatory handed over: opened with a reason, named, fetched, put away; then opened for good.
pub async fn sealed(api: &Api) {
    let boy = json!({"custody": prison(), "cells": {
        "name": "卫小宝", "id_number": number("44010620090105001"), "hukou_address": HOME,
        "starts_on": "2024-11-21", "ends_on": "2026-11-20"
    }});
    let with = With { body: Some(boy), ..by("prison") };
    let handed = api.call("hand-over", &[], with).await;
    assert_eq!(handed.body["receipt"]["accepted"], 1, "{}", handed.text);
    let own = api.call("list-sealed", &[], by("district")).await;
    let no = own.body["items"][0]["no"].as_str().expect("a number").to_owned();
    assert!(own.body["owed"].to_string().contains("name-persons"), "{}", own.text);
    assert_eq!(api.ask("read-case", &[("no", &no)], by("district")).await.status, 428);
    for login in ["district", "worker"] {
        let reason = With { body: Some(json!({"reason": "办理衔接"})), ..by(login) };
        api.call("open-sealed", &[("no", &no)], reason).await;
        if login == "district" {
            let named = json!({"accounts": ["worker", "district"], "reason": "首次指定"});
            api.give(login, &no, "name-persons", named).await;
        }
    }
    let on = "2026-11-24";
    let plan = json!({"on": on, "by": "civil_affairs", "organ": "区民政局"});
    api.give("district", &no, "arrange-collection", plan).await;
    api.give("worker", &no, "receive", json!({"on": on, "way": "03", "present": "民政局"})).await;
    api.give("worker", &no, "seal-file", json!({"on": on, "place": "保密柜"})).await;
    let document = json!({"basis": "刑事诉讼法第二百八十六条", "document": "某字〔2026〕1号"});
    api.give("district", &no, "lift-seal", document.clone()).await;
    assert!(api.call("read-case", &[("no", &no)], by("worker")).await.text.contains("解除封存"));
    api.give("district", &no, "seal", document).await;
}
