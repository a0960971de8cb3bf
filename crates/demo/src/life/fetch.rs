//! How the fetch is prepared, what it cost, what is filed of it, and the first weeks at home.
//! Must never know: how he comes home, what the list means.

use super::{Life, Who, plus};
use jiff::civil::Date;
use serde_json::json;

const CARS: &[(&str, &str)] =
    &[("粤A·公务 01", "区局车班"), ("粤A·公务 06", "街道司机班"), ("高铁往返", "无")];

impl Life<'_> {
    /// Planned in time for most, left open for some, so that the board has something to show.
    pub(super) fn prepares(&mut self, release: Date, ready: Date) {
        let (first, again) = match self.person.key {
            true => (plus(release, -34), plus(release, -9)),
            false => (plus(release, -13), plus(release, -13)),
        };
        let day = first.max(ready);
        if day >= release || self.dice.chance(9) {
            return;
        }
        let comes = if self.person.key { "03" } else { *self.dice.pick(&["07", "07", "03", "06", "05"]) };
        let (vehicle, driver) = *self.dice.pick(CARS);
        let relation = self.person.kin.as_ref().map(|(_, relation, _)| *relation);
        let plan = json!({
            "comes": comes,
            "staff": (comes == "03").then_some("司法所工作人员、驻所社工"),
            "relatives": relation,
            "vehicle": (comes != "07" && comes != "06").then_some(vehicle),
            "driver": (comes != "07" && comes != "06").then_some(driver),
            "meets": (comes == "03").then_some("9:00 监所正门"),
            "kin_told_on": day.to_string(),
        });
        self.step(day, Who::Worker, "plan-fetch", plan.clone());
        let again = again.max(day);
        if comes != "03" || again >= release || self.dice.chance(12) {
            return;
        }
        let confirm = json!({ "on": again.to_string(), "contact": "狱政科，电话确认" });
        self.step(again, Who::Worker, "confirm-fetch", confirm);
        let mut whole = plan;
        whole["papers"] = json!(["letter", "slip", "staff_ids"]);
        whole["medicine"] = self.dice.pick(&["无", "降压药随身七天", "感冒药三天"]).to_string().into();
        whole["estimate"] = (self.dice.between(15, 60) * 1000).into();
        self.step(again, Who::Worker, "plan-fetch", whole);
    }

    /// The slip is kept on paper, the trip is paid, the list is gone through.
    pub(super) fn settles(&mut self, known: Date, way: &str) {
        let handed_over = ["01", "02", "03", "04", "05"].contains(&way);
        if (handed_over || self.person.key && !way.is_empty()) && self.dice.chance(92) {
            let what = [
                "handover_slip",
                "signature_prison",
                "signature_locality",
                "signature_person",
                "handover_photo",
            ];
            let day = plus(known, self.dice.between(0, 2));
            let fields = json!({ "what": what, "reason": "原件存纸质档案，尚未扫描" });
            self.step(day, Who::Worker, "slip-missing", fields);
        }
        if way == "03" && self.dice.chance(80) {
            let (car, meals) = (self.dice.between(120, 420) * 100, self.dice.between(0, 12) * 500);
            let fields = json!({ "on": known.to_string(), "car": car, "meals": meals });
            self.step(known, Who::Worker, "record-cost", fields);
        }
        let day = plus(known, self.dice.between(2, 6));
        let mut how = || *self.dice.weighted(&[(60, "not_needed"), (25, "done"), (15, "wanted")]);
        let fields = json!({
            "on": day.to_string(), "identity_card": how(), "phone": how(), "bank_card": how(),
            "social_insurance": how(), "medical_insurance": how(), "pension": "not_needed",
            "unemployment": how(), "allowance": how(),
        });
        self.step(day, Who::Worker, "check-settling", fields);
        let day = plus(day, self.dice.between(8, 26));
        let done = json!({
            "on": day.to_string(), "identity_card": "done", "phone": "done", "bank_card": "done",
            "social_insurance": "done", "medical_insurance": "done", "unemployment": "done", "allowance": "not_needed",
        });
        self.step(day, Who::Worker, "check-settling", done);
    }

    /// Taken over by another organ at the gate; asked about in time.
    pub(super) fn taken(&mut self) {
        let ready = self.verified();
        let on = self.person.sentence.ends_on.max(ready);
        let (organ, ground) = *self
            .dice
            .pick(&[("外市公安机关", "另案刑事拘留，出示拘留证"), ("强制隔离戒毒所", "强制隔离戒毒决定书")]);
        self.step(
            on,
            Who::Worker,
            "re-detained",
            json!({ "on": on.to_string(), "organ": organ, "ground": ground }),
        );
        let mut day = on;
        for told in ["看守所答复仍在侦查", "检察院已受理，家属已知情", "法院尚未开庭"].iter().cycle().take(10)
        {
            day = self.later(day, 24, 26);
            self.step(day, Who::Worker, "ask-custody", json!({ "on": day.to_string(), "told": told }));
        }
    }
}
