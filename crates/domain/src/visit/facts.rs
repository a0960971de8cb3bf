//! What follows from the visits in their order: last contact, what counts, needs and what is abnormal.
//! The latest steps are kept so that a correction can be put in the place of what it corrects and the facts
//! computed again; older ones are folded into the base and can be corrected no more.
//! Must never know: deadlines.

use super::event::{Moved, Recorded};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// So many steps can be taken back: more than happen while a record may be corrected.
const KEPT: usize = 12;

/// A need that waits for an answer.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Need {
    /// Which need of this case, from 1: what an obligation calls it, in clear.
    pub number: u32,
    /// What, one of `NEEDS`; raised again before it was answered it stays the same need.
    pub what: String,
    /// First said on that day.
    pub on: Date,
    /// More about it.
    pub note: Option<String>,
}

/// What follows from the visits.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The last day on which he or his family was in contact, or said he did not want to be visited.
    pub last_contact: Option<Date>,
    /// The last day on which he himself was met or spoken to.
    pub last_met: Option<Date>,
    /// The next contact that was agreed.
    pub next_on: Option<Date>,
    /// Visits recorded.
    pub count: u32,
    /// Something abnormal that the head has not answered yet; the day it was seen.
    pub abnormal_on: Option<Date>,
    /// The first visit in person, or without for a lawful reason.
    #[serde(default)]
    pub first_on: Option<Date>,
    /// The last contact that counts as a visit: the next is due from here.
    #[serde(default)]
    pub counted_on: Option<Date>,
    /// Attempts since the last contact.
    #[serde(default)]
    pub attempts: u32,
    /// The next visit was moved.
    #[serde(default)]
    pub moved: Option<Moved>,
    /// Needs that wait for an answer.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Needs raised so far.
    #[serde(default)]
    pub raised: u32,
}

/// A visit as far as facts follow from it, and who may correct it until when.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// Which visit of this case, from 1.
    pub number: u32,
    /// The record, without its texts.
    pub record: Box<Recorded>,
}

/// One step from which facts follow.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    Seen(Seen),
    Moved(Moved),
    NeedAnswered(String),
    AbnormalAnswered,
}

impl Facts {
    fn take(&mut self, step: &Step) {
        match step {
            Step::Seen(seen) => self.take_visit(&seen.record),
            Step::Moved(moved) => self.moved = Some(moved.clone()),
            Step::NeedAnswered(what) => self.needs.retain(|n| n.what != *what),
            Step::AbnormalAnswered => self.abnormal_on = None,
        }
    }

    fn take_visit(&mut self, v: &Recorded) {
        self.count += 1;
        if !v.is_contact() {
            self.attempts += 1;
        } else {
            self.attempts = 0;
            self.last_contact = self.last_contact.max(Some(v.on));
            if v.is_first_visit() {
                self.first_on = self.first_on.min(Some(v.on)).or(Some(v.on));
            }
            if v.extra != Some(true) {
                self.counted_on = self.counted_on.max(Some(v.on));
                self.moved = None;
            }
        }
        if v.result == "met" {
            self.last_met = self.last_met.max(Some(v.on));
        }
        self.agree(v);
        if v.abnormal {
            self.abnormal_on = self.abnormal_on.min(Some(v.on)).or(Some(v.on));
        }
        self.raise(v);
    }

    /// The agreed date belongs to the latest visit; an older one entered late does not move it, and neither
    /// nobody at the door nor a contact in between undoes what was agreed before.
    fn agree(&mut self, v: &Recorded) {
        let latest = self.last_contact.is_none_or(|last| last <= v.on);
        let keeps = !v.is_contact() || v.extra == Some(true);
        if latest && (!keeps || v.next_on.is_some()) {
            self.next_on = v.next_on;
        }
    }

    fn raise(&mut self, v: &Recorded) {
        for what in &v.needs {
            match self.needs.iter_mut().find(|n| n.what == *what) {
                Some(open) => open.on = open.on.min(v.on),
                None => {
                    self.raised += 1;
                    let (number, note) = (self.raised, v.need_note.clone());
                    self.needs.push(Need { number, what: what.clone(), on: v.on, note });
                }
            }
        }
    }
}

/// The base, the latest steps, and the facts that follow from both.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    base: Facts,
    steps: Vec<Step>,
}

impl Kept {
    pub(super) fn push(&mut self, step: Step) {
        self.steps.push(step);
        if self.steps.len() > KEPT {
            let oldest = self.steps.remove(0);
            self.base.take(&oldest);
        }
    }

    /// Puts a corrected record in the place of the earlier one.
    pub(super) fn correct(&mut self, number: u32, record: Recorded) {
        for step in &mut self.steps {
            if let Step::Seen(seen) = step
                && seen.number == number
            {
                *seen.record = record.clone();
            }
        }
    }

    pub(super) fn facts(&self) -> Facts {
        self.facts_where(|_| true)
    }

    /// The facts as they would be without one visit.
    pub(super) fn facts_without(&self, number: u32) -> Facts {
        self.facts_where(|seen| seen.number != number)
    }

    fn facts_where(&self, keep: impl Fn(&Seen) -> bool) -> Facts {
        let mut facts = self.base.clone();
        for step in &self.steps {
            if !matches!(step, Step::Seen(seen) if !keep(seen)) {
                facts.take(step);
            }
        }
        facts
    }

    /// The visits that can still be corrected, oldest first.
    pub(super) fn seen(&self) -> impl Iterator<Item = &Seen> {
        self.steps.iter().filter_map(|step| match step {
            Step::Seen(seen) => Some(seen),
            _ => None,
        })
    }
}
