//! 核查往来 over the pages: evidence thing by thing, corrections and disputes, prisons that answer on paper.

use crate::desk::{DISTRICT, Desk, OFFICE, Person, desk, prison, row};
use documents::roster::Field;
use domain::kernel::Role;
use store::{
    case::{Filter, Sort},
    page::Ask,
};

struct Desks {
    d: Desk,
    worker: Person,
    district: Person,
    yard: Person,
    path: String,
}

/// A record lies with the office; its prison has an account here.
async fn desks() -> Desks {
    let d = desk().await;
    let yard = d.sits(Role::Prison, prison()).await;
    let long = [(Field::StartsOn, "2025-01-02"), (Field::EndsOn, "2027-01-01")];
    d.import(&yard, &[row("0051", &long)]).await.says("已采用");
    let worker = d.sits(Role::OfficeWorker, OFFICE).await;
    let district = d.sits(Role::District, DISTRICT).await;
    let ask = Ask { limit: 1, after: None };
    let cases = d.service.cases(&worker.asker, Filter::default(), Sort::Due, ask).await.expect("a list");
    let path = format!("/cases/{}", cases.items[0].no);
    Desks { d, worker, district, yard, path }
}

impl Desks {
    /// Opens the form, fills it in, and comes back with the page that follows.
    async fn give(&self, who: &Person, command: &str, fields: &[(&str, &str)]) -> crate::desk::Page {
        let path = format!("{}/{command}", self.path);
        let form = self.d.get(who, &path).await;
        let (version, key) = (form.hidden("version"), form.hidden("key"));
        let mut all = vec![("version", version.as_str()), ("key", key.as_str())];
        all.extend(fields);
        let done = self.d.post(who, &path, &all).await;
        match done.status {
            303 => self.d.get(who, &done.location).await,
            _ => done,
        }
    }

    async fn evidence(&self, item: &str, correct: &str) -> crate::desk::Page {
        let fields = [
            ("item", item),
            ("outcome", "differs"),
            ("correct", correct),
            ("organ", "police"),
            ("said_by", "王警官"),
            ("means", "phone"),
        ];
        self.give(&self.worker, "record-evidence", &fields).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_case_page_shows_what_was_checked_and_what_is_to_be_corrected() {
    let t = desks().await;
    t.evidence("name", "欧阳美玲").await.says("核实情况").says("派出所 王警官，电话").says("应为 欧阳美玲");
    let wrong = t.evidence("id_number", "123").await;
    assert_eq!(wrong.status, 422);
    wrong.says("身份号码不是有效的18位号码").says("王警官"); // what was typed is kept
    t.give(&t.worker, "verify", &[("result", "02")]).await.says("请监所更正").says("待监所答复");
    t.d.get(&t.yard, &format!("{}/answer-correction", t.path)).await.says("→ 欧阳美玲");
    t.give(&t.yard, "answer-correction", &[("item", "name"), ("reply", "accept")]).await.says("监所已接受");
    t.d.get(&t.worker, &t.path).await.says("<h1>欧阳美玲</h1>").says("其他姓名");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disputed_correction_is_listed_until_the_district_decides() {
    let t = desks().await;
    t.evidence("hukou_address", "某镇某村").await;
    t.give(&t.worker, "verify", &[("result", "02")]).await;
    t.d.get(&t.district, "/handover/disputes").await.says("没有待裁定的争议");
    let dispute = [("item", "hukou_address"), ("reply", "dispute"), ("text", "判决书所列")];
    t.give(&t.yard, "answer-correction", &dispute).await.says("监所有异议");
    let list = t.d.get(&t.district, "/handover/disputes?kind=correction").await;
    list.says("裁定更正争议").says(&t.path);
    t.d.get(&t.district, "/handover/disputes?kind=returned").await.says_not(&t.path);
    let ruling = [("item", "hukou_address"), ("ruling", "office"), ("reason", "查户籍底册")];
    t.give(&t.district, "decide-dispute", &ruling).await.says("采用司法所核查的内容");
    t.d.get(&t.district, "/handover/disputes").await.says_not(&t.path);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prison_without_an_account_is_asked_by_workbook() {
    let t = desks().await;
    t.d.get(&t.district, "/handover/prisons").await.says("没有待监所答复的问题");
    t.evidence("name", "欧阳美玲").await;
    t.give(&t.worker, "verify", &[("result", "02")]).await;
    t.d.get(&t.district, "/handover/prisons").await.says("导出问题表");
    let no_purpose = t.d.post(&t.district, "/handover/prisons/export", &[("custody", prison())]).await;
    assert_eq!(no_purpose.status, 422);
    no_purpose.says("请写明导出的用途");
    let fields = [("custody", prison()), ("purpose", "随函核对")];
    let out = t.d.post(&t.district, "/handover/prisons/export", &fields).await;
    assert_eq!(out.status, 200);
    assert!(out.text.starts_with("PK"), "a workbook");
    let book = t.d.service.ask_place(&t.district.asker, prison(), "随函核对").await.expect("a workbook");
    let page = t.d.upload_to("/handover/prisons/answers", &t.district, &t.district.csrf, "", &book).await;
    assert_eq!(page.status, 200, "{}", page.text);
    page.says("没有填写答复，不变").says("没有可以记入的行");
    let other = t.d.upload_to("/handover/prisons/answers", &t.district, &t.district.csrf, "", b"%PDF").await;
    assert_eq!(other.status, 422);
    other.says("这不是 .xlsx 工作簿");
    let expired = [("waiting", "gone"), ("letter_no", "番监函〔2026〕8号")];
    let told = t.d.post(&t.district, "/handover/prisons/confirm", &expired).await;
    assert_eq!(told.status, 422);
    told.says("番监函〔2026〕8号"); // what was typed is kept
}

#[tokio::test(flavor = "multi_thread")]
async fn the_letter_to_a_prison_is_a_page_and_a_file_and_names_nobody() {
    let t = desks().await;
    t.give(&t.worker, "verify", &[("result", "04"), ("police_opinion", "查无此人")]).await;
    let path = format!("/handover/prisons/{}/letter", prison());
    t.d.get(&t.district, "/handover/prisons").await.says(&path);
    let name = t.d.service.view(&t.worker.asker, &t.path["/cases/".len()..]).await.expect("seen").person;
    let page = t.d.get(&t.district, &path).await;
    page.says("关于请核对服刑人员信息核查问题的函").says("1人共1项").says_not(&name.identity.name);
    let file = t.d.get(&t.district, &format!("{path}/docx")).await;
    assert!(file.status == 200 && file.text.starts_with("PK"), "a file for the word processor");
    assert_eq!(t.d.get(&t.worker, &path).await.status, 422);
    assert_eq!(t.d.get(&t.district, "/handover/prisons/nowhere/letter").await.status, 404);
}
