//! 催办 of many things at once: every thing is decided for itself, all in one transaction. What is refused is told
//! with its reason and keeps nothing else from being done.
//! Must never know: what may be urged.

use crate::{
    Asker, Problem, Result, Service,
    case::{load, may_give},
};
use database::Tx;
use domain::{
    case::{Case, CaseCommand},
    command::{FieldError, Kind, Spec, may, must},
    kernel::{Refusal, Role, Stream},
    urge,
};
use serde::Serialize;
use serde_json::{Map, Value};
use store::{Loaded, obligation, rows::Owed};

/// So many things are urged with one command.
const AT_MOST: usize = 200;
/// What is urged and still open is listed up to so many.
const SHOWN: i64 = 200;

/// Many things are urged.
pub const URGE_MANY: Spec = Spec {
    name: "urge-many",
    title: "一并催办",
    help: "提醒下级单位办理勾选的逾期事项。不能催办的会列出来并说明原因，其余照常催办。",
    who: &[Role::District, Role::City],
    answers: false,
    fields: &[
        must("things", "催办的事项", Kind::LongText(20_000), "每项为“档案编号 事项”，多项用逗号分开"),
        may("text", "说明", Kind::Text(200), "例如：请本周内补录"),
    ],
};

/// One thing that was not urged, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotUrged {
    /// Number of the case.
    pub no: String,
    /// The thing.
    pub obligation: String,
    /// Stable code.
    pub code: String,
    /// Why, in Chinese.
    pub detail: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done {
    /// How many things were urged.
    pub urged: usize,
    /// What was not.
    pub not_urged: Vec<NotUrged>,
}

impl Service {
    /// Urges many things in one transaction.
    pub async fn urge_many(&self, asker: &Asker, typed: &Map<String, Value>) -> Result<Done> {
        may_give(&URGE_MANY, asker)?;
        let fields = URGE_MANY.read(typed).map_err(Problem::Fields)?;
        let things = things(fields.get("things").and_then(Value::as_str).unwrap_or_default())?;
        let text = fields.get("text").and_then(Value::as_str).map(str::to_owned);
        let (service, asker) = (self.clone(), asker.clone());
        self.write(async move |tx: &mut Tx<'_>| {
            let mut done = Done { urged: 0, not_urged: vec![] };
            for (no, obligation) in &things {
                let not = match service.urge_one(tx, &asker, no, obligation, text.clone()).await {
                    Ok(()) => {
                        done.urged += 1;
                        continue;
                    }
                    Err(Problem::NotFound) => ("not_found".into(), "没有这份档案，或不在本辖区".into()),
                    Err(Problem::Refused(Refusal { code, detail, .. })) => (code.to_owned(), detail),
                    Err(other) => return Err(other),
                };
                let (no, obligation) = (no.clone(), obligation.clone());
                done.not_urged.push(NotUrged { no, obligation, code: not.0, detail: not.1 });
            }
            Ok(done)
        })
        .await
    }

    async fn urge_one(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        no: &str,
        obligation: &str,
        text: Option<String>,
    ) -> Result<()> {
        let mut case: Loaded<Case> = load(tx, asker, &self.keys, no).await?;
        let command = urge::Command::Urge { obligation: obligation.to_owned(), text };
        let events = case.state.decide(CaseCommand::Urge(command), &self.ctx(asker))?;
        let (hand, today) = (self.hand(asker), asker.now.today);
        store::case::append(tx, &hand, &mut case, today, events, self.rules()).await?;
        Ok(())
    }

    /// 催办未办: what units below were urged to do and still owe, longest urged first.
    pub async fn urged(&self, asker: &Asker) -> Result<Vec<Owed>> {
        may_give(&URGE_MANY, asker)?;
        self.look(asker, "list", "", "urged").await?;
        let (scope, today) = (asker.scope(), asker.now.today);
        self.db
            .read_fn(
                async move |tx: &mut Tx<'_>| Ok(obligation::urged_below(tx, &scope, today, SHOWN).await?),
            )
            .await
    }
}

/// The things named: number of the case and code of the obligation, once each.
fn things(text: &str) -> Result<Vec<(String, String)>> {
    let wrong = |code, message: &str| {
        let error = FieldError { field: "things".into(), code, message: message.to_owned() };
        Err(Problem::Fields(vec![error]))
    };
    let mut all: Vec<(String, String)> = vec![];
    for one in text.split([',', '，', '\n']).map(str::trim).filter(|one| !one.is_empty()) {
        let Some((no, obligation)) = one.split_once(' ') else {
            return wrong("bad_thing", "每一项要写档案编号和事项，请重新勾选");
        };
        let thing = (no.to_owned(), obligation.trim().to_owned());
        if !all.contains(&thing) {
            all.push(thing);
        }
    }
    match all.len() {
        0 => wrong("required", "请至少勾选一项"),
        n if n > AT_MOST => wrong("too_many", "一次最多催办 200 项，请分几次"),
        _ => Ok(all),
    }
}
