//! The proof of one event: its envelope, its link in the chain, the head, the anchors that cover it. What was
//! recorded is not told.
//! Must never know: payloads beyond that they can be opened.

use super::Means;
use crate::{
    Result, Scope, anchor, journal,
    sql::{Sql, Unscoped},
};
use database::Tx;
use domain::{
    account::Account,
    base::Bed,
    case::Case,
    kernel::{Recorded, Stream},
    person::Person,
    quarantine,
    rulebook::Rulebook,
};
use uuid::Uuid;

/// What could be proven of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The stream.
    pub stream: Uuid,
    /// What kind of stream.
    pub of: String,
    /// Version of the event.
    pub version: i64,
    /// Its kind.
    pub kind: String,
    /// When it was recorded, milliseconds since 1970 UTC.
    pub recorded_at: i64,
    /// By which account.
    pub actor: String,
    /// For which unit.
    pub unit: String,
    /// The link as kept.
    pub link: [u8; 32],
    /// The link as it follows from the event and the link before it.
    pub computed: [u8; 32],
    /// Events of the stream.
    pub length: i64,
    /// Every link of the stream fits and the last one is the head kept beside the state.
    pub chained: bool,
    /// Anchors taken since it was recorded, and whether each still holds.
    pub anchors: Vec<(i64, bool)>,
}

impl Proof {
    /// Nothing speaks against it.
    pub fn holds(&self) -> bool {
        self.link == self.computed && self.chained && self.anchors.iter().all(|(_, holds)| *holds)
    }
}

const OF_CASE: Sql = Sql::scoped("SELECT v.stream FROM visible v WHERE {scope} AND v.no = $2");
const KIND: Unscoped = Unscoped::because("doctor proves one stream", "SELECT kind FROM stream WHERE id = $1");

pub(super) fn statements() -> Vec<String> {
    vec![OF_CASE.text(&[]), KIND.text().to_owned()]
}

/// The stream of a case in scope.
pub async fn stream_of(tx: &mut Tx<'_>, scope: &Scope, no: &str) -> Result<Option<Uuid>> {
    OF_CASE.query(tx, scope, &[], [no.into()]).await?.first().map(|row| Ok(row.uuid(0)?)).transpose()
}

/// The proof of the event with that version of a stream; `None` where there is no such event.
pub async fn prove(tx: &mut Tx<'_>, means: &Means<'_>, stream: Uuid, version: i64) -> Result<Option<Proof>> {
    let Some(row) = KIND.one(tx, &[stream.into()]).await? else { return Ok(None) };
    let kind = row.text(0)?.to_owned();
    let proof = match kind.as_str() {
        Case::KIND => of::<Case>(tx, means, stream, version).await?,
        Person::KIND => of::<Person>(tx, means, stream, version).await?,
        quarantine::Row::KIND => of::<quarantine::Row>(tx, means, stream, version).await?,
        Account::KIND => of::<Account>(tx, means, stream, version).await?,
        Bed::KIND => of::<Bed>(tx, means, stream, version).await?,
        Rulebook::KIND => of::<Rulebook>(tx, means, stream, version).await?,
        _ => None,
    };
    let Some(mut proof) = proof else { return Ok(None) };
    for kept in means.anchors.iter().filter(|a| a.at >= proof.recorded_at) {
        let holds = anchor::take(tx, means.keys, kept.at).await? == *kept;
        proof.anchors.push((kept.at, holds));
    }
    Ok(Some(proof))
}

async fn of<S: Stream>(
    tx: &mut Tx<'_>,
    means: &Means<'_>,
    stream: Uuid,
    version: i64,
) -> Result<Option<Proof>> {
    let Some(loaded) = journal::load_by_id::<S>(tx, means.keys, stream).await? else { return Ok(None) };
    let past = journal::history::<S>(tx, &loaded).await?;
    let linked = past.iter().zip(1..).all(|(p, n)| p.version == n && p.link == p.computed);
    let headed = past.last().is_some_and(|p| p.computed == loaded.head() && p.version == loaded.version);
    Ok(past.into_iter().find(|p| p.version == version).map(|p| Proof {
        stream,
        of: S::KIND.to_owned(),
        version,
        kind: p.event.kind(),
        recorded_at: p.recorded_at,
        actor: p.actor,
        unit: p.unit,
        link: p.link,
        computed: p.computed,
        length: loaded.version,
        chained: linked && headed,
        anchors: vec![],
    }))
}
