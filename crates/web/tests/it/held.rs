//! Held rows over the pages: mended, released, rejected, read by who sent them, seen by nobody else.

use crate::desk::{CITY, DISTRICT, Desk, OFFICE, Person, desk, number, prison, row};
use documents::roster::Field;
use domain::kernel::Role;
use store::{
    case::{Filter, Sort},
    page::Ask,
};

/// A number of eighteen characters whose check character is wrong.
const WRONG: &str = "440106196703121831";

/// A desk with one held row of a district, and its path.
async fn held(changes: &[(Field, &str)]) -> (Desk, Person, String) {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    d.import(&p, &[row("0051", changes)]).await.says("需更正 1");
    let path = d.get(&p, "/handover/held").await.link("/handover/held/Q");
    (d, p, path)
}

async fn cases(d: &Desk, person: &Person) -> Vec<String> {
    let ask = Ask { limit: 10, after: None };
    let page = d.service.cases(&person.asker, Filter::default(), Sort::Due, ask).await.unwrap();
    page.items.into_iter().map(|c| c.no).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_mended_and_released_and_the_case_exists() {
    let (d, _, path) = held(&[(Field::IdNumber, WRONG)]).await;
    let district = d.sits(Role::District, DISTRICT).await;
    let page = d.get(&district, &path).await;
    page.says("name=\"cells.id_number\"").says(WRONG).says("还有问题的行不能放行");
    let version = page.hidden("version");
    let early = d.post(&district, &format!("{path}/release"), &[("version", &version)]).await;
    assert_eq!(early.status, 422);
    early.says("这一行还有问题，请先更正");

    let right = number("44010619670312005");
    let fields = [("version", version.as_str()), ("cells.id_number", right.as_str()), ("cells.sex", "男")];
    let mended = d.post(&district, &format!("{path}/mend"), &fields).await;
    assert_eq!(
        (mended.status, mended.location.as_str()),
        (303, format!("{path}?done=mend").as_str()),
        "{}",
        mended.text
    );
    let page = d.get(&district, &mended.location).await;
    page.says("这一行没有问题了，可以放行");
    let released =
        d.post(&district, &format!("{path}/release"), &[("version", &page.hidden("version"))]).await;
    assert_eq!(released.status, 303, "{}", released.text);
    let page = d.get(&district, &released.location).await;
    page.says("已放行，档案已建立并分派").says_not("保存更正");
    let found = cases(&d, &district).await;
    assert_eq!(found.len(), 1);
    page.says(&format!("href=\"/cases/{}\"", found[0]));
    d.get(&district, "/handover/held?fate=released").await.says("冯国雄");
    d.get(&district, "/handover/held").await.says("没有待更正的行");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_answer_keeps_what_was_typed_and_brings_the_new_version() {
    let (d, _, path) = held(&[(Field::IdNumber, WRONG)]).await;
    let district = d.sits(Role::District, DISTRICT).await;
    let version = d.get(&district, &path).await.hidden("version");
    let first = [("version", version.as_str()), ("cells.sex", "女")];
    assert_eq!(d.post(&district, &format!("{path}/mend"), &first).await.status, 303);
    let second = [("version", version.as_str()), ("cells.note", "监所来电")];
    let page = d.post(&district, &format!("{path}/mend"), &second).await;
    assert_eq!(page.status, 412);
    page.says("监所来电").says("别人刚更新了这一行");
    assert_ne!(page.hidden("version"), version);
    let none = d.post(&district, &format!("{path}/mend"), &[("cells.note", "x")]).await;
    assert_eq!(none.status, 428);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_rejected_with_a_reason_that_the_sender_reads() {
    let (d, p, path) = held(&[(Field::IdNumber, WRONG)]).await;
    let district = d.sits(Role::District, DISTRICT).await;
    let version = d.get(&district, &path).await.hidden("version");
    let empty = d.post(&district, &format!("{path}/reject"), &[("version", &version), ("reason", "")]).await;
    assert_eq!(empty.status, 422);
    empty.says("必须填写");
    let fields = [("version", version.as_str()), ("reason", "查无此人")];
    assert_eq!(d.post(&district, &format!("{path}/reject"), &fields).await.status, 303);
    d.get(&p, &path).await.says("查无此人").says("已退回监所");
    let late = d.post(&district, &format!("{path}/mend"), &[("version", "2"), ("cells.sex", "女")]).await;
    assert_eq!(late.status, 422);
    late.says("这一行已经处理完，不能再改");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sender_reads_his_row_and_cannot_change_it() {
    let (d, p, path) = held(&[(Field::IdNumber, WRONG)]).await;
    d.get(&p, &path).await.says(WRONG).says("公民身份号码").says_not("保存更正").says_not("name=\"cells.");
    let page = d.post(&p, &format!("{path}/mend"), &[("version", "1"), ("cells.sex", "女")]).await;
    assert_eq!(page.status, 422);
    page.says("不由监所工作人员办理");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_stand_above_the_row_does_not_find_it() {
    let (d, _, path) = held(&[(Field::IdNumber, WRONG)]).await;
    let other = reference::organisation::custody_places().iter().find(|c| c.id != prison()).expect("two").id;
    let strangers = [
        (Role::Administrator, CITY),
        (Role::District, "440105"),
        (Role::OfficeHead, OFFICE),
        (Role::Prison, other),
    ];
    for (role, unit) in strangers {
        let person = d.sits(role, unit).await;
        assert_eq!(d.get(&person, &path).await.status, 404, "{role:?}");
        let answer = d.post(&person, &format!("{path}/mend"), &[("version", "1"), ("cells.sex", "女")]).await;
        assert_eq!(answer.status, 404, "{role:?}");
        d.get(&person, "/handover/held").await.says_not("冯国雄");
        d.get(&person, "/handover").await.says_not("冯国雄");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_in_cells_is_shown_as_text() {
    let evil = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>";
    let (d, p, path) =
        held(&[(Field::Name, evil), (Field::IdNumber, evil), (Field::Note, "'\"></textarea><b>")]).await;
    let district = d.sits(Role::District, DISTRICT).await;
    for person in [&district, &p] {
        d.get(person, &path).await.says("&#60;script&#62;");
        for path in [path.as_str(), "/handover/held"] {
            let page = d.get(person, path).await;
            page.says_not("<script>alert").says_not("<img src=x").says_not("</textarea><b>");
        }
    }
    let typed = [("version", "1"), ("reason", ""), ("cells.name", "</textarea><svg onload=x>")];
    let page = d.post(&district, &format!("{path}/reject"), &typed).await;
    assert_eq!(page.status, 422);
    page.says_not("<svg");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_name_for_a_known_number_asks_for_a_confirmation() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    d.import(&p, &[row("0051", &[])]).await.says("已采用 1");
    let other = [(Field::Name, "欧阳明"), (Field::StartsOn, "2020-11-21"), (Field::EndsOn, "2022-11-20")];
    d.import(&p, &[row("0051", &other)]).await.says("需更正 1");
    let district = d.sits(Role::District, DISTRICT).await;
    let path = d.get(&district, "/handover/held").await.link("/handover/held/Q");
    let page = d.get(&district, &path).await;
    page.says("name=\"same_person\"");
    let version = page.hidden("version");
    let without = d.post(&district, &format!("{path}/release"), &[("version", &version)]).await;
    assert_eq!(without.status, 422);
    let with = [("version", version.as_str()), ("same_person", "1")];
    assert_eq!(d.post(&district, &format!("{path}/release"), &with).await.status, 303);
    assert_eq!(cases(&d, &district).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_command_or_number_is_not_found() {
    let (d, _, path) = held(&[(Field::IdNumber, WRONG)]).await;
    let district = d.sits(Role::District, DISTRICT).await;
    assert_eq!(d.post(&district, &format!("{path}/destroy"), &[]).await.status, 404);
    assert_eq!(d.get(&district, "/handover/held/Q0000000000").await.status, 404);
}
