//! 移交责任人: a worker's cases are given on to colleagues, as a preview showed it and in one commit, and are
//! taken back by the same person on the same day. What somebody else changed meanwhile is never overwritten.
//! Must never know: what is fair; it goes by load or to whom the head names.

use crate::{
    Asker, Problem, Result, Service,
    case::{load, may_give},
    workers::{Desk, Desks, desks},
};
use database::Tx;
use domain::{
    case::{Case, CaseCommand},
    casefile::{self, Worker},
    command::{FieldError, Kind, Spec, may, must},
    kernel::{Role, Stream, refuse},
    reassign::{self, AT_MOST, Command, Move, Reassignment},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use store::{Loaded, journal, reassign::Listed};
use uuid::Uuid;

const HEAD: &[Role] = &[Role::OfficeHead];

/// What is asked for a preview.
pub const PREVIEW: Spec = Spec {
    name: "preview-reassignment",
    title: "预览移交",
    help: "看谁的档案交给谁，还不改变什么。不指定接手人时，按在管人数分给今天在岗的同事。",
    who: HEAD,
    answers: false,
    fields: &[
        must("from", "原责任人", Kind::Worker, "账号"),
        may("to", "接手人", Kind::LongText(1000), "账号，多个用逗号分开；不填则按工作量分给在岗的同事"),
        may("cases", "档案", Kind::LongText(60_000), "档案编号，多个用逗号分开；不填则全部"),
        must("reason", "移交原因", Kind::Text(100), "例如：调离、长期病假"),
    ],
};

/// What was previewed is done.
pub const REASSIGN: Spec = Spec {
    name: "reassign-cases",
    title: "确认移交",
    help: "照预览移交。有一份档案在预览以后换了责任人，就一份也不移交，请重新预览。",
    who: HEAD,
    answers: false,
    fields: &[must("plan", "预览凭证", Kind::LongText(100_000), "预览的答复中的 plan")],
};

/// What was done is taken back.
pub const UNDO: Spec = Spec {
    name: "undo-reassignment",
    title: "撤销移交",
    help: "办理移交的人当天可以撤销一次。移交以后又有变化的档案不动，会列出来。",
    who: HEAD,
    answers: false,
    fields: &[],
};

/// The latest ones that a list shows.
const SHOWN: i64 = 20;
/// A plan may be confirmed for twelve hours.
const LASTS_MILLIS: i64 = 12 * 3600 * 1000;
const PURPOSE: &str = "reassign";

/// Who would get whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What confirms it, sealed for who asked.
    pub plan: String,
    /// Who is in charge now: account.
    pub from: String,
    /// Case by case.
    pub moves: Vec<Planned>,
    /// Cases of that worker that were left out.
    pub left: Vec<(String, String)>,
    /// He has more cases than can be moved at once.
    pub more: bool,
}

/// One case that would be given on.
#[derive(Clone, PartialEq, Eq)]
pub struct Planned {
    /// Number.
    pub no: String,
    /// Name of the person.
    pub name: String,
    /// The account that would get it, and its name.
    pub to: (String, String),
}

impl std::fmt::Debug for Planned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Planned[{} {} redacted]", self.no, self.to.0)
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Under which it can be taken back.
    pub id: Uuid,
    /// How many cases.
    pub cases: usize,
}

/// A plan as it travels, sealed.
#[derive(Clone, Serialize, Deserialize)]
struct Plan {
    from: String,
    reason: String,
    moves: Vec<(String, String)>,
}

impl Service {
    /// Who would get whom. One look for the list.
    pub async fn preview_reassignment(&self, asker: &Asker, typed: &Map<String, Value>) -> Result<Preview> {
        may_give(&PREVIEW, asker)?;
        let fields = PREVIEW.read(typed).map_err(Problem::Fields)?;
        let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (from, to, cases, reason) = (text("from"), text("to"), text("cases"), text("reason"));
        self.look(asker, "list", "", "reassign").await?;
        let (who, worker) = (asker.clone(), from.clone());
        let (desks, mut found) = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let desks = desks(tx, &who).await?;
                let cases = store::obligation::of_worker(tx, &who.scope(), &worker, AT_MOST + 1).await?;
                Ok::<_, Problem>((desks, cases))
            })
            .await?;
        if found.is_empty() {
            return wrong("from", "nothing_to_move", "此人现在没有在管的档案，请选别人");
        }
        let more = found.len() > AT_MOST;
        found.truncate(AT_MOST);
        let (chosen, left) = chosen(found, &cases)?;
        let takers = takers(&desks, &from, &to)?;
        let numbers: Vec<String> = chosen.iter().map(|(no, _)| no.clone()).collect();
        let Some(spread) = reassign::spread(&numbers, &takers) else {
            return wrong("to", "nobody_to_take", "没有别的在岗同事可以接手，请选定接手人");
        };
        let planned = chosen.into_iter().zip(&spread).map(|((no, name), (_, to))| Planned {
            no,
            name,
            to: (to.account.clone(), to.name.clone()),
        });
        let moves: Vec<Planned> = planned.collect();
        let to = moves.iter().map(|m| (m.no.clone(), m.to.0.clone())).collect();
        let plan = Plan { from: from.clone(), reason, moves: to };
        let plan = serde_json::to_string(&plan).map_err(|e| Problem::Broken(e.to_string()))?;
        let plan = self.seal(asker, PURPOSE, &plan, LASTS_MILLIS);
        Ok(Preview { plan, from, moves, left, more })
    }

    /// Does what was previewed, all of it or nothing.
    pub async fn reassign_cases(&self, asker: &Asker, typed: &Map<String, Value>) -> Result<Done> {
        may_give(&REASSIGN, asker)?;
        let fields = REASSIGN.read(typed).map_err(Problem::Fields)?;
        let sealed = fields.get("plan").and_then(Value::as_str).unwrap_or_default();
        let plan = self.unseal(asker, PURPOSE, sealed).and_then(|p| serde_json::from_str::<Plan>(&p).ok());
        let Some(plan) = plan else {
            return Ok(refuse("plan_over", "预览已过期，没有移交。请重新预览")?);
        };
        let (service, asker) = (self.clone(), asker.clone());
        self.write(async move |tx: &mut Tx<'_>| {
            let desks = desks(tx, &asker).await?;
            let mut moves = vec![];
            for (no, to) in &plan.moves {
                let case = load(tx, &asker, &service.keys, no).await.or_else(gone)?;
                let from = case.state.casefile.worker.clone().filter(|w| w.account == plan.from);
                let (Some(from), Some(desk)) = (from, desks.of(to)) else { return gone(Problem::NotFound) };
                service.hand_on(tx, &asker, case, desk, &plan.reason).await?;
                moves.push(Move { no: no.clone(), from, to: worker(desk) });
            }
            let cases = moves.len();
            let hand = service.hand(&asker);
            let home = asker.actor.unit.parent().unwrap_or_else(|| service.city.clone());
            let mut made = journal::new_subject::<Reassignment>(tx, &hand, home.code()).await?;
            let make = Command::Make { reason: plan.reason.clone(), moves };
            let events = made.state.decide(make, &service.ctx(&asker))?;
            store::reassign::append(tx, &hand, &mut made, asker.now.today, events).await?;
            Ok(Done { id: made.id, cases })
        })
        .await
    }

    /// Gives cases back to who had them, where nothing has changed since.
    pub async fn undo_reassignment(&self, asker: &Asker, id: &str) -> Result<reassign::Undone> {
        may_give(&UNDO, asker)?;
        let id: Uuid = id.parse().map_err(|_| Problem::NotFound)?;
        let (service, asker) = (self.clone(), asker.clone());
        self.write(async move |tx: &mut Tx<'_>| {
            let (hand, ctx) = (service.hand(&asker), service.ctx(&asker));
            let made = store::reassign::load(tx, &asker.scope(), &service.keys, id).await?;
            let mut made = made.ok_or(Problem::NotFound)?;
            made.state.may_undo(&ctx)?;
            let desks = desks(tx, &asker).await?;
            let (mut back, mut kept) = (vec![], vec![]);
            for one in &made.state.moves {
                match service.restore(tx, &asker, &desks, one).await? {
                    true => back.push(one.no.clone()),
                    false => kept.push(one.no.clone()),
                }
            }
            let events = made.state.decide(Command::Undo { back, kept }, &ctx)?;
            store::reassign::append(tx, &hand, &mut made, asker.now.today, events).await?;
            made.state.undone.ok_or_else(|| Problem::Broken("a reassignment was not undone".into()))
        })
        .await
    }

    /// The latest ones of the asker's office with the names of who made them; no cases are named.
    pub async fn reassignments(&self, asker: &Asker) -> Result<Vec<(Listed, String)>> {
        if asker.actor.role != Role::OfficeHead {
            return Ok(refuse("not_your_role", "移交责任人由司法所所长办理")?);
        }
        let scope = asker.scope();
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let found = store::reassign::latest(tx, &scope, SHOWN).await?;
                let makers: BTreeSet<&str> = found.iter().map(|r| r.maker.as_str()).collect();
                let names: BTreeMap<String, String> = store::account::names(tx, &makers).await?;
                let name = |r: &Listed| names.get(&r.maker).cloned().unwrap_or_else(|| r.maker.clone());
                Ok(found.into_iter().map(|r| (name(&r), r)).map(|(name, r)| (r, name)).collect())
            })
            .await
    }

    /// The case goes back where it is still with whom it was given to, and who had it is still there.
    async fn restore(&self, tx: &mut Tx<'_>, asker: &Asker, desks: &Desks, one: &Move) -> Result<bool> {
        let case = match load(tx, asker, &self.keys, &one.no).await {
            Err(Problem::NotFound | Problem::ReasonNeeded(_)) => return Ok(false), // another office's now, or sealed
            found => found?,
        };
        let here = case.state.owner() == Some(&asker.actor.unit) && case.state.is_open();
        let same = case.state.casefile.worker.as_ref() == Some(&one.to);
        let Some(desk) = desks.of(&one.from.account).filter(|_| here && same) else { return Ok(false) };
        self.hand_on(tx, asker, case, desk, "撤销当天的移交").await?;
        Ok(true)
    }

    async fn hand_on(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        mut case: Loaded<Case>,
        desk: &Desk,
        reason: &str,
    ) -> Result<()> {
        let command = casefile::Command::AssignWorker {
            worker: desk.login.clone(),
            worker_name: desk.name.clone(),
            worker_load: Some(desk.load()),
            reason: Some(reason.to_owned()),
        };
        let events = case.state.decide(CaseCommand::Casefile(command), &self.ctx(asker))?;
        let (hand, today) = (self.hand(asker), asker.now.today);
        store::case::append(tx, &hand, &mut case, today, events, self.rules()).await?;
        Ok(())
    }
}

fn worker(desk: &Desk) -> Worker {
    Worker { account: desk.login.clone(), name: desk.name.clone() }
}

fn wrong<T>(field: &str, code: &'static str, message: &str) -> Result<T> {
    Err(Problem::Fields(vec![FieldError { field: field.into(), code, message: message.into() }]))
}

/// A case or an account that the plan names is not as it was: nothing at all is moved.
fn gone<T>(problem: Problem) -> Result<T> {
    match problem {
        Problem::NotFound => {
            let detail = "预览以后有档案换了责任人或办结，或接手人已不在本所，这次没有移交。请重新预览";
            Ok(refuse("plan_changed", detail)?)
        }
        other => Err(other),
    }
}

/// What a text names, one after the other.
fn named(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、'))
        .filter(|s| !s.is_empty())
        .collect()
}

type Cases = Vec<(String, String)>;

/// The cases that were named and the others; all where none was.
fn chosen(found: Cases, cases: &str) -> Result<(Cases, Cases)> {
    let wanted = named(cases);
    if wanted.is_empty() {
        return Ok((found, vec![]));
    }
    if !wanted.iter().all(|no| found.iter().any(|(n, _)| n == no)) {
        return wrong("cases", "unknown_case", "有的档案现在不由此人负责，请核对编号");
    }
    Ok(found.into_iter().partition(|(no, _)| wanted.contains(no.as_str())))
}

/// Who takes the cases: those named, or everybody else who is not away today.
fn takers(desks: &Desks, from: &str, to: &str) -> Result<Vec<reassign::Desk>> {
    let wanted = named(to);
    if !wanted.iter().all(|login| *login != from && desks.of(login).is_some()) {
        return wrong("to", "unknown_worker", "接手人应是本所的其他工作人员，请从列表中选择");
    }
    let takes = |d: &&Desk| match wanted.is_empty() {
        true => d.login != from && !d.away,
        false => wanted.contains(d.login.as_str()),
    };
    let desk = |d: &Desk| reassign::Desk { worker: worker(d), cases: d.cases, due: d.due };
    Ok(desks.all().iter().filter(takes).map(desk).collect())
}
