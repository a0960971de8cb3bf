//! Cases: the one way in which commands are given, the case page, lists and look-up.

use crate::{Asker, Given, Owed, Problem, Receipt, Result, Service};
use database::{Tx, Work};
use domain::{
    case::{self, Case, CaseCommand, CaseEvent},
    command::{FieldError, Kind, Spec},
    kernel::{Role, Stream},
    person::Person,
    question,
    unit::Unit,
};
use serde_json::{Map, Value};
use std::{collections::BTreeMap, sync::Arc};
use store::{
    Loaded, Scope,
    case::{Filter, Sort},
    journal,
    page::{Ask, Page},
    rows,
};
use vault::Master;

/// Everything the case page shows.
pub struct View {
    /// Version, for answers.
    pub version: i64,
    /// The case.
    pub case: Case,
    /// The person.
    pub person: Person,
    /// What happened, oldest first.
    pub past: Vec<CaseEvent>,
    /// Timeline, newest first.
    pub timeline: Vec<journal::Line>,
    /// Names of the accounts that recorded it.
    pub names: BTreeMap<String, String>,
    /// What is owed, earliest first.
    pub owed: Vec<rows::Owed>,
    /// The person's other sentences in scope.
    pub others: Vec<rows::Listed>,
}

/// What a bureau does for a case that an office below it owns.
const FROM_ABOVE: [&str; 19] = [
    "name-persons",
    "seal",
    "lift-seal",
    "arrange-collection",
    "answer",
    "answer-correction",
    "decide-dispute",
    "decide-likeness",
    "decide-tracing",
    "decide-transfer",
    "hand-over-case",
    "change-release",
    "leave-list",
    "undo-leave",
    "confirm-leave",
    "send-notice",
    "send-assessment",
    "receipt-notice",
    "forward-notice",
];

/// Reads what the case page shows.
struct Open {
    asker: Asker,
    keys: Arc<Master>,
    no: String,
}

impl Work for Open {
    type Out = View;
    type Error = Problem;
    async fn run(&self, tx: &mut Tx<'_>) -> Result<View> {
        let (case, scope) = find(tx, &self.asker, &self.keys, &self.no).await?;
        let past = journal::history::<Case>(tx, &case).await?;
        let group = store::person::group(tx, case.subject).await?;
        let person = known_as(tx, &self.keys, &group).await?;
        let owed = store::obligation::of_case(tx, &scope, &self.no).await?;
        let mut others = vec![];
        for person in &group {
            others.extend(store::case::of_person(tx, &scope, *person).await?);
        }
        others.retain(|c| c.no != self.no);
        let actors = past.iter().map(|p| p.actor.as_str()).collect();
        let names = store::account::names(tx, &actors).await?;
        Ok(View {
            names,
            version: case.version,
            person,
            timeline: journal::timeline(&past),
            past: past.into_iter().map(|p| p.event).collect(),
            case: case.state,
            owed,
            others,
        })
    }
}

/// Reads one page of the list.
struct List {
    scope: Scope,
    filter: Filter,
    sort: Sort,
    ask: Ask,
}

impl Work for List {
    type Out = Page<rows::Listed>;
    type Error = Problem;
    async fn run(&self, tx: &mut Tx<'_>) -> Result<Page<rows::Listed>> {
        Ok(store::case::list(tx, &self.scope, &self.filter, self.sort, &self.ask).await?)
    }
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
        self.db.read(List { scope: asker.scope(), filter, sort, ask }).await
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
                    return by_number(tx, &scope, &keys, id.as_str()).await;
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
        let view =
            self.db.read(Open { asker: asker.clone(), keys: self.keys.clone(), no: no.into() }).await?;
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
        let (who, keys, wanted) = (asker.clone(), self.keys.clone(), no.to_owned());
        let number = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let case = load(tx, &who, &keys, &wanted).await?;
                let group = store::person::group(tx, case.subject).await?;
                Ok::<_, Problem>(known_as(tx, &keys, &group).await?.identity.id_number)
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
            let mut case = load(tx, &asker, &service.keys, &no).await?;
            may_give(spec, &asker)?;
            fresh(spec, &given, case.version)?;
            let fields = spec.read(&typed).map_err(Problem::Fields)?;
            let mut fields = service.resolve(tx, &asker, case.state.owner(), spec, fields).await?;
            service.joint(tx, &asker, &hand, spec, &case, &mut fields).await?;
            let command = case::command(spec.name, &fields, asker.actor.role)?;
            let mut events = case.state.decide(command, &service.ctx(&asker))?;
            service.follow(tx, &asker, &hand, &case, &mut events).await?;
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
        owner: Option<&Unit>,
        spec: &Spec,
        mut fields: Map<String, Value>,
    ) -> Result<Map<String, Value>> {
        for field in spec.fields {
            if let Kind::SeveralListed("named") = field.kind {
                crate::sealed::add_persons(tx, owner, &mut fields).await?;
                continue;
            }
            let Some(text) = fields.get(field.key).and_then(Value::as_str).map(str::to_owned) else {
                continue;
            };
            let wrong = |code, message: &str| {
                let error = FieldError { field: field.key.into(), code, message: message.into() };
                Err(Problem::Fields(vec![error]))
            };
            match field.kind {
                Kind::Worker => {
                    let desks = crate::workers::desks(tx, asker).await?;
                    match desks.of(&text) {
                        Some(desk) => {
                            fields.insert(format!("{}_name", field.key), desk.name.as_str().into());
                            fields.insert(format!("{}_load", field.key), desks.reason(desk).into());
                        }
                        None => return wrong("unknown_worker", "请从本所工作人员中选择"),
                    }
                }
                Kind::Unit | Kind::Listed("office") if !self.units.has(&text) => {
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
        let bureau = matches!(asker.actor.role, Role::District | Role::City);
        let from_above = |s: &Spec| bureau && FROM_ABOVE.contains(&s.name);
        let receives = view.case.handover.transfer.as_ref().is_some_and(|t| t.to == asker.actor.unit);
        CaseCommand::specs()
            .filter(|s| s.who.contains(&asker.actor.role))
            .filter(|s| match question::is_one(s.name) || s.name == "urge" {
                // Between units: offered to whom the case lists something to choose.
                true => self.has_choice(asker, view, s),
                false => owner_or_custody || from_above(s) || receives && s.name == "receive-case",
            })
            .filter(|s| view.case.offers(s.name))
            .collect()
    }

    /// The lists from which the command's form takes what it must name are not empty.
    fn has_choice(&self, asker: &Asker, view: &View, spec: &Spec) -> bool {
        let empty = |list| self.listed(asker, view, list).is_empty();
        !spec.fields.iter().any(|f| matches!(f.kind, Kind::Listed(list) if f.required && empty(list)))
    }

    /// What the form of a command begins with: what is known of the person and from the case, and the
    /// worker with the least to do where one is asked for. `which` names one of several things, or is empty.
    pub async fn initial(
        &self,
        asker: &Asker,
        view: &View,
        spec: &Spec,
        which: &str,
    ) -> Result<Map<String, Value>> {
        let mut known = view.person.known();
        let ctx = self.ctx(asker);
        known.extend(view.case.known(spec.name, &case::Asked { ctx: &ctx, past: &view.past, which }));
        if let Some(field) = spec.fields.iter().find(|f| matches!(f.kind, Kind::Worker)) {
            let desks = self.workers(asker).await?;
            known.extend(desks.suggested().map(|d| (field.key.to_owned(), d.login.as_str().into())));
        }
        known.retain(|key, _| spec.fields.iter().any(|f| f.key == key));
        Ok(known)
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

/// The case that the asker may see, and the scope in which it is. A sealed one must have been opened with a reason
/// ([`Service::open_sealed`]); only then is one statement more run.
pub(crate) async fn find(
    tx: &mut Tx<'_>,
    asker: &Asker,
    keys: &vault::Master,
    no: &str,
) -> Result<(Loaded<Case>, Scope)> {
    let (case, scope) = store::case::find(tx, &asker.scope(), keys, no).await?.ok_or(Problem::NotFound)?;
    let (account, now) = (&asker.actor.account, asker.now.millis);
    if scope.is_sealed() && !store::opened::is_open(tx, account, no, now).await? {
        return Err(Problem::ReasonNeeded(no.to_owned()));
    }
    Ok((case, scope))
}

pub(crate) async fn load(
    tx: &mut Tx<'_>,
    asker: &Asker,
    keys: &vault::Master,
    no: &str,
) -> Result<Loaded<Case>> {
    Ok(find(tx, asker, keys, no).await?.0)
}

/// Cases of whoever has the identity number, or had it wrongly, however often he is recorded.
async fn by_number(
    tx: &mut Tx<'_>,
    scope: &Scope,
    keys: &vault::Master,
    number: &str,
) -> Result<Vec<rows::Listed>> {
    let mut found = vec![];
    let mut persons = store::person::find_by_former_number(tx, keys, number).await?;
    persons.extend(store::person::find_by_number(tx, keys, number).await?.map(|p| p.id));
    for person in persons {
        for one in store::person::group(tx, person).await? {
            found.extend(store::case::of_person(tx, scope, one).await?);
        }
    }
    found.sort_by(|a, b| (&b.release_on, &a.no).cmp(&(&a.release_on, &b.no)));
    found.dedup_by(|a, b| a.no == b.no);
    found.truncate(usize::try_from(FOUND_AT_MOST).unwrap_or_default());
    Ok(found)
}

/// The person by the identity that holds: of one recorded twice, that with which he was joined.
async fn known_as(tx: &mut Tx<'_>, keys: &vault::Master, group: &[uuid::Uuid]) -> Result<Person> {
    let mut known = Person::default();
    for id in group {
        let Some(person) = journal::load_by_id::<Person>(tx, keys, *id).await? else { continue };
        if known.identity.name.is_empty() || person.state.joined.is_none() {
            known = person.state;
        }
    }
    Ok(known)
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
