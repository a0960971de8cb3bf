//! One person's way home at the screen, on a real instance: the city bureau takes the roster, the office
//! verifies, receives, opens the file and visits (F1, F5, F6, F7, F9); then the search, the reveal of a number
//! and who may not see it. Once on an old PC, once on a phone.
//! Must never know: services, tables.

use super::{Browser, Server, Window, crawl, in_browser, serve};
use crate::cli::{guitu, instance};
use documents::roster::{Field, RawRow, write_xlsx};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde_json::{Value, json};
use std::{collections::HashMap, path::PathBuf};
use tempfile::TempDir;

/// 员村 and 石牌 are offices of 天河.
const OFFICE: &str = "440106002";
const NEIGHBOUR: &str = "440106006";
const DISTRICT: &str = "440106";
/// What everybody changes the given password to.
const OWN_PASSWORD: &str = "平安回家的路-2026";
const RETURNER: &str = "韩国雄";
const MISTYPED: &str = "欧阳志平";
const OUTSIDER: &str = "秦德生";

#[test]
fn a_person_is_walked_home_on_an_old_pc() {
    in_browser(walk(Window::PC));
}

#[test]
fn a_person_is_walked_home_on_a_phone() {
    in_browser(walk(Window::PHONE));
}

async fn walk(window: Window) {
    let house = House::new();
    let server = serve(&house.data);
    let desk = Desk::open(&server, window, &house).await;
    desk.city_takes_the_roster().await;
    desk.city_mends_the_held_row().await;
    let no = desk.office_walks_the_case().await;
    desk.search_hides_its_words(&no).await;
    desk.number_is_shown_for_a_reason(&no).await;
    desk.sign_out().await;
    desk.others_see_what_they_may(&no).await;
    drop(desk);
    drop(server);
    let doctor = guitu().arg("doctor").arg("--data").arg(&house.data).output().expect("the program starts");
    assert_eq!(doctor.status.code(), Some(0), "{}", String::from_utf8_lossy(&doctor.stdout));
}

/// A real instance with the accounts of the walk and a roster beside it.
struct House {
    _folder: TempDir,
    data: PathBuf,
    roster: PathBuf,
    today: Date,
    given: HashMap<&'static str, String>,
}

impl House {
    fn new() -> House {
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
}

fn secret(account: &Value) -> String {
    account["password"].as_str().expect("a password").to_owned()
}

#[allow(clippy::disallowed_methods)] // reason: the program under test reads the clock too
fn today() -> Date {
    TimeZone::fixed(jiff::tz::offset(8)).to_datetime(jiff::Timestamp::now()).date()
}

/// Four days before a day: when the three of the roster are released.
fn released(today: Date) -> Date {
    today.saturating_sub(4.days())
}

/// One good row, one with a wrong check digit, one of somebody who belongs to another province.
fn rows(today: Date) -> Vec<RawRow> {
    let (home, away) = ("广东省广州市天河区员村街道黄石二路75号", "湖南省长沙市岳麓区桃花岭街道桃花路3号");
    let wrong = {
        let right = id_number(MISTYPED);
        let digit = if right.ends_with('5') { '6' } else { '5' };
        format!("{}{digit}", &right[..17])
    };
    vec![
        row(2, RETURNER, &id_number(RETURNER), home, today),
        row(3, MISTYPED, &wrong, home, today),
        row(4, OUTSIDER, &id_number(OUTSIDER), away, today),
    ]
}

fn row(line: u32, name: &str, number: &str, address: &str, today: Date) -> RawRow {
    let ends = released(today);
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

/// A valid identity number (GB 11643) of a man, another one for each name.
fn id_number(name: &str) -> String {
    let order = [RETURNER, MISTYPED, OUTSIDER].iter().position(|n| *n == name).expect("one of the three");
    let body = format!("4401061967031{}01{}", 2 + order, 1 + 2 * order);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{body}{}", &"10X98765432"[(sum % 11) as usize..][..1])
}

/// Somebody at a screen.
struct Desk<'h> {
    screen: Browser,
    house: &'h House,
}

impl Desk<'_> {
    async fn open<'h>(server: &Server, window: Window, house: &'h House) -> Desk<'h> {
        Desk { screen: Browser::open(server, window).await, house }
    }

    /// Presses something, and the page that follows fits.
    async fn press(&self, css: &str) {
        self.screen.press(css).await;
        self.screen.fits().await;
    }

    /// Signs in with the given password and changes it, as everybody must.
    async fn sign_in_first(&self, account: &str) {
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

    async fn sign_in(&self, account: &str) {
        crawl::sign_in(&self.screen, account, OWN_PASSWORD).await;
        assert_eq!(self.screen.path().await, "/workbench");
    }

    async fn sign_out(&self) {
        crawl::sign_out(&self.screen).await;
        self.screen.go("/workbench").await;
        assert_eq!(self.screen.path().await, "/sign-in", "the session has ended");
    }

    /// Goes to a section by the menu of this screen.
    async fn menu(&self, href: &str) {
        let menu = if self.screen.window == Window::PHONE { ".dock" } else { ".nav" };
        self.press(&format!("{menu} a[href='{href}']")).await;
    }

    /// Searches with the box at the top; what was typed is not in the address of the answer.
    async fn search(&self, words: &str) {
        self.screen.type_into(".find input[name=q]", words).await;
        self.press(".find button").await;
        let url = self.screen.client.current_url().await.expect("a page");
        let encoded: String = words.bytes().map(|b| format!("%{b:02X}")).collect();
        for hidden in [words, encoded.as_str()] {
            assert!(!url.as_str().to_uppercase().contains(&hidden.to_uppercase()), "{url} tells the words");
        }
    }

    async fn city_takes_the_roster(&self) {
        self.sign_in_first("city").await;
        self.screen.fits().await;
        self.menu("/handover").await;
        self.press("main a[href='/handover/rosters/new']").await;
        self.screen.set("custody", "440100").await;
        self.screen.attach("#file", &self.house.roster).await;
        self.press("main form .btn.go").await;
        // The line of headings is the one that is no person.
        self.screen.says("4 行 = 可采用 2 + 需更正 1 + 重复 0 + 非人员行 1").await;
        self.screen.says("公民身份号码").await;
        self.press("form[action='/handover/rosters/confirm'] .btn.go").await;
        self.screen.says("4 行 = 已采用 2 + 需更正 1 + 重复 0 + 非人员行 1").await;
        self.screen.says(&format!("收〔{}〕1号", self.house.today.year())).await;
        self.search(OUTSIDER).await;
        self.screen.says("外市户籍").await;
    }

    async fn city_mends_the_held_row(&self) {
        self.menu("/handover").await;
        self.press("main a[href='/handover/held']").await;
        self.press("main table a.name").await;
        self.screen.says(MISTYPED).await;
        self.screen.set("cells.id_number", &id_number(MISTYPED)).await;
        self.press("form[action$='/mend'] .btn.go").await;
        self.screen.says("可以放行").await;
        self.press("form[action$='/release'] .btn.go").await;
        self.screen.says("已放行，档案已建立并分派").await;
        self.sign_out().await;
    }

    /// Verified, received, assigned, opened, agreed, visited; the number of the case.
    async fn office_walks_the_case(&self) -> String {
        let (today, home) = (self.house.today, released(self.house.today));
        let (day, home, soon) =
            (today.to_string(), home.to_string(), today.saturating_add(3.days()).to_string());
        self.sign_in_first("chen").await;
        self.screen.says(RETURNER).await;
        self.screen.says(MISTYPED).await;
        let no = self.number_of(RETURNER).await;
        self.press(&format!("main a.name[href='/cases/{no}']")).await;
        assert!(!self.screen.text().await.contains(&id_number(RETURNER)), "numbers are masked");
        self.give(&no, "verify", &[("result", "01"), ("police_opinion", "户籍属实")]).await;
        let met =
            [("on", home.as_str()), ("way", "03"), ("category", "ordinary"), ("present", "姐姐、社区干部")];
        self.give(&no, "receive", &met).await;
        self.sign_out().await;
        self.sign_in_first("yuancun").await;
        self.give(&no, "assign-worker", &[("worker", "chen")]).await;
        self.sign_out().await;
        self.sign_in("chen").await;
        self.give(
            &no,
            "open-file",
            &[("on", &day), ("phone", "13900001111"), ("note", "暂住姐姐家，想找工作")],
        )
        .await;
        self.give(&no, "sign-agreement", &[("on", &day), ("relative", "姐姐")]).await;
        let visit =
            [("on", day.as_str()), ("way", "home"), ("result", "met"), ("note", "住姐姐家，情绪平稳")];
        self.give(
            &no,
            "record-visit",
            &[&visit[..], &[("needs", "work"), ("next_on", soon.as_str())]].concat(),
        )
        .await;
        self.menu("/workbench").await;
        self.screen.says("与本人约定").await;
        self.screen.find(&format!("main a.btn[href='/cases/{no}/record-visit']")).await;
        no
    }

    /// The number of the case that a name on this page leads to.
    async fn number_of(&self, name: &str) -> String {
        let script = "return [...document.querySelectorAll('main a.name')]
            .find(a => a.textContent.trim() === arguments[0])?.getAttribute('href') ?? ''";
        let href = self.screen.run(script, &[json!(name)]).await;
        let no = href.as_str().and_then(|h| h.strip_prefix("/cases/"));
        no.unwrap_or_else(|| panic!("no case of {name}: {href}")).to_owned()
    }

    /// Opens the case, fills in the form of a command and saves it.
    async fn give(&self, no: &str, command: &str, fields: &[(&str, &str)]) {
        self.screen.go(&format!("/cases/{no}")).await;
        self.screen.fits().await;
        self.press(&format!("main a.btn[href='/cases/{no}/{command}']")).await;
        for (field, value) in fields {
            self.screen.set(field, value).await;
        }
        self.press("main form .btn.go").await;
        self.screen.says("已保存").await;
    }

    async fn search_hides_its_words(&self, no: &str) {
        for words in [RETURNER, &id_number(RETURNER)] {
            self.search(words).await;
            self.screen.says("找到 1 份").await;
            assert_eq!(self.number_of(RETURNER).await, no);
        }
    }

    async fn number_is_shown_for_a_reason(&self, no: &str) {
        self.press(&format!("main a.name[href='/cases/{no}']")).await;
        self.screen.find("main details:has(#reason) > summary").await.click().await.expect("it opens");
        self.screen.type_into("#reason", "核对释放证明书").await;
        self.screen.fits().await;
        self.press("form[action$='/reveal'] .btn").await;
        self.screen.says(&id_number(RETURNER)).await;
        assert_eq!(self.screen.path().await, format!("/cases/{no}/reveal"));
    }

    /// The district above sees the case; the office next door is told that there is none.
    async fn others_see_what_they_may(&self, no: &str) {
        self.sign_in_first("tianhe").await;
        self.menu("/cases").await;
        self.press(&format!("main a.name[href='/cases/{no}']")).await;
        self.screen.says(RETURNER).await;
        self.sign_out().await;
        self.sign_in_first("shipai").await;
        assert_eq!(self.screen.go(&format!("/cases/{no}")).await, 404);
        self.screen.fits().await;
        assert!(!self.screen.text().await.contains(RETURNER));
        self.screen.go("/workbench").await;
        self.sign_out().await;
    }
}
