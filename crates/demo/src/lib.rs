//! Floor 4: a small fictitious Guangzhou, lived through the services like a real one: rosters come as
//! workbooks, offices verify, people come home, workers visit, heads answer.
//!
//! No real person is meant: names, numbers, addresses and fates are drawn by chance; identity numbers are
//! valid only in form. Streets, villages, offices and prisons are real so that routing has something to do.
//! Never writes past the services, has no rule of its own, never runs on an instance with real people.

mod cast;
mod dice;
mod life;
mod names;
mod notes;
mod person;
mod place;
mod sealed;
mod sentence;
mod spoiled;
mod staff;
mod stage;

pub use dice::random;

use cast::Part;
use dice::Dice;
use domain::kernel::Role;
use jiff::{ToSpan, civil::Date};
use life::{Almanac, Step};
use notes::Notes;
use person::{Given, Person};
use place::{Map, RICH_OFFICE};
use service::{Problem, Service};
use staff::Staff;
use stage::{Roster, Stage};
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
};

/// The password of all accounts where the plan names none.
pub const PASSWORD: &str = "guitu-demo-2026";

/// What is to be built.
pub struct Plan {
    /// Cases handed over and open on 31 December of the year before `today`; more come on top.
    pub persons: usize,
    /// The same seed and day give the same city, on an instance opened with [`random`] of one seed.
    pub seed: u64,
    /// The last day that is lived.
    pub today: Date,
    /// The password of all accounts; [`PASSWORD`] where there is none.
    pub password: Option<String>,
}

/// An account with which one may look around.
pub struct Account {
    /// Role.
    pub role: Role,
    /// Sign-in name.
    pub login: String,
    /// Password; may be used at once and again.
    pub password: String,
    /// Code of the unit.
    pub unit: String,
    /// Name of the unit.
    pub unit_name: String,
    /// Name of the (fictitious) colleague.
    pub name: String,
}

/// What was built.
pub struct City {
    /// Accounts; the first six are one of each role.
    pub accounts: Vec<Account>,
    /// Cases that were entered, closed ones included.
    pub cases: u64,
    /// Cases on register on 31 December of last year, as planned.
    pub persons: usize,
    /// Rosters imported.
    pub rosters: usize,
    /// Rows held in quarantine.
    pub held: u64,
    /// Rows that were sent twice and changed nothing.
    pub repeats: u64,
    /// Commands given to cases.
    pub commands: u64,
}

/// Builds the city in an empty instance. `progress` is told (done, of) from time to time.
///
/// # Errors
/// What the services refuse or cannot do; the instance is then half built and to be thrown away.
pub async fn build(
    service: &Service,
    plan: &Plan,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<City, Problem> {
    let script = Script::write(service, plan);
    let staff = &script.staff;
    let total = script.size();
    let done = AtomicU64::new(0);
    let told = |more: u64| progress(done.fetch_add(more, Ordering::Relaxed) + more, total);
    let first = script.rosters.keys().next().copied().unwrap_or(plan.today);
    staff.install(service, stage::now(first, 0), &told).await?;
    install_base(service, stage::now(first, 0)).await?;
    let stage = Stage::new(service, staff, &script.persons);
    let done = stage.play(script.rosters, script.lives, &told).await?;
    letters(service, staff, stage::now(plan.today, 0)).await?;
    sealed::play(service, staff, &script.sealed, stage::now(plan.today, 0)).await?;
    Ok(City {
        accounts: script.staff.into_accounts(),
        cases: done.accepted,
        persons: plan.persons,
        rosters: done.rosters,
        held: done.held,
        repeats: done.repeats,
        commands: done.commands,
    })
}

/// The city's transitional base, with its beds.
async fn install_base(service: &Service, now: service::Now) -> Result<(), Problem> {
    let console = service::instance::console("demo", &service.city, now);
    let base =
        serde_json::json!({"code": "BASE1", "name": "市过渡性安置基地", "way": "04", "men": 12, "women": 4});
    let fields = base.as_object().cloned().unwrap_or_default();
    service.install_base(&service.as_city(&console), &fields).await.map(drop)
}

/// The office that visitors look at writes its first letter.
async fn letters(service: &Service, staff: &Staff, now: service::Now) -> Result<(), Problem> {
    let head = staff.asker(Role::OfficeHead, RICH_OFFICE, 0, now)?;
    for (name, fields) in [
        ("name-letters", serde_json::json!({"word": "司帮"})),
        (
            "issue-letter",
            serde_json::json!({"what": "other", "title": "关于开展节前走访的函", "addressee": "各社区居民委员会"}),
        ),
    ] {
        let typed = fields.as_object().cloned().unwrap_or_default();
        let given = service::Given::default();
        service.give_letter(&head, None, name, &typed, given).await?;
    }
    Ok(())
}

/// Everything that will happen, before it happens.
struct Script {
    staff: Staff,
    persons: Vec<Person>,
    sealed: Vec<Person>,
    lives: Vec<Vec<Step>>,
    rosters: BTreeMap<Date, Roster>,
}

impl Script {
    fn write(service: &Service, plan: &Plan) -> Script {
        let dice = Dice::new(plan.seed);
        let map = Map::of(service.city.code(), 1 + plan.persons / 120, &mut dice.fork(1));
        let password = plan.password.as_deref().unwrap_or(PASSWORD);
        let staff = Staff::of(&map, service, password, &mut dice.fork(2));
        let (mut given, mut notes) = (Given::default(), Notes::default());
        let almanac = Almanac { today: plan.today, rules: &service.rules, calendar: &service.calendar };
        let parts: Vec<Part> = cast::parts(plan.persons, plan.today, &mut dice.fork(3));
        let persons: Vec<Person> = parts
            .into_iter()
            .enumerate()
            .map(|(n, part)| {
                let part = Part { sent_on: almanac.workday_until(part.sent_on), ..part };
                Person::new(part, &map, &mut given, &mut dice.fork(1000 + 2 * n))
            })
            .collect();
        let lives = persons
            .iter()
            .enumerate()
            .map(|(n, person)| life::plan(person, &map, &almanac, &mut notes, dice.fork(1001 + 2 * n)))
            .collect();
        let mut rosters: BTreeMap<Date, Roster> = BTreeMap::new();
        for (n, person) in persons.iter().enumerate() {
            rosters.entry(person.part.sent_on).or_default().persons.push(n);
        }
        for (back, number) in [(9, 4), (2, 5)] {
            let day = plan.today.saturating_sub(i64::from(back).days());
            let roster = rosters.entry(day).or_default();
            roster.spoiled = spoiled::rows(day, &map, &mut given, &mut dice.fork(number));
        }
        let sealed = sealed::persons(plan.today, &map, &mut given, &mut dice.fork(6));
        let mut script = Script { staff, persons, sealed, lives, rosters };
        script.send_twice();
        script
    }

    /// The last roster repeats two rows of one before it, as rosters do.
    fn send_twice(&mut self) {
        let mut latest = self.rosters.values_mut().rev();
        let Some(last) = latest.next() else { return };
        if let Some(before) = latest.find(|roster| roster.persons.len() > 1) {
            last.persons.extend(before.persons.iter().take(2).copied());
        }
    }

    fn size(&self) -> u64 {
        let rows: usize = self.rosters.values().map(|roster| roster.persons.len()).sum();
        let steps: usize = self.lives.iter().map(Vec::len).sum();
        (self.staff.count() + rows + steps) as u64
    }
}
