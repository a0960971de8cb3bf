//! Two server processes on one PostgreSQL database: one walk split over both, by the API.

use crate::{browser::Server, cli::guitu};
use database::testing::Postgres;
use serde_json::{Value, json};
use std::{
    io::{Read, Write},
    net::TcpStream,
    path::Path,
};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../documents/tests/fixtures/clean.xlsx");
const PASSWORD: &str = "Hui-Jia 2026 平安";

/// One request to the API of a server: status and JSON.
fn ask(server: &Server, method: &str, path: &str, token: &str, more: &str, body: &Value) -> (u16, Value) {
    let host = server.address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).expect("the server listens");
    let body = if method == "GET" { String::new() } else { body.to_string() };
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n{more}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

/// Runs the program on the instance; its JSON.
fn console(arguments: &[&str], data: &Path, url: &str) -> Value {
    let output =
        guitu().args(arguments).arg("--data").arg(data).args(["--database", url, "--json"]).output().unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// A token for somebody whose password was given by the console.
fn signed_in(server: &Server, account: &str, given: &Value) -> String {
    let change = json!({"account": account, "old": given, "new": PASSWORD});
    let (status, opened) = ask(server, "POST", "/api/v1/password", "", "", &change);
    assert_eq!(status, 200, "{opened}");
    opened["token"].as_str().expect("a token").to_owned()
}

#[test]
fn one_walk_is_split_over_two_server_processes_on_one_postgres() {
    let url = Postgres::shared().fresh_database();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let made = console(&["init", "--city", "440100"], &data, &url);
    console(&["roster", "import", FIXTURE, "--custody", "440100"], &data, &url);
    let [first, second] = [0, 1].map(|_| {
        let mut program = guitu();
        program.env("GUITU_DATABASE", &url);
        Server::start(program, &data)
    });

    let city = signed_in(&first, "city", &made["accounts"][1]["password"]);
    let (_, cases) = ask(&second, "GET", "/api/v1/cases?state=verifying&limit=1", &city, "", &Value::Null);
    let case = &cases["items"][0];
    let (no, owner) =
        (case["no"].as_str().expect("a case"), case["owner"]["code"].as_str().expect("an owner"));
    let worker = ["user", "add", "walker", "--name", "走访员", "--role", "office_worker", "--unit", owner];
    let worker = signed_in(&second, "walker", &console(&worker, &data, &url)["password"]);

    let release = case["release_on"].as_str().expect("a date");
    let walk = [
        (&first, "verify", json!({"result": "01"})),
        (&second, "receive", json!({"on": release, "way": "02"})),
        (&first, "open-file", json!({"on": release})),
        (&second, "record-visit", json!({"on": release, "way": "home", "result": "met", "note": "平安到家"})),
    ];
    for (version, (server, command, fields)) in (2..).zip(walk) {
        let path = format!("/api/v1/cases/{no}/{command}");
        let seen = format!("If-Match: \"{version}\"\r\n");
        let (status, receipt) = ask(server, "POST", &path, &worker, &seen, &fields);
        assert_eq!((status, receipt["version"].as_i64()), (200, Some(version + 1)), "{command}: {receipt}");
    }
    let (_, told) = ask(&first, "GET", &format!("/api/v1/cases/{no}"), &worker, "", &Value::Null);
    assert_eq!(told["version"], 6);
    let proven = guitu().args(["doctor", "--database", &url, "--data"]).arg(&data).output().unwrap();
    assert!(proven.status.success(), "{}", String::from_utf8_lossy(&proven.stdout));
}
