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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_contact: Option<Date>,
    /// The last day on which he himself was met or spoken to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_met: Option<Date>,
    /// The next contact that was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_on: Option<Date>,
    /// Visits recorded.
    #[serde(default)]
    pub count: u32,
    /// Something abnormal that the head has not answered yet; the day it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abnormal_on: Option<Date>,
    /// The first visit in person, or without for a lawful reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_on: Option<Date>,
    /// The last contact that counts as a visit: the next is due from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_on: Option<Date>,
    /// Attempts since the last contact.
    #[serde(default)]
    pub attempts: u32,
    /// The next visit was moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
    /// Needs that wait for an answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// Needs raised so far.
    #[serde(default)]
    pub raised: u32,
}

/// A visit as far as facts follow from it, and who may correct it until when. Kept beside the journal and
/// read at every write: what is not said is left out.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// Which visit of this case, from 1.
    pub number: u32,
    /// Day.
    pub on: Date,
    /// Way.
    pub way: String,
    /// Result.
    pub result: String,
    /// Does for the first visit.
    #[serde(default, skip_serializing_if = "is_not")]
    pub first: bool,
    /// One contact more than the rhythm asks for.
    #[serde(default, skip_serializing_if = "is_not")]
    pub extra: bool,
    /// Something the head must know.
    #[serde(default, skip_serializing_if = "is_not")]
    pub abnormal: bool,
    /// What he needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need_note: Option<String>,
    /// The next contact agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_on: Option<Date>,
    /// The visitor's name.
    pub visitor: String,
    /// The account that recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The day on which it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_on: Option<Date>,
}

fn is_not(flag: &bool) -> bool {
    !flag
}

impl Seen {
    /// The part of a record that is kept.
    pub(super) fn of(number: u32, v: &Recorded) -> Seen {
        Seen {
            number,
            on: v.on,
            way: v.way.clone(),
            result: v.result.clone(),
            first: v.is_first_visit(),
            extra: v.extra == Some(true),
            abnormal: v.abnormal,
            needs: v.needs.clone(),
            need_note: v.need_note.clone(),
            next_on: v.next_on,
            visitor: v.visitor.clone(),
            by: v.by.clone(),
            recorded_on: v.recorded_on,
        }
    }

    fn is_contact(&self) -> bool {
        self.result != "absent"
    }
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
            Step::Seen(seen) => self.take_visit(seen),
            Step::Moved(moved) => self.moved = Some(moved.clone()),
            Step::NeedAnswered(what) => self.needs.retain(|n| n.what != *what),
            Step::AbnormalAnswered => self.abnormal_on = None,
        }
    }

    fn take_visit(&mut self, v: &Seen) {
        self.count += 1;
        if !v.is_contact() {
            self.attempts += 1;
        } else {
            self.attempts = 0;
            self.last_contact = self.last_contact.max(Some(v.on));
            if v.first {
                self.first_on = self.first_on.min(Some(v.on)).or(Some(v.on));
            }
            if !v.extra {
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
    fn agree(&mut self, v: &Seen) {
        let latest = self.last_contact.is_none_or(|last| last <= v.on);
        let keeps = !v.is_contact() || v.extra;
        if latest && (!keeps || v.next_on.is_some()) {
            self.next_on = v.next_on;
        }
    }

    fn raise(&mut self, v: &Seen) {
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
    pub(super) fn correct(&mut self, right: Seen) {
        let of = |step: &&mut Step| matches!(step, Step::Seen(seen) if seen.number == right.number);
        if let Some(step) = self.steps.iter_mut().find(of) {
            *step = Step::Seen(right);
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
