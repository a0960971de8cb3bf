//! Visits until today: the first within a week, then monthly for key persons and quarterly for others, as
//! life has it with closed doors, phone calls and now and then something the head must know.
//! Must never know: why a person is a key person.

use super::{Life, Who, plus};
use crate::cast::Gap;
use jiff::civil::Date;
use serde_json::{Value, json};

const MEASURES: &[&str] = &[
    "当天与社区民警一起上门谈心，联系家属陪同，一周内再访",
    "联系街道民政先行救助，请社工跟进心理疏导",
    "已请家属照看，陪同到社区医院就诊，次日回访情况平稳",
    "约本人来所谈话，介绍临时工作，消除顾虑；加密联系",
    "与居委会、派出所三方会商，明确专人联系，暂无其他风险",
];

impl Life<'_> {
    pub(super) fn visits(&mut self, home: Date, until: Date) {
        let end = until.min(plus(self.almanac.today, 1));
        let mut on = plus(home, self.dice.between(2, 6));
        let mut first = true;
        while on < end {
            on = self.visit(on, first);
            first = false;
        }
        if let Gap::Abnormal(days) = self.person.part.gap {
            let day = plus(self.almanac.today, -days).max(home);
            self.record(day, "home", "met", None, true);
        }
    }

    /// One visit; the day of the next.
    fn visit(&mut self, on: Date, first: bool) -> Date {
        let gap = self.gap();
        let way = match first {
            true => "home",
            false => self.dice.weighted(&[(48, "home"), (18, "office"), (28, "phone"), (6, "video")]),
        };
        let result = *self.dice.weighted(&[(85, "met"), (8, "family"), (5, "absent"), (2, "declined")]);
        let result = if way == "office" { "met" } else { result };
        if result == "absent" {
            self.record(on, way, result, None, false);
            return plus(on, self.dice.between(1, 4));
        }
        let next = plus(on, gap);
        let agreed = self.dice.chance(14).then_some(next);
        let abnormal = result == "met" && self.dice.chance(2);
        self.record(on, way, result, agreed, abnormal);
        if abnormal {
            let day = plus(on, 1);
            let measure = *self.dice.pick(MEASURES);
            self.step(
                day,
                Who::Head,
                "answer-abnormal",
                json!({ "on": day.to_string(), "measure": measure }),
            );
        }
        next
    }

    /// Days to the next visit; now and then too many.
    fn gap(&mut self) -> i32 {
        match (self.person.key, self.dice.chance(1)) {
            (true, false) => self.dice.between(21, 27),
            (false, false) => self.dice.between(66, 87),
            (true, true) => self.dice.between(32, 45),
            (false, true) => self.dice.between(94, 120),
        }
    }

    fn record(&mut self, on: Date, way: &str, result: &str, next_on: Option<Date>, abnormal: bool) {
        let placed = self.dice.chance(65);
        let note = self.notes.one(&mut self.dice, way, result, placed, abnormal);
        let needs: Value = match self.dice.chance(if placed { 8 } else { 35 }) && result == "met" && !abnormal
        {
            true => {
                let first = *self.dice.weighted(&[
                    (if placed { 5 } else { 50 }, "work"),
                    (15, "relief"),
                    (12, "health"),
                    (9, "housing"),
                    (8, "legal"),
                    (6, "school"),
                ]);
                json!([first])
            }
            false => Value::Null,
        };
        let place = match way {
            "home" => Some(*self.dice.pick(&["家中", "家门口", "楼下凉亭", "村口小店", "租住处"])),
            "office" => Some("司法所"),
            _ => None,
        };
        let present = match (result, &self.person.kin, way) {
            ("met" | "family", Some((_, relation, _)), "home") if self.dice.chance(50) => Some(*relation),
            _ => None,
        };
        let fields = json!({
            "on": on.to_string(),
            "way": way,
            "result": result,
            "place": place,
            "present": present,
            "note": note,
            "needs": needs,
            "abnormal": if abnormal { json!(true) } else { Value::Null },
            "next_on": next_on.map(|day| day.to_string()),
        });
        let need = fields["needs"][0].as_str().map(str::to_owned);
        self.step(on, Who::Worker, "record-visit", fields);
        if let Some(need) = need {
            self.answers(plus(on, 1), &need);
        }
    }

    /// What he needs is taken up the next day; now and then it waits.
    fn answers(&mut self, on: Date, need: &str) {
        let (outcome, measure) = *self.dice.pick(&[
            ("referred", "已联系街道相关科室，对方答应一周内与本人联系"),
            ("done", "当天陪同办好，本人确认"),
            ("referred", "已转介居委会，由网格员跟进，所里下次走访再问结果"),
            ("unable", "目前没有合适的名额，已向本人说明，有消息再告知"),
        ]);
        let fields = json!({ "need": need, "on": on.to_string(), "outcome": outcome, "measure": measure });
        self.step(on, Who::Worker, "answer-need", fields);
    }

    /// Who refused to be collected is contacted like anybody.
    pub(super) fn contacts_after_refusal(&mut self, left: Date) {
        let mut on = plus(left, self.dice.between(3, 6));
        let mut result = "declined";
        while on <= self.almanac.today {
            self.record(on, "phone", result, None, false);
            result = *self.dice.pick(&["met", "declined", "family"]);
            on = plus(on, self.gap());
        }
    }

    /// The term is over but nobody closed the file: the worker still asks how he is.
    pub(super) fn visits_after_term(&mut self, until: Date) {
        let mut on = plus(until, self.dice.between(1, 20));
        while on <= self.almanac.today {
            self.record(on, "phone", "met", None, false);
            on = plus(on, self.gap());
        }
    }
}
