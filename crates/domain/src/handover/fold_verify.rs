//! How feedback, replies and rulings change what is known of a record (T3, R-06, R-07b).
//! Must never know: why they were allowed.

use super::{Event, Route, State, Transfer, Verified, feedback::Reply};
use jiff::civil::Date;

impl State {
    /// Takes in what office, custodial place and bureaus told each other.
    pub(super) fn exchanged(&mut self, event: &Event) {
        match event {
            Event::EvidenceRecorded(e) => self.feedback.evidence.push((**e).clone()),
            Event::Returned { on, to, reason, .. } => {
                self.returns += 1;
                self.transfer = None;
                self.route = Some(Route { to: to.clone(), reason: reason.clone(), outside: false });
                self.routed_on = Some(*on);
            }
            Event::Verified(v) => self.take_verified(v),
            Event::Answered { on, outcome, replies, .. } => {
                replies.iter().for_each(|reply| self.take_reply(*on, reply));
                self.take_answer(*on, outcome);
            }
            Event::CorrectionAnswered { on, reply, .. } => self.take_reply(*on, reply),
            Event::DisputeDecided { on, item, ruling, value, .. } => {
                self.take_ruling(*on, item, ruling, value.as_deref());
            }
            Event::LikenessFound(found) => self.likeness = Some(found.clone()),
            Event::LikenessDecided { .. } => self.likeness = None,
            Event::TransferProposed { on, to, .. } => {
                self.transfer = Some(Transfer { to: to.clone(), since: *on, declined_on: None });
            }
            Event::TransferDeclined { on, .. } => {
                if let Some(transfer) = &mut self.transfer {
                    transfer.declined_on = Some(*on);
                }
            }
            Event::TransferEnded { .. } => self.transfer = None,
            Event::Transferred { on, to, .. } => {
                let reason = "由原司法所移交".to_owned();
                self.route = Some(Route { to: to.clone(), reason, outside: false });
                self.routed_on = Some(*on);
                self.moved_on = Some(*on);
                self.transfer = None;
            }
            _ => {}
        }
    }

    /// The last result in words.
    pub fn result_words(&self) -> String {
        self.check
            .result
            .as_ref()
            .map_or_else(String::new, |(code, _)| super::word(super::RESULTS, code).to_owned())
    }

    fn take_verified(&mut self, v: &Verified) {
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

    fn take_reply(&mut self, on: Date, reply: &Reply) {
        self.feedback.reply(on, reply);
        if reply.accepted && reply.value.is_some() {
            self.correct(&reply.item, reply.value.as_deref());
        }
    }

    /// The office's content holds, or that of the custodial place comes back, or the office looks again.
    fn take_ruling(&mut self, on: Date, item: &str, ruling: &str, value: Option<&str>) {
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
            ("id_number", Some(number)) => {
                let birth = reference::id_number::IdNumber::parse(&number).ok().map(|n| n.birth());
                self.sent.birth = birth.or(self.sent.birth);
            }
            _ => {}
        }
    }

    /// After an answer to unusable data the office verifies again, with a new clock.
    fn take_answer(&mut self, on: Date, outcome: &str) {
        self.check.answer_since = None;
        if !self.check.verified && outcome != "withdrawn" {
            self.check.since = Some(on);
            self.check.result = None;
        }
    }
}
