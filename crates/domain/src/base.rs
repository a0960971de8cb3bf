//! 过渡性安置基地: a bed is a stream of its own, so that bookings of one base do not collide; the case knows
//! its stay (T13, rules section 8). Moving in is voluntary, leaving is no breach. Every night of a bed
//! belongs to one case at most; men and women are apart.
//! Must never know: lists of bases, what a night costs.

use crate::{
    case::{Case, CaseEvent, Column},
    command::{Kind, Spec, must},
    kernel::{
        Ctx, Entry, Obligation, Recorded, Refusal, Role, Stream, Unreadable, day, read_plain, refuse,
        refuse_field,
    },
    placement,
    rules::{Rule, Rules},
};
use jiff::{ToSpan, civil::Date};
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};

/// Nights of one case in one bed, both days included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// Number of the case.
    pub no: String,
    /// First night.
    pub from: Date,
    /// Last night.
    pub until: Date,
}

/// What a bed is.
#[derive(Default, Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Code of the bed, unique in the city.
    pub code: String,
    /// Name of the base.
    pub base: String,
    /// Room and bed as painted on the door.
    pub label: String,
    /// GB/T 2261.1: for men (1) or women (2).
    pub sex: u8,
    /// How the base is reported: placement type 03 or 04.
    pub way: String,
}

/// The folded state of a bed.
#[derive(Default, Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bed {
    /// What it is; empty code before it was installed.
    pub place: Place,
    /// Who lies in it when, earliest first, never overlapping.
    pub bookings: Vec<Booking>,
}

/// What happened to a bed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum BedEvent {
    Installed { on: Date, place: Place },
    Booked { on: Date, booking: Booking },
    Freed { on: Date, no: String },
}

/// What somebody wants to happen to a bed.
#[allow(missing_docs)]
pub enum BedCommand {
    Install(Place),
    Book { no: String, sex: u8, from: Date },
    Free { no: String, on: Date },
}

/// The last night of a stay that begins on `from`: the day before the same date three months later.
pub fn stay_until(from: Date, rules: &Rules, calendar: &Calendar) -> Date {
    rules.due(Rule::Stay, from, calendar).saturating_sub(1.day())
}

impl Stream for Bed {
    type Command = BedCommand;
    type Event = BedEvent;
    const KIND: &'static str = "bed";
    const FORMAT: i64 = 1;

    fn decide(&self, command: BedCommand, ctx: &Ctx<'_>) -> Result<Vec<BedEvent>, Refusal> {
        let on = ctx.today;
        match command {
            BedCommand::Install(place) if self.place.code.is_empty() => {
                Ok(vec![BedEvent::Installed { on, place }])
            }
            BedCommand::Install(_) => refuse("bed_exists", "这张床已经登记过"),
            _ if self.place.code.is_empty() => {
                refuse_field("bed", "no_such_bed", "没有这张床，请从列表中选择")
            }
            BedCommand::Book { sex, .. } if sex != self.place.sex => {
                refuse_field("bed", "wrong_house", "男女分住，请选另一栋的床位")
            }
            BedCommand::Book { no, from, .. } => {
                let until = stay_until(from, ctx.rules, ctx.calendar);
                if self.bookings.iter().any(|b| b.from <= until && from <= b.until) {
                    return refuse_field("bed", "bed_taken", "这张床在这段时间已经有人，请另选一张");
                }
                Ok(vec![BedEvent::Booked { on: from, booking: Booking { no, from, until } }])
            }
            BedCommand::Free { no, on } => match self.bookings.iter().any(|b| b.no == no && on <= b.until) {
                true => Ok(vec![BedEvent::Freed { on, no }]),
                false => Ok(vec![]), // the stay has run out: its nights are over
            },
        }
    }

    fn evolve(&mut self, event: &BedEvent) {
        match event {
            BedEvent::Installed { place, .. } => self.place = place.clone(),
            BedEvent::Booked { booking, .. } => {
                self.bookings.push(booking.clone());
                self.bookings.sort_by_key(|b| b.from);
            }
            // The night of the day on which he leaves is free again.
            BedEvent::Freed { on, no } => {
                for b in self.bookings.iter_mut().filter(|b| b.no == *no && *on <= b.until) {
                    b.until = on.saturating_sub(1.day());
                }
                self.bookings.retain(|b| b.from <= b.until);
            }
        }
    }
}

impl Bed {
    /// Every night that belongs to a case, with its number.
    pub fn nights(&self) -> impl Iterator<Item = (Date, &str)> {
        self.bookings.iter().flat_map(|b| {
            let days = b.from.series(1.day()).take_while(move |d| *d <= b.until);
            days.map(move |night| (night, b.no.as_str()))
        })
    }
}

impl Recorded for BedEvent {
    fn kind(&self) -> String {
        match self {
            BedEvent::Installed { .. } => "bed.installed".into(),
            BedEvent::Booked { .. } => "bed.booked".into(),
            BedEvent::Freed { .. } => "bed.freed".into(),
        }
    }
    fn happened_on(&self) -> Option<Date> {
        let (BedEvent::Installed { on, .. } | BedEvent::Booked { on, .. } | BedEvent::Freed { on, .. }) =
            self;
        Some(*on)
    }
    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
    fn read(kind: &str, version: i64, payload: serde_json::Value) -> Result<BedEvent, Unreadable> {
        read_plain(kind, version, payload)
    }
}

/// A stay as the case knows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    /// The bed.
    pub place: Place,
    /// First night.
    pub from: Date,
    /// Last night.
    pub until: Date,
}

/// What this column knows.
#[derive(Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The present stay.
    pub stay: Option<Stay>,
}

/// What happened to the case.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    MovedIn {
        on: Date,
        stay: Stay,
        /// What the person said about it; events of the first days lack it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        consent: Option<String>,
    },
    MovedOut {
        on: Date,
        reason: String,
    },
}

/// What somebody wants to happen to the case.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    /// `place` is filled in by the services from the bed.
    GiveBed {
        bed: String,
        on: Date,
        consent: String,
        #[serde(default)]
        place: Place,
    },
    LeaveBed {
        on: Date,
        reason: String,
    },
}

const OFFICE: &[Role] = &[Role::OfficeHead, Role::OfficeWorker];

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "base";
    const COMMANDS: &'static [Spec] = &[
        Spec {
            name: "give-bed",
            title: "安排基地床位",
            help: "三无人员自愿入住过渡性安置基地。床位和安置方式一次登记，期限三个月，随时可以离开。",
            who: OFFICE,
            answers: true,
            fields: &[
                must("bed", "床位", Kind::Listed("bed"), "只列出今天起三个月都空着的床"),
                must("on", "入住日期", Kind::Date, ""),
                must("consent", "本人意愿", Kind::Text(200), "本人怎样说；不愿入住不勉强"),
            ],
        },
        Spec {
            name: "leave-bed",
            title: "离开基地",
            help: "离开不是违规。写明去向，床位当天空出。",
            who: OFFICE,
            answers: true,
            fields: &[
                must("on", "离开日期", Kind::Date, ""),
                must("reason", "去向", Kind::Text(200), "受聘、回家、投亲、自谋"),
            ],
        },
    ];

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        let (Command::GiveBed { on, .. } | Command::LeaveBed { on, .. }) = &command;
        let on = *on;
        case.owned_by(ctx.actor)?;
        let Some(home) = case.handover.home_on() else {
            return refuse("not_received", "尚未衔接，不能安排床位");
        };
        if on > ctx.today || on < home {
            return refuse_field("on", "stay_date", format!("日期应在回家日期 {} 和今天之间", day(home)));
        }
        let stay = case.base.stay.as_ref();
        match command {
            Command::GiveBed { .. } if stay.is_some() => {
                refuse("already_resident", "已住在基地，换床请先登记离开")
            }
            Command::GiveBed { place, .. } if place.code.is_empty() => {
                refuse_field("bed", "no_such_bed", "没有这张床，请从列表中选择")
            }
            Command::GiveBed { place, consent, .. } => {
                let until = stay_until(on, ctx.rules, ctx.calendar);
                let settled = placement::settled(on, &place.way, format!("{} {}", place.base, place.label));
                let (stay, consent) = (Stay { place, from: on, until }, Some(consent));
                Ok(vec![CaseEvent::Base(Event::MovedIn { on, stay, consent }), settled])
            }
            Command::LeaveBed { reason, .. } => match stay {
                None => refuse("not_resident", "现在不住在基地"),
                Some(stay) if on < stay.from => {
                    refuse_field("on", "before_stay", format!("离开日期不能早于入住日期 {}", day(stay.from)))
                }
                Some(_) => Ok(vec![
                    CaseEvent::Base(Event::MovedOut { on, reason }),
                    placement::ended(on, "离开基地"),
                ]),
            },
        }
    }

    fn evolve(&mut self, event: &Event) {
        self.stay = match event {
            Event::MovedIn { stay, .. } => Some(stay.clone()),
            Event::MovedOut { .. } => None,
        };
    }

    fn due(case: &Case, _rules: &Rules, _calendar: &Calendar) -> Vec<Obligation> {
        let (Some(stay), Some(_), true) = (&case.base.stay, case.owner(), case.is_open()) else {
            return vec![];
        };
        let why = format!("入住{}，期限到{}", day(stay.from), day(stay.until));
        vec![case.owes("leave-bed", Rule::Stay.id(), stay.until, "基地期满去向", why)]
    }

    fn offers(case: &Case, command: &str) -> bool {
        let resident = case.base.stay.is_some();
        case.handover.home_on().is_some() && (command == "leave-bed") == resident
    }

    fn entry(event: &Event) -> Entry {
        match event {
            Event::MovedIn { on, stay, consent } => Entry {
                on: *on,
                title: "入住基地".into(),
                text: format!(
                    "{}　{}，期限到{}。本人意愿：{}",
                    stay.place.base,
                    stay.place.label,
                    day(stay.until),
                    consent.as_deref().unwrap_or("自愿")
                ),
                landmark: true,
            },
            Event::MovedOut { on, reason } => {
                Entry { on: *on, title: "离开基地".into(), text: reason.clone(), landmark: false }
            }
        }
    }
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests;
