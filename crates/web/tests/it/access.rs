//! The door: who comes in, who does not, what a form must carry.

use crate::given::{House, PASSWORD};
use axum::{
    body::Body,
    http::{Request, header},
};

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_signed_in_is_led_to_the_door() {
    let house = House::new().await;
    let nobody = house.nobody();
    for path in [
        "/",
        "/workbench",
        "/cases",
        "/cases/202600000001",
        "/cases/202600000001/verify",
        "/help",
        "/password",
    ] {
        let answer = nobody.get(path).await;
        assert_eq!((answer.status, answer.location()), (303, "/sign-in"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_account_get_the_same_answer() {
    let house = House::new().await;
    let nobody = house.nobody();
    let wrong = nobody.post("/sign-in", &[("account", "worker"), ("password", "wrong")]).await;
    let unknown = nobody.post("/sign-in", &[("account", "nobody"), ("password", "wrong")]).await;
    assert_eq!((wrong.status, unknown.status), (422, 422));
    assert!(wrong.has("账号或密码不对") && unknown.has("账号或密码不对"));
    assert_eq!(wrong.text.replace("worker", "nobody"), unknown.text);
    assert!(!wrong.headers.contains_key("set-cookie"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fifth_failure_locks_even_the_right_password_out() {
    let house = House::new().await;
    let nobody = house.nobody();
    for _ in 0..5 {
        nobody.post("/sign-in", &[("account", "worker"), ("password", "wrong")]).await;
    }
    let answer = nobody.post("/sign-in", &[("account", "worker"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, 429);
    assert!(answer.has("暂时锁定"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_is_closed_to_scripts_and_ends_with_signing_out() {
    let house = House::new().await;
    let door = house.nobody().post("/sign-in", &[("account", "worker"), ("password", PASSWORD)]).await;
    let cookie = door.header("set-cookie").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let worker = house.browser("worker").await;
    assert_eq!(worker.get("/workbench").await.status, 200);
    let out = worker.post("/sign-out", &[]).await;
    assert_eq!((out.status, out.location()), (303, "/sign-in"));
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(worker.get("/workbench").await.location(), "/sign-in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_the_token_changes_nothing() {
    let house = House::new().await;
    let worker = house.browser("worker").await;
    for fields in
        [vec![], vec![("csrf", "")], vec![("csrf", "A")], vec![("csrf", "A"), ("csrf", &worker.csrf)]]
    {
        let answer = worker.post_exactly("/sign-out", &fields).await;
        assert_eq!(answer.status, 403, "{fields:?}");
        assert!(answer.has("这次没有保存"));
    }
    assert_eq!(worker.get("/workbench").await.status, 200, "still signed in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_from_another_site_is_refused_even_with_the_token() {
    let house = House::new().await;
    let worker = house.browser("worker").await;
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("origin", "https://evil.test"), ("origin", "null")]
    {
        let request = Request::post("/sign-out")
            .header(header::COOKIE, &worker.cookie)
            .header(header::HOST, "guitu.test")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(name, value);
        let answer = worker.send(request, Body::from(format!("csrf={}", worker.csrf))).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
    }
    assert_eq!(worker.get("/workbench").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_form_or_too_large_is_told_apart() {
    let house = House::new().await;
    let worker = house.browser("worker").await;
    let post = |kind: &str| {
        Request::post("/cases/search")
            .header(header::COOKIE, &worker.cookie)
            .header(header::CONTENT_TYPE, kind)
    };
    let json = worker.send(post("application/json"), Body::from("{}")).await;
    assert_eq!(json.status, 415);
    assert!(json.has("只接受网页表单"));
    let large = worker.send(post("application/x-www-form-urlencoded"), Body::from(vec![b'a'; 300_000])).await;
    assert_eq!(large.status, 413);
    assert!(large.has("太多"));
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_pages_and_wrong_methods_are_told_in_chinese() {
    let house = House::new().await;
    let worker = house.browser("worker").await;
    for path in
        ["/nowhere", "/cases/%E5%86%AF", "/cases/x'--", "/cases/202600000001", "/cases/%FF", "/assets/x.css"]
    {
        let answer = worker.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(path.starts_with("/assets") || answer.has("没有"), "{path}");
    }
    assert_eq!(worker.get("/sign-out").await.status, 405);
    let answer = worker.post("/workbench", &[]).await;
    assert_eq!(answer.status, 405);
    assert!(answer.has("不能这样打开"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_given_by_somebody_else_must_be_changed_first() {
    let house = House::new().await;
    house.service.set_password("worker", PASSWORD, true).await.unwrap();
    let worker = house.browser("worker").await;
    assert_eq!(worker.get("/workbench").await.location(), "/password");
    let change = async |old: &str, new: &str, again: &str| {
        worker
            .post("/password", &[("username", "worker"), ("old", old), ("new", new), ("again", again)])
            .await
    };
    for (old, new, again, sentence) in [
        (PASSWORD, "Another-2026!", "Another-2027!", "两次输入的新密码不一样"),
        ("wrong", "Another-2026!", "Another-2026!", "原密码不对"),
        (PASSWORD, "short", "short", "至少 10 个字符"),
        (PASSWORD, PASSWORD, PASSWORD, "不能与原密码相同"),
    ] {
        let answer = change(old, new, again).await;
        assert_eq!(answer.status, 422, "{sentence}");
        assert!(answer.has(sentence), "{sentence}");
    }
    let changed = change(PASSWORD, "Another-2026!", "Another-2026!").await;
    assert_eq!((changed.status, changed.location()), (303, "/password?done=1"));
    assert_eq!(worker.get("/workbench").await.location(), "/sign-in", "the old session ended");
    let mut again = house.nobody();
    again.cookie = changed.cookie();
    assert!(again.get("/password?done=1").await.has("密码已修改"));
    assert_eq!(again.get("/workbench").await.status, 200);
}
