//! What questions make somebody owe. It follows from who sees the case now, so that a question never waits for
//! a unit that cannot answer it.

use super::{Answer, Question, word};
use crate::{
    case::Case,
    kernel::{Obligation, day},
    rules::{Rule, Rules},
    unit::{Level, Unit},
};
use jiff::civil::Date;
use reference::calendar::Calendar;

pub(super) fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
    if !case.is_open() || case.question.open.is_empty() {
        return vec![];
    }
    let seen = case.seen_by();
    let owed = Owed { case, rules, calendar };
    let waiting = case.question.open.iter().filter(|q| seen.contains(&q.from));
    let one = |q: &Question| match &q.answer {
        Some(answer) => owed.look(q, answer),
        None if seen.contains(&q.to) => owed.answer(q),
        None => owed.nobody(q),
    };
    waiting.map(one).collect()
}

/// The bureau that deals with the custodial place, where that is whom the question is put to.
pub(super) fn for_custody(case: &Case, question: &Question) -> Option<Unit> {
    if case.handover.custody() != Some(&question.to) {
        return None;
    }
    let owner = case.owner()?;
    match owner.level() {
        Level::Office => owner.parent(),
        _ => Some(owner.clone()),
    }
}

struct Owed<'a> {
    case: &'a Case,
    rules: &'a Rules,
    calendar: &'a Calendar,
}

impl Owed<'_> {
    /// The worker in charge of the case answers for his office; elsewhere nobody is named.
    fn one(
        &self,
        question: &Question,
        owner: &Unit,
        (kind, title): (&'static str, &'static str),
        (rule, from): (Rule, Date),
        why: String,
    ) -> Obligation {
        let due_on = self.rules.due(rule, from, self.calendar);
        let owed = self.case.owes(kind, rule.id(), due_on, title, why);
        let own = self.case.owner() == Some(owner) && owner.level() == Level::Office;
        Obligation {
            subject: question.id.to_string(),
            owner: owner.clone(),
            worker: owed.worker.filter(|_| own),
            ..owed
        }
    }

    fn answer(&self, q: &Question) -> Obligation {
        let why = format!("{}{}提出第{}号咨询，等待答复", day(q.on), word(&q.from), q.id);
        let kind = ("answer-question", "答复咨询");
        match for_custody(self.case, q) {
            None => self.one(q, &q.to, kind, (Rule::Answer, q.on), why),
            Some(bureau) => {
                let why = format!("{why}；监所没有账号的，请去函询问后代录");
                let owed = self.one(q, &bureau, kind, (Rule::Answer, q.on), why);
                Obligation { also: Some(q.to.clone()), ..owed }
            }
        }
    }

    fn look(&self, q: &Question, answer: &Answer) -> Obligation {
        let why = format!("{}已答复第{}号咨询，看过后点“看过答复”", day(answer.on), q.id);
        self.one(q, &q.from, ("close-question", "看咨询的答复"), (Rule::Read, answer.on), why)
    }

    fn nobody(&self, q: &Question) -> Obligation {
        let why = format!(
            "第{}号咨询没有人能答复：{}已看不到这份档案。请撤回，需要时改问别的单位",
            q.id,
            word(&q.to)
        );
        self.one(q, &q.from, ("withdraw-question", "撤回无人可答的咨询"), (Rule::Answer, q.on), why)
    }
}
