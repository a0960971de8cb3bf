//! Two boys whose records are sealed: one awaited with everything to be done, one for whom a home is arranged.
//! The worker and the district of the demonstration accounts are named for them; nobody else finds them.
//! Must never know: under which keys rows stand.

use crate::{
    cast::{Check, Course, Gap, Part},
    dice::Dice,
    person::{Given as Taken, Person},
    place::{Map, RICH_DISTRICT, RICH_OFFICE, Wish},
    staff::Staff,
};
use documents::roster::{Line, Reading};
use domain::{kernel::Role, unit::Unit};
use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};
use service::{Asker, Given, Now, Problem, Service};

/// Where boys serve their term.
const REFORMATORY: &str = "广东省未成年犯管教所";
/// Days from today until each is released.
const RELEASES: [i64; 2] = [45, 20];

/// The boys.
pub(crate) fn persons(today: Date, map: &Map, taken: &mut Taken, dice: &mut Dice) -> Vec<Person> {
    let part = |days: i64| Part {
        sent_on: today,
        release_on: today.saturating_add(days.days()),
        course: Course::Home,
        check: Check::Plain,
        gap: Gap::None,
        wish: Wish::Rich,
        detention: false,
        lives_elsewhere: false,
        juvenile: true,
    };
    RELEASES.map(|days| Person::new(part(days), map, taken, dice)).into()
}

/// They are sent, persons are named for them, and one is prepared for.
pub(crate) async fn play(
    service: &Service,
    staff: &Staff,
    persons: &[Person],
    now: Now,
) -> Result<(), Problem> {
    let Some(place) = reference::organisation::custody(REFORMATORY) else {
        return Err(Problem::Broken("the demonstration has no reformatory".into()));
    };
    let city = staff.asker(Role::City, service.city.code(), 0, now)?;
    let rows = persons.iter().map(|p| {
        let mut row = p.row();
        row.cells.insert(documents::roster::Field::Custody, place.name.to_owned());
        Line::Person(row)
    });
    let reading = Reading { lines: rows.collect(), ..Reading::default() };
    service.import_roster(&city, &Unit::new(place.id), &reading).await?;
    let district = staff.asker(Role::District, RICH_DISTRICT, 0, now)?;
    let worker = staff.asker(Role::OfficeWorker, RICH_OFFICE, 0, now)?;
    let named = json!([district.actor.account, worker.actor.account]);
    for (n, case) in service.sealed_cases(&district).await?.cases.iter().enumerate() {
        service.open_sealed(&district, &case.no, "指定经办人").await?;
        let persons = json!({"accounts": named, "reason": "封存后首次指定"});
        give(service, &district, &case.no, "name-persons", persons).await?;
        if n == 0 {
            let home = json!({"on": now.today, "by": "children_home", "organ": "区儿童福利中心", "contact": "值班室"});
            give(service, &district, &case.no, "arrange-collection", home).await.or_else(unneeded)?;
            service.open_sealed(&worker, &case.no, "信息核查").await?;
            give(service, &worker, &case.no, "verify", json!({"result": "01"})).await?;
        }
    }
    Ok(())
}

/// Who is of age by then or has relatives is fetched as anybody.
fn unneeded(problem: Problem) -> Result<(), Problem> {
    if problem.code() == "no_collection_needed" { Ok(()) } else { Err(problem) }
}

async fn give(
    service: &Service,
    asker: &Asker,
    no: &str,
    command: &str,
    fields: Value,
) -> Result<(), Problem> {
    let version = service.view(asker, no).await?.version;
    let given = Given { if_match: Some(version), idempotency_key: None };
    let fields = fields.as_object().cloned().unwrap_or_default();
    service.give(asker, no, command, &fields, given).await.map(drop)
}
