//! Lists of cases narrowed by codes, as a link carries them: what is owed, when, by whom, who is in charge. The
//! numbers of a workbench are such codes with their count, so each opens exactly the people it counts.
//! Must never know: HTTP, SQL.

use crate::{Asker, Result, Service};
use database::Tx;
use domain::{
    case::Standing,
    unit::{Level, Unit},
};
use jiff::{ToSpan, civil::Date};
use reference::calendar;
use store::{
    case::Sort,
    narrow::{self, Narrow, Owed, Range},
    page::{Ask, Page},
    rows::Listed,
};

/// Days that a week ahead has.
const WEEK: i64 = 7;

/// What a list is narrowed to, as codes; an empty one narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codes {
    /// Owner: an office, or a district with its offices.
    pub area: String,
    /// Standing.
    pub standing: String,
    /// Release: `week` or `month`.
    pub release: String,
    /// When something is due: `late`, `today`, `week`, or `open` for any day.
    pub due: String,
    /// Kind of what is owed; ending in `-`, every kind that begins so.
    pub kind: String,
    /// Who owes it: `own`, `below`, or the code of a unit, a district with its offices.
    pub by: String,
    /// Account in charge.
    pub worker: String,
    /// `1`: only what was urged.
    pub urged: String,
}

/// Keys of the codes in a link, in the order in which they stand there.
pub const KEYS: [&str; 8] = ["area", "standing", "release", "due", "kind", "by", "worker", "urged"];

impl Codes {
    /// From a link; what is no code narrows nothing.
    pub fn read<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Codes {
        let code = |key: &str, fits: &dyn Fn(&str) -> bool| {
            get(key).filter(|c| c.len() <= 40 && fits(c)).unwrap_or_default().to_owned()
        };
        let of = |all: &'static [&'static str]| move |c: &str| all.contains(&c);
        let unit = |c: &str| c.bytes().all(|b| b.is_ascii_digit());
        let word =
            |c: &str| c.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b));
        Codes {
            area: code("area", &unit),
            standing: code("standing", &|c| Standing::from_code(c).is_some()),
            release: code("release", &of(&["week", "month"])),
            due: code("due", &of(&["late", "today", "week", "open"])),
            kind: code("kind", &word),
            by: code("by", &|c| matches!(c, "own" | "below") || unit(c)),
            worker: code("worker", &word),
            urged: code("urged", &of(&["1"])),
        }
    }

    /// The codes that narrow something, with their keys.
    pub fn pairs(&self) -> Vec<(&'static str, &str)> {
        let values = [
            &self.area,
            &self.standing,
            &self.release,
            &self.due,
            &self.kind,
            &self.by,
            &self.worker,
            &self.urged,
        ];
        KEYS.into_iter().zip(values).filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k, v.as_str())).collect()
    }

    /// The path of the list.
    pub fn path(&self) -> String {
        let query: Vec<String> = self.pairs().iter().map(|(key, value)| format!("{key}={value}")).collect();
        match query.is_empty() {
            true => "/cases".to_owned(),
            false => format!("/cases?{}", query.join("&")),
        }
    }

    /// Something owed is asked for.
    pub fn asks_for_owed(&self) -> bool {
        [&self.due, &self.kind, &self.by, &self.worker, &self.urged].iter().any(|c| !c.is_empty())
    }

    /// What the codes mean for who asks on that day.
    pub fn narrow(&self, unit: &Unit, today: Date) -> Narrow {
        let owed = Owed {
            unit: by(&self.by, unit),
            // What was urged is late: the range says so, and is read by its index.
            due: due(if self.urged.is_empty() || !self.due.is_empty() { &self.due } else { "late" }, today),
            kind: match self.kind.ends_with('-') {
                true => Range::beginning(&self.kind),
                false => Range::one(&self.kind),
            },
            worker: Range::one(&self.worker),
            urged: match self.urged.as_str() {
                "" => Range::any(),
                _ => Range("0".into(), "9".into()),
            },
        };
        Narrow {
            owner: area(&self.area),
            standing: Range::one(&self.standing),
            release: release(&self.release, today),
            owed: self.asks_for_owed().then_some(owed),
        }
    }
}

fn due(code: &str, today: Date) -> Range {
    let on = |days: i64| today.saturating_add(days.days()).to_string();
    match code {
        "late" => Range(String::new(), on(-1)),
        "today" => Range(on(0), on(0)),
        "week" => Range(on(1), on(WEEK)),
        _ => Range::any(),
    }
}

fn release(code: &str, today: Date) -> Range {
    match code {
        "week" => Range(today.to_string(), today.saturating_add(WEEK.days()).to_string()),
        "month" => Range(today.first_of_month().to_string(), calendar::month_end(today).to_string()),
        _ => Range::any(),
    }
}

/// A district stands for itself and its offices, any other unit for itself.
fn area(code: &str) -> Range {
    match Unit::new(code).level() {
        Level::District => Range::beginning(code),
        _ => Range::one(code),
    }
}

fn by(code: &str, unit: &Unit) -> Range {
    match code {
        "" => Range::any(),
        "own" => Range::one(unit.code()),
        "below" => below(unit),
        other => area(other),
    }
}

/// The codes of the units below a bureau begin with its own; a city's without the two noughts.
pub(crate) fn below(unit: &Unit) -> Range {
    let (from, code) = (format!("{} ", unit.code()), unit.code());
    match unit.level() {
        Level::District => Range(from, format!("{code}~")),
        Level::City => Range(from, format!("{}~", &code[..4])),
        Level::Office | Level::Other => Range("~".into(), String::new()),
    }
}

impl Service {
    /// One page of cases narrowed by codes. One look for the list.
    pub async fn narrowed(&self, asker: &Asker, codes: &Codes, sort: Sort, ask: Ask) -> Result<Page<Listed>> {
        self.look(asker, "list", "", "list").await?;
        let (scope, meant) = (asker.scope(), codes.narrow(&asker.actor.unit, asker.now.today));
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| Ok(narrow::list(tx, &scope, &meant, sort, &ask).await?))
            .await
    }
}
