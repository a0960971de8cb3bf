//! 日历, its private address, 超期通报 over the pages (issue 4, line 9).

use crate::given::{Browser, House, NAME, PASSWORD, row};
use documents::roster::Field;
use icalendar::{Calendar, Component, parser};

/// Somebody who was to be collected on the 20th, four days ago, and somebody who comes home on the 28th.
async fn house() -> (House, String) {
    let house = House::new().await;
    let no = house.taken(row(2, &[])).await;
    let second = [
        (Field::IdNumber, "440106197001010014"),
        (Field::Birth, "1970-01-01"),
        (Field::Name, "李国雄"),
        (Field::StartsOn, "2024-11-29"),
        (Field::EndsOn, "2026-11-28"),
    ];
    house.taken(row(3, &second)).await;
    (house, no)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_begins_on_monday_marks_today_and_days_off_and_opens_its_numbers() {
    let (house, no) = house().await;
    let worker = house.browser("worker").await;
    let page = worker.get("/calendar?month=2026-11").await;
    assert_eq!(page.status, 200);
    let week = page.text.split("<tbody>").nth(1).and_then(|t| t.split("</tr>").next()).expect("a week");
    assert_eq!(week.matches("class=\"blank\"").count(), 6, "the first of November 2026 is a Sunday");
    assert!(page.has("aria-current=\"date\"") && page.has("11月24日 星期二"));
    let sunday = page.text.split("<td class=\"").find(|t| t.contains("11月22日")).expect("a cell");
    assert!(sunday.starts_with("off"), "{sunday}");
    assert!(page.has("/calendar?month=2026-10") && page.has("/calendar?month=2026-12"));
    assert!(page.has("href=\"/calendar/2026-11-28?what=released\">释放 1</a>"));
    assert!(!page.has(NAME), "the month shows numbers, no names");

    let kind =
        page.text.split("href=\"/calendar/2026-11-20?kind=receive\">").nth(1).expect("due on the 20th");
    assert!(kind.split('<').next().expect("text").ends_with(" 1"), "{kind}");
    let day = worker.get("/calendar/2026-11-20?kind=receive").await;
    assert!(day.has(NAME) && day.has("逾期 4 天") && day.has(&format!("/cases/{no}/receive")));
    assert_eq!(day.text.matches("<td data-label=\"事项\">").count(), 1);
    let released = worker.get("/calendar/2026-11-28?what=released").await;
    assert!(released.has("李国雄") && !released.has(NAME) && released.has("共 1 人"));
    let october = worker.get("/calendar?month=2026-10").await;
    assert!(october.has(">休</span>") && october.has(">班</span>"), "national day and its make-up days");
    assert!(worker.get("/calendar?month=2031-02").await.has("只按周末推算"));
    for nonsense in ["/calendar/2026-13-01", "/calendar/x", "/calendar/99999"] {
        assert_eq!(worker.get(nonsense).await.status, 404, "{nonsense}");
    }
    assert_eq!(worker.get("/calendar?month=9999-12").await.status, 200);
    assert_eq!(worker.get("/calendar/9999-12-31").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_own_calendar_stays_the_own_one_from_page_to_page() {
    let (house, _) = house().await;
    let worker = house.browser("worker").await;
    let own = worker.get("/calendar?month=2026-11&own=1").await;
    assert!(
        own.has("没有您该办的事项") && own.has("href=\"/calendar?month=2026-12&#38;own=1\""),
        "{}",
        own.text
    );
    let district = house.browser("district").await;
    assert!(!district.get("/calendar?own=1").await.has("只看我该办的"), "a bureau is in charge of nobody");
}

/// Makes an address as the page shows it and answers its path.
async fn made(browser: &Browser) -> String {
    let page = browser.post("/calendar/feed", &[("shows", "unit")]).await;
    assert_eq!(page.status, 200);
    let path = page.text.split("/ics/").nth(1).and_then(|t| t.split('<').next()).expect("an address");
    format!("/ics/{path}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_is_a_calendar_without_names_for_whoever_has_its_address() {
    let (house, no) = house().await;
    let worker = house.browser("worker").await;
    assert!(worker.get("/calendar/feed").await.has("还没有订阅地址"));
    let path = made(&worker).await;
    assert!(path.len() > 45 && !worker.get("/calendar/feed").await.has("/ics/"), "shown once");

    let request = axum::http::Request::get(&path).header("host", "guitu.test:8080");
    let feed = house.nobody().send(request, axum::body::Body::empty()).await;
    assert_eq!((feed.status, feed.header("cache-control")), (200, "private, no-store"));
    assert!(feed.header("content-type").starts_with("text/calendar"));
    for secret in [NAME, "李国雄", no.as_str(), "worker"] {
        assert!(!feed.has(secret), "{secret} in a feed");
    }
    assert!(feed.text.split("\r\n").all(|l| l.len() <= 75 && !l.contains('\n')));
    // Read by somebody else's reader.
    let read: Calendar = parser::read_calendar(&parser::unfold(&feed.text)).expect("a calendar").into();
    let events: Vec<_> = read.components.iter().filter_map(|c| c.as_event()).collect();
    let of = |day: &str| {
        let event = events.iter().find(|e| e.get_uid().is_some_and(|uid| uid.starts_with(day)));
        event.unwrap_or_else(|| panic!("no {day} in {}", feed.text))
    };
    assert!(of("2026-11-28.").get_summary().expect("a summary").contains("释放 1 人"));
    let late = of("late.");
    assert_eq!(late.property_value("DTSTART"), Some("20261124"));
    assert!(late.get_summary().expect("a summary").starts_with("已逾期 "));
    assert_eq!(of("2026-11-28.").get_url(), Some("http://guitu.test:8080/calendar/2026-11-28"));
    let mut uids: Vec<_> = events.iter().map(|e| e.get_uid()).collect();
    uids.sort();
    uids.dedup();
    assert_eq!(uids.len(), events.len(), "every event has an identity of its own");
    let again = house.nobody().get(&path).await;
    assert_eq!(again.text.matches("UID:").count(), events.len());
    assert!(!again.has("URL:"), "without a plain host there is no link");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_revoked_and_disabled_addresses_look_the_same() {
    let (house, _) = house().await;
    let (worker, admin, nobody) =
        (house.browser("worker").await, house.browser("admin").await, house.nobody());
    let unknown = nobody.get(&format!("/ics/{}.ics", "A".repeat(43))).await;
    let first = made(&worker).await;
    let second = made(&worker).await;
    let revoked = worker.post("/calendar/feed/revoke", &[]).await;
    assert_eq!(revoked.status, 303);
    let third = made(&worker).await;
    assert_eq!(nobody.get(&third).await.status, 200);
    let disabled = admin.post("/admin/account", &[("login", "worker"), ("command", "disable-account")]).await;
    assert_eq!(disabled.status, 200);
    for path in
        [first, second, third, "/ics/x".into(), "/ics/.ics".into(), format!("/ics/{}", "%E8".repeat(50))]
    {
        let answer = nobody.get(&path).await;
        assert_eq!((answer.status, &answer.text), (404, &unknown.text), "{path}");
        assert_eq!(answer.header("cache-control"), unknown.header("cache-control"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bureau_is_told_in_one_line_opens_the_people_and_marks_it_read() {
    let (house, _) = house().await;
    let district = house.browser("district").await;
    assert!(district.get("/workbench").await.has("今日通报：1 个所"));
    let list = district.get("/notes").await;
    assert!(list.has("未读") && list.has("/notes/2026-11-24"));
    let note = district.get("/notes/2026-11-24").await;
    assert!(note.has("天河区员村") && !note.has(NAME), "a note names nobody");
    let people = district.get("/notes/2026-11-24/440106002?kind=receive").await;
    assert!(people.has(NAME) && people.has("逾期 4 天") && people.has("共 1 项"));
    let read = district.post("/notes/read", &[("day", "2026-11-24")]).await;
    let page = district.get(read.location()).await;
    assert!(page.has("已标为已读") && !page.has("未读"));
    assert!(!house.browser("city").await.get("/workbench").await.has("今日通报"), "not yet so late");
    assert!(!house.browser("head").await.get("/workbench").await.has("今日通报"));
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_make_and_revoke_their_address() {
    let (house, _) = house().await;
    let send = async |token: &str, path: &str, body: serde_json::Value| {
        let request = axum::http::Request::post(path)
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {token}"));
        let answer = house.nobody().send(request, axum::body::Body::from(body.to_string())).await;
        (answer.status, serde_json::from_str::<serde_json::Value>(&answer.text).expect("JSON"))
    };
    let session = serde_json::json!({"account": "worker", "password": PASSWORD});
    let token = send("", "/api/v1/session", session).await.1["token"].as_str().expect("a token").to_owned();
    let (status, made) =
        send(&token, "/api/v1/accounts/worker/make-feed", serde_json::json!({"shows": "own"})).await;
    assert_eq!((status, &made["events"]), (200, &serde_json::json!(["account.feed_made"])));
    let path = made["feed"].as_str().expect("a path").to_owned();
    assert_eq!(house.nobody().get(&path).await.status, 200);
    let (status, _) = send(&token, "/api/v1/accounts/worker/revoke-feed", serde_json::json!({})).await;
    assert_eq!((status, house.nobody().get(&path).await.status), (200, 404));
}
