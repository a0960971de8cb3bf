//! Held rows: seen, mended in place, released into a case, rejected to the sender.

use crate::{
    Asker, Given, Owed, Problem, Receipt, Result, Service,
    case::{fresh, may_give},
    handover,
};
use database::Tx;
use documents::roster::Field;
use domain::{
    command::{FieldError, Spec},
    kernel::Stream,
    quarantine::{COMMANDS, Command, Event, Problem as Wrong, Row},
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use store::{
    Loaded,
    held::Filter,
    page::{Ask, Page},
    rows::HeldRow,
};

/// A held row as its page shows it.
pub struct View {
    /// Version, for answers.
    pub version: i64,
    /// The row.
    pub row: Row,
}

/// A receipt for a row, and the case that it became.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Released {
    /// The receipt.
    #[serde(flatten)]
    pub receipt: Receipt,
    /// Number of the case, when it was released.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
}

impl Service {
    /// Held rows in scope; `fate` is held, released or rejected.
    pub async fn held_rows(&self, asker: &Asker, fate: &str, ask: Ask) -> Result<Page<HeldRow>> {
        self.held_rows_of(asker, fate, Filter::default(), ask).await
    }

    /// The same, of one upload or of one owner.
    pub async fn held_rows_of(
        &self,
        asker: &Asker,
        fate: &str,
        filter: Filter,
        ask: Ask,
    ) -> Result<Page<HeldRow>> {
        self.look(asker, "list", "", "list").await?;
        let (scope, fate) = (asker.scope(), fate.to_owned());
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                Ok(store::held::list(tx, &scope, &fate, &filter, &ask).await?)
            })
            .await
    }

    /// One held row. The look is durable before anything is shown.
    pub async fn held_row(&self, asker: &Asker, no: &str) -> Result<View> {
        let (scope, keys, wanted) = (asker.scope(), self.keys.clone(), no.to_owned());
        let view: View = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let held = store::held::load(tx, &scope, &keys, &wanted).await?.ok_or(Problem::NotFound)?;
                Ok::<_, Problem>(View { version: held.version, row: held.state })
            })
            .await?;
        self.look(asker, "row", no, "obligation").await?;
        Ok(view)
    }

    /// Gives a command to a held row.
    pub async fn give_row(
        &self,
        asker: &Asker,
        no: &str,
        name: &str,
        typed: &Map<String, Value>,
        given: Given,
    ) -> Result<Receipt> {
        let spec = COMMANDS.iter().find(|s| s.name == name).ok_or(Problem::NotFound)?;
        let request = self.request_hash(no, name, typed);
        let (service, asker, no, typed) = (self.clone(), asker.clone(), no.to_owned(), typed.clone());
        self.write(async move |tx: &mut Tx<'_>| {
            if let Some(receipt) = service.answered(tx, &asker, &given, &request).await? {
                return Ok(receipt);
            }
            let scope = asker.scope();
            let mut held =
                store::held::load(tx, &scope, &service.keys, &no).await?.ok_or(Problem::NotFound)?;
            may_give(spec, &asker)?;
            fresh(spec, &given, held.version)?;
            let receipt = service.carry_out(tx, &asker, spec, &no, &mut held, &typed).await?;
            service.keep(tx, &asker, &given, &request, &receipt).await?;
            Ok(receipt)
        })
        .await
    }

    async fn carry_out(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        spec: &Spec,
        no: &str,
        held: &mut Loaded<Row>,
        typed: &Map<String, Value>,
    ) -> Result<Receipt> {
        let fields = spec.read(typed).map_err(Problem::Fields)?;
        let hand = self.hand(asker);
        let events = match spec.name {
            "mend" => held.state.decide(self.mend(tx, held, &fields).await?, &self.ctx(asker))?,
            "reject" => {
                held.state.decide(Command::Reject { reason: text(&fields, "reason") }, &self.ctx(asker))?
            }
            _ => self.let_in(tx, asker, held, &fields).await?,
        };
        let today = asker.now.today;
        let kinds = store::held::append(tx, &hand, held, no, today, events, self.rules()).await?;
        let due = held.state.due(&self.rules, &self.calendar);
        Ok(Receipt {
            no: no.to_owned(),
            version: held.version,
            events: kinds,
            obligations: due.iter().map(Owed::from).collect(),
        })
    }

    /// Releases a row into a case. A confirmed name is recorded first: the row then has no problem left.
    async fn let_in(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        held: &Loaded<Row>,
        fields: &Map<String, Value>,
    ) -> Result<Vec<Event>> {
        // The domain's refusals come first: a settled row must not be released a second time.
        let dry = Command::Release { case_no: String::new(), sealed: false };
        held.state.decide(dry, &self.ctx(asker)).or_else(|r| self.judged_again(held, fields, r))?;
        let same = fields.get("same_person") == Some(&Value::Bool(true));
        let case_no = match self.release(tx, asker, &self.hand(asker), &held.state, same).await? {
            Ok(case_no) => case_no,
            Err(problems) => return Err(Problem::Fields(problems.iter().map(told).collect())),
        };
        let sealed = !self.hidden(tx, [case_no.as_str()]).await?.is_empty();
        let (mut state, mut events) = (held.state.clone(), vec![]);
        if !state.problems.is_empty() {
            let confirmed = Command::Mend { cells: BTreeMap::new(), problems: vec![] };
            events = state.decide(confirmed, &self.ctx(asker))?;
            events.iter().for_each(|event| state.evolve(event));
        }
        events.extend(state.decide(Command::Release { case_no, sealed }, &self.ctx(asker))?);
        Ok(events)
    }

    async fn mend(
        &self,
        tx: &mut Tx<'_>,
        held: &Loaded<Row>,
        fields: &Map<String, Value>,
    ) -> Result<Command> {
        let mut cells = BTreeMap::new();
        for (key, value) in fields.get("cells").and_then(Value::as_object).into_iter().flatten() {
            if Field::from_key(key).is_none() {
                let error =
                    FieldError {
                        field: "cells".into(), code: "unknown_field", message: "没有这一列".into()
                    };
                return Err(Problem::Fields(vec![error]));
            }
            let value = value.as_str().unwrap_or_default();
            if held.state.cells.get(key).map_or("", String::as_str) != value {
                cells.insert(key.clone(), value.to_owned());
            }
        }
        let mut mended = held.state.clone();
        mended.cells.extend(cells.clone());
        let problems = self.problems(tx, &mended.custody, &handover::raw_of(&mended)).await?;
        Ok(Command::Mend { cells, problems })
    }

    /// Problems that depend on what else is kept are judged again on release: another name for a known number
    /// needs a confirmation, another end of a known sentence a changed release date.
    fn judged_again(
        &self,
        held: &Loaded<Row>,
        fields: &Map<String, Value>,
        refusal: domain::kernel::Refusal,
    ) -> std::result::Result<Vec<Event>, domain::kernel::Refusal> {
        let confirmed = fields.get("same_person") == Some(&Value::Bool(true));
        let again = held.state.problems.iter().all(|p| match p.code.as_str() {
            "same_number_other_name" => confirmed,
            "sentence_differs" => true,
            _ => false,
        });
        match refusal.code == "still_wrong" && again {
            true => Ok(vec![]),
            false => Err(refusal),
        }
    }
}

fn text(fields: &Map<String, Value>, key: &str) -> String {
    fields.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn told(p: &Wrong) -> FieldError {
    FieldError {
        field: format!("cells.{}", p.field),
        code: "cell",
        message: format!("{}：{}", p.column, p.message),
    }
}
