//! A corrected name or number goes to the person's own stream, what was recorded stays known, and the match is
//! run again against everybody known (SC-03). By G5 only the same valid number together with the same name
//! joins two records; whatever is less certain is asked of the bureau that sees both.
//! Must never know: how the answer came in.

use crate::{Asker, Problem, Result, Service};
use database::Tx;
use domain::{
    case::{Case, CaseCommand, CaseEvent},
    handover::{self, Likeness},
    kernel::Stream,
    person::{Command, Person},
    unit::{Level, Unit},
};
use matching::person::{Names, Sameness};
use store::{Hand, Loaded, journal};
use uuid::Uuid;

/// Of one name at most so many persons are compared by birth date.
const NAMESAKES: i64 = 100;
const ANSWERED: &str = "监所答复核查反馈";

/// One work that writes.
struct Work<'w, 't> {
    service: &'w Service,
    tx: &'w mut Tx<'t>,
    asker: &'w Asker,
    hand: &'w Hand,
}

/// What the events of a case mean for persons, inside the same transaction and before the case is written.
/// Further events of the case are added to them.
pub(crate) async fn follow(
    service: &Service,
    tx: &mut Tx<'_>,
    asker: &Asker,
    hand: &Hand,
    case: &Loaded<Case>,
    events: &mut Vec<CaseEvent>,
) -> Result<()> {
    let corrected = handover::corrected_identity(events);
    let decided_same = events.iter().find_map(|event| match event {
        CaseEvent::Handover(handover::Event::LikenessDecided { same: true, no, reason, .. }) => {
            Some((no.clone(), reason.clone()))
        }
        _ => None,
    });
    let mut work = Work { service, tx, asker, hand };
    if let Some((no, reason)) = decided_same {
        let other = store::case::load(work.tx, &asker.scope(), &service.keys, &no).await?;
        let other = other.ok_or(Problem::NotFound)?.subject;
        work.join(case.subject, other, &reason).await?;
    }
    if corrected.name.is_some() || corrected.id_number.is_some() {
        let more = work.correct(case, corrected.name, corrected.id_number).await?;
        events.extend(more);
    }
    Ok(())
}

impl Work<'_, '_> {
    async fn person(&mut self, id: Uuid) -> Result<Loaded<Person>> {
        let found = journal::load_by_id::<Person>(self.tx, &self.service.keys, id).await?;
        found.ok_or_else(|| Problem::Broken("a case without its person".into()))
    }

    async fn give(&mut self, person: &mut Loaded<Person>, command: Command) -> Result<()> {
        let events = person.state.decide(command, &self.service.ctx(self.asker))?;
        let today = self.asker.now.today;
        Ok(store::person::append(self.tx, self.hand, person, today, events).await?)
    }

    /// Corrects the person of the case and answers what else happens to the case because of it.
    async fn correct(
        &mut self,
        case: &Loaded<Case>,
        name: Option<String>,
        id_number: Option<String>,
    ) -> Result<Vec<CaseEvent>> {
        let mut person = self.person(case.subject).await?;
        let group = store::person::group(self.tx, person.id).await?;
        let bearer = match &id_number {
            Some(number) => store::person::find_by_number(self.tx, &self.service.keys, number).await?,
            None => None,
        };
        let bearer = bearer.filter(|b| !group.contains(&b.id));
        // A number that somebody else bears stays his; only whether both are one person is open.
        let id_number = id_number.filter(|_| bearer.is_none());
        let birth_before = person.state.identity.birth;
        let named = name.is_some();
        self.give(&mut person, Command::Correct { name, id_number, reason: ANSWERED.into() }).await?;
        if let Some(bearer) = bearer {
            let known = self.a_case_of(bearer.id).await?;
            if same_name(&bearer.state, &person.state) {
                let reason = "身份号码和姓名都相同";
                self.join(person.id, bearer.id, reason).await?;
                let Some((no, _)) = known else { return Ok(vec![]) };
                let on = self.asker.now.today;
                let decided =
                    handover::Event::LikenessDecided { on, same: true, no, reason: reason.to_owned() };
                return Ok(vec![CaseEvent::Handover(decided)]);
            }
            return match known {
                Some(known) => self.ask(case, known, "number"),
                None => Ok(vec![]),
            };
        }
        if named || person.state.identity.birth != birth_before {
            for other in store::person::find_by_name(self.tx, &person.state.identity.name, NAMESAKES).await? {
                if !group.contains(&other)
                    && self.same_birth(&person.state, other).await?
                    && let Some(known) = self.a_case_of(other).await?
                {
                    return self.ask(case, known, "name");
                }
            }
        }
        Ok(vec![])
    }

    async fn same_birth(&mut self, person: &Person, other: Uuid) -> Result<bool> {
        let other = self.person(other).await?.state.identity;
        Ok(other.birth == person.identity.birth && other.sex == person.identity.sex)
    }

    /// Number and owner of the latest case of a person that another case may name: none that is sealed.
    async fn a_case_of(&mut self, person: Uuid) -> Result<Option<(String, Unit)>> {
        let mut latest = None;
        for id in store::person::cases(self.tx, person).await? {
            let Some(case) = journal::load_by_id::<Case>(self.tx, &self.service.keys, id).await? else {
                continue;
            };
            if case.state.sealed().is_some() {
                continue;
            }
            let ends_on = case.state.handover.sent.ends_on;
            let owner = case.state.owner().cloned().unwrap_or_else(|| self.service.city.clone());
            let found = (ends_on, case.state.handover.sent.no.clone(), owner);
            latest = latest.max(Some(found));
        }
        Ok(latest.map(|(_, no, owner)| (no, owner)))
    }

    /// Asks the lowest bureau above both records.
    fn ask(&self, case: &Loaded<Case>, (no, owner): (String, Unit), by: &str) -> Result<Vec<CaseEvent>> {
        let ladder = case.state.owner().map(Unit::ladder).unwrap_or_default();
        let bureau = ladder.into_iter().find(|unit| unit.level() != Level::Office && unit.covers(&owner));
        let bureau = bureau.unwrap_or_else(|| self.service.city.clone());
        let found = Likeness { on: self.asker.now.today, no, by: by.to_owned(), bureau };
        let command = CaseCommand::Handover(handover::Command::Likeness(found));
        Ok(case.state.decide(command, &self.service.ctx(self.asker))?)
    }

    /// Two records become one person: each is found by all names of both.
    async fn join(&mut self, person: Uuid, with: Uuid, reason: &str) -> Result<()> {
        if store::person::group(self.tx, person).await?.contains(&with) {
            return Ok(());
        }
        let (mut one, mut other) = (self.person(person).await?, self.person(with).await?);
        let names: Vec<String> = one.state.names().chain(other.state.names()).map(str::to_owned).collect();
        for name in &names {
            for of in [&mut one, &mut other] {
                let command = Command::AddName { name: name.clone(), reason: reason.to_owned() };
                self.give(of, command).await?;
            }
        }
        self.give(&mut one, Command::Join { to: with.to_string(), reason: reason.to_owned() }).await
    }
}

fn same_name(known: &Person, given: &Person) -> bool {
    let names = |p: &Person| Names { name: p.identity.name.clone(), former: p.other_names.clone() };
    matches!(matching::person::compare(&names(known), &names(given)), Sameness::Same(_))
}
