//! 待办: what is late, due today, coming; for a bureau also what units below are late with.

mod numbers;

pub use numbers::{Number, Numbers};

use crate::{
    Asker, Result, Service,
    workers::{self, Desk},
};
use database::Tx;
use domain::{
    account::leave::{Colleague, has_desk, responsible},
    kernel::{Actor, Obligation, Role},
};
use jiff::{ToSpan, civil::Date};
use std::collections::BTreeMap;
use store::{
    case, changed,
    narrow::{Group, Narrow},
    obligation::{self, Whose},
    page::{Ask, Page},
    rows::{Listed, Owed},
};

/// How many things one part of the workbench shows; the rest is one click further.
const SHOWN: usize = 30;

/// A unit below a bureau; a city sees districts with their offices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Below {
    /// Code.
    pub unit: String,
    /// Cases that it owns.
    pub cases: i64,
    /// Cases for which it is late with something.
    pub late: i64,
    /// Cases in which it was urged to do something that is still open.
    pub urged: i64,
}

/// What the workbench shows.
pub struct Workbench {
    /// Numbers of people, each with the list that it opens.
    pub numbers: Vec<Numbers>,
    /// Cases that others have written to since the asker last said that he had seen it; counted to a cap.
    pub changed: i64,
    /// Owed until yesterday.
    pub late: Vec<Owed>,
    /// Owed today.
    pub today: Vec<Owed>,
    /// Owed in the next seven days.
    pub soon: Vec<Owed>,
    /// How many things are late, due today, due in the next seven days.
    pub due: [i64; 3],
    /// Releases in the next seven days.
    pub coming_home: Vec<Listed>,
    /// For a bureau: what units below are late with, the latest first.
    pub late_below: Vec<Owed>,
    /// For a bureau: per unit below.
    pub units: Vec<Below>,
    /// For the head of an office: who works there, with what is on his desk.
    pub desks: Vec<Desk>,
    /// For an office: who is away and must be stood in for by the asker today, by account.
    pub stands_in_for: BTreeMap<String, String>,
    /// For the head of an office: leaves without a stand-in.
    pub stand_ins_owed: Vec<Obligation>,
}

/// How much of the unit's workbench.
#[derive(Clone, Copy)]
enum Part {
    Unit,
    Own,
}

impl Service {
    /// The workbench of the asker's unit. One look for the list.
    pub async fn workbench(&self, asker: &Asker) -> Result<Workbench> {
        self.bench(asker, Part::Unit).await
    }

    /// Only what the asker is responsible for today: that of which he is in charge, and that of those for whom
    /// he stands in. Where nobody is in charge of anything it is the workbench of the unit.
    pub async fn own_workbench(&self, asker: &Asker) -> Result<Workbench> {
        self.bench(asker, Part::Own).await
    }

    async fn bench(&self, asker: &Asker, part: Part) -> Result<Workbench> {
        self.look(asker, "list", "", "workbench").await?;
        let asker = asker.clone();
        self.db.read_fn(async move |tx: &mut Tx<'_>| shown(tx, &asker, part).await).await
    }

    /// What the asker's unit owes or may settle, due by a day at the latest.
    pub async fn obligations(&self, asker: &Asker, until: Date, ask: Ask) -> Result<Page<Owed>> {
        self.look(asker, "list", "", "list").await?;
        let scope = asker.scope();
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                Ok(obligation::list(tx, &scope, &Whose::Anybody, until, &ask).await?)
            })
            .await
    }
}

async fn shown(tx: &mut Tx<'_>, asker: &Asker, part: Part) -> Result<Workbench> {
    let (scope, today, actor) = (asker.scope(), asker.now.today, &asker.actor);
    let week = today.saturating_add(7.days());
    let office = has_desk(actor.role);
    let colleagues = match office {
        true => store::account::colleagues(tx, &scope).await?,
        false => vec![],
    };
    let stands_in_for = stood_in_for(actor, &colleagues, today);
    let whose = match part {
        Part::Own if office => acting(actor, &stands_in_for),
        _ => Whose::Anybody,
    };
    let ask = Ask { limit: SHOWN * 3, after: None };
    let owed = obligation::list(tx, &scope, &whose, week, &ask).await?.items;
    let now = today.to_string();
    let some = |keep: &dyn Fn(&Owed) -> bool| -> Vec<Owed> {
        owed.iter().filter(|o| keep(o)).take(SHOWN).cloned().collect()
    };
    let since = crate::changed::since(tx, &actor.account).await?;
    let head = actor.role == Role::OfficeHead;
    let leaves = colleagues.iter().filter(|_| head).filter_map(|c| c.due(&actor.unit, today));
    Ok(Workbench {
        numbers: counted(tx, asker).await?,
        changed: changed::count(tx, &scope, &since).await?,
        late: some(&|o| o.due_on < now),
        today: some(&|o| o.due_on == now),
        soon: some(&|o| o.due_on > now),
        due: obligation::due(tx, &scope, &whose, today, week).await?,
        coming_home: case::coming(tx, &scope, today, week, 30).await?,
        late_below: match is_bureau(actor) {
            true => obligation::late_below(tx, &scope, today, 30).await?,
            false => vec![],
        },
        units: below(tx, asker).await?,
        desks: match head {
            true => workers::desks(tx, asker).await?.all().to_vec(),
            false => vec![],
        },
        stand_ins_owed: leaves.collect(),
        stands_in_for,
    })
}

fn is_bureau(actor: &Actor) -> bool {
    matches!(actor.role, Role::City | Role::District)
}

/// The numbers of the asker's role: one statement for what is owed, one for the cases.
async fn counted(tx: &mut Tx<'_>, asker: &Asker) -> Result<Vec<Numbers>> {
    let mut groups = numbers::wanted(&asker.actor);
    let narrow = |n: &Number| n.codes.narrow(&asker.actor.unit, asker.now.today);
    let wanted: Vec<Narrow> = groups.iter().flat_map(|g| g.all.iter().map(narrow)).collect();
    let counts = store::narrow::numbers(tx, &asker.scope(), &wanted).await?;
    let all = groups.iter_mut().flat_map(|g| g.all.iter_mut());
    all.zip(counts).for_each(|(number, count)| number.count = count);
    Ok(groups)
}

/// Units below a bureau that own cases or owe something late; a city sees districts.
async fn below(tx: &mut Tx<'_>, asker: &Asker) -> Result<Vec<Below>> {
    let (scope, unit) = (asker.scope(), &asker.actor.unit);
    if !is_bureau(&asker.actor) {
        return Ok(vec![]);
    }
    let group = if asker.actor.role == Role::City { Group::District } else { Group::Unit };
    let of = |code: &str| match group {
        Group::District => code.chars().take(6).collect::<String>(),
        Group::Unit => code.to_owned(),
    };
    let mut all = BTreeMap::<String, Below>::new();
    for (owner, cases, _) in case::by_owner(tx, &scope, asker.now.today).await? {
        entry(&mut all, of(&owner)).cases += cases;
    }
    let range = crate::narrow::below(unit);
    for one in store::narrow::below(tx, &scope, &range, group, asker.now.today).await? {
        let found = entry(&mut all, one.unit);
        (found.late, found.urged) = (one.late, one.urged);
    }
    all.remove(unit.code());
    Ok(all.into_values().collect())
}

fn entry(all: &mut BTreeMap<String, Below>, unit: String) -> &mut Below {
    all.entry(unit.clone()).or_insert(Below { unit, cases: 0, late: 0, urged: 0 })
}

/// Colleagues who are away today and whose obligations are the actor's until they are back.
pub(crate) fn stood_in_for(actor: &Actor, colleagues: &[Colleague], today: Date) -> BTreeMap<String, String> {
    let others = colleagues.iter().filter(|c| c.login != actor.account);
    others
        .filter(|c| responsible(&c.login, colleagues, today).is(&actor.account))
        .map(|c| (c.login.clone(), c.name.clone()))
        .collect()
}

/// Whose obligations are his today.
pub(crate) fn acting(actor: &Actor, stands_in_for: &BTreeMap<String, String>) -> Whose {
    let own = std::iter::once(&actor.account);
    Whose::Of(own.chain(stands_in_for.keys()).cloned().collect())
}
