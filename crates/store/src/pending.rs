//! Files that wait for a yes, and files kept with their receipt: sealed under a key of their own, dropped
//! with it after a while.
//! Must never know: what is in a file.

use crate::{Error, Hand, Result, journal, sql::Unscoped};
use database::{Row as Found, Tx, Value};
use domain::quarantine::Row;

/// A file that waits.
pub struct Pending {
    /// The custodial place whose persons it lists, or the sender's unit.
    pub custody: String,
    /// What was read.
    pub content: Vec<u8>,
}

const NEW: Unscoped = Unscoped::because(
    "the number is random and belongs to the actor who uploaded",
    "INSERT INTO pending_roster (no, subject, actor, custody, content, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
);
const FIND: Unscoped = Unscoped::because(
    "only the actor who uploaded finds it",
    "SELECT subject, custody, content FROM pending_roster WHERE no = $1 AND actor = $2 AND expires_at > $3",
);
const DROP: Unscoped = Unscoped::because(
    "what was confirmed or has expired is dropped",
    "DELETE FROM pending_roster WHERE no = $1 OR expires_at <= $2",
);

const DROP_KEYS: Unscoped = Unscoped::because(
    "what was confirmed or has expired is forgotten with its key",
    "DELETE FROM subject_key WHERE subject IN (SELECT p.subject FROM pending_roster p WHERE p.no = $1 OR p.expires_at <= $2)",
);

const KEPT: Unscoped = Unscoped::because(
    "the number stands in a receipt that was found in scope, or that the program itself goes on with",
    "SELECT subject, custody, content FROM pending_roster WHERE no = $1",
);
const KEEP: Unscoped = Unscoped::because(
    "a file that was said yes to is kept with its receipt",
    "UPDATE pending_roster SET expires_at = $2, actor = '' WHERE no = $1",
);

pub(crate) fn statements() -> Vec<String> {
    [NEW, FIND, DROP, DROP_KEYS, KEPT, KEEP].map(|s| s.text().to_owned()).into()
}

/// Keeps a file until `expires_at`. Its key is a subject of its own, so dropping that forgets it.
pub async fn save(tx: &mut Tx<'_>, hand: &Hand, no: &str, p: &Pending, expires_at: i64) -> Result<()> {
    let holder = journal::new_subject::<Row>(tx, hand, &hand.unit).await?;
    let sealed = holder.seal(hand, no.as_bytes(), &p.content);
    let row: [Value; 6] = [
        no.into(),
        holder.subject.into(),
        hand.actor.as_str().into(),
        p.custody.as_str().into(),
        sealed.into(),
        expires_at.into(),
    ];
    NEW.run(tx, &row).await?;
    Ok(())
}

/// The file of that number, if it is this actor's and has not expired.
pub async fn find(tx: &mut Tx<'_>, hand: &Hand, no: &str) -> Result<Option<Pending>> {
    let params: [Value; 3] = [no.into(), hand.actor.as_str().into(), hand.recorded_at.into()];
    let Some(row) = FIND.one(tx, &params).await? else { return Ok(None) };
    opened(tx, hand, no, &row).await.map(Some)
}

/// The file kept under that number, whoever sent it; none once it was dropped.
pub async fn kept(tx: &mut Tx<'_>, hand: &Hand, no: &str) -> Result<Option<Pending>> {
    let Some(row) = KEPT.one(tx, &[no.into()]).await? else { return Ok(None) };
    opened(tx, hand, no, &row).await.map(Some)
}

/// Keeps a file until that instant; it no longer waits for a yes.
pub async fn keep(tx: &mut Tx<'_>, no: &str, until: i64) -> Result<()> {
    KEEP.run(tx, &[no.into(), until.into()]).await?;
    Ok(())
}

async fn opened(tx: &mut Tx<'_>, hand: &Hand, no: &str, row: &Found) -> Result<Pending> {
    let holder = journal::of_subject::<Row>(tx, hand, row.uuid(0)?, "").await?;
    let content =
        holder.open(no.as_bytes(), row.blob(2)?).map_err(|_| Error::Unreadable("pending roster"))?;
    Ok(Pending { custody: row.text(1)?.to_owned(), content })
}

/// Drops a file, and all that have expired, each with its key.
pub async fn drop_one(tx: &mut Tx<'_>, hand: &Hand, no: &str) -> Result<()> {
    let params: [Value; 2] = [no.into(), hand.recorded_at.into()];
    DROP_KEYS.run(tx, &params).await?;
    DROP.run(tx, &params).await?;
    Ok(())
}
