//! How feedback, replies and rulings change what is known of a record (T3, R-06, R-07b).
//! Must never know: why they were allowed.

use super::{State, Verified, feedback::Reply};
use jiff::civil::Date;

impl State {
    /// The last result in words.
    pub fn result_words(&self) -> String {
        self.check
            .result
            .as_ref()
            .map_or_else(String::new, |(code, _)| super::word(super::RESULTS, code).to_owned())
    }

    pub(super) fn take_verified(&mut self, v: &Verified) {
        self.check.verified = matches!(v.result.as_str(), "01" | "02" | "03");
        self.check.answer_since = (v.result != "01").then_some(v.on);
        self.check.result = Some((v.result.clone(), v.on));
        if let Some(category) = v.category {
            self.category = category;
        }
        if let Some(address) = &v.hukou_address {
            self.sent.hukou_address.clone_from(address);
        }
        if v.living_address.is_some() {
            self.sent.living_address.clone_from(&v.living_address);
        }
        if v.kin_phone.is_some() {
            self.sent.kin_phone.clone_from(&v.kin_phone);
        }
        self.feedback.close(&v.corrections);
    }

    pub(super) fn take_reply(&mut self, on: Date, reply: &Reply) {
        self.feedback.reply(on, reply);
        if reply.accepted && reply.value.is_some() {
            self.correct(&reply.item, reply.value.as_deref());
        }
    }

    /// The office's content holds, or that of the custodial place comes back, or the office looks again.
    pub(super) fn take_ruling(&mut self, on: Date, item: &str, ruling: &str, value: Option<&str>) {
        self.feedback.rule(item, ruling);
        match ruling {
            "again" => self.check.verified = false,
            "office" if value.is_none() => {}
            _ => self.correct(item, value),
        }
        if !self.check.verified && self.feedback.disputes().next().is_none() {
            self.check.since = Some(on);
            self.check.result = None;
        }
    }

    /// The content of an item from now on. The identity number is the person's, not the case's.
    fn correct(&mut self, item: &str, value: Option<&str>) {
        let text = value.map(str::to_owned);
        match (item, text) {
            ("name", Some(name)) => self.sent.name = name,
            ("hukou_address", Some(address)) => self.sent.hukou_address = address,
            ("living_address", text) => self.sent.living_address = text,
            ("kin", text) => self.sent.kin_name = text,
            ("kin_phone", text) => self.sent.kin_phone = text,
            _ => {}
        }
    }

    /// After an answer to unusable data the office verifies again, with a new clock.
    pub(super) fn take_answer(&mut self, on: Date, outcome: &str) {
        self.check.answer_since = None;
        if !self.check.verified && outcome != "withdrawn" {
            self.check.since = Some(on);
            self.check.result = None;
        }
    }
}
