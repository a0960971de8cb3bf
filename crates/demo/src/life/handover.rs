//! From the roster to the day he is at home: routing, verification, answers, the way home, and the ways
//! that lead elsewhere (refused, not arrived, register outside).
//! Must never know: what follows at home.

use super::{Life, Who, plus};
use crate::{
    cast::{Check, Course},
    names, place,
    sentence::RICH_PRISON,
};
use jiff::civil::Date;
use reference::office::Office;
use serde_json::json;

const FAMILY: &[&str] = &[
    "家属愿意接纳，已收拾好房间",
    "父母年迈，希望人早点回来，愿意配合",
    "家人态度一般，担心影响孩子，表示会管吃住",
    "妻子表示给他一次机会，愿意一起生活",
    "兄弟姐妹轮流照看，释放当天派人去接",
    "家属联系不多，电话里同意先住一段时间",
];
const POLICE: &[&str] = &["户籍在册，与名册一致", "人户一致，无其他案件", "户籍在册，住址与名册相符"];
const COMMITTEE: &[&str] = &[
    "居委会熟悉其家庭，愿意协助",
    "村委会已知情，安排网格员对接",
    "社区有其房屋登记，家人常住",
    "走访邻居，均表示家人尚在原址",
];

impl Life<'_> {
    /// Until he is at home; the day on which that was recorded.
    pub(super) fn comes_home(&mut self) -> Option<Date> {
        let ready = self.verified();
        let release = self.person.sentence.ends_on;
        self.prepares(release, ready);
        let alone = self.dice.chance(if self.person.key { 4 } else { 13 });
        match alone {
            true => Some(self.returns_alone(release, ready)),
            false => Some(self.received(release, ready)),
        }
    }

    fn returns_alone(&mut self, release: Date, ready: Date) -> Date {
        let on = plus(release, self.dice.between(0, 3));
        let known = on.max(ready);
        let reason = *self.dice.pick(&[
            "家属未能请到假，本人坐高铁自行回来，次日到所报到",
            "本人提前联系司法所，表示自己认得路，不用接",
            "监所通知较晚，未及派车，本人当天自行返回并电话报告",
            "先到亲戚家停留，随后来所报到",
        ]);
        self.step(known, Who::Worker, "self-return", json!({ "on": on.to_string(), "reason": reason }));
        self.settles(known, "");
        known
    }

    fn received(&mut self, release: Date, ready: Date) -> Date {
        let ways: &[(usize, &str)] = match self.person.key {
            true => &[(70, "03"), (15, "05"), (10, "04"), (5, "02")],
            false => &[(45, "07"), (28, "03"), (12, "05"), (8, "02"), (7, "01")],
        };
        let way = *self.dice.weighted(ways);
        let relation = self.person.kin.as_ref().map_or("社区网格员", |(_, relation, _)| *relation);
        let present = format!(
            "{relation}、{}",
            self.dice.pick(&["司法所工作人员", "社区民警", "居委会副主任", "驻村干部"])
        );
        let health = *self.dice.pick(&[
            "身体无明显不适",
            "随身带有一周的降压药",
            "腰部旧伤，行走正常",
            "精神尚好",
            "略有感冒",
        ]);
        let fields = json!({
            "on": release.to_string(),
            "way": way,
            "present": present,
            "headcount": self.dice.between(1, 4),
            "health": health,
            "certificate_no": format!("（{}）释字第{:04}号", release.year(), self.dice.between(1, 9999)),
        });
        let known = release.max(ready);
        self.step(known, Who::Worker, "receive", fields);
        self.settles(known, way);
        known
    }

    /// Routed, verified; the day on which that was done.
    pub(super) fn verified(&mut self) -> Date {
        let routed = self.routed();
        let part = &self.person.part;
        let ready = match part.check {
            Check::Returned => self.returned(routed),
            Check::Doubted => self.doubted(routed),
            Check::Plain => self.verify_plainly(routed),
            Check::Any => match self.dice.below(100) {
                0..=1 => self.returned(routed),
                2..=4 => self.doubted(routed),
                5..=14 => self.corrected(routed),
                _ => self.verify_plainly(routed),
            },
        };
        if part.lives_elsewhere {
            self.decides_dual_listing(ready);
        }
        ready
    }

    /// Where the address did not tell the office, the bureaus do.
    fn routed(&mut self) -> Date {
        let (person, sent) = (self.person, self.person.part.sent_on);
        match person.part.course {
            Course::UnknownStreet => {
                self.route(sent, person.office, "经派出所查询户籍底册，该地址现属本街道")
            }
            Course::OnlyCity => {
                let day = self.later(sent, 1, 5);
                let reason = "与家属电话核实，户籍在该区，具体街道请区局确定";
                let fields = json!({ "to": person.office.county_code, "reason": reason });
                self.step(day, Who::Bureau, "reroute", fields);
                self.route(day, person.office, "家属提供户口簿，户籍在该街道")
            }
            _ => sent,
        }
    }

    fn route(&mut self, from: Date, to: &Office, reason: &str) -> Date {
        let day = self.later(from, 1, 6);
        self.step(day, Who::Bureau, "reroute", json!({ "to": to.street_code, "reason": reason }));
        day
    }

    fn verify(&mut self, day: Date, result: &str) {
        let category = if self.person.key { "key" } else { "ordinary" };
        let fields = json!({
            "result": result,
            "category": category,
            "police_opinion": self.dice.pick(POLICE),
            "village_opinion": self.dice.pick(COMMITTEE),
            "family": self.dice.pick(FAMILY),
        });
        self.step(day, Who::Worker, "verify", fields);
    }

    fn amend(&mut self, fields: serde_json::Value) {
        if let (Some(step), serde_json::Value::Object(fields)) = (self.steps.last_mut(), fields) {
            step.fields.extend(fields);
        }
    }

    fn verify_plainly(&mut self, from: Date) -> Date {
        let hurried = self.person.part.detention;
        let day = if hurried { self.later(from, 1, 2) } else { self.later(from, 1, 4) };
        self.verify(day, "01");
        day
    }

    fn corrected(&mut self, from: Date) -> Date {
        let day = self.later(from, 2, 6);
        let phone = names::phone(&mut self.dice);
        if self.dice.chance(70) {
            self.verify(day, "02");
            let correction = "家属电话已停机，现更正；文化程度应为初中";
            self.amend(json!({ "kin_phone": phone, "correction": correction }));
        } else {
            self.verify(day, "03");
            let near = self.map.address(self.person.office, &mut self.dice);
            self.amend(json!({ "living_address": near, "kin_phone": phone }));
        }
        let outcome = if self.dice.chance(70) { "corrected" } else { "noted" };
        self.answer(day, outcome, 3, 9);
        day
    }

    fn doubted(&mut self, from: Date) -> Date {
        let day = self.later(from, 2, 4);
        if self.dice.chance(50) {
            self.verify(day, "04");
            self.amend(json!({ "police_opinion": "按姓名和住址均未查到此人，请核对号码与地址" }));
        } else {
            self.verify(day, "07");
            self.amend(json!({ "village_opinion": "该门牌已于前些年拆迁，住户迁出，请向本人核实现址" }));
        }
        let outcome = if self.dice.chance(60) { "corrected" } else { "confirmed" };
        let answered = self.answer(day, outcome, 2, 7);
        let again = self.later(answered, 2, 7);
        self.verify(again, "01");
        if let Some(step) = self.steps.last_mut() {
            step.label = "verify-again";
        }
        again
    }

    fn answer(&mut self, from: Date, outcome: &str, low: i32, high: i32) -> Date {
        let day = self.later(from, low, high);
        let place = &self.person.sentence.custody;
        // A place without an account answers by letter, which the bureau records.
        let letter = (place.id != RICH_PRISON)
            .then(|| format!("{}监函〔{}〕{}号", place.short_name, day.year(), self.dice.between(1, 300)));
        let note = if outcome == "corrected" {
            "已与本人核对并更正系统信息"
        } else {
            "经与本人核对，原信息无误"
        };
        let fields = json!({ "outcome": outcome, "note": note, "letter_no": letter });
        self.step(day, Who::Custody, "answer", fields);
        day
    }

    fn returned(&mut self, from: Date) -> Date {
        let day = self.later(from, 1, 4);
        let other = self.map.neighbour(self.person.office, &mut self.dice);
        let reason = match other.street_code == self.person.office.street_code {
            true => "门牌在两街道交界处，户籍底册写法不一，请区局确定".to_owned(),
            false => format!("该门牌现由{}管辖，建议转往{}", other.street_name, other.name),
        };
        let fields = json!({
            "reason": reason,
            "evidence": "已电话联系派出所户籍窗口和社区居委会，均确认不在本辖区",
        });
        self.step(day, Who::Worker, "return", fields);
        let day = self.route(day, other, "区局与两街道核对界线，由该所负责");
        self.verify_plainly(day)
    }

    fn decides_dual_listing(&mut self, ready: Date) {
        let day = self.later(ready, 0, 2);
        let (propose, reason) = *self.dice.pick(&[
            ("propose", "本人与家属长期住在居住地，释放后继续在那里生活，提请居住地协助"),
            ("propose", "居住地有工作和住处，户籍地只有老屋，提请双列管"),
            ("not_needed", "居住地为亲戚家短住，释放后回户籍地，暂不需要"),
        ]);
        self.step(day, Who::Worker, "decide-dual-listing", json!({ "propose": propose, "reason": reason }));
    }

    pub(super) fn refuses(&mut self) {
        let ready = self.verified();
        let on = self.person.sentence.ends_on.max(ready);
        let (witnesses, reason) = *self.dice.pick(&[
            ("监狱值班民警、司法所工作人员", "本人说不想让邻居看见，自己会回去"),
            ("监狱值班民警、其兄", "本人说要先去外地看望母亲，过几天再回来"),
            ("监狱民警、社区网格员", "本人说已满刑，不需要人接"),
        ]);
        let fields = json!({ "on": on.to_string(), "witnesses": witnesses, "reason": reason });
        self.step(on, Who::Worker, "refuse-collection", fields);
        let day = self.later(on, 0, 1);
        self.step(day, Who::Head, "assign-worker", json!({}));
        self.contacts_after_refusal(on);
    }

    pub(super) fn missing(&mut self) {
        let ready = self.verified();
        let release = self.person.sentence.ends_on.max(ready);
        let known = plus(release, self.dice.between(1, 2));
        let note = *self.dice.pick(&[
            "电话联系家属两次，家属称没有接到；手机无人接听",
            "到家中查看，邻居说没有见到本人回来；已留字条",
            "监狱答复本人当天已办妥手续离开，家属暂无消息",
        ]);
        self.step(known, Who::Worker, "not-arrived", json!({ "note": note }));
        let told = [
            "已向派出所和区局发情况通报，请留意消息；家属表示一有消息就告知",
            "再次询问家属与社区，仍无消息；派出所未见其活动",
            "家属称接到过一次报平安的电话，说在外地打工，没有说地址",
            "与其妹妹通话，表示会劝其回来报到",
        ];
        let mut day = self.almanac.workday(plus(release, 17));
        for told in told.iter().cycle().take(12) {
            self.step(day, Who::Worker, "trace", json!({ "on": day.to_string(), "told": told }));
            day = self.later(day, 24, 27);
        }
    }

    pub(super) fn outside(&mut self) {
        let sent = self.person.part.sent_on;
        let day = self.later(sent, 3, 12).min(self.almanac.workday(sent.last_of_month()));
        let to = place::province(&self.person.id_number);
        let letter = format!("穗司安〔{}〕{}号", day.year(), self.dice.between(1, 200));
        let fields = json!({ "on": day.to_string(), "letter_no": letter, "to": to });
        self.step(day, Who::Bureau, "report-upward", fields);
        let receipt = self.later(day, 4, 12);
        let fields = json!({ "on": receipt.to_string(), "note": "户籍地已接收，由当地司法所衔接" });
        self.step(receipt, Who::Bureau, "upward-receipt", fields);
    }
}
