//! An instance behind its pages: people of every role who sign in through the front door, a few fictitious
//! persons from a roster. Every answer that passes here is held against what must be true of all answers:
//! headers, no inline script or style, nothing personal in a URL.

use crate::stage::Seeded;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, header},
};
use database::{Options, Target};
use documents::roster::{Field, Line, RawRow, Reading};
use domain::{kernel::Role, unit::Unit};
use jiff::civil::{Date, date};
use serde_json::Value;
use service::{Asker, Given, Now, Service, instance};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};
use tower::ServiceExt;
use web::{App, app::Still};

pub const TODAY: Date = date(2026, 11, 24);
pub const CITY: &str = "440100";
pub const DISTRICT: &str = "440106";
pub const OFFICE: &str = "440106002";
pub const NEIGHBOUR: &str = "440106006";
pub const PASSWORD: &str = "Lu-Tu 2026 回家";
/// The identity number of the first person; every test may look for it where it must not be.
pub const ID_NUMBER: &str = "440106196703121830";
pub const NAME: &str = "冯国雄";

/// The instance and its router.
pub struct House {
    pub service: Service,
    pub router: Router,
    _folder: tempfile::TempDir,
}

/// A browser of somebody signed in.
pub struct Browser {
    router: Router,
    pub cookie: String,
    pub csrf: String,
}

/// An answer, already held against what must be true of all.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// The body as text, whatever it is.
    pub text: String,
    /// The body.
    pub bytes: Vec<u8>,
}

/// The custodial place that sends the rosters.
pub fn prison() -> &'static str {
    reference::organisation::custody("番禺监狱").expect("known").id
}

pub fn now() -> Now {
    let days = (TODAY - date(1970, 1, 1)).get_days();
    Now { millis: i64::from(days) * 86_400_000 + 4 * 3_600_000, today: TODAY }
}

pub fn asker(role: Role, unit: &str) -> Asker {
    let account = format!("{}-{unit}", role.word());
    let actor =
        domain::kernel::Actor { name: format!("{}甲", role.name()), account, role, unit: Unit::new(unit) };
    Asker { actor, now: now() }
}

/// A row of a roster, with other cells where given.
pub fn row(n: u32, cells: &[(Field, &str)]) -> RawRow {
    let mut all = vec![
        (Field::Name, NAME),
        (Field::Sex, "男"),
        (Field::Birth, "1967-03-12"),
        (Field::IdNumber, ID_NUMBER),
        (Field::HukouAddress, "广东省广州市天河区员村街道黄石二路75号"),
        (Field::Offence, "盗窃罪"),
        (Field::Term, "有期徒刑二年"),
        (Field::StartsOn, "2024-11-21"),
        (Field::EndsOn, "2026-11-20"),
        (Field::Custody, "广东省番禺监狱"),
    ];
    for (field, text) in cells {
        all.retain(|(f, _)| f != field);
        all.push((*field, text));
    }
    RawRow { sheet: String::new(), row: n, cells: all.into_iter().map(|(f, t)| (f, t.to_owned())).collect() }
}

const PEOPLE: [(&str, Role, &str); 7] = [
    ("city", Role::City, CITY),
    ("district", Role::District, DISTRICT),
    ("head", Role::OfficeHead, OFFICE),
    ("worker", Role::OfficeWorker, OFFICE),
    ("neighbour", Role::OfficeWorker, NEIGHBOUR),
    ("admin", Role::Administrator, CITY),
    ("auditor", Role::Auditor, CITY),
];

impl House {
    pub async fn new() -> House {
        House::reading_with("/nonexistent".into()).await
    }

    /// A house whose uploads are read by that program.
    pub async fn reading_with(reader: PathBuf) -> House {
        let folder = tempfile::tempdir().expect("a folder");
        let opening = instance::Opening {
            database: Target::Sqlite(folder.path().join("main.db")),
            looks: Target::Sqlite(folder.path().join("looks.db")),
            options: Options::default(),
            master: [7; 32],
            random: Arc::new(Mutex::new(Seeded::new(2026))),
            city: Unit::new(CITY),
            reader,
        };
        let service = instance::open(opening).await.expect("opens");
        let console = instance::console("test", &Unit::new(CITY), now());
        for (login, role, unit) in PEOPLE.into_iter().chain([("prison", Role::Prison, prison())]) {
            service.install(&console, login, &format!("{login}甲"), role, unit).await.expect("installed");
            service.set_password(login, PASSWORD, false).await.expect("set");
        }
        let app = App { service: service.clone(), clock: Arc::new(Still(now())), demo: true, secure: false };
        House { service, router: web::router(app), _folder: folder }
    }

    /// Takes a row in and answers the number of its case.
    pub async fn taken(&self, row: RawRow) -> String {
        let city = asker(Role::City, CITY);
        let number = row.cells.iter().find(|(f, _)| **f == Field::IdNumber).expect("a number").1.clone();
        let reading = Reading { lines: vec![Line::Person(row)], ..Reading::default() };
        let summary = self.service.import_roster(&city, &city.actor.unit, &reading).await.expect("imported");
        assert_eq!(summary.problems, []);
        self.service.search(&city, &number).await.expect("found")[0].no.clone()
    }

    /// A command given past the pages.
    pub async fn give(&self, no: &str, name: &str, fields: Value) {
        let worker = asker(Role::OfficeWorker, OFFICE);
        let version = self.service.view(&worker, no).await.expect("seen").version;
        let given = Given { if_match: Some(version), idempotency_key: None };
        self.service.give(&worker, no, name, fields.as_object().expect("fields"), given).await.expect(name);
    }

    /// A person who came home on 20 November.
    pub async fn at_home(&self, row: RawRow) -> String {
        let no = self.taken(row).await;
        self.give(&no, "verify", serde_json::json!({"result": "01"})).await;
        self.give(&no, "receive", serde_json::json!({"on": "2026-11-20", "way": "03", "present": "姐姐"}))
            .await;
        no
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Browser {
        Browser { router: self.router.clone(), cookie: String::new(), csrf: String::new() }
    }

    /// Somebody who signs in through the door.
    pub async fn browser(&self, login: &str) -> Browser {
        let mut browser = self.nobody();
        let answer = browser.post("/sign-in", &[("account", login), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{login} is let in");
        browser.cookie = answer.cookie();
        browser.csrf = browser.get("/password").await.hidden("csrf");
        browser
    }
}

impl Browser {
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header(header::COOKIE, &self.cookie), Body::empty()).await
    }

    /// Posts fields, with the token when somebody is signed in.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = (!self.csrf.is_empty()).then_some(("csrf", self.csrf.as_str()));
        let pairs: Vec<(&str, &str)> = token.into_iter().chain(fields.iter().copied()).collect();
        self.post_exactly(path, &pairs).await
    }

    /// Posts these fields and no other.
    pub async fn post_exactly(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            fields.iter().map(|(k, v)| format!("{}={}", encoded(k), encoded(v))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body.join("&"))).await
    }

    /// Posts a form with files, its token first: parts as (name, file name, content).
    pub async fn upload(&self, path: &str, csrf: &str, parts: &[(&str, &str, &[u8])]) -> Answer {
        let mut body = vec![];
        for (name, file, content) in [("csrf", "", csrf.as_bytes())].iter().chain(parts) {
            let file = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
            let head = format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--xyz--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xyz");
        self.send(request, Body::from(body)).await
    }

    pub async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = request.body(body).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("answers");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 16 << 20).await.expect("a body");
        let answer = Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        };
        answer.must_be_decent();
        answer
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(b).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}

impl Answer {
    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    pub fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().expect("a cookie").to_owned()
    }

    /// The value of the first hidden field of that name.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let from = self.text.find(&mark).unwrap_or_else(|| panic!("no {name} in the page")) + mark.len();
        self.text[from..].split('"').next().expect("closed").to_owned()
    }

    pub fn has(&self, text: &str) -> bool {
        self.text.contains(text)
    }

    /// What must be true of every answer, whatever it is.
    fn must_be_decent(&self) {
        for name in ["content-security-policy", "x-content-type-options", "x-frame-options", "cache-control"]
        {
            assert!(!self.header(name).is_empty(), "{name} is missing");
        }
        assert!(!self.header("content-security-policy").contains("unsafe"));
        let mut urls = vec![self.location().to_owned()];
        if self.header("content-type").starts_with("text/html") {
            assert!(!self.has("\u{FFFD}"), "a page that is not UTF-8");
            assert!(self.text.contains("演示数据"), "a page that does not say that it is fictitious");
            for word in [" style=", "<style", "<script>", "javascript:", " onclick=", " onload=", " onerror="]
            {
                assert!(!self.tags().contains(word), "{word} in a page");
            }
            for attribute in ["href=\"", "action=\"", "src=\""] {
                let values = self.text.split(attribute).skip(1).filter_map(|rest| rest.split('"').next());
                urls.extend(values.filter(|v| !v.starts_with("tel:")).map(str::to_owned));
            }
        }
        for url in urls {
            assert!(url.bytes().all(|b| b.is_ascii_graphic() && b != b'%'), "{url} is more than codes");
            assert!(!url.contains(ID_NUMBER), "an identity number in {url}");
        }
    }

    /// The tags of the page, without the texts between them and the values within them.
    fn tags(&self) -> String {
        let tags = self.text.split('<').skip(1).filter_map(|t| t.split('>').next());
        let bare = |tag: &str| tag.split('"').step_by(2).collect::<String>();
        tags.map(|t| format!("<{}>", bare(t))).collect()
    }
}

/// A token of the API for somebody who signs in.
pub async fn token(house: &House, login: &str) -> String {
    let body = serde_json::json!({"account": login, "password": PASSWORD}).to_string();
    let request = Request::post("/api/v1/session").header(header::CONTENT_TYPE, "application/json");
    let answer = house.nobody().send(request, Body::from(body)).await;
    let told: Value = serde_json::from_str(&answer.text).expect("JSON");
    told["token"].as_str().expect("a token").to_owned()
}
