//! A real instance with its accounts, and somebody at a screen in it: what every walk begins with.
//! Must never know: what is walked.

use super::{Browser, Server, Window, crawl};
use crate::cli::{guitu, instance};
use documents::roster::{Field, RawRow, write_xlsx};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde_json::{Value, json};
use std::{collections::HashMap, path::PathBuf};
use tempfile::TempDir;

/// 员村 and 石牌 are offices of 天河.
pub const OFFICE: &str = "440106002";
pub const NEIGHBOUR: &str = "440106006";
pub const DISTRICT: &str = "440106";
/// What everybody changes the given password to.
const OWN_PASSWORD: &str = "平安回家的路-2026";
/// A real instance with accounts and a roster beside it.
pub struct House {
    _folder: TempDir,
    /// Its folder.
    pub data: PathBuf,
    /// The roster, not yet taken in.
    pub roster: PathBuf,
    /// The day on which the test runs.
    pub today: Date,
    given: HashMap<&'static str, String>,
}

impl House {
    /// An instance whose roster has the persons of that day.
    pub fn with(rows: impl FnOnce(Date) -> Vec<RawRow>) -> House {
        let (folder, data, told) = instance();
        let mut given = HashMap::from([("city", secret(&told["accounts"][1]))]);
        for (login, name, role, unit) in [
            ("tianhe", "何局长", "district", DISTRICT),
            ("yuancun", "林所长", "office_head", OFFICE),
            ("chen", "陈晓敏", "office_worker", OFFICE),
            ("shipai", "邓一鸣", "office_worker", NEIGHBOUR),
        ] {
            let add =
                ["user", "add", login, "--name", name, "--role", role, "--unit", unit, "--json", "--data"];
            let added = guitu().args(add).arg(&data).output().expect("the program starts");
            assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
            given.insert(login, secret(&serde_json::from_slice(&added.stdout).expect("JSON")));
        }
        let (today, roster) = (today(), folder.path().join("名册.xlsx"));
        std::fs::write(&roster, write_xlsx(rows(today).iter()).expect("a workbook")).expect("written");
        House { _folder: folder, data, roster, today, given }
    }

    /// The roster is taken in, as the city bureau does with a file that came by mail.
    pub fn taken_in(self) -> House {
        let taken = guitu()
            .args(["roster", "import", "--custody", "440100", "--data"])
            .args([&self.data, &self.roster])
            .output();
        let taken = taken.expect("the program starts");
        assert!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
        self
    }

    /// Nothing is amiss in the instance.
    pub fn is_whole(&self) {
        let doctor =
            guitu().arg("doctor").arg("--data").arg(&self.data).output().expect("the program starts");
        assert_eq!(doctor.status.code(), Some(0), "{}", String::from_utf8_lossy(&doctor.stdout));
    }
}

fn secret(account: &Value) -> String {
    account["password"].as_str().expect("a password").to_owned()
}

#[allow(clippy::disallowed_methods)] // reason: the program under test reads the clock too
fn today() -> Date {
    TimeZone::fixed(jiff::tz::offset(8)).to_datetime(jiff::Timestamp::now()).date()
}

/// A row of the roster: two years for theft, released on that day.
pub fn row(line: u32, name: &str, number: &str, address: &str, ends: Date) -> RawRow {
    let starts = ends.saturating_add(1.day()).saturating_sub(2.years());
    let cells = [
        (Field::Name, name.to_owned()),
        (Field::Sex, "男".into()),
        (Field::IdNumber, number.to_owned()),
        (Field::HukouAddress, address.to_owned()),
        (Field::Offence, "盗窃罪".into()),
        (Field::Term, "有期徒刑二年".into()),
        (Field::StartsOn, starts.to_string()),
        (Field::EndsOn, ends.to_string()),
        (Field::Custody, "广东省番禺监狱".into()),
    ];
    RawRow { sheet: String::new(), row: line, cells: cells.into() }
}

/// A valid identity number (GB 11643) of a man, another one for each `n` up to 7.
pub fn id_number(n: usize) -> String {
    let body = format!("4401061967031{}01{}", 2 + n, 1 + 2 * (n % 5));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{body}{}", &"10X98765432"[(sum % 11) as usize..][..1])
}

/// Somebody at a screen.
pub struct Desk<'h> {
    /// The screen.
    pub screen: Browser,
    /// The instance behind it.
    pub house: &'h House,
}

impl Desk<'_> {
    /// An open browser, nobody signed in.
    pub async fn open<'h>(server: &Server, window: Window, house: &'h House) -> Desk<'h> {
        Desk { screen: Browser::open(server, window).await, house }
    }

    /// Presses something, and the page that follows fits.
    pub async fn press(&self, css: &str) {
        self.screen.press(css).await;
        self.screen.fits().await;
    }

    /// Signs in with the given password and changes it, as everybody must.
    pub async fn sign_in_first(&self, account: &str) {
        let given = &self.house.given[account];
        crawl::sign_in(&self.screen, account, given).await;
        assert_eq!(self.screen.path().await, "/password");
        self.screen.fits().await;
        for (field, text) in [("#old", given.as_str()), ("#new", OWN_PASSWORD), ("#again", OWN_PASSWORD)] {
            self.screen.type_into(field, text).await;
        }
        self.press("main .btn.go").await;
        self.screen.says("密码已修改").await;
        self.press("main a.btn.go").await;
        assert_eq!(self.screen.path().await, "/workbench");
    }

    /// Signs in with the own password.
    pub async fn sign_in(&self, account: &str) {
        crawl::sign_in(&self.screen, account, OWN_PASSWORD).await;
        assert_eq!(self.screen.path().await, "/workbench");
    }

    /// Signs out; the session has ended.
    pub async fn sign_out(&self) {
        crawl::sign_out(&self.screen).await;
        self.screen.go("/workbench").await;
        assert_eq!(self.screen.path().await, "/sign-in", "the session has ended");
    }

    /// Goes to a section by the menu of this screen.
    pub async fn menu(&self, href: &str) {
        let menu = if self.screen.window == Window::PHONE { ".dock" } else { ".nav" };
        self.press(&format!("{menu} a[href='{href}']")).await;
    }

    /// Searches with the box at the top; what was typed is not in the address of the answer.
    pub async fn search(&self, words: &str) {
        self.screen.type_into(".find input[name=q]", words).await;
        self.press(".find button").await;
        let url = self.screen.client.current_url().await.expect("a page");
        let encoded: String = words.bytes().map(|b| format!("%{b:02X}")).collect();
        for hidden in [words, encoded.as_str()] {
            assert!(!url.as_str().to_uppercase().contains(&hidden.to_uppercase()), "{url} tells the words");
        }
    }

    /// The number of the case that a name on this page leads to.
    pub async fn number_of(&self, name: &str) -> String {
        let script = "return [...document.querySelectorAll('main a.name')]
            .find(a => a.textContent.trim() === arguments[0])?.getAttribute('href') ?? ''";
        let href = self.screen.run(script, &[json!(name)]).await;
        let no = href.as_str().and_then(|h| h.strip_prefix("/cases/"));
        no.unwrap_or_else(|| panic!("no case of {name} on this page: {href}")).to_owned()
    }

    /// Opens the case, fills in the form of a command and saves it.
    pub async fn give(&self, no: &str, command: &str, fields: &[(&str, &str)]) {
        self.screen.go(&format!("/cases/{no}")).await;
        self.screen.fits().await;
        self.press(&format!("main a.btn[href='/cases/{no}/{command}']")).await;
        for (field, value) in fields {
            self.screen.set(field, value).await;
        }
        self.press("main form .btn.go").await;
        self.screen.says("已保存").await;
    }
}
