//! What an auditor reads: who recorded what and who looked at what, and when. Envelopes only: payloads stay
//! sealed. Of cases those are listed that the city may see; of any other there is no line, and none of a person
//! who has one: his lines would be older than the case that is seen.
//! Must never know: what was recorded.

use crate::{
    Result, Scope,
    looks::{self, Look},
    sql::{Sql, Unscoped},
};
use database::{Row, Tx, Value};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// From this instant on, milliseconds since 1970 UTC.
    pub from: i64,
    /// Before this instant.
    pub until: i64,
    /// By this account; empty for all.
    pub actor: String,
    /// About the case, account or upload of this number; empty for all.
    pub no: String,
}

/// An event's envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Instant, milliseconds since 1970 UTC.
    pub at: i64,
    /// Account.
    pub actor: String,
    /// For which unit.
    pub unit: String,
    /// Kind of the event.
    pub kind: String,
    /// Civil day on which it happened.
    pub happened_on: String,
    /// Number of the case, name of the account; empty for what has none.
    pub no: String,
    /// The stream's id, as `doctor --prove` takes it.
    pub stream: Uuid,
    /// The version that it made.
    pub version: i64,
}

/// After which line a page begins: instant, stream or server, version or place in the chain.
pub type After = (i64, String, i64);

const ACTS: Sql = Sql::scoped(
    "SELECT e.recorded_at, e.actor, e.unit, e.kind, e.happened_on, COALESCE(v.no, a.login, ''), e.stream, e.version FROM event e JOIN stream s ON s.id = e.stream LEFT JOIN visible v ON v.stream = e.stream AND {scope} LEFT JOIN account a ON a.stream = e.stream WHERE e.recorded_at >= $2 AND e.recorded_at < $3 AND (e.recorded_at, e.stream, e.version) < ($4, $5, $6) AND ($7 = '' OR e.actor = $7) AND ($8 = '' OR v.no = $8 OR a.login = $8) AND (s.kind <> 'case' OR v.no IS NOT NULL) AND (s.kind <> 'person' OR NOT EXISTS (SELECT 1 FROM stream c LEFT JOIN visible w ON w.stream = c.id AND w.unit = $1 WHERE c.subject = s.subject AND c.kind = 'case' AND w.no IS NULL)) ORDER BY e.recorded_at DESC, e.stream DESC, e.version DESC LIMIT $9",
);
const LOOKED: Unscoped = Unscoped::because(
    "an auditor reads the looks of the whole city; the service cuts them to cases the city may see",
    "SELECT day, at, actor, unit, what, no, reason, server, seq FROM look WHERE at >= $1 AND at < $2 AND (at, server, seq) < ($3, $4, $5) AND ($6 = '' OR actor = $6) AND ($7 = '' OR no = $7) ORDER BY at DESC, server DESC, seq DESC LIMIT $8",
);
/// As many numbers as a page has lines.
const SEEN: Sql = Sql::scoped(
    "SELECT v.no FROM visible v WHERE {scope} AND v.no IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41)",
);

/// Lines of a page.
pub const LINES: usize = 40;

pub(crate) fn statements() -> Vec<String> {
    vec![ACTS.text(&[]), LOOKED.text().to_owned(), SEEN.text(&[])]
}

/// What was recorded, the latest first; one line more than a page has tells that there are others. Of cases
/// and persons only those in scope, which is the city's.
pub async fn acts(
    tx: &mut Tx<'_>,
    scope: &Scope,
    wanted: &Wanted,
    after: Option<&After>,
) -> Result<Vec<Act>> {
    let (at, stream, version) = after.cloned().unwrap_or((i64::MAX, Uuid::max().to_string(), i64::MAX));
    let stream = Uuid::parse_str(&stream).unwrap_or(Uuid::nil());
    let params: [Value; 8] = [
        wanted.from.into(),
        wanted.until.into(),
        at.into(),
        stream.into(),
        version.into(),
        wanted.actor.as_str().into(),
        wanted.no.as_str().into(),
        limit().into(),
    ];
    ACTS.query(tx, scope, &[], params).await?.iter().map(act).collect()
}

/// Who looked, the latest first, each with the place after which the next page begins.
pub async fn looked(tx: &mut Tx<'_>, wanted: &Wanted, after: Option<&After>) -> Result<Vec<(Look, After)>> {
    let (at, server, seq) = after.cloned().unwrap_or((i64::MAX, String::new(), 0));
    let params: [Value; 8] = [
        wanted.from.into(),
        wanted.until.into(),
        at.into(),
        server.into(),
        seq.into(),
        wanted.actor.as_str().into(),
        wanted.no.as_str().into(),
        limit().into(),
    ];
    let line = |row: &Row| {
        let look = looks::look(row)?;
        let place = (look.at, row.text(7)?.to_owned(), row.int(8)?);
        Ok((look, place))
    };
    LOOKED.query(tx, &params).await?.iter().map(line).collect()
}

/// Which of these numbers are cases in scope; at most [`LINES`] are asked for.
pub async fn seen(tx: &mut Tx<'_>, scope: &Scope, numbers: &BTreeSet<String>) -> Result<BTreeSet<String>> {
    let padded = numbers.iter().map(String::as_str).chain(std::iter::repeat("")).take(LINES);
    let found = SEEN.query(tx, scope, &[], padded.map(Value::from)).await?;
    found.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
}

fn limit() -> i64 {
    i64::try_from(LINES + 1).unwrap_or(i64::MAX)
}

fn act(row: &Row) -> Result<Act> {
    let text = |i| row.text(i).map(str::to_owned);
    Ok(Act {
        at: row.int(0)?,
        actor: text(1)?,
        unit: text(2)?,
        kind: text(3)?,
        happened_on: text(4)?,
        no: text(5)?,
        stream: row.uuid(6)?,
        version: row.int(7)?,
    })
}
