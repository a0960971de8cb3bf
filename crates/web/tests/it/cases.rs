//! Workbench, list, search, the page of a case and the forms of its commands.

use crate::given::{House, ID_NUMBER, NAME, NEIGHBOUR, row};
use documents::roster::Field;
use domain::case::CaseCommand;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn each_page_opens_for_those_in_scope_and_is_unknown_to_others() {
    let house = House::new().await;
    let no = house.taken(row(2, &[])).await;
    let page = format!("/cases/{no}");
    for login in ["city", "district", "head", "worker", "prison"] {
        let browser = house.browser(login).await;
        for path in ["/workbench", "/cases", "/help", page.as_str()] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, 200, "{login} {path}");
            assert!(!answer.has(ID_NUMBER), "{login} sees the whole number on {path}");
        }
        assert!(browser.get("/cases").await.has(NAME), "{login}");
    }
    for login in ["neighbour", "admin"] {
        let browser = house.browser(login).await;
        for path in [page.clone(), format!("{page}/verify")] {
            assert_eq!(browser.get(&path).await.status, 404, "{login} {path}");
        }
        let posted = browser.post(&format!("{page}/verify"), &[("result", "01"), ("version", "1")]).await;
        assert_eq!(posted.status, 404, "{login}");
        let reveal = browser.post(&format!("{page}/reveal"), &[("reason", "核对身份")]).await;
        assert_eq!(reveal.status, 404, "{login}");
        assert!(!browser.get("/cases").await.has(NAME), "{login}");
    }
    let admin = house.browser("admin").await;
    assert_eq!(admin.get("/").await.location(), "/admin");
    assert_eq!(admin.get("/workbench").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workbench_leads_to_the_form_that_settles_it() {
    let house = House::new().await;
    let no = house.taken(row(2, &[])).await;
    let worker = house.browser("worker").await;
    let bench = worker.get("/workbench").await;
    assert!(bench.has(NAME) && bench.has(&format!("/cases/{no}/verify")));
    let district = house.browser("district").await.get("/workbench").await;
    assert!(district.has("各单位档案") && district.has("/cases?area=440106002"));
    assert!(house.browser("neighbour").await.get("/workbench").await.has("没有七日内到期的事项"));
    assert!(house.browser("prison").await.get("/workbench").await.has("没有等待贵单位答复"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_keeps_its_words_out_of_the_address() {
    let house = House::new().await;
    house.taken(row(2, &[])).await;
    let worker = house.browser("worker").await;
    for words in [NAME, "冯", ID_NUMBER, " 440106 19670312 1830 "] {
        let posted = worker.post("/cases/search", &[("q", words)]).await;
        assert_eq!(posted.status, 303);
        assert!(posted.location().starts_with("/cases?s="));
        let found = worker.get(posted.location()).await;
        assert!(found.has(NAME) && found.has("找到 1 份"), "{words}");
    }
    let path = worker.post("/cases/search", &[("q", NAME)]).await.location().to_owned();
    let other = house.browser("head").await.get(&path).await;
    assert_eq!((other.status, other.location()), (303, "/cases"), "a search belongs to who searched");
    let path = house.browser("neighbour").await;
    let posted = path.post("/cases/search", &[("q", NAME)]).await;
    assert!(path.get(posted.location()).await.has("没有找到"));
    assert_eq!(worker.post("/cases/search", &[("q", "  ")]).await.location(), "/cases");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_paged_filtered_and_counted() {
    let house = House::new().await;
    for n in 0..53_u32 {
        let body = format!("44010619670312{:03}", n * 2 + 1);
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let sum: u32 = body.bytes().zip(weights).map(|(d, w)| u32::from(d - b'0') * w).sum();
        let number = format!("{body}{}", &"10X98765432"[(sum % 11) as usize..][..1]);
        house.taken(row(n + 2, &[(Field::IdNumber, &number)])).await;
    }
    let worker = house.browser("worker").await;
    for sort in ["due", "name", "release"] {
        let first = worker.get(&format!("/cases?sort={sort}")).await;
        assert!(first.has("共 53 份"));
        let next = first.text.split("href=\"").find(|h| h.contains("after=")).expect("a next page");
        let next = next.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let second = worker.get(&next).await;
        let numbers = |text: &str| -> Vec<String> {
            text.split("href=\"/cases/")
                .skip(1)
                .map(|h| h[..12].to_owned())
                .filter(|no| no.starts_with("2026"))
                .collect()
        };
        let (a, b) = (numbers(&first.text), numbers(&second.text));
        assert_eq!((a.len(), b.len()), (50, 3), "{sort}");
        assert!(b.iter().all(|no| !a.contains(no)), "{sort}");
        assert!(second.has("回到第一页") && !second.has("下一页"));
    }
    assert!(worker.get("/cases?standing=closed").await.has("没有符合筛选条件的档案"));
    assert!(worker.get("/cases?standing=verifying").await.has("共 53 份"));
    let district = house.browser("district").await;
    assert!(district.get(&format!("/cases?office={NEIGHBOUR}")).await.has("没有符合筛选条件的档案"));
    for odd in ["after=AAAA", "sort=%27", "standing=<script>", "office=%00", "office=..%2F"] {
        let path = format!("/cases?{}", odd.replace('<', "%3C").replace('>', "%3E"));
        assert_eq!(worker.get(&path).await.status, 200, "{odd}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_number_is_shown_for_a_reason_that_is_kept() {
    let house = House::new().await;
    let no = house.taken(row(2, &[])).await;
    let worker = house.browser("worker").await;
    let path = format!("/cases/{no}/reveal");
    let refused = worker.post(&path, &[("reason", " ")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.has("请写明查看完整号码的理由") && !refused.has(ID_NUMBER));
    let shown = worker.post(&path, &[("reason", "办理户籍核对")]).await;
    assert_eq!(shown.status, 200);
    assert!(shown.has(ID_NUMBER));
    let looks = house.service.looks.of(no.clone(), (0, i64::MAX), 10).await.expect("looks");
    assert!(looks.iter().any(|l| l.what == "number" && l.reason == "办理户籍核对"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_given_by_its_form_shows_what_is_next() {
    let house = House::new().await;
    let no = house.taken(row(2, &[])).await;
    let worker = house.browser("worker").await;
    let form = worker.get(&format!("/cases/{no}/verify")).await;
    let (version, key) = (form.hidden("version"), form.hidden("key"));
    let fields =
        [("version", version.as_str()), ("key", &key), ("result", "01"), ("category", "key"), ("family", "")];
    let done = worker.post(&format!("/cases/{no}/verify"), &fields).await;
    assert_eq!(done.status, 303);
    let page = worker.get(done.location()).await;
    assert!(page.has("“核查反馈”已保存。下一步：") && page.has("重点"));
    let again = worker.post(&format!("/cases/{no}/verify"), &fields).await;
    assert_eq!(again.status, 303, "sent twice, carried out once");
    let events = worker.get(&format!("/cases/{no}")).await.text.matches("<b>信息核查</b>").count();
    assert_eq!(events, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_form_keeps_what_was_typed_and_names_the_field() {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await;
    let worker = house.browser("worker").await;
    let path = format!("/cases/{no}/record-visit");
    let fields = [
        ("on", "20261130"),
        ("way", "home"),
        ("result", "met"),
        ("note", "一\r\n二"),
        ("needs", "work"),
        ("needs", "legal"),
    ];
    let answer = worker.post(&path, &fields).await;
    assert_eq!(answer.status, 422);
    assert!(answer.has("id=\"f-on-wrong\"") && answer.has("value=\"20261130\"") && answer.has("一\n二"));
    assert_eq!(
        answer.text.matches(" checked").count(),
        6,
        "way, result, two needs, nothing abnormal, no reason"
    );
    let empty = worker.post(&path, &[("note", "只写了这个")]).await;
    assert!(empty.has("href=\"#f-on\"") && empty.has("href=\"#f-way\"") && empty.has("只写了这个"));
    let undeclared = worker
        .post(&path, &[("on", "20261124"), ("way", "home"), ("result", "absent"), ("role", "city")])
        .await;
    assert_eq!(undeclared.status, 422);
    assert!(undeclared.has("没有这一项"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_form_keeps_what_was_typed_and_leads_to_what_is_new() {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await;
    let worker = house.browser("worker").await;
    let path = format!("/cases/{no}/open-file");
    let old = worker.get(&path).await.hidden("version");
    let visit = json!({"on": "2026-11-23", "way": "home", "result": "met", "note": "在姐姐家暂住"});
    house.give(&no, "record-visit", visit).await;
    let typed = [("version", old.as_str()), ("on", "2026-11-21"), ("phone", "13900001111")];
    let stale = worker.post(&path, &typed).await;
    assert_eq!(stale.status, 412);
    assert!(
        stale.has("别人已更新这份档案")
            && stale.has("在新窗口看最新情况")
            && stale.has("value=\"13900001111\"")
    );
    let fresh = stale.hidden("version");
    assert_ne!(fresh, old);
    let again =
        worker.post(&path, &[("version", &fresh), ("on", "2026-11-21"), ("phone", "13900001111")]).await;
    assert_eq!(again.status, 303);
    let without = worker.post(&format!("/cases/{no}/sign-agreement"), &[("on", "2026-11-22")]).await;
    assert_eq!(without.status, 428, "an answer must name what was seen");
}

#[tokio::test(flavor = "multi_thread")]
async fn handing_a_case_away_is_told_on_the_workbench() {
    let house = House::new().await;
    let no = house.taken(row(2, &[])).await;
    let worker = house.browser("worker").await;
    let path = format!("/cases/{no}/return");
    let version = worker.get(&path).await.hidden("version");
    let said = [("reason", "户籍在海珠区"), ("asked", "police"), ("evidence", "派出所已查")];
    let fields = [&[("version", version.as_str())][..], &said].concat();
    let done = worker.post(&path, &fields).await;
    let gone = worker.get(done.location()).await;
    assert_eq!(gone.status, 303);
    assert!(gone.location().starts_with("/workbench?n="));
    assert!(worker.get(gone.location()).await.has("“退回（非本辖区）”已保存"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_has_a_form_for_its_roles_and_a_sentence_for_the_others() {
    let house = House::new().await;
    let no = house.taken(row(2, &[])).await;
    let browsers = [
        (domain::kernel::Role::City, house.browser("city").await),
        (domain::kernel::Role::District, house.browser("district").await),
        (domain::kernel::Role::OfficeHead, house.browser("head").await),
        (domain::kernel::Role::OfficeWorker, house.browser("worker").await),
        (domain::kernel::Role::Prison, house.browser("prison").await),
    ];
    for spec in CaseCommand::specs() {
        for (role, browser) in &browsers {
            let path = format!("/cases/{no}/{}", spec.name);
            let form = browser.get(&path).await;
            assert_eq!(form.status, 200, "{path}");
            assert!(form.has(spec.title));
            let may = spec.who.contains(role);
            assert_eq!(form.has("name=\"version\""), may, "{path} {role:?}");
            if may {
                for field in spec.fields {
                    assert!(form.has(&format!("name=\"{}\"", field.key)), "{path} asks for {}", field.key);
                }
            } else {
                let sentence = format!("“{}”不由{}办理", spec.title, role.name());
                assert!(form.has(&sentence), "{path} {role:?}");
                assert_eq!(browser.post(&path, &[("version", "1")]).await.status, 422);
            }
        }
    }
    assert_eq!(browsers[0].1.get(&format!("/cases/{no}/no-such-command")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_in_texts_stays_text() {
    const MARKUP: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}";
    let house = House::new().await;
    let no = house.at_home(row(2, &[(Field::Note, MARKUP), (Field::KinName, "<b>姐姐</b>")])).await;
    let visit = json!({"on": "2026-11-23", "way": "home", "result": "met", "note": MARKUP});
    house.give(&no, "record-visit", visit).await;
    let worker = house.browser("worker").await;
    let searched = worker.post("/cases/search", &[("q", MARKUP)]).await.location().to_owned();
    let refused =
        worker.post(&format!("/cases/{no}/record-visit"), &[("on", MARKUP), ("note", MARKUP)]).await;
    let reveal = worker.post(&format!("/cases/{no}/reveal"), &[("reason", &MARKUP.repeat(3))]).await;
    let door = house.nobody().post("/sign-in", &[("account", MARKUP), ("password", "x")]).await;
    let pages =
        [worker.get(&format!("/cases/{no}")).await, worker.get(&searched).await, refused, reveal, door];
    for page in pages {
        assert!(page.has("alert(1)"), "the text is shown");
        assert!(!page.has("<script>alert") && !page.has("<img") && !page.has("<b>姐姐"), "{}", page.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn assets_are_kept_for_a_year_and_pages_not_at_all() {
    let house = House::new().await;
    let door = house.nobody().get("/sign-in").await;
    assert_eq!(door.header("cache-control"), "no-store");
    let css = door.text.split("href=\"").find(|h| h.starts_with("/assets/") && h.contains(".css")).unwrap();
    let css = house.nobody().get(css.split('"').next().unwrap()).await;
    assert_eq!((css.status, css.header("content-type")), (200, "text/css; charset=utf-8"));
    assert!(css.header("cache-control").contains("immutable"));
}
