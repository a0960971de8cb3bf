//! 材料 over the pages: photos, scans and signatures go in through one door and come out to whom the case is
//! shown, and every file that is no good is told in a sentence.

use crate::{
    given::{Browser, House, row},
    stage::reader,
};
use axum::{
    body::Body,
    http::{Request, header},
};

const PHOTO: &[u8] = include_bytes!("../../../documents/tests/fixtures/photo.jpg");
const SIGNATURE: &[u8] = include_bytes!("../../../documents/tests/fixtures/signature.png");

struct Stage {
    house: House,
    no: String,
    path: String,
    _folder: tempfile::TempDir,
}

async fn stage() -> Stage {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::reading_with(reader(folder.path())).await;
    let no = house.at_home(row(2, &[])).await;
    let path = format!("/cases/{no}/scans");
    Stage { house, no, path, _folder: folder }
}

/// The addresses of the pictures that a gallery shows.
fn shown(page: &str) -> Vec<String> {
    let small = page.split("<img src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    small.filter_map(|src| src.split('/').nth(4).map(str::to_owned)).collect()
}

async fn attached(s: &Stage, by: &Browser, kind: &str, file: &[u8]) -> String {
    let parts: [(&str, &str, &[u8]); 2] = [("kind", "", kind.as_bytes()), ("file", "a.jpg", file)];
    let answer = by.upload(&s.path, &by.csrf, &parts).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    shown(&by.get(&s.path).await.text).remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn several_photos_are_attached_at_once_and_listed_with_kind_day_and_name() {
    let s = stage().await;
    let worker = s.house.browser("worker").await;
    let empty = worker.get(&s.path).await;
    assert!(empty.has("还没有材料") && empty.has("在下面上传") && empty.has("data-sign"));
    let title = "正面和背面";
    let parts: [(&str, &str, &[u8]); 5] = [
        ("kind", "", b"id_card"),
        ("title", "", title.as_bytes()),
        ("file", "", b""), // the camera was not used
        ("file", "身份证.jpg", PHOTO),
        ("file", "b.png", SIGNATURE),
    ];
    let answer = worker.upload(&s.path, &worker.csrf, &parts).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let page = worker.get(answer.location()).await;
    assert!(page.has("已附上 2 张。") && page.has("身份证") && page.has(title) && page.has("worker甲"));
    assert_eq!(shown(&page.text).len(), 2);
    assert!(worker.get(&format!("/cases/{}", s.no)).await.has("2 张"));
    let again = worker.upload(&s.path, &worker.csrf, &parts).await;
    assert!(worker.get(again.location()).await.has("2 张以前已经附上，没有重复保存"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_comes_with_a_fixed_type_and_is_kept_by_nobody() {
    let s = stage().await;
    let worker = s.house.browser("worker").await;
    let id = attached(&s, &worker, "certificate", PHOTO).await;
    let gallery = worker.get(&s.path).await;
    let small = gallery.text.split("<img src=\"").nth(1).and_then(|r| r.split('"').next()).expect("an image");
    for path in [format!("{}/{id}", s.path), small.to_owned()] {
        let answer = worker.get(&path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "image/jpeg"), "{path}");
        assert!(answer.bytes.starts_with(&[0xFF, 0xD8, 0xFF]));
        assert!(answer.header("content-disposition").starts_with("inline; filename=\"certificate-"));
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("img-src 'self'"));
        let text = String::from_utf8_lossy(&answer.bytes);
        assert!(!text.contains("PLANTED") && !text.contains("Exif"), "where it was taken is gone");
    }
    let looks = s.house.browser("head").await.get(&format!("/cases/{}/looks", s.no)).await;
    assert!(looks.has("打开图片：释放证明") && looks.has("打开材料列表"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_good_is_told_in_a_sentence_and_what_was_typed_stays() {
    let s = stage().await;
    let worker = s.house.browser("worker").await;
    let huge = vec![0; 10_000_001];
    let cases: [(&[u8], u16, &str); 7] = [
        ("文字".as_bytes(), 422, "不是 JPG 或 PNG"),
        (b"%PDF-1.7", 422, "PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", 422, "兼容性最佳"),
        (b"<svg><script>alert(1)</script></svg>", 422, "矢量图"),
        (&PHOTO[..20_000], 422, "不完整或已损坏"),
        (&huge, 413, "超过 10 MB"),
        (b"", 422, "没有收到图片"),
    ];
    for (file, status, words) in cases {
        let parts: [(&str, &str, &[u8]); 3] =
            [("kind", "", b"letter"), ("title", "", "第一页".as_bytes()), ("file", "a.jpg", file)];
        let page = worker.upload(&s.path, &worker.csrf, &parts).await;
        assert_eq!(page.status, status, "{words}");
        assert!(page.has(words) && page.has("role=\"alert\""), "{words}: {}", page.text);
        assert!(page.has("value=\"letter\" selected") && page.has("value=\"第一页\""), "{words}");
        assert!(page.has("还没有材料"), "{words}");
    }
    // A good one beside a bad one is kept, and told apart.
    let parts: [(&str, &str, &[u8]); 3] =
        [("kind", "", b"letter"), ("file", "a.jpg", PHOTO), ("file", "b.jpg", b"%PDF-1.7")];
    let page = worker.upload(&s.path, &worker.csrf, &parts).await;
    assert_eq!(page.status, 422);
    assert!(page.has("1 张已保存，其余没有保存") && page.has("第 2 张没有保存"));
    assert_eq!(shown(&page.text).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_must_be_chosen_and_more_than_twelve_go_in_two_forms() {
    let s = stage().await;
    let worker = s.house.browser("worker").await;
    let page =
        worker.upload(&s.path, &worker.csrf, &[("file", "a.jpg", PHOTO), ("file", "b.jpg", PHOTO)]).await;
    assert_eq!(page.status, 422);
    assert!(page.has("aria-invalid=\"true\"") && page.has("第 1 张没有保存") && !page.has("第 2 张"));
    let mut parts: Vec<(&str, &str, &[u8])> = vec![("kind", "", b"other")];
    parts.extend(std::iter::repeat_n(("file", "a.jpg", PHOTO), 13));
    let page = worker.upload(&s.path, &worker.csrf, &parts).await;
    assert_eq!(page.status, 422);
    assert!(page.has("12 张已保存，其余没有保存") && page.has("一次最多 12 张"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_right_token_or_from_another_site_nothing_is_read() {
    let s = stage().await;
    let worker = s.house.browser("worker").await;
    let parts: [(&str, &str, &[u8]); 2] = [("kind", "", b"other"), ("file", "a.jpg", PHOTO)];
    for token in ["", "x", &worker.csrf[1..]] {
        let page = worker.upload(&s.path, token, &parts).await;
        assert_eq!(page.status, 403);
        assert!(page.has("请重新选择图片再上传") && page.has("还没有材料"));
    }
    let foreign = Request::post(&s.path)
        .header(header::COOKIE, &worker.cookie)
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xyz");
    assert_eq!(worker.send(foreign, Body::from("--xyz--\r\n")).await.status, 403);
    let broken = Request::post(&s.path)
        .header(header::COOKIE, &worker.cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xyz");
    let body = format!("--xyz\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}", worker.csrf);
    assert_eq!(worker.send(broken, Body::from(body)).await.status, 400);
    assert!(worker.get(&s.path).await.has("还没有材料"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_drawn_on_the_screen_goes_through_the_same_door() {
    let s = stage().await;
    let worker = s.house.browser("worker").await;
    let parts: [(&str, &str, &[u8]); 3] =
        [("by_hand", "", b"1"), ("kind", "", b"signature_person"), ("file", "signature.png", SIGNATURE)];
    let answer = worker.upload(&s.path, &worker.csrf, &parts).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let page = worker.get(answer.location()).await;
    assert!(page.has("本人签名") && page.has("屏幕手写"));
    let id = shown(&page.text).remove(0);
    assert_eq!(worker.get(&format!("{}/{id}", s.path)).await.header("content-type"), "image/png");
    let drawn: [(&str, &str, &[u8]); 3] =
        [("by_hand", "", b"1"), ("kind", "", b"judgment"), ("file", "signature.png", SIGNATURE)];
    let page = worker.upload(&s.path, &worker.csrf, &drawn).await;
    assert_eq!(page.status, 422);
    assert!(page.has("屏幕手写只用于签名"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_picture_is_withdrawn_with_a_reason_and_no_longer_shown() {
    let s = stage().await;
    let worker = s.house.browser("worker").await;
    let id = attached(&s, &worker, "judgment", PHOTO).await;
    let gallery = worker.get(&s.path).await;
    let way = format!("/cases/{}/withdraw-scan?id={id}", s.no);
    assert!(gallery.has(&way));
    let form = worker.get(&way).await;
    assert!(form.has(&format!("value=\"{id}\" selected")), "{}", form.text);
    let post = format!("/cases/{}/withdraw-scan", s.no);
    let bare = worker.post(&post, &[("id", &id), ("reason", ""), ("sure", "1")]).await;
    assert_eq!(bare.status, 422, "a reason is needed");
    let unsure = worker.post(&post, &[("id", &id), ("reason", "附错了人")]).await;
    assert!(unsure.status == 422 && unsure.has("不能撤销") && unsure.has("附错了人"), "asked first");
    let done = worker.post(&post, &[("id", &id), ("reason", "附错了人"), ("sure", "1")]).await;
    assert_eq!(done.status, 303);
    assert!(worker.get(&s.path).await.has("还没有材料"));
    assert_eq!(worker.get(&format!("{}/{id}", s.path)).await.status, 404);
    assert!(worker.get(&format!("/cases/{}", s.no)).await.has("判决书：附错了人"), "that it was stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_is_offered_the_kinds_it_may_attach() {
    let s = stage().await;
    attached(&s, &s.house.browser("worker").await, "agreement", PHOTO).await;
    let district = s.house.browser("district").await.get(&s.path).await;
    assert!(district.has("来往函件") && !district.has("value=\"agreement\"") && !district.has("data-sign"));
    assert!(!district.has("附错了，撤下"));
    let head = s.house.browser("head").await.get(&s.path).await;
    assert!(head.has("value=\"agreement\"") && head.has("data-sign") && head.has("附错了，撤下"));
}
