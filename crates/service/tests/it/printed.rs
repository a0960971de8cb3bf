//! Papers know what the columns learnt: evidence and answers, notices and fetches, team and profile, corrected
//! visits. What was taken back or wished away is not printed.

use crate::{
    given::{House, district, head, id_number, name, prison, worker},
    paper::{for_signing, lived, paper, plain},
};
use domain::paper::Form;
use jiff::civil::date;
use serde_json::{Value, json};
use service::{Asker, paper::Wanted};

on_both!(
    f1_says_who_told_what_and_what_the_prison_answered,
    f1_carries_a_corrected_number_whole_only_for_a_purpose,
    f1_before_the_feedback_shows_what_was_asked_so_far,
    f2_leaves_out_who_left_the_list_and_says_what_is_prepared,
    f3_made_for_another_release_date_is_marked_as_corrected,
    f6_of_somebody_who_wants_no_file_says_only_the_least,
    f6_prints_the_page_as_it_is_now,
    f8_names_each_worker_and_each_member_with_their_days,
    f9_prints_a_visit_as_it_was_corrected,
);

async fn give(house: &House, no: &str, steps: &[(Asker, &str, Value)]) {
    for (who, command, fields) in steps {
        house.give(who, no, command, fields.clone()).await.expect(command);
    }
}

async fn text(house: &House, no: &str, form: Form, wanted: &Wanted) -> String {
    plain(&paper(house, &worker(), no, form, wanted).await)
}

#[track_caller]
fn says(text: &str, all: &[&str]) {
    for part in all {
        assert!(text.contains(part), "{part}: {text}");
    }
}

fn differs(item: &str, correct: &str) -> Value {
    json!({"item": item, "outcome": "differs", "correct": correct, "organ": "police", "said_by": "王警官",
        "means": "system"})
}

async fn f1_says_who_told_what_and_what_the_prison_answered(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let dispute = json!({"item": "hukou_address", "reply": "dispute", "text": "判决书所列"});
    let other = json!({"item": "kin_phone", "reply": "other", "value": "13611111111"});
    let ruling = json!({"item": "hukou_address", "ruling": "office", "reason": "查户籍底册"});
    let yard = || prison("番禺监狱");
    give(
        &house,
        &no,
        &[
            (worker(), "record-evidence", differs("hukou_address", "天河区员村新街1号")),
            (worker(), "record-evidence", differs("kin_phone", "13600000000")),
            (worker(), "record-evidence", differs("name", "欧阳美玲")),
            (worker(), "verify", json!({"result": "02"})),
        ],
    )
    .await;
    let asked = text(&house, &no, Form::F1, &for_signing()).await;
    says(&asked, &["户籍地址 | 不一致；天河区员村新街1号 | 派出所 王警官，2026年11月24日 | 系统查询"]);
    says(&asked, &["■已核实　□未核实 | 核实对象：派出所 王警官，2026年11月24日"]);
    says(&asked, &[&format!("姓名 | {} | 欧阳美玲 | \n", name(0))]);
    give(
        &house,
        &no,
        &[
            (yard(), "answer-correction", json!({"item": "name", "reply": "accept"})),
            (yard(), "answer-correction", other),
            (yard(), "answer-correction", dispute),
            (district(), "decide-dispute", ruling),
        ],
    )
    .await;
    let answered = text(&house, &no, Form::F1, &for_signing()).await;
    says(&answered, &[&format!("姓名：{}", name(0)), &format!("姓名 | {} | 欧阳美玲 | 接受", name(0))]);
    says(&answered, &["13600000000 | 更正为13611111111"]);
    says(&answered, &["天河区员村新街1号 | 有异议；判决书所列；裁定：采用司法所核查的内容"]);
}

/// Rules 12.2: a number in a correction is a number like any other.
async fn f1_carries_a_corrected_number_whole_only_for_a_purpose(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let right = id_number(7);
    let steps = [
        (worker(), "record-evidence", differs("id_number", &right)),
        (worker(), "verify", json!({"result": "02"})),
    ];
    give(&house, &no, &steps).await;
    let masked = text(&house, &no, Form::F1, &Wanted::default()).await;
    assert!(!masked.contains(&right) && !masked.contains(&id_number(0)), "{masked}");
    says(&masked, &["身份号码 | （报送的号码） | "]);
    says(&text(&house, &no, Form::F1, &for_signing()).await, &[&right]);
}

async fn f1_before_the_feedback_shows_what_was_asked_so_far(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let unknown = json!({"item": "housing", "outcome": "unknown", "organ": "village", "said_by": "刘主任",
        "means": "visit", "note": "房屋已拆"});
    give(&house, &no, &[(worker(), "record-evidence", unknown)]).await;
    let so_far = text(&house, &no, Form::F1, &Wanted::default()).await;
    says(&so_far, &["住房：未能核实；房屋已拆", "住房 | 未能核实；房屋已拆 | 村（居）委会 刘主任"]);
    assert!(!so_far.contains('■'), "no feedback was given: {so_far}");
}

async fn f2_leaves_out_who_left_the_list_and_says_what_is_prepared(house: House) {
    let all = house.taken(0..3).await;
    let parole = json!({"on": "2026-11-24", "ground": "parole", "agency": "天河区社区矫正管理局",
        "letter_no": "番监函〔2026〕9号"});
    let notice = json!({"on": "2026-11-24", "letter_no": "番监通〔2026〕41号"});
    let told = json!({"on": "2026-11-24", "result": "told", "who": "姐姐", "how": "phone"});
    let told_place = json!({"on": "2026-11-24", "contact": "狱政科"});
    give(&house, &all[0], &[(prison("番禺监狱"), "leave-list", parole)]).await;
    let steps = [
        (prison("番禺监狱"), "send-notice", notice),
        (worker(), "tell-family", told),
        (worker(), "plan-fetch", json!({"comes": "03"})),
    ];
    give(&house, &all[1], &steps).await;
    let month =
        async || plain(&house.s.paper_of_month(&worker(), date(2026, 11, 1), &for_signing()).await.unwrap());
    let list = month().await;
    assert!(!list.contains(&id_number(0)), "on parole: {list}");
    assert!(list.contains(&id_number(1)) && list.contains(&id_number(2)), "{list}");
    says(&list, &["共 2 人", "通知书已到；家属已告知；接送已安排"]);
    give(&house, &all[1], &[(worker(), "confirm-fetch", told_place)]).await;
    says(&month().await, &["接送已与监所确认"]);
}

/// T5b: the date moved after the notice; the next notice says so from the first print on.
async fn f3_made_for_another_release_date_is_marked_as_corrected(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let notice = |letter: &str| json!({"on": "2026-11-24", "letter_no": letter});
    let yard = || prison("番禺监狱");
    give(&house, &no, &[(yard(), "send-notice", notice("番监通〔2026〕41号"))]).await;
    let first = paper(&house, &worker(), &no, Form::F3, &Wanted::default()).await;
    assert_eq!((first.number.as_deref(), first.marks.len()), (Some("番监通〔2026〕41号"), 0));
    let added = json!({"release_on": "2027-01-15", "ground": "added"});
    give(&house, &no, &[(yard(), "change-release", added)]).await;
    let waiting = paper(&house, &worker(), &no, Form::F3, &Wanted::default()).await;
    assert_eq!((waiting.number.as_deref(), waiting.marks.as_slice()), (None, &["更正".to_owned()][..]));
    says(&plain(&waiting), &["将于2027年1月15日刑期届满释放", "此前按其他释放日期发出的通知书作废"]);
    give(&house, &no, &[(yard(), "send-notice", notice("番监通〔2026〕52号"))]).await;
    let second = plain(&paper(&house, &worker(), &no, Form::F3, &Wanted::default()).await);
    says(&second, &["【更正】", "编号：番监通〔2026〕52号", "2026年11月24日"]);
}

/// C8, SC-07: he wants no file; what the first page said is not printed again.
async fn f6_of_somebody_who_wants_no_file_says_only_the_least(house: House) {
    let no = lived(&house).await;
    let refused = json!({"on": "2026-11-24", "words": "不想建档", "minimum": true, "ground": "duty",
        "rights_told": true});
    give(&house, &no, &[(worker(), "refuse-agreement", refused)]).await;
    let least = text(&house, &no, Form::F6, &for_signing()).await;
    says(&least, &["本人不愿建档，只保留法定最少的内容。依据：履行法定职责所必需"]);
    for gone in ["与姐姐同住", "想找工作", "高血压"] {
        assert!(!least.contains(gone), "{gone}: {least}");
    }
}

async fn f6_prints_the_page_as_it_is_now(house: House) {
    let no = lived(&house).await;
    let changed = json!({"on": "2026-11-24", "reason": "本人来电", "phone": "13711111111", "family": "独自居住",
        "marital_status": "再婚", "health": "糖尿病", "health_ground": "consent"});
    let steps = [
        (worker(), "update-file", changed),
        (worker(), "end-placement", json!({"on": "2026-11-24", "reason": "合同到期"})),
        (worker(), "without-placement", json!({"on": "2026-11-24", "reason": "looking"})),
    ];
    give(&house, &no, &steps).await;
    let now = text(&house, &no, Form::F6, &for_signing()).await;
    says(&now, &["本人电话：13711111111", "婚姻状况：再婚", "独自居住", "糖尿病（依据：本人单独同意）"]);
    assert!(!now.contains("与姐姐同住") && !now.contains("13700000000"), "{now}");
    says(&now, &["2026年11月22日 | 2026年11月24日 | 企业和经济实体吸纳就业 | 某餐饮公司 | 合同到期"]);
    says(&now, &["未安置 |  | 正在找工作"]);
}

async fn f8_names_each_worker_and_each_member_with_their_days(house: House) {
    let no = lived(&house).await;
    give(&house, &no, &[(worker(), "team-leave", json!({"member": "1", "on": "2026-11-24"}))]).await;
    let list = text(&house, &no, Form::F8, &Wanted::default()).await;
    says(&list, &["1 | 李雷 | ", "司法所工作人员（责任人）"]);
    says(&list, &["2 | 陈某 | 员村社工站 | 社会工作者 | 02080000000 | 2026年11月22日 | 2026年11月24日"]);
}

/// R-29c: the correction stands in the place of what it corrects, and the paper says so.
async fn f9_prints_a_visit_as_it_was_corrected(house: House) {
    let no = lived(&house).await;
    let version = house.s.papers(&worker(), &no).await.unwrap().visits[0].0;
    let wanted = Wanted { visit: Some(version), ..Wanted::default() };
    let before = paper(&house, &worker(), &no, Form::F9, &wanted).await;
    assert_eq!(before.marks, Vec::<String>::new());
    let right = json!({"visit": "1", "reason": "写错了日期", "on": "2026-11-22", "way": "phone",
        "result": "met", "note": "通电话，已上班"});
    give(&house, &no, &[(head(), "correct-visit", right)]).await;
    let now = text(&house, &no, Form::F9, &wanted).await;
    says(&now, &["【已更正】", "日期：2026年11月22日", "通电话，已上班", "更正：写错了日期"]);
    assert!(!now.contains("住处安顿"), "{now}");
    assert_eq!(house.s.papers(&worker(), &no).await.unwrap().visits, [(version, date(2026, 11, 22))]);
}
