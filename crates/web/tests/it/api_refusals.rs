//! How the API says no: each status with its code, a sentence in Chinese, and the shape of RFC 9457.

use crate::api_given::{Answer, Api, PASSWORD, Person, With, api, number, prison, roster};
use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::json;

fn by(login: &str) -> With<'_> {
    With { by: Some(login), ..With::default() }
}

/// One case of the office, entered.
async fn one_case(api: &Api) -> String {
    let register = "广东省广州市天河区员村街道黄石二路75号";
    let number = number("44010619670312183");
    let file = roster(&[Person { name: "冯国雄", number, register, living: "" }]);
    let query = format!("custody={}", prison());
    api.call("import-roster", &[], With { query: &query, file: Some(&file), ..by("prison") }).await;
    let list = api.call("list-cases", &[], by("worker")).await;
    list.body["items"][0]["no"].as_str().unwrap().to_owned()
}

/// It is a no of that status and code, in the declared shape, with a sentence.
#[track_caller]
fn says_no(api: &Api, answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, &answer.body["code"]), (status, &json!(code)), "{}", answer.text);
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
    assert_eq!(answer.body["status"], status);
    assert!(answer.body["detail"].as_str().unwrap().chars().any(|c| c > '一'), "a sentence in Chinese");
    api.valid(&json!({"$ref": "#/components/schemas/Problem"}), &answer.body, code);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_needs_the_version_that_is_now() {
    let api = api().await;
    let no = one_case(&api).await;
    let places = [("no", no.as_str())];
    let body = Some(json!({"result": "01"}));
    let without = api.ask("verify", &places, With { body: body.clone(), ..by("worker") }).await;
    says_no(&api, &without, 428, "version_needed");
    let stale = With { body: body.clone(), version: Some(1), ..by("worker") };
    let stale = api.ask("verify", &places, stale).await;
    says_no(&api, &stale, 412, "stale_version");
    let version = stale.body["version"].as_i64();
    assert_eq!(api.ask("verify", &places, With { body, version, ..by("worker") }).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_key_gives_the_same_receipt_and_one_event() {
    let api = api().await;
    let no = one_case(&api).await;
    let places = [("no", no.as_str())];
    api.give("worker", &no, "receive", json!({"on": "2026-11-20", "way": "07"})).await;
    let body = Some(json!({"on": "2026-11-22", "way": "phone", "result": "met", "note": "都好"}));
    let visit = With { body, key: Some("visit-1"), ..by("worker") };
    let first = api.ask("record-visit", &places, visit.clone()).await;
    let second = api.ask("record-visit", &places, visit.clone()).await;
    assert_eq!((first.status, &first.body), (200, &second.body));
    let seen = api.call("read-case", &places, by("worker")).await;
    assert_eq!(seen.body["visit"]["count"], 1);
    let other = Some(json!({"on": "2026-11-23", "way": "phone", "result": "absent"}));
    let reused = api.ask("record-visit", &places, With { body: other, ..visit }).await;
    says_no(&api, &reused, 422, "idempotency_key_reused");
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_the_scope_is_not_found_whatever_is_asked() {
    let api = api().await;
    let no = one_case(&api).await;
    let mut asked = 0;
    for (path, method, operation) in api.operations() {
        if !path.starts_with("/api/v1/cases/{no}") {
            continue;
        }
        let id = operation["operationId"].as_str().unwrap();
        let body = (method == "post").then(|| json!({"reason": "看看"}));
        let takes_a_file = operation["requestBody"]["content"]["multipart/form-data"].is_object();
        let file = takes_a_file.then_some(&b"a file"[..]);
        let theirs = With { body: body.clone(), file, version: Some(2), ..by("neighbour") };
        says_no(&api, &api.ask(id, &[("no", &no)], theirs.clone()).await, 404, "not_found");
        says_no(&api, &api.ask(id, &[("no", "202600000000")], theirs).await, 404, "not_found");
        asked += 1;
    }
    assert!(asked > 20, "{asked}");
    let list = api.call("list-cases", &[], by("neighbour")).await;
    assert_eq!(list.body["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_nothing_but_the_open_operations_answers() {
    let api = api().await;
    for (path, method, operation) in api.operations() {
        let open = operation["security"] == json!([]);
        let path = path.replace("{no}", "1").replace("{login}", "x");
        for token in [None, Some("Bearer nonsense"), Some("Basic d29ya2VyOng=")] {
            let mut request = Request::builder().method(method.to_uppercase().as_str()).uri(&path);
            if let Some(token) = token {
                request = request.header(header::AUTHORIZATION, token);
            }
            let answer = api.send(request.body(Body::empty()).unwrap()).await;
            if open {
                assert_ne!(answer.status, 401, "{path}");
            } else {
                says_no(&api, &answer, 401, "session_ended");
                assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_that_are_not_named_are_refused() {
    let api = api().await;
    let no = one_case(&api).await;
    let roles = [
        ("city", "city"),
        ("district", "district"),
        ("office_head", "head"),
        ("office_worker", "worker"),
        ("prison", "prison"),
        ("administrator", "admin"),
    ];
    let (mut refused, query) = (0, format!("custody={}", prison()));
    for (_, method, operation) in api.operations() {
        let id = operation["operationId"].as_str().unwrap();
        let Some(named) = operation["x-roles"].as_array() else { continue };
        let file = operation["requestBody"]["content"]["multipart/form-data"].is_object();
        for (role, login) in roles.iter().filter(|(role, _)| !named.contains(&json!(role))) {
            let body = match id {
                "search-cases" => json!({"q": "冯国雄"}),
                "reveal-number" | "open-sealed" => json!({"reason": "核对身份"}),
                _ => json!({}),
            };
            let with = With {
                body: (method == "post").then_some(body),
                file: file.then_some("姓名,公民身份号码,刑期止日\n甲乙,1,2026-11-20\n".as_bytes()),
                query: if file { &query } else { "" },
                version: Some(2),
                ..by(login)
            };
            let answer = api.ask(id, &[("no", &no), ("login", "worker")], with).await;
            let nothing = answer.status == 200 && answer.body["items"] == json!([]);
            let refusal =
                ["not_found", "not_your_role"].map(|code| json!(code)).contains(&answer.body["code"]);
            assert!(nothing || refusal, "{id} by {role}: {} {}", answer.status, answer.text);
            refused += 1;
        }
    }
    assert!(refused > 50, "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_cannot_be_read_is_told_why() {
    let api = api().await;
    let token = format!("Bearer {}", api.token("worker").await);
    let post = |path: &str, kind: &str, body: Vec<u8>| {
        let request = Request::builder().method("POST").uri(path).header(header::AUTHORIZATION, &token);
        request.header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()
    };
    let search = "/api/v1/cases/search";
    let json_kind = "application/json";
    let cases: Vec<(Request<Body>, u16, &str)> = vec![
        (post(search, "text/plain", b"{}".to_vec()), 415, "wrong_content_type"),
        (post(search, json_kind, b"{\"q\":".to_vec()), 400, "bad_json"),
        (post(search, json_kind, b"[1]".to_vec()), 400, "not_object"),
        (post(search, json_kind, "[".repeat(5000).into_bytes()), 400, "bad_json"),
        (post(search, json_kind, vec![b' '; 300_000]), 413, "too_large"),
        (post(search, json_kind, b"{\"q\":\"a\",\"x\":1}".to_vec()), 422, "fields"),
        (post(search, json_kind, b"{\"q\":7}".to_vec()), 422, "fields"),
        (post("/api/v1/rosters?custody=X", json_kind, b"{}".to_vec()), 415, "wrong_content_type"),
        (post("/api/v1/rosters?custody=X", "multipart/form-data", vec![]), 400, "bad_multipart"),
        (
            post("/api/v1/rosters?custody=X", "multipart/form-data; boundary=b", b"--b--\r\n".to_vec()),
            422,
            "fields",
        ),
        (post("/api/v1/cases", json_kind, b"{}".to_vec()), 405, "method_not_allowed"),
        (post("/api/v1/nothing", json_kind, b"{}".to_vec()), 404, "no_such_operation"),
        (post("/api/v1/cases/1/fly", json_kind, b"{}".to_vec()), 404, "not_found"),
        (post("/api", json_kind, b"{}".to_vec()), 404, "no_such_operation"),
    ];
    for (request, status, code) in cases {
        says_no(&api, &api.send(request).await, status, code);
    }
    for (path, status, code) in [
        ("/api/v1/cases?limit=0", 422, "fields"),
        ("/api/v1/cases?limit=201", 422, "fields"),
        ("/api/v1/cases?state=lost", 422, "fields"),
        ("/api/v1/cases?name=x", 422, "fields"),
        ("/api/v1/cases?limit=1&limit=2", 400, "repeated_parameter"),
        ("/api/v1/cases?after=abc", 422, "bad_cursor"),
        ("/api/v1/cases/search", 405, "method_not_allowed"),
        ("/api/v1/cases/%FF", 404, "not_found"),
        ("/api/v1/cases/a%2Fb", 404, "not_found"),
    ] {
        let request = Request::get(path).header(header::AUTHORIZATION, &token).body(Body::empty()).unwrap();
        says_no(&api, &api.send(request).await, status, code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_that_cannot_be_read_are_told_apart_from_none() {
    let api = api().await;
    let no = one_case(&api).await;
    let long = "k".repeat(129);
    for (name, value, code) in [
        ("if-match", "*", "bad_if_match"),
        ("if-match", "two", "bad_if_match"),
        ("idempotency-key", "", "bad_idempotency_key"),
        ("idempotency-key", long.as_str(), "bad_idempotency_key"),
    ] {
        let request = Request::post(format!("/api/v1/cases/{no}/verify"))
            .header(header::AUTHORIZATION, format!("Bearer {}", api.token("worker").await))
            .header(header::CONTENT_TYPE, "application/json")
            .header(name, value)
            .body(Body::from("{\"result\":\"01\"}"));
        says_no(&api, &api.send(request.unwrap()).await, 400, code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_beyond_the_limit_is_too_large() {
    let api = api().await;
    let query = format!("custody={}", prison());
    let file = vec![b'a'; 20_200_000];
    let answer =
        api.ask("import-roster", &[], With { query: &query, file: Some(&file), ..by("prison") }).await;
    says_no(&api, &answer, 413, "too_large");
    let answer =
        api.ask("check-roster", &[], With { query: &query, file: Some(b"%PDF-1.4"), ..by("prison") }).await;
    says_no(&api, &answer, 422, "other_format");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_serves_one_account_and_one_list_only() {
    let api = api().await;
    let list = api.call("list-accounts", &[], With { query: "limit=2", ..by("admin") }).await;
    let next = list.body["next"].as_str().unwrap();
    let query = format!("limit=2&after={next}");
    let second = api.call("list-accounts", &[], With { query: &query, ..by("admin") }).await;
    assert_ne!(second.body["items"], list.body["items"]);
    for (id, login) in [("list-accounts", "city"), ("list-cases", "admin")] {
        let answer = api.ask(id, &[], With { query: &query, ..by(login) }).await;
        says_no(&api, &answer, 422, "bad_cursor");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cursors_and_tokens_end_when_their_time_is_over() {
    let api = api().await;
    let list = api.call("list-accounts", &[], With { query: "limit=2", ..by("admin") }).await;
    let query = format!("limit=2&after={}", list.body["next"].as_str().unwrap());
    let with = With { query: &query, ..by("admin") };
    api.token("worker").await;
    let api = api.after_minutes(59);
    assert_eq!(api.ask("list-accounts", &[], with.clone()).await.status, 200);
    let api = api.after_minutes(61);
    says_no(&api, &api.ask("list-accounts", &[], with.clone()).await, 422, "bad_cursor");
    let unused = api.ask("list-cases", &[], by("worker")).await;
    says_no(&api, &unused, 401, "session_ended");
    let body = Some(json!({"account": "worker", "password": PASSWORD}));
    let signed = api.call("sign-in", &[], With { body, ..With::default() }).await;
    assert_eq!(signed.body["expires_at"], "2026-11-25T01:01:00+08:00", "twelve hours from one past one");
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_passwords_lock_and_a_wrong_account_sounds_the_same() {
    let api = api().await;
    let wrong = |account: &str| With {
        body: Some(json!({"account": account, "password": "not this one"})),
        ..With::default()
    };
    let unknown = api.ask("sign-in", &[], wrong("nobody")).await;
    says_no(&api, &unknown, 401, "sign_in");
    for _ in 0..4 {
        let answer = api.ask("sign-in", &[], wrong("worker")).await;
        assert_eq!(answer.body, unknown.body);
    }
    says_no(&api, &api.ask("sign-in", &[], wrong("worker")).await, 429, "locked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_somebody_else_chose_is_changed_first() {
    let api = api().await;
    let reset = api.call("reset-password", &[("login", "neighbour")], by("admin")).await;
    let given = reset.body["password"].as_str().unwrap();
    let body = json!({"account": "neighbour", "password": given});
    let session = api.call("sign-in", &[], With { body: Some(body), ..With::default() }).await;
    let token = format!("Bearer {}", session.body["token"].as_str().unwrap());
    let request = Request::get("/api/v1/cases").header(header::AUTHORIZATION, &token);
    says_no(&api, &api.send(request.body(Body::empty()).unwrap()).await, 403, "must_change_password");
    let change = Request::post("/api/v1/password")
        .header(header::AUTHORIZATION, &token)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(json!({"old": given, "new": "  前后有空格 也照旧  "}).to_string()));
    assert_eq!(api.send(change.unwrap()).await.status, 200);
    let body = json!({"account": "neighbour", "password": "  前后有空格 也照旧  "});
    let again = api.call("sign-in", &[], With { body: Some(body), ..With::default() }).await;
    assert_eq!(again.body["must_change"], false);
}
