//! One person's way home at the screen, on a real instance: the city bureau takes the roster, the office
//! verifies, receives, opens the file and visits (F1, F5, F6, F7, F9); then the search, the reveal of a number
//! and who may not see it. Once on an old PC, once on a phone.
//! Must never know: services, tables.

use super::{
    Window,
    desk::{Desk, House, id_number, row},
    in_browser, serve,
};
use documents::roster::RawRow;
use jiff::{ToSpan, civil::Date};

const RETURNER: &str = "韩国雄";
/// His place among the identity numbers; the others follow.
const RETURNER_NO: usize = 0;
const MISTYPED: &str = "欧阳志平";
const MISTYPED_NO: usize = 1;
const OUTSIDER: &str = "秦德生";
const OUTSIDER_NO: usize = 2;

#[test]
fn a_person_is_walked_home_on_an_old_pc() {
    in_browser(walk(Window::PC));
}

#[test]
fn a_person_is_walked_home_on_a_phone() {
    in_browser(walk(Window::PHONE));
}

async fn walk(window: Window) {
    let house = House::with(rows);
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
    house.is_whole();
}

/// Four days before a day: when the three of the roster are released.
fn released(today: Date) -> Date {
    today.saturating_sub(4.days())
}

/// One good row, one with a wrong check digit, one of somebody who belongs to another province.
fn rows(today: Date) -> Vec<RawRow> {
    let (home, away) = ("广东省广州市天河区员村街道黄石二路75号", "湖南省长沙市岳麓区桃花岭街道桃花路3号");
    let wrong = {
        let right = id_number(MISTYPED_NO);
        let digit = if right.ends_with('5') { '6' } else { '5' };
        format!("{}{digit}", &right[..17])
    };
    vec![
        row(2, RETURNER, &id_number(RETURNER_NO), home, released(today)),
        row(3, MISTYPED, &wrong, home, released(today)),
        row(4, OUTSIDER, &id_number(OUTSIDER_NO), away, released(today)),
    ]
}

impl Desk<'_> {
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
        self.screen.set("cells.id_number", &id_number(MISTYPED_NO)).await;
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
        assert!(!self.screen.text().await.contains(&id_number(RETURNER_NO)), "numbers are masked");
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

    async fn search_hides_its_words(&self, no: &str) {
        for words in [RETURNER, &id_number(RETURNER_NO)] {
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
        self.screen.says(&id_number(RETURNER_NO)).await;
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
