//! Given/when/then for columns: what happened before, who acts on which day, what is asked, what follows.
//! Commands are given by name and fields as a form or the API gives them, so that a test passes through the
//! description ([`crate::command::Spec`]) and the role check too. Every builder has defaults; a test names
//! only what matters to it. Failures point at the test's own line.

use crate::{
    case::{self, Case, CaseCommand, CaseEvent},
    handover::{self, Category, Dual, Received, Route, Sent, Verified},
    kernel::{Actor, Ctx, Obligation, Recorded, Refusal, Role, Stream},
    rules::Rules,
    unit::Unit,
    visit,
};
use jiff::civil::{Date, date};
use reference::calendar::Calendar;
use serde_json::{Value, json};

/// The office that owns the case of most tests, its neighbour, their district and city, and the prison.
pub const OFFICE: &str = "440106007";
pub const NEIGHBOUR: &str = "440106008";
pub const DISTRICT: &str = "440106";
pub const CITY: &str = "440100";
pub const PRISON: &str = "ORG001";
/// A Monday; the office gets the record on the same day.
pub const ENTERED: Date = date(2026, 3, 2);
/// Planned release, seven months later.
pub const RELEASE: Date = date(2026, 10, 20);

pub fn actor(role: Role, unit: &str) -> Actor {
    Actor { account: format!("a-{unit}"), name: "李某".into(), role, unit: Unit::new(unit) }
}
pub fn office_worker() -> Actor {
    actor(Role::OfficeWorker, OFFICE)
}
pub fn office_head() -> Actor {
    actor(Role::OfficeHead, OFFICE)
}
pub fn neighbour() -> Actor {
    actor(Role::OfficeWorker, NEIGHBOUR)
}
pub fn district() -> Actor {
    actor(Role::District, DISTRICT)
}
pub fn city() -> Actor {
    actor(Role::City, CITY)
}
pub fn prison() -> Actor {
    actor(Role::Prison, PRISON)
}

pub fn sent() -> Sent {
    Sent {
        custody_name: "某监狱".into(),
        offence: "盗窃罪".into(),
        term: "有期徒刑三年".into(),
        starts_on: Some(date(2023, 10, 21)),
        ends_on: RELEASE,
        hukou_address: "某市某区某街道某路".into(),
        ..Sent::default()
    }
}

pub fn route(to: &str) -> Route {
    Route { to: Unit::new(to), reason: "按户籍街道".into(), outside: false }
}

/// Entered and routed to a unit on [`ENTERED`], with what the custodial place sent.
pub fn entered_as(sent: Sent, route: Route) -> Vec<CaseEvent> {
    let custody = Unit::new(PRISON);
    [
        handover::Event::Entered { on: ENTERED, custody, sent: Box::new(sent), dual: None },
        handover::Event::Routed { on: ENTERED, route },
    ]
    .map(CaseEvent::Handover)
    .into()
}

/// Entered and routed to [`OFFICE`].
pub fn entered() -> Vec<CaseEvent> {
    entered_as(sent(), route(OFFICE))
}

/// Entered with a living place elsewhere.
pub fn entered_dual() -> Vec<CaseEvent> {
    let mut events = entered();
    if let CaseEvent::Handover(handover::Event::Entered { dual, .. }) = &mut events[0] {
        *dual = Some(Dual { place: "邻区".into(), office: Some(Unit::new(NEIGHBOUR)), decided_on: None });
    }
    events
}

/// Entered, and the register lies outside the city.
pub fn entered_outside() -> Vec<CaseEvent> {
    entered_as(sent(), Route { outside: true, ..route(CITY) })
}

/// Then verified with a result on a day.
pub fn verified(result: &str, on: Date) -> CaseEvent {
    let verified: Verified = serde_json::from_value(json!({"on": on, "result": result})).unwrap();
    CaseEvent::Handover(handover::Event::Verified(Box::new(verified)))
}

/// Entered, verified as true, received on [`RELEASE`].
pub fn received() -> Vec<CaseEvent> {
    received_as(Category::Ordinary)
}

/// Received with a grade.
pub fn received_as(category: Category) -> Vec<CaseEvent> {
    let until = date(2031, 10, 19);
    let received: Received = serde_json::from_value(json!({"on": RELEASE, "way": "07", "category": category,
        "term": {"from": RELEASE, "until": until}}))
    .unwrap();
    let received = CaseEvent::Handover(handover::Event::Received(Box::new(received)));
    [entered(), vec![verified("01", date(2026, 3, 10)), received]].concat()
}

/// A visit on a day with a result, and what else the test needs.
pub fn visited(on: Date, result: &str, more: Value) -> CaseEvent {
    let mut visit = json!({"on": on, "way": "home", "result": result, "visitor": "李某"});
    visit.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    CaseEvent::Visit(visit::Event::Recorded(serde_json::from_value(visit).unwrap()))
}

/// A case with its past, and the circumstances of the next command.
pub struct Story {
    pub case: Case,
    today: Date,
    actor: Actor,
    outcome: Option<Result<Vec<CaseEvent>, Refusal>>,
    happened: Vec<CaseEvent>,
}

/// The case to which all this happened. Today is the day of the last event; the office's worker acts.
pub fn given(past: Vec<CaseEvent>) -> Story {
    let today = past.iter().filter_map(Recorded::happened_on).max().unwrap_or(ENTERED);
    let mut case = Case::default();
    past.iter().for_each(|event| case.evolve(event));
    Story { case, today, actor: office_worker(), outcome: None, happened: vec![] }
}

impl Story {
    pub fn on(mut self, today: Date) -> Story {
        self.today = today;
        self
    }

    pub fn by(mut self, actor: Actor) -> Story {
        self.actor = actor;
        self
    }

    /// Asks for a described command, as a form does.
    #[track_caller]
    pub fn when(mut self, name: &str, fields: Value) -> Story {
        let fields = match CaseCommand::specs().find(|s| s.name == name) {
            Some(spec) => spec.read(fields.as_object().unwrap()).unwrap_or_else(|e| panic!("{e:?}")),
            None => fields.as_object().unwrap().clone(),
        };
        self.outcome =
            Some(case::command(name, &fields, self.actor.role).and_then(|command| self.decide(command)));
        self
    }

    /// Gives a command that only the services give, or one past the description.
    pub fn when_given(mut self, command: CaseCommand) -> Story {
        self.outcome = Some(self.decide(command));
        self
    }

    fn decide(&self, command: CaseCommand) -> Result<Vec<CaseEvent>, Refusal> {
        let (rules, calendar) = (Rules::builtin(), Calendar::announced());
        let ctx = Ctx { today: self.today, actor: &self.actor, rules: &rules, calendar: &calendar };
        self.case.decide(command, &ctx)
    }

    /// It is accepted and makes events of these kinds happen.
    #[track_caller]
    pub fn then(mut self, kinds: &[&str]) -> Story {
        match self.outcome.take() {
            Some(Ok(events)) => {
                let got: Vec<String> = events.iter().map(Recorded::kind).collect();
                assert_eq!(got, kinds);
                events.iter().for_each(|event| self.case.evolve(event));
                self.happened.extend(events);
            }
            Some(Err(refusal)) => panic!("refused: {} {}", refusal.code, refusal.detail),
            None => panic!("nothing was asked"),
        }
        self
    }

    /// It is refused with a code and a sentence.
    #[track_caller]
    pub fn refused(self, code: &str) {
        match self.outcome {
            Some(Err(refusal)) => {
                assert_eq!(refusal.code, code);
                assert!(refusal.detail.chars().any(|c| c > '一'), "a sentence in Chinese");
            }
            Some(Ok(events)) => {
                panic!("accepted: {:?}", events.iter().map(Recorded::kind).collect::<Vec<_>>())
            }
            None => panic!("nothing was asked"),
        }
    }

    /// What the form of a command begins with.
    pub fn known(&self, command: &str) -> serde_json::Map<String, Value> {
        let (rules, calendar) = (Rules::builtin(), Calendar::announced());
        let ctx = Ctx { today: self.today, actor: &self.actor, rules: &rules, calendar: &calendar };
        self.case.known(command, &case::Asked { ctx: &ctx, past: &self.happened, which: "" })
    }

    /// What a list offers that the case itself knows.
    pub fn listed(&self, list: &str) -> Vec<(String, String)> {
        let (rules, calendar) = (Rules::builtin(), Calendar::announced());
        let ctx = Ctx { today: self.today, actor: &self.actor, rules: &rules, calendar: &calendar };
        self.case.listed(list, &ctx)
    }

    /// The timeline's texts of what happened since the beginning of the story.
    pub fn happened(&self) -> Vec<String> {
        self.happened.iter().map(|event| event.entry().text).collect()
    }

    /// Everything that is owed now.
    pub fn due(&self) -> Vec<Obligation> {
        self.case.due(&Rules::builtin(), &Calendar::announced())
    }

    /// The one obligation of that kind.
    #[track_caller]
    pub fn owed(&self, kind: &str) -> Obligation {
        let mut found = self.due().into_iter().filter(|o| o.kind == kind);
        let one = found.next().unwrap_or_else(|| panic!("no {kind} is owed"));
        assert!(found.next().is_none(), "{kind} is owed twice");
        one
    }

    /// The kinds owed now, earliest first, are exactly these.
    #[track_caller]
    pub fn owes(self, kinds: &[&str]) -> Story {
        assert_eq!(self.due().iter().map(|o| o.kind).collect::<Vec<_>>(), kinds);
        self
    }

    /// Like [`Story::owes`], without what the columns of notice and fetch owe before a release.
    #[track_caller]
    pub fn owes_of_handover(self, kinds: &[&str]) -> Story {
        let others = ["send-assessment", "send-notice", "plan-fetch"];
        let owed: Vec<&str> =
            self.due().iter().map(|o| o.kind).filter(|kind| !others.contains(kind)).collect();
        assert_eq!(owed, kinds);
        self
    }

    /// The obligation of that kind is due on that day.
    #[track_caller]
    pub fn due_on(self, kind: &str, on: Date) -> Story {
        assert_eq!(self.owed(kind).due_on, on);
        self
    }
}
