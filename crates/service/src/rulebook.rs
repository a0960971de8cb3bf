//! 规则包: what a pack would change, shown before it is accepted; accepted together with every obligation
//! that it moves, in one commit. Other servers on the same database notice at their next write.
//! Must never know: what a rule means.

use crate::{Asker, Problem, Result, Service, case::may_give};
use database::Tx;
use domain::{
    kernel::{Stream, refuse},
    rulebook::{ACCEPT, Accept, PREVIEW, Rulebook, readable},
    rules::{Item, Pack, Rules},
};
use serde_json::{Map, Value};
use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};
use store::{
    journal,
    rulebook::{self, Moved},
};

/// The rules in force, shared by every clone of a [`Service`].
pub(crate) struct Book(RwLock<Arc<Rules>>);

impl Book {
    pub(crate) fn new(rules: Rules) -> Book {
        Book(RwLock::new(Arc::new(rules)))
    }

    pub(crate) fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn replace(&self, rules: Rules) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(rules);
    }
}

/// What a pack changes.
pub struct Effect {
    /// The pack, with what it does not name taken from the one before.
    pub pack: Pack,
    /// Rules whose value, source or confidence differs: before and after.
    pub rules: Vec<(Item, Item)>,
    /// Obligations that move, as far as the asker sees their cases; at most [`SHOWN`].
    pub moved: Vec<Moved>,
    /// How many obligations move, for each rule.
    pub by_rule: BTreeMap<String, usize>,
}

/// So many moved obligations are listed; the numbers count all.
pub const SHOWN: usize = 200;

impl Service {
    /// What a pack would change. Nothing is written.
    pub async fn rules_effect(&self, asker: &Asker, typed: &Map<String, Value>) -> Result<Effect> {
        may_give(&PREVIEW, asker)?;
        let fields = PREVIEW.read(typed).map_err(Problem::Fields)?;
        let pack = fields.get("pack").and_then(Value::as_str).unwrap_or_default();
        let rules = readable(&self.rules, pack)?;
        self.look(asker, "list", "", "rules").await?;
        let (service, asker) = (self.clone(), asker.clone());
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let both = (&*service.rules, &rules);
                let moved = rulebook::renew(tx, &service.keys, both, &service.calendar, false).await?;
                Ok::<_, Problem>(effect(&service.rules, &rules, moved, &asker))
            })
            .await
    }

    /// Accepts a pack and writes every obligation that it moves.
    pub async fn accept_rules(&self, asker: &Asker, typed: &Map<String, Value>) -> Result<Effect> {
        may_give(&ACCEPT, asker)?;
        let fields = Value::Object(ACCEPT.read(typed).map_err(Problem::Fields)?);
        let (service, asker) = (self.clone(), asker.clone());
        let (effect, rules) = self
            .write(async move |tx: &mut Tx<'_>| {
                let accept: Accept = serde_json::from_value(fields.clone())
                    .or_else(|_| refuse("bad_command", "填写的内容无法识别，请检查后重试"))?;
                let (hand, city) = (service.hand(&asker), service.city.code());
                let mut book = match rulebook::load(tx, &service.keys, city).await? {
                    Some(book) => book,
                    None => journal::new_subject::<Rulebook>(tx, &hand, city).await?,
                };
                let events = book.state.decide(accept, &service.ctx(&asker))?;
                rulebook::append(tx, &hand, &mut book, city, asker.now.today, events).await?;
                let rules = in_force(&book.state)?;
                let both = (&*service.rules, &rules);
                let moved = rulebook::renew(tx, &service.keys, both, &service.calendar, true).await?;
                Ok((effect(&service.rules, &rules, moved, &asker), rules))
            })
            .await?;
        self.book.replace(rules);
        Ok(effect)
    }

    /// How many packs were accepted on top of the one that the product brings.
    pub fn packs_accepted(&self) -> usize {
        self.rules.accepted()
    }

    /// Nothing is written by rules that are no longer in force: takes the present ones and loses the race.
    pub(crate) async fn by_present_rules(&self, tx: &mut Tx<'_>) -> Result<()> {
        if rulebook::packs(tx, self.city.code()).await? == self.packs_accepted() {
            return Ok(());
        }
        self.book.replace(kept_rules(tx, self).await?);
        Err(Problem::Raced)
    }

    /// Reads the packs that were accepted, at start.
    pub(crate) async fn with_kept_rules(self) -> Result<Service> {
        let service = self.clone();
        let rules = self.db.read_fn(async move |tx: &mut Tx<'_>| kept_rules(tx, &service).await).await?;
        self.book.replace(rules);
        Ok(self.clone())
    }
}

async fn kept_rules(tx: &mut Tx<'_>, service: &Service) -> Result<Rules> {
    match rulebook::load(tx, &service.keys, service.city.code()).await? {
        Some(book) => in_force(&book.state),
        None => Ok(Rules::builtin()),
    }
}

fn in_force(book: &Rulebook) -> Result<Rules> {
    book.rules().map_err(|_| Problem::Broken("read an accepted rule pack".into()))
}

fn effect(before: &Rules, after: &Rules, moved: Vec<Moved>, asker: &Asker) -> Effect {
    let newest = |rules: &Rules| rules.packs()[rules.packs().len() - 1].clone();
    let (old, pack) = (newest(before), newest(after));
    let pairs = pack.items().map(|item| (old.item(item.rule).clone(), item.clone()));
    let rules = pairs.filter(|(old, new)| old != new).collect();
    let mut by_rule = BTreeMap::new();
    for m in &moved {
        *by_rule.entry(m.owed.rule.clone()).or_insert(0) += 1;
    }
    let scope = asker.scope();
    let seen = |m: &Moved| m.units.contains(scope.unit().code());
    let moved = moved.into_iter().filter(seen).take(SHOWN).collect();
    Effect { pack, rules, moved, by_rule }
}
