//! Lists: how many at a time, where the next page begins, how many there are. A cursor is sealed for the
//! account and for the list with its filters, so that it tells nothing and serves nowhere else.
//! Must never know: what is listed.

use super::{
    body::{Fields, field_error, text},
    schema::{self, object},
};
use crate::{app::App, problem::ApiProblem};
use domain::{
    command::{Field, Kind, may},
    kernel::refuse_field,
};
use serde_json::{Value, json};
use service::{Asker, Problem};
use store::page::{Ask, Page};

/// The most that one page holds.
pub(super) const MOST: u32 = 200;
/// What a page holds unless asked otherwise.
pub(super) const USUAL: u64 = 50;
/// How long a cursor lasts, milliseconds: one hour.
const LASTS: i64 = 3_600_000;

/// How many at a time.
pub(super) const LIMIT: Field = may("limit", "每页条数", Kind::Number(MOST), "1 至 200，默认 50");
/// Where the page begins.
pub(super) const AFTER: Field = may("after", "从哪里继续", Kind::Text(4000), "上一页答复中的 next，原样填写");

/// A list with its filters, as far as a cursor of it must not serve another one.
pub(super) fn purpose(list: &str, filters: &[&str]) -> String {
    format!("cursor:{list}:{}", filters.join(":"))
}

/// Which page is asked for.
pub(super) fn ask(app: &App, asker: &Asker, purpose: &str, read: &Fields) -> Result<Ask, ApiProblem> {
    let limit = match read.get(LIMIT.key).and_then(Value::as_u64) {
        Some(0) => return Err(field_error(LIMIT.key, "number", "每页条数应为 1 至 200")),
        limit => limit.unwrap_or(USUAL),
    };
    let after = match text(read, AFTER.key) {
        "" => None,
        sealed => {
            let keys = app.service.unseal(asker, purpose, sealed);
            let keys = keys.and_then(|text| serde_json::from_str(&text).ok());
            let sentence = "翻页位置已过期或不属于这个列表，请从第一页开始";
            match keys {
                Some(keys) => Some(keys),
                None => return Ok(refuse_field(AFTER.key, "bad_cursor", sentence).map_err(Problem::from)?),
            }
        }
    };
    Ok(Ask { limit: usize::try_from(limit).unwrap_or(1), after })
}

/// A page as it is answered.
pub(super) fn page<T>(
    app: &App,
    asker: &Asker,
    purpose: &str,
    page: &Page<T>,
    item: impl Fn(&T) -> Value,
) -> Value {
    let items: Vec<Value> = page.items.iter().map(item).collect();
    let seal = |keys: &(String, String)| {
        app.service.seal(asker, purpose, &json!([keys.0, keys.1]).to_string(), LASTS)
    };
    let total = page.exact.then_some(page.at_least);
    json!({"items": items, "next": page.next.as_ref().map(seal), "total": total, "at_least": page.at_least})
}

/// The schema of a page of that item.
pub(super) fn of(item: &str) -> Value {
    object(&[
        ("items", json!({"type": "array", "items": schema::named(item)})),
        ("next", schema::maybe(schema::text("下一页从哪里开始；没有下一页时为 null"))),
        ("total", schema::maybe(schema::number("一共多少；超过一万时为 null"))),
        ("at_least", schema::number("至少多少")),
    ])
}
