//! Before the release: the notice, the assessment, the receipt, the forwarding, family and village told; and the
//! way off the list. Sometimes a paper does not come, so that somebody has to ask for it.
//! Must never know: when a paper is due.

use super::{Life, Who, plus};
use crate::sentence::RICH_PRISON;
use jiff::civil::Date;
use serde_json::json;

const BEHAVIOUR: &[&str] = &[
    "服从管理，按时完成劳动任务，曾获表扬",
    "改造表现稳定，无违规记录",
    "前期有违规，近一年表现明显好转",
    "积极参加学习，劳动中肯出力",
];
const MEASURES: &[&str] = &[
    "建议协助落实住处和工作",
    "建议联系家属多关心，帮助尽快就业",
    "建议帮助办理低保和医疗衔接",
    "建议安排技能培训，定期走访",
];

impl Life<'_> {
    /// A place without an account writes a letter, which a bureau records.
    pub(super) fn custody_letter(&mut self, day: Date) -> Option<String> {
        let place = &self.person.sentence.custody;
        (place.id != RICH_PRISON)
            .then(|| format!("{}监函〔{}〕{}号", place.short_name, day.year(), self.dice.between(1, 300)))
    }

    /// Everything between the verification and the release, as far as there is time.
    pub(super) fn papers(&mut self, ready: Date) {
        let release = self.person.sentence.ends_on;
        let due = self.almanac.workday_until(plus(release, -33));
        let notice = self.almanac.workday(ready.max(due));
        if self.dice.chance(82) && notice < release {
            self.notice(notice, release);
        }
        let assessed = self.later(notice, 0, 3);
        if self.dice.chance(80) && assessed < release {
            let letter = self.custody_letter(assessed);
            let fields = json!({
                "on": assessed.to_string(),
                "letter_no": letter,
                "behaviour": self.dice.pick(BEHAVIOUR),
                "danger": if self.person.key { "middle" } else { "low" },
                "measures": self.dice.pick(MEASURES),
            });
            self.step(assessed, Who::Custody, "send-assessment", fields);
        }
    }

    fn notice(&mut self, day: Date, release: Date) {
        let letter = self.custody_letter(day);
        let fields =
            json!({ "on": day.to_string(), "letter_no": letter, "addressees": ["justice", "police"] });
        self.step(day, Who::Custody, "send-notice", fields);
        let receipt = self.later(day, 1, 4);
        if self.dice.chance(88) && receipt < release {
            let fields = json!({ "on": receipt.to_string(), "received_by": "区局收发室" });
            self.step(receipt, Who::District, "receipt-notice", fields);
        }
        let forwarded = self.later(day, 1, 3);
        if !self.dice.chance(90) || forwarded >= release {
            return;
        }
        self.step(forwarded, Who::District, "forward-notice", json!({ "on": forwarded.to_string() }));
        for (command, who, percent) in [("tell-family", "家属", 88), ("tell-village", "村居干部", 85)] {
            let told = self.later(forwarded, 0, 2);
            if self.dice.chance(percent) && told < release {
                let fields = json!({ "on": told.to_string(), "result": "told", "who": who, "how": "phone" });
                self.step(told, Who::Worker, command, fields);
            }
        }
    }

    /// Off the list, for community correction.
    pub(super) fn paroled(&mut self) {
        let ready = self.verified();
        let day = self.later(ready, 2, 6);
        let letter = self.custody_letter(day);
        let agency = format!("{}社区矫正管理局", self.person.office.county_name);
        let fields =
            json!({ "on": day.to_string(), "ground": "parole", "agency": agency, "letter_no": letter });
        self.step(day, Who::Custody, "leave-list", fields);
        let confirmed = self.later(day, 3, 9);
        let fields = json!({ "on": confirmed.to_string(), "received_by": agency });
        self.step(confirmed, Who::Worker, "confirm-leave", fields);
    }
}
