//! What may happen to a question, and the refusals in words.

use super::{Command, Event, Question};
use crate::{
    case::Case,
    kernel::{Ctx, Refusal, refuse, refuse_field},
    unit::Unit,
};

/// So many questions of one unit may wait in one case: more are a conversation, for which there is a phone.
const WAITING: usize = 20;

pub(super) fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Event, Refusal> {
    let (on, unit, by) = (ctx.today, &ctx.actor.unit, ctx.actor.name.clone());
    if !case.seen_by().contains(unit) {
        return refuse("out_of_sight", "本单位现在看不到这份档案，不能咨询或答复；请联系责任单位");
    }
    match command {
        Command::Ask { to, text } => ask(case, ctx, to, text),
        Command::AnswerQuestion { id, text, letter_no } => {
            let question = asked(case, &id)?;
            let letter_no = may_answer(case, question, unit, letter_no)?;
            Ok(Event::Answered { on, id: question.id, unit: unit.clone(), by, text, letter_no })
        }
        Command::WithdrawQuestion { id, reason } => {
            let question = own(case, unit, &id)?;
            match question.answer {
                None => Ok(Event::Withdrawn { on, id: question.id, reason }),
                Some(_) => refuse_field("id", "already_answered", "对方已经答复，请看答复，不用撤回"),
            }
        }
        Command::CloseQuestion { id } => {
            let question = own(case, unit, &id)?;
            match question.answer {
                Some(_) => Ok(Event::Closed { on, id: question.id }),
                None => refuse_field("id", "not_answered_yet", "对方还没有答复；不用再问的，请撤回"),
            }
        }
    }
}

fn ask(case: &Case, ctx: &Ctx<'_>, to: Unit, text: String) -> Result<Event, Refusal> {
    let from = ctx.actor.unit.clone();
    if to == from {
        return refuse_field("to", "own_unit", "不能问本单位，请选择另一个单位");
    }
    if !case.can_be_asked(&to) {
        return refuse_field("to", "unit_out_of_sight", "这个单位看不到这份档案，无法答复；请从列表中选择");
    }
    if case.question.open.iter().filter(|q| q.from == from).count() >= WAITING {
        return refuse("too_many_questions", "本单位在这份档案里的咨询太多，请先看完答复或撤回不用的");
    }
    let (on, by, id) = (ctx.today, ctx.actor.name.clone(), case.question.asked + 1);
    Ok(Event::Asked(Question { id, on, from, by, to, text, answer: None }))
}

fn asked<'a>(case: &'a Case, id: &str) -> Result<&'a Question, Refusal> {
    match case.question.one(id) {
        Some(question) => Ok(question),
        None => refuse_field("id", "no_such_question", "没有这个问题，可能已经撤回或看过；请刷新后再看"),
    }
}

fn own<'a>(case: &'a Case, unit: &Unit, id: &str) -> Result<&'a Question, Refusal> {
    let question = asked(case, id)?;
    match question.from == *unit {
        true => Ok(question),
        false => refuse_field("id", "not_your_question", "这不是本单位提出的问题，由提出的单位办理"),
    }
}

/// The letter's number is kept only where a bureau writes down what a custodial place answered.
fn may_answer(
    case: &Case,
    question: &Question,
    unit: &Unit,
    letter_no: Option<String>,
) -> Result<Option<String>, Refusal> {
    if question.answer.is_some() {
        return refuse_field("id", "already_answered", "这个问题已经答复");
    }
    if question.to == *unit {
        return Ok(None);
    }
    if !question.answers(case, unit) {
        return refuse_field("id", "not_asked", "这个问题问的不是本单位，由被问的单位答复");
    }
    match letter_no {
        Some(no) => Ok(Some(no)),
        None => refuse_field("letter_no", "letter_needed", "代录监所来函时请填写来函文号"),
    }
}
