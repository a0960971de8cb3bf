//! An instance behind its router for the tests of the API: people of every role with tokens, a roster of
//! fictitious persons, and a caller that holds every request and answer against the OpenAPI document.

use crate::stage::{Seeded, reader};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, header},
};
use database::{Options, Target};
use domain::{
    kernel::{Actor, Role},
    unit::Unit,
};
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use service::{Asker, Now, instance};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};
use tower::ServiceExt;
use web::{App, app::Still};

pub const TODAY: Date = date(2026, 11, 24);
pub const OFFICE: &str = "440106002";
pub const NEIGHBOUR: &str = "440106004";
pub const PASSWORD: &str = "Lu-Tu 2026 回家";

/// An answer of the API.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    pub body: Value,
}

/// The API of an instance.
pub struct Api {
    app: App,
    router: Router,
    pub document: Value,
    called: Mutex<BTreeSet<String>>,
    tokens: Mutex<BTreeMap<String, String>>,
    _dir: tempfile::TempDir,
}

/// What is sent besides method and path.
#[derive(Default, Clone)]
pub struct With<'a> {
    pub by: Option<&'a str>,
    pub query: &'a str,
    pub body: Option<Value>,
    pub file: Option<&'a [u8]>,
    pub version: Option<i64>,
    pub key: Option<&'a str>,
}

/// The custodial place that sends the rosters of these tests.
pub fn prison() -> &'static str {
    reference::organisation::custody("番禺监狱").expect("known").id
}

/// The instant at noon in Shanghai.
fn noon() -> i64 {
    let days = (TODAY - date(1970, 1, 1)).get_days();
    i64::from(days) * 86_400_000 + 4 * 3_600_000
}

pub async fn api() -> Api {
    let dir = tempfile::tempdir().expect("a folder");
    let opening = instance::Opening {
        database: Target::Sqlite(dir.path().join("main.db")),
        looks: Target::Sqlite(dir.path().join("looks.db")),
        options: Options::default(),
        master: [7; 32],
        random: Arc::new(Mutex::new(Seeded::new(2026))),
        city: Unit::new("440100"),
        reader: reader(dir.path()),
    };
    let service = instance::open(opening).await.expect("opens");
    let now = Now { millis: noon(), today: TODAY };
    let console = instance::console("test", &Unit::new("440100"), now);
    for (login, role, unit) in people() {
        service.install(&console, login, "某人", role, unit).await.expect("installed");
        service.set_password(login, PASSWORD, false).await.expect("set");
    }
    let app = App { service, clock: Arc::new(Still(now)), demo: false, secure: false };
    let document = serde_json::from_str(web::api::document()).expect("JSON");
    let router = web::router(app.clone());
    Api { app, router, document, called: Mutex::default(), tokens: Mutex::default(), _dir: dir }
}

fn people() -> [(&'static str, Role, &'static str); 7] {
    [
        ("city", Role::City, "440100"),
        ("district", Role::District, "440106"),
        ("head", Role::OfficeHead, OFFICE),
        ("worker", Role::OfficeWorker, OFFICE),
        ("neighbour", Role::OfficeWorker, NEIGHBOUR),
        ("prison", Role::Prison, prison()),
        ("admin", Role::Administrator, "440100"),
    ]
}

impl Api {
    /// The token of an account; it signs in when it is first asked for.
    pub async fn token(&self, login: &str) -> String {
        let known = self.tokens.lock().expect("not poisoned").get(login).cloned();
        if let Some(token) = known {
            return token;
        }
        let body = json!({"account": login, "password": PASSWORD});
        let request = Request::post("/api/v1/session").header(header::CONTENT_TYPE, "application/json");
        let answer = self.send(request.body(Body::from(body.to_string())).expect("a request")).await;
        let token = answer.body["token"].as_str().expect("a token").to_owned();
        self.tokens.lock().expect("not poisoned").insert(login.to_owned(), token.clone());
        token
    }

    /// The same instance so many minutes after noon.
    pub fn after_minutes(mut self, minutes: i64) -> Api {
        let now = Now { millis: noon() + minutes * 60_000, today: TODAY };
        self.app.clock = Arc::new(Still(now));
        self.router = web::router(self.app.clone());
        self
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("answers");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 10_000_000).await.expect("a body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status: parts.status.as_u16(), headers: parts.headers, text, body }
    }

    /// Asks for an operation; the request is built from the document. Whatever comes back must be declared.
    pub async fn ask(&self, id: &str, places: &[(&str, &str)], with: With<'_>) -> Answer {
        let (path, method, operation) = self.operation(id);
        let mut path = path.clone();
        for (name, value) in places {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        let uri = if with.query.is_empty() { path } else { format!("{path}?{}", with.query) };
        let mut request = Request::builder().method(method.to_uppercase().as_str()).uri(uri);
        if let Some(login) = with.by {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token(login).await));
        }
        if let Some(version) = with.version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        if let Some(key) = with.key {
            request = request.header("Idempotency-Key", key);
        }
        let request = match (with.file, with.body) {
            (Some(file), beside) => multipart(request, file, beside.as_ref()),
            (None, Some(body)) => {
                let request = request.header(header::CONTENT_TYPE, "application/json");
                request.body(Body::from(body.to_string()))
            }
            (None, None) => request.body(Body::empty()),
        };
        let answer = self.send(request.expect("a request")).await;
        self.conforms(id, operation, &answer);
        answer
    }

    /// Asks for an operation and expects success; the body sent must be what the document declares.
    pub async fn call(&self, id: &str, places: &[(&str, &str)], with: With<'_>) -> Answer {
        let (_, _, operation) = self.operation(id);
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        if let (Some(body), None) = (&with.body, with.file) {
            self.valid(schema, body, id);
        }
        let answer = self.ask(id, places, with).await;
        assert!((200..300).contains(&answer.status), "{id}: {} {}", answer.status, answer.text);
        self.called.lock().expect("not poisoned").insert(id.to_owned());
        answer
    }

    /// Gives a command to a case, with the version that is seen now.
    pub async fn give(&self, login: &str, no: &str, command: &str, fields: Value) -> Answer {
        let seen = self.call("read-case", &[("no", no)], With { by: Some(login), ..With::default() }).await;
        let version = seen.body["version"].as_i64();
        let with = With { by: Some(login), body: Some(fields), version, ..With::default() };
        self.call(command, &[("no", no)], with).await
    }

    /// The code of a bed for men in a base that is installed for it.
    pub async fn bed(&self) -> &'static str {
        let actor = Actor {
            account: "city".into(),
            name: "某人".into(),
            role: Role::City,
            unit: Unit::new("440100"),
        };
        let asker = Asker { actor, now: self.app.clock.now() };
        let fields = json!({"code": "BASE1", "name": "某基地", "way": "04", "men": 1, "women": 0});
        let fields = fields.as_object().expect("an object");
        self.app.service.install_base(&asker, fields).await.expect("installed");
        "BASE1-1-001"
    }

    /// Every operation of the document.
    pub fn operations(&self) -> Vec<(&String, &String, &Value)> {
        let paths = self.document["paths"].as_object().expect("paths");
        let mut all = vec![];
        for (path, methods) in paths {
            for (method, operation) in methods.as_object().expect("methods") {
                all.push((path, method, operation));
            }
        }
        all
    }

    /// What was called with success so far.
    pub fn called(&self) -> BTreeSet<String> {
        self.called.lock().expect("not poisoned").clone()
    }

    fn operation(&self, id: &str) -> (&String, &String, &Value) {
        let found = self.operations().into_iter().find(|(_, _, o)| o["operationId"] == id);
        found.unwrap_or_else(|| panic!("no operation {id}"))
    }

    fn conforms(&self, id: &str, operation: &Value, answer: &Answer) {
        let mut declared = &operation["responses"][answer.status.to_string()];
        if let Some(reference) = declared["$ref"].as_str() {
            declared = self.document.pointer(&reference[1..]).expect("resolves");
        }
        assert!(declared.is_object(), "{id}: status {} is not declared: {}", answer.status, answer.text);
        let Some(content) = declared["content"].as_object() else {
            assert_eq!(answer.text, "", "{id}: nothing is declared");
            return;
        };
        let sent = answer.headers[header::CONTENT_TYPE].to_str().expect("text");
        let kind = sent.split(';').next().expect("a content type");
        let content = content.get(kind).unwrap_or_else(|| panic!("{id}: {kind} is not declared"));
        if kind.ends_with("json") {
            self.valid(&content["schema"], &answer.body, id);
        }
    }

    /// The value is what the schema says, in the eyes of an independent judge.
    pub fn valid(&self, schema: &Value, value: &Value, id: &str) {
        let mut schema = schema.clone();
        schema["components"] = self.document["components"].clone();
        let judge = jsonschema::draft202012::options().should_validate_formats(true).build(&schema);
        let judge = judge.unwrap_or_else(|e| panic!("{id}: {e}"));
        let errors: Vec<String> =
            judge.iter_errors(value).map(|e| format!("{} at {}", e, e.instance_path())).collect();
        assert!(errors.is_empty(), "{id}: {errors:#?}");
    }
}

fn multipart(
    request: axum::http::request::Builder,
    file: &[u8],
    beside: Option<&Value>,
) -> axum::http::Result<Request<Body>> {
    let mut body = vec![];
    for (key, value) in beside.and_then(Value::as_object).into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let part = format!("--xyz\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend_from_slice(
        b"--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.csv\"\r\n\r\n",
    );
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--xyz--\r\n");
    request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=xyz").body(Body::from(body))
}

/// A fictitious person of a roster.
pub struct Person {
    pub name: &'static str,
    pub number: String,
    pub register: &'static str,
    pub living: &'static str,
}

/// An identity number with its check character, by the weights of GB 11643.
pub fn number(first_seventeen: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = first_seventeen.chars().map(|c| c.to_digit(10).expect("digits"));
    let sum: u32 = digits.zip(WEIGHTS).map(|(d, w)| d * w).sum();
    format!("{first_seventeen}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum as usize % 11])
}

/// The roster of these persons as a file.
pub fn roster(persons: &[Person]) -> Vec<u8> {
    let mut text =
        "姓名,性别,出生日期,公民身份号码,户籍地址,居住地址,罪名,原判刑期,刑期起日,刑期止日,收押监所\n"
            .to_owned();
    for p in persons {
        text.push_str(&format!(
            "{},男,1967-03-12,{},{},{},盗窃罪,有期徒刑二年,2024-11-21,2026-11-20,广东省番禺监狱\n",
            p.name, p.number, p.register, p.living
        ));
    }
    text.into_bytes()
}
