//! 审计: who recorded what, who looked at what. An auditor reads envelopes, never what was recorded; cases
//! that the city does not see leave no line. The search is noted as a look itself.
//! Must never know: payloads.

use crate::{Asker, Problem, Result, Service, case::may_give};
use database::Tx;
use domain::{
    command::{Field, FieldError, Kind, Spec, may},
    kernel::{Actor, Role, refuse},
};
use jiff::{ToSpan, civil::Date};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use store::{
    Scope,
    audit::{self, Act, After, LINES, Wanted},
    looks::Look,
};

const FIELDS: &[Field] = &[
    may("from", "从", Kind::Date, "不填为三十天前"),
    may("until", "到", Kind::Date, "不填为今天"),
    may("account", "账号", Kind::Text(60), "谁办的、谁看的；不填为全部"),
    may("no", "编号", Kind::Text(40), "档案号或账号；不填为全部"),
];

/// How what was recorded is searched.
pub const ACTS: Spec = Spec {
    name: "search-acts",
    title: "操作记录",
    help: "谁在什么时候办了什么，只列名目，不含内容。",
    who: &[Role::Auditor],
    answers: false,
    fields: FIELDS,
};

/// How looks are searched.
pub const LOOKS: Spec = Spec {
    name: "search-looks",
    title: "查阅记录",
    help: "谁在什么时候看了哪份档案、为什么看。",
    who: &[Role::Auditor],
    answers: false,
    fields: FIELDS,
};

/// Some lines, the latest first, and where the next page begins.
pub struct Lines<T> {
    /// The lines.
    pub items: Vec<T>,
    /// After this the next page begins.
    pub next: Option<After>,
}

/// One look with who it was.
pub struct Looked {
    /// The look.
    pub look: Look,
    /// The name of the account; empty where there is none now.
    pub name: String,
    /// The role that the account has now.
    pub role: Option<Role>,
}

/// Who opened a file.
pub struct WhoLooked {
    /// Whose file.
    pub name: String,
    /// The looks, the latest first.
    pub looks: Vec<Looked>,
    /// There are no earlier ones in that span.
    pub all: bool,
}

/// So many looks at one case are read at once; a shorter span shows the others.
const LOOKS_OF_CASE: i64 = 500;

impl Service {
    /// What was recorded.
    pub async fn acts(
        &self,
        asker: &Asker,
        typed: &Map<String, Value>,
        after: Option<After>,
    ) -> Result<Lines<Act>> {
        let wanted = self.wanted(asker, &ACTS, typed).await?;
        let scope = self.seen_by_city();
        let mut items = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                Ok::<_, Problem>(audit::acts(tx, &scope, &wanted, after.as_ref()).await?)
            })
            .await?;
        let more = items.len() > LINES;
        items.truncate(LINES);
        let last = items.last().filter(|_| more);
        Ok(Lines { next: last.map(|a| (a.at, a.stream.to_string(), a.version)), items })
    }

    /// Who looked at what.
    pub async fn looked(
        &self,
        asker: &Asker,
        typed: &Map<String, Value>,
        after: Option<After>,
    ) -> Result<Lines<Look>> {
        let wanted = self.wanted(asker, &LOOKS, typed).await?;
        let mut found = self.looks.searched(wanted, after).await?;
        let more = found.len() > LINES;
        found.truncate(LINES);
        let next = found.last().filter(|_| more).map(|(_, place)| place.clone());
        // Whatever is not known to be about something else is about a case: it is told if the city sees that.
        let others = ["row", "letter", "audit", "export"];
        let of_files = |l: &Look| !l.no.is_empty() && !others.contains(&l.what.as_str());
        let numbers: BTreeSet<String> =
            found.iter().filter(|(l, _)| of_files(l)).map(|(l, _)| l.no.clone()).collect();
        let scope = self.seen_by_city();
        let seen = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| Ok::<_, Problem>(audit::seen(tx, &scope, &numbers).await?))
            .await?;
        let items =
            found.into_iter().map(|(l, _)| l).filter(|l| !of_files(l) || seen.contains(&l.no)).collect();
        Ok(Lines { items, next })
    }

    /// Who opened the file of a case, for the bureaus and the head of the office: from one day to another,
    /// of one role where one is named. Reading this is a look at the file as well.
    pub async fn who_looked(
        &self,
        asker: &Asker,
        no: &str,
        (from, until): (Option<Date>, Option<Date>),
        role: Option<Role>,
    ) -> Result<WhoLooked> {
        let view = self.view(asker, no).await?;
        if !matches!(asker.actor.role, Role::City | Role::District | Role::OfficeHead) {
            return Ok(refuse("not_your_role", "查阅记录由司法所所长、区局和市局查看")?);
        }
        let span =
            (from.map_or(0, midnight), until.map_or(i64::MAX, |d| midnight(d.saturating_add(1.day()))));
        let looks = self.looks.of(no.to_owned(), span, LOOKS_OF_CASE).await?;
        let all = looks.len() < usize::try_from(LOOKS_OF_CASE).unwrap_or_default();
        let logins: BTreeSet<String> = looks.iter().map(|l| l.actor.clone()).collect();
        let people = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let logins = logins.iter().map(String::as_str).collect();
                Ok::<_, Problem>(store::account::people(tx, &logins).await?)
            })
            .await?;
        let with_who = |look: Look| {
            let (name, role) = people.get(&look.actor).cloned().unwrap_or_default();
            Looked { look, name, role }
        };
        let of_role = |l: &Looked| role.is_none() || l.role == role;
        let looks = looks.into_iter().map(with_who).filter(of_role).collect();
        Ok(WhoLooked { name: view.case.handover.sent.name.clone(), looks, all })
    }

    /// What the city bureau may see: an auditor's lists are cut to it.
    pub(crate) fn seen_by_city(&self) -> Scope {
        let (account, name) = (String::new(), String::new());
        Scope::of(&Actor { account, name, role: Role::City, unit: self.city.clone() })
    }

    /// Reads what was typed and notes the search.
    async fn wanted(&self, asker: &Asker, spec: &Spec, typed: &Map<String, Value>) -> Result<Wanted> {
        may_give(spec, asker)?;
        let fields = spec.read(typed).map_err(Problem::Fields)?;
        let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default();
        let day = |key: &str| text(key).parse::<Date>().ok();
        let today = asker.now.today;
        let until = day("until").unwrap_or(today);
        let from = day("from").unwrap_or(until.saturating_sub(30.days()));
        if from > until {
            let message = "“从”不能晚于“到”，请核对日期".to_owned();
            return Err(Problem::Fields(vec![FieldError { field: "from".into(), code: "dates", message }]));
        }
        self.look(asker, "audit", text("no"), spec.name).await?;
        Ok(Wanted {
            from: midnight(from),
            until: midnight(until.saturating_add(1.day())),
            actor: text("account").to_owned(),
            no: text("no").to_owned(),
        })
    }
}

/// The instant at which a civil day begins, eight hours east of Greenwich.
fn midnight(day: Date) -> i64 {
    let zoned = jiff::tz::offset(8).to_timestamp(day.at(0, 0, 0, 0));
    zoned.map_or(i64::MAX, jiff::Timestamp::as_millisecond)
}
