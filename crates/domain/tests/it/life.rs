//! Random lives of a case: who acts on which day and what is asked, made from a few random numbers.
//! Half of the steps do what somebody owes, so that lives get far; the others ask anything of anybody.

use domain::case::{self, Case, CaseCommand, CaseEvent};
use domain::command::{Field, Kind, Spec};
use domain::handover::{Command, Dual, Route, Sent};
use domain::kernel::{Actor, Ctx, Obligation, Refusal, Role, Stream};
use domain::rules::Rules;
use domain::scan;
use domain::unit::{Level, Unit};
use domain::urge;
use jiff::{ToSpan, civil::Date, civil::date};
use proptest::prelude::*;
use reference::calendar::Calendar;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The units of these lives: a city, its districts and offices, prisons, and another city.
pub const UNITS: &[&str] = &[
    "440100",
    "440106",
    "440106007",
    "440106008",
    "440105",
    "440105003",
    "ORG001",
    "ORG002",
    "440200",
    "440203",
];
/// The first day.
pub const FIRST: Date = date(2026, 1, 5);
/// One step in so many attaches a picture. By who asks, not by what is asked: no number of commands is skipped.
const ATTACHES: usize = 11;

/// The roles that accounts of a unit hold.
pub fn roles_at(unit: &Unit) -> &'static [Role] {
    match unit.level() {
        Level::City => &[Role::City],
        Level::District => &[Role::District],
        Level::Office => &[Role::OfficeHead, Role::OfficeWorker],
        Level::Other => &[Role::Prison],
    }
}

/// Somebody with a role at a unit.
pub fn actor(role: Role, unit: &str) -> Actor {
    Actor { account: "wang.m".into(), name: "王某".into(), role, unit: Unit::new(unit) }
}

/// One thing asked on one day.
#[derive(Debug, Clone)]
pub struct Step {
    days_later: u16,
    dutiful: bool,
    who: usize,
    what: usize,
    fields: Vec<u8>,
}

/// A step, most of them within weeks, a few years later.
pub fn step() -> impl Strategy<Value = Step> {
    let days = prop_oneof![6 => 0u16..40, 1 => 0u16..2500];
    (days, any::<bool>(), any::<usize>(), any::<usize>(), proptest::collection::vec(any::<u8>(), 20))
        .prop_map(|(days_later, dutiful, who, what, fields)| Step { days_later, dutiful, who, what, fields })
}

/// How a record comes in.
#[derive(Debug, Clone)]
pub struct Entry {
    to: &'static str,
    days_left: i32,
    outside: bool,
    detention: bool,
    elsewhere: bool,
    young: bool,
}

/// To an office, a district or the city; released long ago, soon or later.
pub fn entry() -> impl Strategy<Value = Entry> {
    let owner = prop_oneof![4 => Just("440106007"), 1 => Just("440106"), 2 => Just("440100")];
    let left = prop_oneof![1 => -40i32..0, 2 => 0i32..100, 1 => 100i32..900];
    (owner, left, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(to, days_left, outside, detention, elsewhere, young)| {
            let outside = outside && to == "440100";
            Entry { to, days_left, outside, detention, elsewhere, young }
        },
    )
}

impl Entry {
    fn command(&self) -> CaseCommand {
        let term = if self.detention { "拘役五个月" } else { "有期徒刑二年" };
        let sent = Sent {
            custody_name: "某监狱".into(),
            offence: "盗窃罪".into(),
            term: term.into(),
            starts_on: Some(date(2024, 6, 1)),
            ends_on: FIRST.saturating_add(self.days_left.days()),
            hukou_address: "某市某区某街".into(),
            birth: self.young.then_some(date(2008, 12, 1)),
            ..Sent::default()
        };
        let dual = Dual { place: "邻区".into(), office: None, decided_on: None };
        CaseCommand::Handover(Command::Enter {
            custody: Unit::new("ORG001"),
            sent: Box::new(sent),
            route: Route { to: Unit::new(self.to), reason: "按户籍".into(), outside: self.outside },
            dual: self.elsewhere.then_some(dual),
        })
    }
}

/// The world in which a case lives: rules and calendar, the case, the day, what was recorded.
pub struct Life {
    pub rules: Rules,
    pub calendar: Calendar,
    pub case: Case,
    pub today: Date,
    pub recorded: Vec<CaseEvent>,
}

impl Life {
    /// Entered on the first day.
    pub fn entered(entry: &Entry) -> Life {
        let (rules, calendar) = (Rules::builtin(), Calendar::announced());
        let mut life = Life { rules, calendar, case: Case::default(), today: FIRST, recorded: vec![] };
        let somebody = actor(Role::City, "440100");
        life.give(entry.command(), &somebody).expect("a record can be entered");
        life
    }

    /// What is owed now.
    pub fn due(&self) -> Vec<Obligation> {
        self.case.due(&self.rules, &self.calendar)
    }

    fn give(&mut self, command: CaseCommand, actor: &Actor) -> Result<(), Refusal> {
        let events = self.decide(command, actor)?;
        assert!(!events.is_empty(), "what is accepted makes something happen");
        for event in events {
            self.case.evolve(&event);
            self.recorded.push(event);
        }
        Ok(())
    }

    fn decide(&self, command: CaseCommand, actor: &Actor) -> Result<Vec<CaseEvent>, Refusal> {
        let ctx = Ctx { today: self.today, actor, rules: &self.rules, calendar: &self.calendar };
        self.case.decide(command, &ctx)
    }

    /// Lives through one step; `Err` is a lawful refusal.
    pub fn step(&mut self, step: &Step) -> Result<(), Refusal> {
        self.today = self.today.saturating_add(i64::from(step.days_later).days());
        if step.who.is_multiple_of(ATTACHES) {
            return self.attach(step);
        }
        if step.who % 29 == 28 {
            let withdraw = Command::Withdraw { reason: "传错了文件".into() };
            return self.give(CaseCommand::Handover(withdraw), &actor(Role::Prison, "ORG001"));
        }
        if step.what % 23 == 22 {
            return self.urge();
        }
        let due = self.due();
        let specs: Vec<&Spec> = CaseCommand::specs().collect();
        let (spec, unit) = match due.get(step.what % due.len().max(1)).filter(|_| step.dutiful) {
            Some(owed) => (described(owed.settle), owed.owner.clone()),
            // Divided first: else a command would never be asked whose place always means a picture.
            None => (specs[(step.what / 1000) % specs.len()], Unit::new(UNITS[step.who % UNITS.len()])),
        };
        let able: Vec<&Role> = roles_at(&unit).iter().filter(|r| spec.who.contains(r)).collect();
        let Some(role) = able.get(step.who % able.len().max(1)) else {
            return Ok(()); // nobody there has this button
        };
        let actor = actor(**role, unit.code());
        let form: Map<String, Value> = spec
            .fields
            .iter()
            .zip(&step.fields)
            .filter_map(|(field, &n)| self.value(field, n, &actor).map(|v| (field.key.to_owned(), v)))
            .collect();
        let Ok(read) = spec.read(&form) else { return Ok(()) };
        let command = case::command(spec.name, &self.completed(spec, read), **role)?;
        self.give(command, &actor)
    }

    /// The district urges the first thing of its offices that is late.
    fn urge(&mut self) -> Result<(), Refusal> {
        let bureau = actor(Role::District, "440106");
        let ctx = Ctx { today: self.today, actor: &bureau, rules: &self.rules, calendar: &self.calendar };
        let Some(owed) = urge::overdue(&self.case, &ctx).into_iter().next() else { return Ok(()) };
        let obligation = urge::code(owed.kind, &owed.subject);
        self.give(CaseCommand::Urge(urge::Command::Urge { obligation, text: None }), &bureau)
    }

    /// What the services add to a form: who is named for a sealed case.
    fn completed(&self, spec: &Spec, mut read: Map<String, Value>) -> Map<String, Value> {
        if spec.name == "name-persons" {
            let unit = self.case.owner().expect("an owner").code();
            let worker = self.case.casefile.worker.as_ref().map(|w| w.account.as_str());
            let accounts: BTreeSet<&str> = worker.into_iter().chain(["wang.m"]).collect();
            let named = |a: &&str| json!({"account": a, "name": "王某", "unit": unit});
            read.insert("persons".into(), accounts.iter().map(named).collect());
            read.insert("accounts".into(), json!(accounts));
        }
        read
    }

    /// Somebody attaches one of a few pictures, as the services ask for it.
    fn attach(&mut self, step: &Step) -> Result<(), Refusal> {
        let unit = Unit::new(UNITS[step.who % UNITS.len()]);
        let role = roles_at(&unit)[0];
        let pick = |n: usize| usize::from(step.fields[n]);
        let id = ["a", "b", "c"][pick(0) % 3].to_owned();
        let content = scan::Content { hash: id.clone(), id, size: 1, media: "image/png".into() };
        let kind = scan::KINDS[pick(1) % scan::KINDS.len()].0.into();
        let command = scan::Command::Attach { content, kind, title: None, by_hand: pick(2) % 2 == 0 };
        self.give(CaseCommand::Scan(command), &actor(role, unit.code()))
    }

    fn value(&self, field: &Field, n: u8, actor: &Actor) -> Option<Value> {
        if !field.required && n.is_multiple_of(3) {
            return None;
        }
        let n = usize::from(n);
        Some(match field.kind {
            Kind::Date => json!(self.day(n)),
            Kind::Choice(list) => json!(list[n % list.len()].0),
            Kind::Several(list) => json!([list[n % list.len()].0]),
            Kind::YesNo => json!(n % 2 == 0),
            Kind::Number(_) | Kind::Fen(_) => json!(1),
            Kind::Unit => json!(UNITS[n % UNITS.len()]),
            Kind::SeveralListed(_) => json!(["wang.m"]),
            Kind::Listed("scan") => json!(["a", "b", "c"][n % 3]),
            Kind::Listed(list) => json!(self.listed(list, n, actor)),
            Kind::Text(_) | Kind::LongText(_) | Kind::Worker | Kind::Cells => json!("某事"),
        })
    }

    /// One of what the case lists for the actor; something else where it lists nothing.
    fn listed(&self, list: &str, n: usize, actor: &Actor) -> String {
        let feedback = &self.case.handover.feedback;
        let known = match list {
            "correction" => feedback.open().next().map(|asked| asked.item.as_str()),
            "office" => Some("440106008"),
            "dispute" => feedback.disputes().next().map(|(c, _)| c.asked.item.as_str()),
            _ => None,
        };
        if let Some(known) = known {
            return known.to_owned();
        }
        let ctx = Ctx { today: self.today, actor, rules: &self.rules, calendar: &self.calendar };
        let mut listed = self.case.listed(list, &ctx);
        match listed.len() {
            0 => "某事".into(),
            len => listed.swap_remove(n % len).0,
        }
    }

    /// Mostly today; else a day before or after, or the planned release.
    fn day(&self, n: usize) -> Date {
        let away = i64::try_from(n).unwrap_or_default();
        match n % 8 {
            0 => self.case.handover.sent.ends_on,
            1 => self.today.saturating_sub(away.days()),
            2 => self.today.saturating_add(away.days()),
            _ => self.today,
        }
    }

    /// Somebody of the unit that owes it settles an obligation on its last day, or today if that is over.
    pub fn settle(&self, owed: &Obligation) -> Result<Vec<CaseEvent>, Refusal> {
        let spec = described(owed.settle);
        let on = owed.due_on.max(self.today);
        let role =
            *roles_at(&owed.owner).iter().find(|r| spec.who.contains(r)).expect("a role with this button");
        let mut form = sensible(&self.case, owed, on);
        if owed.settle == "verify" && !self.case.handover.feedback.evidence.is_empty() {
            form = json!({"result": "03", "police_opinion": "户籍属实"}); // what was found may differ
        }
        let read = spec.read(form.as_object().expect("an object")).expect("a well-filled form");
        let actor = actor(role, owed.owner.code());
        let ctx = Ctx { today: on, actor: &actor, rules: &self.rules, calendar: &self.calendar };
        self.case.decide(case::command(spec.name, &self.completed(spec, read), role)?, &ctx)
    }

    /// Whether a command is refused because the case is closed.
    pub fn is_closed_to(&self, spec: &Spec, step: &Step) -> bool {
        let head = actor(Role::OfficeHead, "440106007");
        let form: Map<String, Value> = spec
            .fields
            .iter()
            .zip(&step.fields)
            .filter_map(|(field, _)| self.value(field, 7, &head).map(|v| (field.key.to_owned(), v)))
            .collect();
        let read = spec.read(&form).expect("a filled form");
        let command = case::command(spec.name, &read, spec.who[0]).expect("a command");
        let owner = self.case.owner().map(|u| u.code().to_owned()).unwrap_or_default();
        self.decide(command, &actor(spec.who[0], &owner)).is_err_and(|r| r.code == "case_closed")
    }
}

/// The description of a command.
pub fn described(name: &str) -> &'static Spec {
    CaseCommand::specs().find(|s| s.name == name).expect("a described command")
}

/// What the need that an obligation is about is called in the file.
fn needed(case: &Case, owed: &Obligation) -> String {
    let need = case.visit.needs.iter().find(|n| n.number.to_string() == owed.subject);
    need.expect("a need that waits").what.clone()
}

/// What a careful clerk writes.
fn sensible(case: &Case, owed: &Obligation, on: Date) -> Value {
    let below = if owed.owner.code() == "440105" { "440105003" } else { "440106007" };
    match owed.settle {
        "verify" => json!({"result": "01"}),
        "answer" => json!({"outcome": "confirmed", "letter_no": "某函〔2026〕1号", "note": "以判决书为准"}),
        "decide-dispute" => json!({"item": owed.subject, "ruling": "custody", "reason": "以判决书为准"}),
        "decide-likeness" => json!({"decision": "other", "reason": "派出所核实为两人"}),
        "receive-case" => json!({"receipt": "accept"}),
        "decide-transfer" => json!({"decision": "stay", "reason": "以民政界线为准"}),
        "name-persons" => json!({"accounts": ["wang.m"], "reason": "首次指定"}),
        "arrange-collection" => json!({"on": on, "by": "civil_affairs", "organ": "某区民政局"}),
        "seal-file" => json!({"on": on, "place": "保密柜"}),
        "reroute" => json!({"to": below, "reason": "户籍在该街道"}),
        "receive" => json!({"on": on, "way": "07"}),
        "trace" => json!({"on": on, "told": "已问派出所"}),
        "report-upward" => json!({"on": on, "letter_no": "某报〔2026〕1号", "to": "某省厅"}),
        "upward-receipt" | "open-file" | "sign-agreement" => json!({"on": on}),
        "decide-dual-listing" => json!({"propose": "not_needed", "reason": "偶尔居住"}),
        "assign-worker" => json!({"worker": "wang.m"}),
        "close" => json!({"on": on, "reason": "expired", "told": "当面"}),
        "record-visit" => json!({"on": on, "way": "phone", "result": "declined"}),
        "plan-fetch" => json!({"comes": "06", "why": "本人要求"}),
        "confirm-fetch" => json!({"on": on, "contact": "狱政科"}),
        "slip-missing" => json!({"what": domain::release::missing(case), "reason": "没有带回"}),
        "ask-custody" => json!({"on": on, "told": "仍在侦查"}),
        "decide-tracing" => json!({"decision": "keep", "reason": "家属也没有消息"}),
        "check-settling" => json!({"on": on, "identity_card": "done"}),
        "record-health" => json!({"on": on, "basis": "consent", "basis_note": "同意书"}),
        "review-grade" => json!({"on": on, "category": "ordinary", "reason": "情况稳定"}),
        "answer-need" => {
            json!({"need": needed(case, owed), "on": on, "outcome": "referred", "measure": "已转介"})
        }
        "answer-question" => {
            json!({"id": owed.subject, "text": "在监所", "letter_no": "某狱〔2026〕3号"})
        }
        "withdraw-question" | "close-question" => json!({"id": owed.subject}),
        "answer-abnormal" => json!({"on": on, "measure": "已上门"}),
        "confirm-leave" | "forward-notice" => json!({"on": on}),
        "send-notice" => json!({"on": on, "letter_no": "某狱〔2026〕1号"}),
        "send-assessment" => json!({"on": on, "letter_no": "某狱〔2026〕2号", "behaviour": "较好",
            "danger": "low", "measures": "帮助就业"}),
        "receipt-notice" => json!({"on": on, "received_by": "某人"}),
        "tell-family" | "tell-village" => {
            json!({"on": on, "result": "told", "who": "某人", "how": "phone"})
        }
        other => panic!("no careful form for {other}"),
    }
}
