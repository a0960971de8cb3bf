//! Shapes that several columns share: a code with its name, a unit, an instant, an obligation, a receipt.
//! Must never know: where they come from.

use super::schema::{array, date, named, number, object, text};
use crate::app::App;
use jiff::Timestamp;
use serde_json::{Value, json};

/// An instant as RFC 3339, in the time of Shanghai.
pub(super) fn instant(millis: i64) -> String {
    let instant = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX);
    instant.display_with_offset(jiff::tz::offset(8)).to_string()
}

/// A unit with its name.
pub(super) fn unit(app: &App, code: &str) -> Value {
    json!({"code": code, "name": app.service.units.name(code)})
}

/// A date of a row; null for the one that stands for never.
pub(super) fn day(date: &str) -> Option<&str> {
    (date != store::rows::NEVER.to_string()).then_some(date)
}

/// What goes with an obligation of any kind.
pub(super) fn obligation() -> Vec<(&'static str, Value)> {
    vec![
        ("kind", text("种类")),
        ("title", text("要办的事")),
        ("rule", text("依据的规则编号，或“约定”")),
        ("due_on", date("最后一个不算迟的日子")),
        ("owner", text("责任单位代码")),
        ("settle", text("办理它的操作")),
        ("why", text("为什么是这一天")),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let coded = object(&[("code", text("代码")), ("name", text("名称"))]);
    let receipt = object(&[
        ("no", text("编号")),
        ("version", number("现在的版本")),
        ("events", array(text("记录下来的事"))),
        ("obligations", array(named("Owed"))),
    ]);
    vec![("Coded", coded), ("Owed", object(&obligation())), ("Receipt", receipt)]
}
