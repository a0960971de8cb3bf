//! A desk at a browser for the tests of rosters, held rows and accounts: an instance, people of every role,
//! pages asked for with their cookie, forms posted with their token, files uploaded. Files are read by this
//! very test program as its own child.

use crate::stage::{Seeded, reader};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use database::{Options, Target};
use documents::roster::{Field, RawRow};
use domain::{kernel::Role, unit::Unit};
use jiff::civil::{Date, date};
use service::{Asker, Now, Service, instance};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;
use web::{App, app::Still};

pub const TODAY: Date = date(2026, 11, 24);
pub const CITY: &str = "440100";
pub const DISTRICT: &str = "440106";
pub const OFFICE: &str = "440106002";

/// An instance behind its router.
pub struct Desk {
    router: Router,
    pub service: Service,
    pub now: Now,
    _dir: tempfile::TempDir,
}

/// Somebody signed in.
pub struct Person {
    pub asker: Asker,
    pub csrf: String,
    cookie: String,
}

/// What came back.
pub struct Page {
    pub status: u16,
    pub location: String,
    pub text: String,
}

impl Page {
    /// The page says this, as it stands in the HTML.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Page {
        assert!(self.text.contains(words), "no {words:?} in ({}) {}", self.status, self.text);
        self
    }

    /// The page does not say this.
    #[track_caller]
    pub fn says_not(&self, words: &str) -> &Page {
        assert!(!self.text.contains(words), "{words:?} stands in {}", self.text);
        self
    }

    /// The value of the first hidden field of that name.
    #[track_caller]
    pub fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let rest = self.text.split(&start).nth(1).unwrap_or_else(|| panic!("no {name} in {}", self.text));
        rest.split('"').next().expect("an end").to_owned()
    }

    /// The first link whose address begins so.
    #[track_caller]
    pub fn link(&self, beginning: &str) -> String {
        let start = format!("href=\"{beginning}");
        let rest =
            self.text.split(&start).nth(1).unwrap_or_else(|| panic!("no link {beginning} in {}", self.text));
        format!("{beginning}{}", rest.split('"').next().expect("an end"))
    }
}

/// The custodial place that sends the rosters of these tests.
pub fn prison() -> &'static str {
    reference::organisation::custody("番禺监狱").expect("known").id
}

pub async fn desk() -> Desk {
    let dir = tempfile::tempdir().expect("a folder");
    let opening = instance::Opening {
        database: Target::Sqlite(dir.path().join("main.db")),
        looks: Target::Sqlite(dir.path().join("looks.db")),
        options: Options::default(),
        master: [7; 32],
        random: Arc::new(Mutex::new(Seeded::new(2026))),
        city: Unit::new(CITY),
        reader: reader(dir.path()),
    };
    let service = instance::open(opening).await.expect("opens");
    let days = (TODAY - date(1970, 1, 1)).get_days();
    let now = Now { millis: i64::from(days) * 86_400_000 + 4 * 3_600_000, today: TODAY };
    let app = App { service: service.clone(), clock: Arc::new(Still(now)), demo: false, secure: false };
    Desk { router: web::router(app), service, now, _dir: dir }
}

impl Desk {
    /// Somebody of that role and unit, signed in; the login is the word of the role.
    pub async fn sits(&self, role: Role, unit: &str) -> Person {
        let console = instance::console("test", &Unit::new(CITY), self.now);
        let login = format!("{}-{}", role.word(), unit.to_lowercase()).replace('_', "-");
        self.service.install(&console, &login, "某人", role, unit).await.expect("installed");
        let password = "Lu-Tu 2026 回家";
        self.service.set_password(&login, password, false).await.expect("set");
        let opened = self.service.sign_in(&login, password, self.now).await.expect("signs in");
        let session = self.service.signed_in(&opened.token, self.now).await.expect("is signed in");
        let actor = session.actor.expect("has a role");
        let cookie = format!("guitu={}", opened.token);
        Person { asker: Asker { actor, now: self.now }, csrf: session.csrf, cookie }
    }

    pub async fn get(&self, person: &Person, path: &str) -> Page {
        let request = Request::get(path).header(header::COOKIE, &person.cookie);
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    /// Posts a form with the person's token.
    pub async fn post(&self, person: &Person, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut all = vec![("csrf", person.csrf.as_str())];
        all.extend(fields);
        let pairs: Vec<String> = all.iter().map(|(k, v)| format!("{}={}", encoded(k), encoded(v))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, &person.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(pairs.join("&"))).expect("a request")).await
    }

    /// Uploads a file with a token, for the custodial place of that code, and follows to its preview.
    pub async fn upload(&self, person: &Person, csrf: &str, custody: &str, file: &[u8]) -> Page {
        self.upload_to("/handover/rosters", person, csrf, custody, file).await
    }

    /// Uploads a file to a page.
    pub async fn upload_to(
        &self,
        path: &str,
        person: &Person,
        csrf: &str,
        custody: &str,
        file: &[u8],
    ) -> Page {
        let mut body = vec![];
        for (name, value) in [("csrf", csrf), ("custody", custody)] {
            let part = format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.xlsx\"\r\n\
                    Content-Type: application/octet-stream\r\n\r\n";
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--xyz--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, &person.cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xyz");
        let sent = self.send(request.body(Body::from(body)).expect("a request")).await;
        match sent.status {
            303 if sent.location.starts_with("/handover/rosters/preview/") => {
                self.get(person, &sent.location).await
            }
            _ => sent,
        }
    }

    /// Uploads, confirms, and comes back with the receipt page.
    pub async fn import(&self, person: &Person, rows: &[RawRow]) -> Page {
        let at = self.imported(person, rows).await;
        self.get(person, &at).await
    }

    /// Uploads, confirms, and answers where the receipt is.
    pub async fn imported(&self, person: &Person, rows: &[RawRow]) -> String {
        let preview = self.upload(person, &person.csrf, CITY, &workbook(rows)).await;
        assert_eq!(preview.status, 200, "{}", preview.text);
        let waiting = preview.hidden("waiting");
        let done = self.post(person, "/handover/rosters/confirm", &[("waiting", &waiting)]).await;
        assert_eq!(done.status, 303, "{}", done.text);
        done.location
    }

    /// A file to download: its name and its bytes.
    pub async fn download(&self, person: &Person, path: &str) -> (String, Vec<u8>) {
        let request = Request::get(path).header(header::COOKIE, &person.cookie);
        let request = request.body(Body::empty()).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("answers");
        assert_eq!(response.status(), 200, "{path}");
        let name = response.headers()[header::CONTENT_DISPOSITION].to_str().expect("text").to_owned();
        let bytes = to_bytes(response.into_body(), 10_000_000).await.expect("a body");
        (name, bytes.to_vec())
    }

    async fn send(&self, request: Request<Body>) -> Page {
        let response = self.router.clone().oneshot(request).await.expect("answers");
        let status = response.status().as_u16();
        let location = response.headers().get(header::LOCATION).and_then(|l| l.to_str().ok());
        let location = location.unwrap_or_default().to_owned();
        let bytes = to_bytes(response.into_body(), 10_000_000).await.expect("a body");
        Page { status, location, text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// The rows as a real workbook.
pub fn workbook(rows: &[RawRow]) -> Vec<u8> {
    documents::roster::write_xlsx(rows.iter()).expect("a workbook")
}

/// A good row of a fictitious person; the sequence of four digits makes the number his own.
pub fn row(sequence: &str, changes: &[(Field, &str)]) -> RawRow {
    let id = number(&format!("44010619670312{}", &sequence[1..]));
    let mut cells = vec![
        (Field::Name, "冯国雄"),
        (Field::Sex, "男"),
        (Field::Birth, "1967-03-12"),
        (Field::IdNumber, id.as_str()),
        (Field::HukouAddress, "广东省广州市天河区员村街道黄石二路75号"),
        (Field::Offence, "盗窃罪"),
        (Field::Term, "有期徒刑二年"),
        (Field::StartsOn, "2024-11-21"),
        (Field::EndsOn, "2026-11-20"),
        (Field::Custody, "广东省番禺监狱"),
    ];
    for (field, text) in changes {
        cells.retain(|(f, _)| f != field);
        cells.push((*field, text));
    }
    let cells = cells.into_iter().map(|(f, t)| (f, t.to_owned())).collect();
    RawRow { sheet: String::new(), row: 0, cells }
}

/// An identity number with its check character, by the weights of GB 11643.
pub fn number(first_seventeen: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = first_seventeen.chars().map(|c| c.to_digit(10).expect("digits"));
    let sum: u32 = digits.zip(WEIGHTS).map(|(d, w)| d * w).sum();
    let check = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum as usize % 11];
    format!("{first_seventeen}{check}")
}
