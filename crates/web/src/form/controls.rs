//! A command's fields as form controls: one description, one look. Templates loop over the controls and
//! include `form/control.html` for each (the loop variable must be called `c`, [`Shape`] in scope).
//! Must never know: any particular command.

use domain::command::{Field, FieldError, Kind};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Up to so many choices are shown as buttons, more as a list.
const BUTTONS: usize = 7;

/// One choice.
pub struct Pick {
    /// Code that is sent.
    pub code: String,
    /// Chinese label.
    pub label: String,
    /// It is chosen.
    pub chosen: bool,
}

/// What a control looks like, with its value.
pub enum Shape {
    /// A date, many spellings.
    Date(String),
    /// One line; longest length in characters.
    Line(String, usize),
    /// Several lines; longest length in characters.
    Lines(String, usize),
    /// A whole number; the greatest.
    Number(String, u32),
    /// One of few.
    Radios(Vec<Pick>),
    /// One of many.
    Select(Vec<Pick>),
    /// Any of some.
    Checks(Vec<Pick>),
}

/// One control of a form.
pub struct Control {
    /// Id of the element that takes the focus.
    pub id: String,
    /// Key that is sent.
    pub name: &'static str,
    /// Chinese label.
    pub label: &'static str,
    /// Short help, perhaps empty.
    pub hint: &'static str,
    /// It must be given.
    pub required: bool,
    /// What is wrong with what was typed.
    pub error: Option<String>,
    /// Look and value.
    pub shape: Shape,
}

/// Choices that stand outside the description: (code, name).
#[derive(Default)]
pub struct Lists {
    /// Accounts that may be put in charge.
    pub workers: Vec<(String, String)>,
    /// Units that may be named.
    pub units: Vec<(String, String)>,
    /// What the services list under a name.
    pub listed: BTreeMap<&'static str, Vec<(String, String)>>,
}

/// The controls of some fields with what was typed and what is wrong with it. Cells of a roster row have
/// no control here: their page renders them itself.
pub fn controls(
    fields: &'static [Field],
    typed: &Map<String, Value>,
    errors: &[FieldError],
    lists: &Lists,
) -> Vec<Control> {
    fields.iter().filter_map(|f| control(f, typed.get(f.key), errors, lists)).collect()
}

fn control(
    field: &'static Field,
    typed: Option<&Value>,
    errors: &[FieldError],
    lists: &Lists,
) -> Option<Control> {
    let value = text(typed);
    let pairs = |list: &[(String, String)]| picks(list.iter().map(|(c, n)| (c.as_str(), n.as_str())), typed);
    let shape = match field.kind {
        Kind::Date => Shape::Date(value),
        Kind::Text(most) => Shape::Line(value, most),
        Kind::LongText(most) => Shape::Lines(value, most),
        Kind::Number(most) => Shape::Number(value, most),
        Kind::Fen(_) => Shape::Line(yuan(typed), 12),
        Kind::YesNo => Shape::Radios(yes_no(typed, field.required)),
        Kind::Several(list) => Shape::Checks(picks(list.iter().copied(), typed)),
        Kind::Choice(list) if list.len() > BUTTONS => Shape::Select(picks(list.iter().copied(), typed)),
        Kind::Choice(list) => {
            let mut picks = picks(list.iter().copied(), typed);
            if !field.required {
                let chosen = picks.iter().all(|p| !p.chosen);
                picks.push(Pick { code: String::new(), label: "不填".into(), chosen });
            }
            Shape::Radios(picks)
        }
        Kind::Worker => Shape::Select(pairs(&lists.workers)),
        Kind::Unit => Shape::Select(pairs(&lists.units)),
        Kind::SeveralListed(name) => {
            let list = lists.listed.get(name).map_or(&[][..], Vec::as_slice);
            Shape::Checks(picks(list.iter().map(|(c, n)| (c.as_str(), n.as_str())), typed))
        }
        Kind::Listed(name) => Shape::Select(pairs(lists.listed.get(name).map_or(&[], Vec::as_slice))),
        Kind::Cells => return None,
    };
    Some(Control {
        id: id(field.key),
        name: field.key,
        label: field.label,
        hint: field.hint,
        required: field.required,
        error: errors.iter().find(|e| e.field == field.key).map(|e| e.message.clone()),
        shape,
    })
}

/// The id of the control of a field, for links from the list of errors.
pub fn id(key: &str) -> String {
    format!("f-{key}")
}

fn text(typed: Option<&Value>) -> String {
    match typed {
        Some(Value::String(s)) => s.clone(),
        Some(Value::Number(n)) => n.to_string(),
        _ => String::new(),
    }
}

/// Money as a form shows it: what was typed, or what is known, in yuan.
fn yuan(typed: Option<&Value>) -> String {
    match typed.and_then(Value::as_u64) {
        Some(fen) => crate::words::yuan(fen),
        None => text(typed),
    }
}

fn picks<'a>(list: impl Iterator<Item = (&'a str, &'a str)>, typed: Option<&Value>) -> Vec<Pick> {
    let chosen = |code: &str| match typed {
        Some(Value::String(s)) => s == code,
        Some(Value::Array(all)) => all.iter().any(|v| v == code),
        _ => false,
    };
    list.map(|(code, label)| Pick { code: code.into(), label: label.into(), chosen: chosen(code) }).collect()
}

/// An optional question stands at "no"; a required one waits for an answer.
fn yes_no(typed: Option<&Value>, required: bool) -> Vec<Pick> {
    let said = match typed {
        Some(Value::Bool(b)) => Some(*b),
        Some(Value::String(s)) if s == "1" => Some(true),
        Some(Value::String(s)) if s == "0" => Some(false),
        _ => (!required).then_some(false),
    };
    let pick = |code: &str, label: &str, is| Pick {
        code: code.into(),
        label: label.into(),
        chosen: said == Some(is),
    };
    vec![pick("0", "没有", false), pick("1", "有", true)]
}
