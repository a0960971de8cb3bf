//! 封存档案: a sealed case is opened with a reason that is kept as a look; from then on its account works on it for
//! half an hour. Who is named, or answers for a desk, finds his sealed cases on a list of their own and nowhere
//! else (G6, SC-12).
//! Must never know: who may name whom, under which keys rows stand.

use crate::{Asker, Problem, Result, Service};
use database::Tx;
use documents::roster::Entry;
use domain::{
    account::Account,
    case::{Case, CaseCommand, CaseEvent, Standing},
    command::FieldError,
    kernel::{Actor, Role, Stream},
    sealing::{self, Key, Named},
    unit::{Level, Unit},
};
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use store::{
    Scope, audit,
    case::{Filter, Sort},
    journal,
    obligation::{self, Whose},
    page::Ask,
    rows::{Listed, Owed},
};
use uuid::Uuid;

/// An opened case stays open to the account for half an hour, milliseconds.
const OPEN_MILLIS: i64 = 30 * 60 * 1000;
/// A list shows at most so many.
pub const SHOWN: usize = 200;

/// The sealed cases of somebody, and what is owed for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sealed {
    /// The cases, the earliest due first; at most [`SHOWN`] for each key.
    pub cases: Vec<Listed>,
    /// What is owed for them, earliest first.
    pub owed: Vec<Owed>,
}

impl Service {
    /// Opens a sealed case with a reason. A number that is nobody's and somebody else's sealed case are told alike;
    /// an ordinary case of the asker needs no opening.
    pub async fn open_sealed(&self, asker: &Asker, no: &str, reason: &str) -> Result<()> {
        let reason = reference::text::clean(reason);
        if !(2..=100).contains(&reason.chars().count()) {
            let message = "请写明查阅封存档案的事由（2 至 100 字）".to_owned();
            return Err(Problem::Fields(vec![FieldError {
                field: "reason".into(),
                code: "required",
                message,
            }]));
        }
        let (who, keys, wanted) = (asker.clone(), self.keys.clone(), no.to_owned());
        let found = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                Ok::<_, Problem>(store::case::find(tx, &who.scope(), &keys, &wanted).await?)
            })
            .await?;
        let (_, scope) = found.ok_or(Problem::NotFound)?;
        if !scope.is_sealed() {
            return Ok(());
        }
        self.look(asker, "sealed", no, &reason).await?;
        let (asker, no) = (asker.clone(), no.to_owned());
        self.write(async move |tx: &mut Tx<'_>| {
            let now = asker.now.millis;
            Ok(store::opened::put(tx, &asker.actor.account, &no, now, now + OPEN_MILLIS).await?)
        })
        .await
    }

    /// The sealed cases for which the asker is named or whose desk is his. One look for the list.
    pub async fn sealed_cases(&self, asker: &Asker) -> Result<Sealed> {
        self.look(asker, "list", "", "sealed").await?;
        let scope = asker.scope();
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let (mut cases, mut owed) = (vec![], vec![]);
                let ask = Ask { limit: SHOWN, after: None };
                for scope in scope.sealed() {
                    cases.extend(
                        store::case::list(tx, &scope, &Filter::default(), Sort::Due, &ask).await?.items,
                    );
                    let due = obligation::list(tx, &scope, &Whose::Anybody, Date::MAX, &ask).await?;
                    owed.extend(due.items);
                }
                once(&mut cases, |c| (c.due_on.clone(), c.no.clone()));
                once(&mut owed, |o| (o.due_on.clone(), o.no.clone(), o.kind.clone(), o.subject.clone()));
                Ok::<_, Problem>(Sealed { cases, owed })
            })
            .await
    }

    /// Which of these numbers are of sealed cases: the city sees every other case there is.
    pub(crate) async fn hidden<'n>(
        &self,
        tx: &mut Tx<'_>,
        numbers: impl IntoIterator<Item = &'n str>,
    ) -> Result<BTreeSet<String>> {
        let mut hidden: BTreeSet<String> = numbers.into_iter().map(str::to_owned).collect();
        let asked: Vec<String> = hidden.iter().cloned().collect();
        for some in asked.chunks(audit::LINES) {
            let some = some.iter().cloned().collect();
            for seen in audit::seen(tx, &self.seen_by_city(), &some).await? {
                hidden.remove(&seen);
            }
        }
        Ok(hidden)
    }

    /// Who can be named for a case of that owner: (account, name and unit).
    pub(crate) async fn nameable(&self, owner: Option<&Unit>) -> Result<Vec<(String, String)>> {
        let owner = owner.cloned();
        let all = self.db.read_fn(async move |tx: &mut Tx<'_>| nameable(tx, owner.as_ref()).await).await?;
        let label = |n: Named| {
            let text = format!("{}（{}）", n.name, self.units.name(n.unit.code()));
            (n.account, text)
        };
        Ok(all.into_iter().map(label).collect())
    }

    /// A row may repeat a sentence that is sealed to its sender: it is told as a new case and sealed alike, so
    /// that what one decision closed is not open in a second case.
    pub(crate) async fn sealed_alike(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        person: Uuid,
        entry: &Entry,
        so_far: &[CaseEvent],
    ) -> Result<Vec<CaseEvent>> {
        if so_far.iter().any(|event| matches!(event, CaseEvent::Sealing(_))) {
            return Ok(vec![]);
        }
        let mut entered = Case::default();
        so_far.iter().for_each(|event| entered.evolve(event));
        for id in store::person::cases(tx, person).await? {
            let Some(case) = journal::load_by_id::<Case>(tx, &self.keys, id).await? else { continue };
            let sent = &case.state.handover.sent;
            let starts = [sent.starts_on, entry.starts_on];
            let same_start = starts.iter().any(Option::is_none) || starts[0] == starts[1];
            if let Some(ground) = case.state.sealed().filter(|_| sent.ends_on == entry.ends_on && same_start)
            {
                let alike = CaseCommand::Sealing(sealing::Command::SealAlike { ground });
                return Ok(entered.decide(alike, &self.ctx(asker))?);
            }
        }
        Ok(vec![])
    }
}

/// Sorted, each one once: a case may be the asker's by name and by desk.
fn once<T, K: Ord>(all: &mut Vec<T>, key: impl Fn(&T) -> K) {
    all.sort_by_key(&key);
    all.dedup_by(|a, b| key(a) == key(b));
}

/// The accounts of the owner and of the bureau above it that may work on files.
async fn nameable(tx: &mut Tx<'_>, owner: Option<&Unit>) -> Result<Vec<Named>> {
    let mut all = vec![];
    let bureau = owner.filter(|o| o.level() == Level::Office).and_then(Unit::parent);
    for unit in owner.into_iter().chain(&bureau) {
        let (account, name) = (String::new(), String::new());
        let at = Actor { account, name, role: Role::District, unit: unit.clone() };
        let files = |a: &store::account::Listed| a.role.is_some_and(Role::sees_files);
        let found = store::account::of_unit(tx, &Scope::of(&at)).await?;
        all.extend(found.into_iter().filter(files).map(|a| Named {
            account: a.login,
            name: a.name,
            unit: unit.clone(),
        }));
    }
    Ok(all)
}

/// What the domain must know of the accounts that were picked: name and unit of each.
pub(crate) async fn add_persons(
    tx: &mut Tx<'_>,
    owner: Option<&Unit>,
    fields: &mut Map<String, Value>,
) -> Result<()> {
    let picked: BTreeSet<String> = fields
        .get("accounts")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let found: Vec<Named> =
        nameable(tx, owner).await?.into_iter().filter(|n| picked.contains(&n.account)).collect();
    let persons = serde_json::to_value(found).map_err(|e| Problem::Broken(e.to_string()))?;
    fields.insert("persons".into(), persons);
    Ok(())
}

/// For how many open sealed cases an account is named: it is neither disabled nor moved before others are.
pub(crate) async fn named_for(tx: &mut Tx<'_>, of: &Account) -> Result<usize> {
    let Some((role, unit)) = of.grant.clone() else { return Ok(0) };
    let actor = Actor { account: of.login.clone(), name: of.name.clone(), role, unit };
    let key = Key::Person(of.login.clone()).code();
    let Some(own) = Scope::of(&actor).sealed().into_iter().find(|s| s.unit().code() == key) else {
        return Ok(0);
    };
    let all = store::case::count(tx, &own, &Filter::default()).await?;
    let standing = Some(Standing::Closed.code().to_owned());
    let closed = store::case::count(tx, &own, &Filter { owner: None, standing }).await?;
    Ok(usize::try_from(all - closed).unwrap_or_default())
}
