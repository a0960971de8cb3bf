//! Files that were previewed and wait for a yes: sealed under a key of their own, dropped after a while.

use crate::{Error, Hand, Result, journal, sql::Unscoped};
use database::{Tx, Value};
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

pub(crate) fn statements() -> Vec<String> {
    [NEW, FIND, DROP, DROP_KEYS].map(|s| s.text().to_owned()).into()
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
    let holder = journal::of_subject::<Row>(tx, hand, row.uuid(0)?, "").await?;
    let content =
        holder.open(no.as_bytes(), row.blob(2)?).map_err(|_| Error::Unreadable("pending roster"))?;
    Ok(Some(Pending { custody: row.text(1)?.to_owned(), content }))
}

/// Drops a file, and all that have expired, each with its key.
pub async fn drop_one(tx: &mut Tx<'_>, hand: &Hand, no: &str) -> Result<()> {
    let params: [Value; 2] = [no.into(), hand.recorded_at.into()];
    DROP_KEYS.run(tx, &params).await?;
    DROP.run(tx, &params).await?;
    Ok(())
}
