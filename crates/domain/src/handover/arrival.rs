//! How the person comes home, or does not: received, returned alone, refused to be collected, not arrived
//! (T7–T9, F5, SC-06). Each is an ordinary outcome; the term is fixed by the first day that is known.

use super::{
    Arrival, Category, Command, Event, Received, State, Term,
    decide::{Decision, done, not_in_future},
    event::Control,
};
use crate::{
    case::Case,
    kernel::{Ctx, Refusal, day, refuse, refuse_field},
};
use jiff::civil::Date;

impl State {
    /// Takes in how the person came home, or that he did not.
    pub(super) fn arrived(&mut self, event: &Event) {
        match event {
            Event::Received(r) => {
                self.arrival = Some(Arrival::Received(r.on));
                (self.arrival_way, self.arrival_why) = (Some(r.way.clone()), None);
                self.category = r.category;
                self.term = Some(r.term);
            }
            Event::SelfReturned { on, reason, category, term } => {
                self.arrival = Some(Arrival::SelfReturned(*on));
                self.arrival_why = Some(reason.clone());
                self.category = *category;
                self.term = Some(*term);
            }
            Event::RefusedCollection { on, term, .. } => {
                self.arrival = Some(Arrival::RefusedCollection(*on));
                self.refused_on = Some(*on);
                self.term = Some(*term);
            }
            Event::NotArrived { on, term, .. } => {
                self.arrival = Some(Arrival::NotArrived(*on));
                self.term = Some(*term);
            }
            _ => {}
        }
    }
}

fn term(released_on: Date, ctx: &Ctx<'_>) -> Term {
    Term { from: released_on, until: ctx.rules.term_until(released_on, ctx.calendar) }
}

/// The day he left custody where it is witnessed: he refused to be collected at the gate on that day.
/// The term counted from it stays as it is, whenever he is met or reports afterwards.
fn left_on(case: &Case) -> Option<Date> {
    match case.handover.arrival {
        Some(Arrival::RefusedCollection(on)) => Some(on),
        _ => None,
    }
}

/// Nothing was recorded yet about his coming home, or only that he did not arrive or was not collected.
fn before_arrival(case: &Case, on: Date, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    case.owned_by(ctx.actor)?;
    not_in_future(on, ctx)?;
    let state = &case.handover;
    if state.handed_over_on().is_some() {
        return refuse("already_received", "已登记衔接，不能重复登记");
    }
    if state.sent.starts_on.is_some_and(|start| on < start) {
        return refuse_field("on", "before_sentence", "日期早于刑期起日，请核对");
    }
    if case.release.suspended(case).is_some_and(|taken| on < taken.on) {
        return refuse_field("on", "before_taken", "日期不能早于被其他机关带走的日期，请核对");
    }
    if left_on(case).is_some_and(|left| on < left) {
        return refuse_field("on", "before_release", "日期早于本人离开监所的日期，请核对");
    }
    Ok(())
}

pub(super) fn receive(case: &Case, command: Command, ctx: &Ctx<'_>) -> Decision {
    let Command::Receive {
        on,
        way,
        category,
        certificate_no,
        slip_no,
        present,
        headcount,
        health,
        relatives,
        staff,
        place,
        signatories,
        documents,
        belongings,
        money,
        note,
    } = command
    else {
        return done([]);
    };
    before_arrival(case, on, ctx)?;
    let category = category.unwrap_or(case.handover.category);
    if way == "03" && present.is_none() && relatives.is_none() && staff.is_none() {
        return refuse_field("present", "present_needed", "司法所接回的，请写明在场人员");
    }
    let planned = case.handover.sent.ends_on;
    done([Event::Received(Box::new(Received {
        on,
        way,
        category,
        certificate_no,
        slip_no,
        present,
        headcount,
        health,
        term: term(left_on(case).unwrap_or(on), ctx),
        relatives,
        staff,
        place,
        signatories,
        documents,
        belongings,
        money_fen: money,
        note,
        planned_on: (planned != on).then_some(planned),
    }))])
}

/// SC-06: lawful, with witnesses. Where others had decided on a control measure the police are told; nothing else.
pub(super) fn refuse_collection(case: &Case, command: Command, ctx: &Ctx<'_>) -> Decision {
    let Command::RefuseCollection { on, witnesses, reason, control, police_told } = command else {
        return done([]);
    };
    before_arrival(case, on, ctx)?;
    if left_on(case).is_some() {
        return refuse("already_recorded", "已登记过拒绝接回；本人报到或被接到后请登记自返或接回");
    }
    let control = match (control, police_told) {
        (true, None) => {
            return refuse_field(
                "police_told",
                "police_needed",
                "有管控措施的，请先告知派出所，再写明何时告知了谁",
            );
        }
        (true, Some(police_told)) => Some(Control { police_told }),
        (false, _) => None,
    };
    done([Event::RefusedCollection { on, witnesses, reason, term: term(on, ctx), control }])
}

pub(super) fn self_return(
    case: &Case,
    on: Date,
    released_on: Option<Date>,
    reason: String,
    category: Option<Category>,
    ctx: &Ctx<'_>,
) -> Decision {
    before_arrival(case, on, ctx)?;
    if let (Some(left), Some(said)) = (left_on(case), released_on)
        && left != said
    {
        let detail = format!("已登记本人于 {left} 离开监所，释放日期不用再填");
        return refuse_field("released_on", "release_known", detail);
    }
    let released_on = released_on.or(left_on(case)).unwrap_or(case.handover.sent.ends_on.min(on));
    if released_on > on {
        return refuse_field("released_on", "after_report", "释放日期不能晚于报到日期");
    }
    let category = category.unwrap_or(case.handover.category);
    done([Event::SelfReturned { on, reason, category, term: term(released_on, ctx) }])
}

pub(super) fn not_arrived(case: &Case, note: String, ctx: &Ctx<'_>) -> Decision {
    let release = case.handover.sent.ends_on;
    before_arrival(case, ctx.today, ctx)?;
    if ctx.today < release {
        return refuse("not_released_yet", format!("释放日期是 {}，还没有到，不能登记未到", day(release)));
    }
    if case.release.suspended(case).is_some() {
        return refuse("in_other_custody", "已登记被其他机关带走，请用“记录询问羁押情况”，不登记未到");
    }
    if case.handover.arrival.is_some() {
        return refuse("already_recorded", "已登记过；有新消息请用“记录查找”");
    }
    done([Event::NotArrived { on: ctx.today, note, term: term(release, ctx) }])
}
