//! Cases: the one way in which commands are given, the case page, lists and look-up.

use crate::{Asker, Given, Owed, Problem, Receipt, Result, Service};
use database::Tx;
use domain::{
    case::{self, Case, CaseCommand},
    command::{FieldError, Kind, Spec},
    kernel::{Role, Stream},
    person::Person,
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use store::{
    Loaded, Scope,
    case::{Filter, Sort},
    journal,
    page::{Ask, Page},
    rows,
};

/// Everything the case page shows.
pub struct View {
    /// Version, for answers.
    pub version: i64,
    /// The case.
    pub case: Case,
    /// The person.
    pub person: Person,
    /// Timeline, newest first.
    pub timeline: Vec<journal::Line>,
    /// Names of the accounts that recorded it.
    pub names: BTreeMap<String, String>,
    /// What is owed, earliest first.
    pub owed: Vec<rows::Owed>,
    /// The person's other sentences in scope.
    pub others: Vec<rows::Listed>,
}

/// A search shows at most so many; who sees that many types more of the name.
const FOUND_AT_MOST: i64 = 50;

impl Service {
    /// One page of cases in scope. One look for the list.
    pub async fn cases(
        &self,
        asker: &Asker,
        filter: Filter,
        sort: Sort,
        ask: Ask,
    ) -> Result<Page<rows::Listed>> {
        self.look(asker, "list", "", "list").await?;
        let scope = asker.scope();
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                Ok(store::case::list(tx, &scope, &filter, sort, &ask).await?)
            })
            .await
    }

    /// Cases of a person, by the beginning of a name, the full identity number or the case number.
    pub async fn search(&self, asker: &Asker, wanted: &str) -> Result<Vec<rows::Listed>> {
        self.look(asker, "search", "", "search").await?;
        let wanted = reference::text::compact(wanted);
        let id = reference::id_number::IdNumber::parse(&wanted).ok();
        let (scope, keys) = (asker.scope(), self.keys.clone());
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                if let Some(id) = &id {
                    return Ok(
                        store::case::find_by_number(tx, &scope, &keys, id.as_str(), FOUND_AT_MOST).await?
                    );
                }
                if let Some(found) = store::case::find_by_no(tx, &scope, &wanted).await? {
                    return Ok(vec![found]);
                }
                Ok(store::case::find_by_name(tx, &scope, &wanted, FOUND_AT_MOST).await?)
            })
            .await
    }

    /// The case page. The look is durable before anything is shown.
    pub async fn view(&self, asker: &Asker, no: &str) -> Result<View> {
        let (scope, keys, wanted) = (asker.scope(), self.keys.clone(), no.to_owned());
        let view: View = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let case = load(tx, &scope, &keys, &wanted).await?;
                let past = journal::history::<Case>(tx, &case).await?;
                let person = journal::load_by_id::<Person>(tx, &keys, case.subject).await?;
                let owed = store::obligation::of_case(tx, &scope, &wanted).await?;
                let mut others = store::case::of_person(tx, &scope, case.subject).await?;
                others.retain(|c| c.no != wanted);
                let actors = past.iter().map(|p| p.actor.as_str()).collect();
                Ok::<_, Problem>(View {
                    names: store::account::names(tx, &actors).await?,
                    version: case.version,
                    person: person.map(|p| p.state).unwrap_or_default(),
                    timeline: journal::timeline(&past),
                    case: case.state,
                    owed,
                    others,
                })
            })
            .await?;
        let reason = reason(asker, &view.case, &view.owed);
        self.look(asker, "case", no, reason).await?;
        Ok(view)
    }

    /// The full identity number, for a reason that is typed and kept.
    pub async fn reveal(&self, asker: &Asker, no: &str, reason: &str) -> Result<String> {
        let reason = reference::text::clean(reason);
        if !(2..=100).contains(&reason.chars().count()) {
            let message = "请写明查看完整号码的理由（2 至 100 字）".to_owned();
            return Err(Problem::Fields(vec![FieldError {
                field: "reason".into(),
                code: "required",
                message,
            }]));
        }
        let (scope, keys, wanted) = (asker.scope(), self.keys.clone(), no.to_owned());
        let number = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let case = load(tx, &scope, &keys, &wanted).await?;
                let person = journal::load_by_id::<Person>(tx, &keys, case.subject).await?;
                person.map(|p| p.state.identity.id_number).ok_or(Problem::NotFound)
            })
            .await?;
        self.look(asker, "number", no, &reason).await?;
        Ok(number)
    }

    /// Gives a command to a case: the one way in which a case changes.
    pub async fn give(
        &self,
        asker: &Asker,
        no: &str,
        name: &str,
        typed: &Map<String, Value>,
        given: Given,
    ) -> Result<Receipt> {
        let spec = CaseCommand::specs().find(|s| s.name == name).ok_or(Problem::NotFound)?;
        let request = self.request_hash(no, name, typed);
        let (service, asker, no) = (self.clone(), asker.clone(), no.to_owned());
        let typed = typed.clone();
        self.write(async move |tx: &mut Tx<'_>| {
            let hand = service.hand(&asker);
            if let Some(receipt) = service.answered(tx, &asker, &given, &request).await? {
                return Ok(receipt);
            }
            let mut case = load(tx, &asker.scope(), &service.keys, &no).await?;
            may_give(spec, &asker)?;
            fresh(spec, &given, case.version)?;
            let fields = spec.read(&typed).map_err(Problem::Fields)?;
            let mut fields = service.resolve(tx, &asker, spec, fields).await?;
            service.joint(tx, &asker, &hand, spec, &case, &mut fields).await?;
            let command = case::command(spec.name, &fields, asker.actor.role)?;
            let events = case.state.decide(command, &service.ctx(&asker))?;
            let today = asker.now.today;
            let kinds = store::case::append(tx, &hand, &mut case, today, events, service.rules()).await?;
            let receipt = service.receipt(&no, &case, kinds);
            service.keep(tx, &asker, &given, &request, &receipt).await?;
            Ok(receipt)
        })
        .await
    }

    /// Checks fields that name something outside the case: a worker of the owner, a unit.
    async fn resolve(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        spec: &Spec,
        mut fields: Map<String, Value>,
    ) -> Result<Map<String, Value>> {
        for field in spec.fields {
            let Some(text) = fields.get(field.key).and_then(Value::as_str).map(str::to_owned) else {
                continue;
            };
            let wrong = |code, message: &str| {
                let error = FieldError { field: field.key.into(), code, message: message.into() };
                Err(Problem::Fields(vec![error]))
            };
            match field.kind {
                Kind::Worker => {
                    let workers = store::account::of_unit(tx, &asker.scope()).await?;
                    match workers.into_iter().find(|w| w.login == text) {
                        Some(worker) => {
                            fields.insert(format!("{}_name", field.key), worker.name.into());
                        }
                        None => return wrong("unknown_worker", "请从本所工作人员中选择"),
                    }
                }
                Kind::Unit if !self.units.has(&text) => {
                    return wrong("unknown_unit", "没有这个单位，请从列表中选择");
                }
                _ => {}
            }
        }
        Ok(fields)
    }

    /// Which commands the asker may give to the case now, as far as role and state tell; the form of any
    /// other would only be refused.
    pub fn offered(&self, asker: &Asker, view: &View) -> Vec<&'static Spec> {
        let owner_or_custody = view.case.owner() == Some(&asker.actor.unit)
            || view.case.handover.custody() == Some(&asker.actor.unit);
        // What a bureau does for a case that an office below it owns.
        let bureau = matches!(asker.actor.role, Role::District | Role::City);
        let answers_for_prison = |s: &Spec| bureau && matches!(s.name, "answer" | "decide-tracing");
        CaseCommand::specs()
            .filter(|s| s.who.contains(&asker.actor.role))
            .filter(|s| owner_or_custody || answers_for_prison(s))
            .filter(|s| view.case.offers(s.name))
            .collect()
    }

    /// Accounts that may be put in charge of a case of the asker's unit.
    pub async fn workers(&self, asker: &Asker) -> Result<Vec<store::account::Listed>> {
        let scope = asker.scope();
        self.db.read_fn(async move |tx: &mut Tx<'_>| Ok(store::account::of_unit(tx, &scope).await?)).await
    }

    pub(crate) fn receipt(&self, no: &str, case: &Loaded<Case>, events: Vec<String>) -> Receipt {
        let due = case.state.due(&self.rules, &self.calendar);
        Receipt {
            no: no.to_owned(),
            version: case.version,
            events,
            obligations: due.iter().map(Owed::from).collect(),
        }
    }

    pub(crate) fn request_hash(&self, no: &str, name: &str, typed: &Map<String, Value>) -> Vec<u8> {
        let text = format!("{no}\n{name}\n{}", Value::Object(typed.clone()));
        self.keys.blind("request", &text).to_vec()
    }

    /// The receipt already given under this key, if it was the same request.
    pub(crate) async fn answered(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        given: &Given,
        request: &[u8],
    ) -> Result<Option<Receipt>> {
        let Some(key) = &given.idempotency_key else { return Ok(None) };
        match store::receipt::find(tx, &asker.actor.account, key).await? {
            None => Ok(None),
            Some((kept, _)) if kept != request => Err(Problem::KeyReused),
            Some((_, answer)) => {
                serde_json::from_str(&answer).map(Some).map_err(|e| Problem::Broken(e.to_string()))
            }
        }
    }

    pub(crate) async fn keep(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        given: &Given,
        request: &[u8],
        receipt: &Receipt,
    ) -> Result<()> {
        let Some(key) = &given.idempotency_key else { return Ok(()) };
        let answer = serde_json::to_string(receipt).map_err(|e| Problem::Broken(e.to_string()))?;
        let account = &asker.actor.account;
        Ok(store::receipt::save(tx, account, key, request, &answer, asker.now.millis).await?)
    }
}

pub(crate) async fn load(
    tx: &mut Tx<'_>,
    scope: &Scope,
    keys: &vault::Master,
    no: &str,
) -> Result<Loaded<Case>> {
    store::case::load(tx, scope, keys, no).await?.ok_or(Problem::NotFound)
}

pub(crate) fn may_give(spec: &Spec, asker: &Asker) -> Result<()> {
    if spec.who.contains(&asker.actor.role) {
        return Ok(());
    }
    let sentence = format!("“{}”不由{}办理", spec.title, asker.actor.role.name());
    Ok(domain::kernel::refuse("not_your_role", sentence)?)
}

/// A command that answers what was seen must name the version that was seen.
pub(crate) fn fresh(spec: &Spec, given: &Given, version: i64) -> Result<()> {
    match given.if_match {
        None if spec.answers => Err(Problem::VersionNeeded),
        Some(seen) if spec.answers && seen != version => Err(Problem::Stale { version }),
        _ => Ok(()),
    }
}

/// Why the asker opens the file, derived from what ties him to it.
pub(crate) fn reason(asker: &Asker, case: &Case, owed: &[rows::Owed]) -> &'static str {
    let unit = &asker.actor.unit;
    let worker = case.casefile.worker.as_ref();
    if worker.is_some_and(|w| w.account == asker.actor.account) {
        "caseload"
    } else if owed.iter().any(|o| o.owner == unit.code()) {
        "obligation"
    } else if case.owner() == Some(unit) {
        "unit"
    } else if case.handover.custody() == Some(unit) {
        "sender"
    } else if case.owner().is_some_and(|owner| unit.covers(owner)) {
        "supervision"
    } else {
        "dual"
    }
}
