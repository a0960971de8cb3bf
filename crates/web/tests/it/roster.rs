//! Rosters over the pages: upload, preview, confirm, receipt, and every way in which that can go wrong.

use crate::desk::{CITY, DISTRICT, OFFICE, desk, prison, row, workbook};
use documents::roster::Field;
use domain::kernel::Role;
use service::Problem;
use store::page::Ask;

/// A number of eighteen characters whose check character is wrong.
const WRONG: &str = "440106196703121831";

/// The heading row is a line of the file that is no person.
#[tokio::test(flavor = "multi_thread")]
async fn the_counts_of_preview_and_receipt_add_up() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    let rows =
        [row("0011", &[]), row("0031", &[(Field::Name, "陈志强")]), row("0051", &[(Field::IdNumber, WRONG)])];
    let preview = d.upload(&p, &p.csrf, "", &workbook(&rows)).await;
    assert_eq!(preview.status, 200, "{}", preview.text);
    preview.says("4 行 = 可采用 2 + 需更正 1 + 重复 0 + 非人员行 1").says("公民身份号码").says("确认导入");
    assert!(d.service.rosters(&p.asker, &Ask { limit: 10, after: None }).await.unwrap().items.is_empty());

    let waiting = preview.hidden("waiting");
    let done = d.post(&p, "/handover/rosters/confirm", &[("waiting", &waiting)]).await;
    assert_eq!(done.status, 303, "{}", done.text);
    let receipt = d.get(&p, &done.location).await;
    receipt.says("4 行 = 已采用 2 + 需更正 1 + 重复 0 + 非人员行 1").says("名册回执");
    d.get(&p, "/handover").await.says("打开待更正的行");
    receipt.link("/handover/held?roster=");
    let again = d.post(&p, "/handover/rosters/confirm", &[("waiting", &waiting)]).await;
    assert_eq!(again.status, 422);
    again.says("这份预览已过期或已提交");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_twice_changes_nothing() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    let rows = [row("0011", &[]), row("0051", &[(Field::IdNumber, WRONG)])];
    d.import(&p, &rows).await.says("3 行 = 已采用 1 + 需更正 1 + 重复 0");
    let preview = d.upload(&p, &p.csrf, "", &workbook(&rows)).await;
    preview.says("3 行 = 可采用 0 + 需更正 0 + 重复 2").says("这份文件里没有新的内容");
    d.import(&p, &rows).await.says("3 行 = 已采用 0 + 需更正 0 + 重复 2").says("任何档案都没有改变");
    let held = d.service.held_rows(&p.asker, "held", Ask { limit: 10, after: None }).await.unwrap();
    assert_eq!(held.items.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_roster_is_told_in_a_sentence_beside_the_form() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    for (file, words) in [(&b"%PDF-1.4 something"[..], "PDF"), (b"PK\x03\x04 not a workbook", "文件")] {
        let page = d.upload(&p, &p.csrf, "", file).await;
        assert_eq!(page.status, 422, "{}", page.text);
        page.says(words).says("enctype=\"multipart/form-data\"").says("role=\"alert\"");
    }
    let page = d.upload(&p, &p.csrf, "", b"").await;
    assert_eq!(page.status, 422);
    page.says("没有收到文件");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_beyond_twenty_megabytes_is_too_large_and_the_form_comes_back() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    for length in [20_000_001, 64_000_001] {
        let page = d.upload(&p, &p.csrf, "", &vec![b'x'; length]).await;
        assert_eq!(page.status, 413, "{length}");
        page.says("文件超过 20 MB").says("enctype=\"multipart/form-data\"");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_right_token_no_file_is_read() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    for token in ["", "x", &p.csrf[1..]] {
        let page = d.upload(&p, token, "", &workbook(&[row("0011", &[])])).await;
        assert_eq!(page.status, 403);
        page.says("请重新选择文件").says_not("可采用");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_city_sends_for_any_place_and_others_do_not_send() {
    let d = desk().await;
    let city = d.sits(Role::City, CITY).await;
    d.get(&city, "/handover/rosters/new").await.says("多个监所（按行内监所）").says("广东省番禺监狱");
    let page = d.upload(&city, &city.csrf, "ORG999", &workbook(&[row("0011", &[])])).await;
    assert_eq!(page.status, 422);
    page.says("没有这个报送单位");
    d.import(&city, &[row("0011", &[])]).await.says("已采用 1").says("多个监所（按行内监所）");
    for (role, unit) in
        [(Role::District, DISTRICT), (Role::OfficeWorker, OFFICE), (Role::Administrator, CITY)]
    {
        let person = d.sits(role, unit).await;
        let page = d.upload(&person, &person.csrf, CITY, &workbook(&[row("0031", &[])])).await;
        assert_eq!(page.status, 422, "{role:?}");
        page.says("名册由监所或市局报送");
        d.get(&person, "/handover").await.says_not("上传名册</a>");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_belongs_to_who_uploaded_it() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    let city = d.sits(Role::City, CITY).await;
    let waiting = d.upload(&p, &p.csrf, "", &workbook(&[row("0011", &[])])).await.hidden("waiting");
    let page = d.post(&city, "/handover/rosters/confirm", &[("waiting", &waiting)]).await;
    assert_eq!(page.status, 422);
    assert_eq!(d.get(&city, &format!("/handover/rosters/preview/{waiting}")).await.status, 422);
    assert_eq!(d.service.confirm_roster(&p.asker, &waiting).await.map(|receipt| receipt.lines), Ok(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_seen_by_sender_and_city_and_found_by_nobody_else() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    let path = d.imported(&p, &[row("0011", &[])]).await;
    let no = path.rsplit('/').next().expect("a number").to_owned();
    d.get(&p, &path).await.says("收〔2026〕1号");
    let city = d.sits(Role::City, CITY).await;
    assert_eq!(d.get(&city, &path).await.status, 200);
    for (role, unit) in [(Role::District, DISTRICT), (Role::Administrator, CITY), (Role::OfficeHead, OFFICE)]
    {
        let person = d.sits(role, unit).await;
        assert_eq!(d.get(&person, &path).await.status, 404, "{role:?}");
        assert_eq!(d.service.roster(&person.asker, &no).await, Err(Problem::NotFound));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_are_paged_and_a_broken_cursor_leads_back_to_the_first_page() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    for _ in 0..21 {
        d.import(&p, &[row("0011", &[])]).await;
    }
    let first = d.get(&p, "/handover").await;
    first.says("共 21 份").says_not("第一页");
    let second = d.get(&p, &first.link("/handover?after=")).await;
    assert_eq!(second.text.matches("/handover/rosters/2026").count(), 1);
    second.says("第一页").says_not("下一页");
    d.get(&p, "/handover?after=made-up").await.says("翻页位置已过期").says("共 21 份");
    let city = d.sits(Role::City, CITY).await;
    d.get(&city, &first.link("/handover?after=")).await.says("翻页位置已过期");
}
