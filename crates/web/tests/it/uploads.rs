//! The other ways of a roster over the pages: pasted rows, the template, one person, progress, the result to
//! take home, withdrawal, and the filters of previews and held rows.

use crate::desk::{CITY, DISTRICT, Desk, OFFICE, Page, Person, desk, number, prison, row, workbook};
use documents::{
    Limits,
    roster::{Field, RawRow, read},
};
use domain::kernel::Role;

const WRONG: &str = "440106196703121831";

fn many(n: u32) -> Vec<RawRow> {
    // Odd: a man's number.
    (0..n).map(|n| row(&format!("0{:03}", n * 2 + 1), &[])).collect()
}

async fn paste(d: &Desk, p: &Person, rows: &str) -> Page {
    let sent = d.post(p, "/handover/rosters/paste", &[("custody", CITY), ("rows", rows)]).await;
    if sent.status == 303 { d.get(p, &sent.location).await } else { sent }
}

#[tokio::test(flavor = "multi_thread")]
async fn pasted_rows_are_previewed_and_taken_in_like_a_file() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    let (one, two) = (number("44010619670312001"), number("44010619670312003"));
    let rows = format!(
        "姓名\t公民身份号码\t刑期止日\t户籍地址\n冯国雄\t{one}\t2026-11-20\t广州市天河区员村街道黄石二路75号\n陈国强\t{WRONG}\t2026-11-20\t\n"
    );
    let preview = paste(&d, &p, &rows).await;
    preview.says("3 行 = 可采用 1 + 需更正 1 + 重复 0 + 非人员行 1").says("冯国雄");
    let waiting = preview.hidden("waiting");
    let done = d.post(&p, "/handover/rosters/confirm", &[("waiting", &waiting)]).await;
    d.get(&p, &done.location).await.says("3 行 = 已采用 1");
    // Without headings the columns are those of the template, here without the running number.
    let bare = format!("孙国雄\t\t男\t1967-03-12\t{two}\t汉族\n");
    let preview = paste(&d, &p, &bare).await;
    preview.says("已按模板的列次序读取").says("孙国雄").says("刑期止日");
    let lost = paste(&d, &p, "甲\t乙\n丙\t丁\n").await;
    assert_eq!(lost.status, 422);
    lost.says("连同表头一行").says("丙\t丁");
    let nothing = paste(&d, &p, "  ").await;
    assert_eq!(nothing.status, 422);
    nothing.says("没有粘贴任何内容");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_template_is_a_roster_in_which_nobody_stands_yet() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    let (name, book) = d.download(&p, "/handover/rosters/template").await;
    assert!(name.starts_with("attachment; filename*=UTF-8''"), "{name}");
    let reading = read(&book, &Limits::default()).expect("a roster");
    assert_eq!((reading.persons().count(), reading.unknown_columns.len()), (0, 0));
    let preview = d.upload(&p, &p.csrf, "", &book).await;
    preview.says("2 行 = 可采用 0 + 需更正 0 + 重复 0 + 非人员行 2").says("模板的示例行");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_shows_every_line_by_pages_and_only_the_problems_when_asked() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    let mut rows = many(150);
    rows.push(row("0998", &[(Field::IdNumber, WRONG), (Field::Name, "何国雄")]));
    rows.push(row("0001", &[]));
    let first = d.upload(&p, &p.csrf, "", &workbook(&rows)).await;
    first.says("共 153 行").says("第 1 页，共 2 页").says_not("何国雄");
    let waiting = first.hidden("waiting");
    let second = d.get(&p, &format!("/handover/rosters/preview/{waiting}?page=2")).await;
    second.says("何国雄").says("与本文件前面的行相同").says("上一页").says_not("下一页");
    let problems = d.get(&p, &format!("/handover/rosters/preview/{waiting}?show=problems")).await;
    problems.says("共 1 行").says("何国雄").says("公民身份号码：").says_not("冯国雄");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_upload_goes_on_behind_its_receipt_and_tells_how_far_it_has_come() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    let at = d.imported(&p, &many(400)).await;
    let told = d.get(&p, &format!("{at}/progress")).await;
    let told: serde_json::Value = serde_json::from_str(&told.text).expect("JSON");
    assert_eq!(told["lines"], 401);
    assert!(told["done"].as_i64().expect("a number") >= 200, "{told}");
    // Whoever is at it finishes; a second one beside it would change nothing.
    let no = at.rsplit('/').next().expect("a number");
    while d.service.carry_on(no, d.now).await.expect("goes on").state.is_unfinished() {
        tokio::task::yield_now().await;
    }
    d.get(&p, &at).await.says("401 行 = 已采用 400 + 需更正 0 + 重复 0 + 非人员行 1").says_not("正在导入");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_broke_off_says_so_and_is_gone_on_with_by_a_button() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    let waiting = d.upload(&p, &p.csrf, "", &workbook(&many(40))).await.hidden("waiting");
    let begun = d.service.confirm_roster(&p.asker, &waiting).await.expect("begun");
    d.service.carry_on_while(&begun.no, d.now, |_| false).await.expect("a piece");
    let at = format!("/handover/rosters/{}", begun.no);
    d.get(&p, &at).await.says("导入中断").says("继续导入").says("共 41 行").says_not("下载处理结果");
    assert_eq!(d.get(&p, &format!("{at}/result")).await.status, 422);
    let went_on = d.post(&p, &format!("{at}/continue"), &[]).await;
    assert_eq!((went_on.status, &went_on.location), (303, &at));
    while d.service.carry_on(&begun.no, d.now).await.expect("goes on").state.is_unfinished() {
        tokio::task::yield_now().await;
    }
    d.get(&p, &at).await.says("41 行 = 已采用 40").says("下载处理结果");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_result_is_the_own_file_with_what_became_of_each_row() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    let rows = [row("0011", &[]), row("0051", &[(Field::IdNumber, WRONG)])];
    let at = d.imported(&p, &rows).await;
    let (_, book) = d.download(&p, &format!("{at}/result")).await;
    let reading = read(&book, &Limits::default()).expect("a roster again");
    assert_eq!(reading.persons().count(), 2);
    let texts: Vec<&str> =
        reading.sheets[0].rows.iter().flat_map(|(_, cells)| cells.iter().map(|(_, text)| &**text)).collect();
    for told in ["处理结果", "原因", "已采用", "待更正", WRONG] {
        assert!(texts.contains(&told), "{told}");
    }
    assert!(texts.iter().any(|text| text.contains("校验位不符")));
    for (role, unit) in [(Role::District, DISTRICT), (Role::OfficeHead, OFFICE)] {
        let stranger = d.sits(role, unit).await;
        assert_eq!(d.get(&stranger, &format!("{at}/result")).await.status, 404, "{role:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_withdrawn_with_a_reason_and_a_yes_and_may_come_again() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    let rows = [row("0011", &[]), row("0051", &[(Field::IdNumber, WRONG)])];
    let at = d.imported(&p, &rows).await;
    let to = format!("{at}/withdraw");
    let unsure = d.post(&p, &to, &[("reason", "传错了文件")]).await;
    assert_eq!(unsure.status, 422);
    unsure.says("传错了文件").says("确认撤回整份名册");
    let done = d.post(&p, &to, &[("reason", "传错了文件"), ("sure", "1")]).await;
    assert_eq!(done.status, 303, "{}", done.text);
    let no = at.rsplit('/').next().expect("a number");
    while d.service.carry_on(no, d.now).await.expect("goes on").state.is_unfinished() {
        tokio::task::yield_now().await;
    }
    d.get(&p, &at).await.says("已撤回").says("2 行（档案按“信息错误撤销”办结").says_not("传错了文件？");
    d.import(&p, &rows).await.says("3 行 = 已采用 1 + 需更正 1 + 重复 0");
}

fn typed(id: &str, place: &'static str) -> Vec<(&'static str, String)> {
    [
        ("custody", place),
        ("cells.name", "冯国雄"),
        ("cells.id_number", id),
        ("cells.hukou_address", "广东省广州市天河区员村街道黄石二路75号"),
        ("cells.ends_on", "2026.11.20"),
    ]
    .map(|(key, value)| (key, value.to_owned()))
    .into()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_adds_a_person_who_is_on_no_list_and_errors_keep_what_was_typed() {
    let d = desk().await;
    let office = d.sits(Role::OfficeWorker, OFFICE).await;
    d.get(&office, "/handover").await.says("补录人员");
    d.get(&office, "/handover/rosters/one").await.says("广东省番禺监狱").says("cells.id_number");
    let send = async |fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        d.post(&office, "/handover/rosters/one", &fields).await
    };
    let wrong = send(typed(WRONG, prison())).await;
    assert_eq!(wrong.status, 422);
    wrong.says("校验位不符").says(WRONG).says("2026.11.20").says("没有保存");
    let nowhere = send(typed(&number("44010619670312001"), "ORG999")).await;
    assert_eq!(nowhere.status, 422);
    nowhere.says("没有这个监所");
    let added = send(typed(&number("44010619670312001"), prison())).await;
    assert_eq!(added.status, 303, "{}", added.text);
    let receipt = d.get(&office, &added.location).await;
    receipt.says("收〔2026〕1号").says("1 行 = 已采用 1").says("查看档案");
    assert_eq!(d.get(&office, &receipt.link("/cases/")).await.status, 200);
    let administrator = d.sits(Role::Administrator, CITY).await;
    assert_eq!(d.get(&administrator, "/handover/rosters/one").await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn held_rows_of_one_upload_are_reached_from_its_receipt() {
    let d = desk().await;
    let city = d.sits(Role::City, CITY).await;
    let bad = |sequence: &str, name| row(sequence, &[(Field::IdNumber, WRONG), (Field::Name, name)]);
    d.import(&city, &[bad("0051", "何国雄")]).await;
    let receipt = d.import(&city, &[bad("0053", "孙国强")]).await;
    let list = d.get(&city, &receipt.link("/handover/held?roster=")).await;
    list.says("孙国强").says_not("何国雄").says("所有名册").says("天河区司法局");
    d.get(&city, "/handover/held?owner=440105").await.says("没有符合所选条件的行");
    d.get(&city, "/handover/held?owner=440106").await.says("孙国强").says("何国雄");
}
