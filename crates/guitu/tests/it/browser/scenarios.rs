//! SC-04, SC-05 and SC-07 at the screen: a record sent to the wrong office twice, a key person who is fetched
//! with everything recorded, a person who wants no file. What needs days to pass stands beside the services.
//! Must never know: services, tables.

use super::{
    Window,
    desk::{Desk, House, NEIGHBOUR, OFFICE, id_number, row},
    in_browser, serve,
};
use documents::roster::RawRow;
use jiff::{ToSpan, civil::Date};
use std::path::Path;

const HOME: &str = "广东省广州市天河区员村街道黄石二路75号";
const NAME: &str = "韩国雄";

/// One person, released so many days from today.
fn one_released_in(days: i64) -> impl FnOnce(Date) -> Vec<RawRow> {
    move |today| vec![row(2, NAME, &id_number(0), HOME, today.saturating_add(days.days()))]
}

#[test]
fn sc04_the_second_return_stops_at_the_district_and_the_city_sees_it() {
    in_browser(async {
        let house = House::with(one_released_in(300)).taken_in();
        let server = serve(&house.data);
        let desk = Desk::open(&server, Window::PC, &house).await;
        desk.sign_in_first("chen").await;
        desk.search(NAME).await;
        let no = desk.number_of(NAME).await;
        desk.returns(&no).await;
        desk.sign_out().await;

        desk.sign_in_first("tianhe").await;
        desk.give(&no, "reroute", &[("to", NEIGHBOUR), ("reason", "村界已变")]).await;
        desk.sign_out().await;

        desk.sign_in_first("shipai").await;
        desk.returns(&no).await;
        desk.sign_out().await;

        desk.sign_in_first("city").await;
        desk.press_link("/handover/disputes").await;
        assert_eq!(desk.number_of(NAME).await, no, "the city sees the dispute");
        desk.sign_out().await;

        desk.sign_in("tianhe").await;
        desk.refused(&no, "reroute", &[("to", OFFICE)]).await;
        desk.give(&no, "reroute", &[("to", OFFICE), ("reason", "按现行界线归员村")]).await;
        desk.press_link("/handover/disputes").await;
        desk.screen.says("没有待裁定的争议").await;
        desk.sign_out().await;

        desk.sign_in("chen").await;
        desk.screen.go(&format!("/cases/{no}")).await;
        assert!(!desk.screen.text().await.contains("退回（非本辖区）"), "it is not sent round again");
        desk.give(&no, "verify", &[("result", "01"), ("police_opinion", "户籍属实")]).await;
        drop(desk);
        drop(server);
        house.is_whole();
    });
}

#[test]
fn sc05_a_key_person_is_fetched_with_everything_recorded() {
    in_browser(async {
        let house = House::with(one_released_in(0)).taken_in();
        let server = serve(&house.data);
        let desk = Desk::open(&server, Window::PHONE, &house).await;
        let day = house.today.to_string();
        desk.sign_in_first("chen").await;
        let no = desk.number_of(NAME).await;
        desk.give(&no, "verify", &[("result", "01"), ("category", "key")]).await;

        desk.screen.go("/handover/board").await;
        desk.screen.fits().await;
        desk.screen.says("急：").await;
        let plan = [
            ("comes", "03"),
            ("staff", "陈晓敏、黄志强"),
            ("relatives", "姐姐"),
            ("vehicle", "粤A12345"),
            ("driver", "王某"),
            ("meets", "8:30 监所正门"),
            ("kin_told_on", day.as_str()),
            ("medicine", "无"),
            ("estimate", "350"),
            ("papers", "letter"),
            ("papers", "slip"),
            ("papers", "staff_ids"),
        ];
        desk.give(&no, "plan-fetch", &plan).await;
        desk.give(&no, "confirm-fetch", &[("on", &day), ("contact", "狱政科赵某，电话")]).await;
        desk.screen.go("/handover/board").await;
        desk.screen.says("齐备").await;
        desk.press_link(&format!("/handover/board/{day}")).await;
        desk.screen.says("粤A12345").await;

        let gate = [
            ("on", day.as_str()),
            ("way", "03"),
            ("relatives", "姐姐"),
            ("staff", "陈晓敏、黄志强"),
            ("headcount", "4"),
            ("slip_no", "2026-018"),
            ("signatories", "赵某、陈晓敏、本人"),
            ("note", "全程顺利"),
        ];
        desk.give(&no, "receive", &gate).await;
        desk.screen.go(&format!("/cases/{no}")).await;
        for told in ["司法所接回", "到场 4 人", "全程顺利"] {
            desk.screen.says(told).await;
        }
        desk.evidence(&no).await;
        desk.give(&no, "sign-agreement", &[("on", &day), ("relative", "姐姐")]).await;
        drop(desk);
        drop(server);
        house.is_whole();
    });
}

#[test]
fn sc07_who_refuses_a_file_is_left_in_peace_and_not_lost() {
    in_browser(async {
        let house = House::with(one_released_in(-4)).taken_in();
        let server = serve(&house.data);
        let desk = Desk::open(&server, Window::PC, &house).await;
        let (day, home) = (house.today.to_string(), house.today.saturating_sub(4.days()).to_string());
        desk.sign_in_first("chen").await;
        let no = desk.number_of(NAME).await;
        desk.give(&no, "verify", &[("result", "01"), ("family", "家人愿意接纳")]).await;
        desk.give(&no, "receive", &[("on", &home), ("way", "07")]).await;
        let words = "刑满了，不要打扰我";
        let refusal = [
            ("on", day.as_str()),
            ("words", words),
            ("never_again", "1"),
            ("minimum", "1"),
            ("ground", "duty"),
            ("contact", "每季度打一次电话"),
            ("contact_by", "其姑姑"),
            ("rights_told", "1"),
        ];
        desk.give(&no, "refuse-agreement", &refusal).await;
        desk.sign_out().await;
        desk.sign_in_first("yuancun").await;
        desk.give(&no, "assign-worker", &[("worker", "chen")]).await;
        desk.sign_out().await;

        desk.sign_in("chen").await;
        desk.refused(&no, "open-file", &[("on", &day), ("education", "初中")]).await;
        desk.give(&no, "open-file", &[("on", &day), ("phone", "13900001111"), ("education", "")]).await;
        let call = [("on", day.as_str()), ("way", "phone"), ("result", "family"), ("note", "姑姑说一切平安")];
        desk.give(&no, "record-visit", &call).await;
        desk.screen.go(&format!("/cases/{no}")).await;
        for told in [words, "其姑姑", "履行法定职责所必需", "陈晓敏"] {
            desk.screen.says(told).await;
        }
        let next = house.today.saturating_add(3.months());
        desk.screen.says(&format!("{}月{}日", next.month(), next.day())).await;
        assert!(!desk.screen.text().await.contains("签订帮教协议前"), "nobody is to ask again");
        drop(desk);
        drop(server);
        house.is_whole();
    });
}

impl Desk<'_> {
    /// The office says that the person is not of its area.
    async fn returns(&self, no: &str) {
        let told = [("reason", "村界已变"), ("asked", "village"), ("evidence", "居委会主任称不归本街道")];
        self.give(no, "return", &told).await;
    }

    /// Follows a link of the page that is open, or of the section 衔接.
    async fn press_link(&self, href: &str) {
        if !self.screen.path().await.starts_with("/handover") {
            self.menu("/handover").await;
        }
        self.press(&format!("main a[href='{href}']")).await;
    }

    /// A form that is not accepted stays open, says why and keeps what was typed.
    async fn refused(&self, no: &str, command: &str, fields: &[(&str, &str)]) {
        self.screen.go(&format!("/cases/{no}/{command}")).await;
        for (field, value) in fields {
            self.screen.set(field, value).await;
        }
        // The browser itself would stop a form with an empty field that is needed.
        self.screen.run("document.querySelector('main form').noValidate = true", &[]).await;
        self.press("main form .btn.go").await;
        assert_eq!(self.screen.path().await, format!("/cases/{no}/{command}"));
        self.screen.find("main [role=alert], main .wrong").await;
        self.screen.fits().await;
    }

    /// A photo is uploaded, the person signs on the screen, what is not there is excused; until then the duty
    /// stays open.
    async fn evidence(&self, no: &str) {
        let owed = "说明交接材料缺少";
        self.scans(no, owed).await;
        let photo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../documents/tests/fixtures/photo.jpg");
        self.screen.set("kind", "handover_photo").await;
        self.screen.attach("#file", &photo.canonicalize().expect("it is there")).await;
        // It is made smaller first.
        let ready = "return document.querySelector('[data-shrinking]').textContent.includes('可以上传')";
        self.screen.until(ready).await;
        self.press("main form .btn.go").await;
        self.screen.find("main ul.shots img").await;

        self.scans(no, owed).await;
        self.screen.set("kind", "signature_person").await;
        self.screen.draw("canvas.sign").await;
        self.press("main form[data-sign] .btn.go").await;
        self.screen.says("屏幕手写").await;

        let missing = ["handover_slip", "signature_prison", "signature_locality"].map(|what| ("what", what));
        let told = [&missing[..], &[("reason", "原件存纸质档案")]].concat();
        self.give(no, "slip-missing", &told).await;
        self.screen.go(&format!("/cases/{no}")).await;
        assert!(!self.screen.text().await.contains(owed), "everything is there or excused");
    }

    /// From the case, where something is still owed, to its pictures.
    async fn scans(&self, no: &str, owed: &str) {
        self.screen.go(&format!("/cases/{no}")).await;
        self.screen.says(owed).await;
        self.press(&format!("main a.btn[href='/cases/{no}/scans']")).await;
    }
}
