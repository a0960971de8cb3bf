//! Sealed cases that an account has opened with a reason, and until when that counts. The reason itself is a look.
//! Must never know: why.

use crate::{Result, sql::Unscoped};
use database::Tx;

const PUT: Unscoped = Unscoped::because(
    "the case was just found through a key of the account that opens it",
    "INSERT INTO opened (account, no, until) VALUES ($1, $2, $3) ON CONFLICT (account, no) DO UPDATE SET until = excluded.until",
);
const OPEN: Unscoped = Unscoped::because(
    "the case was just found through a key of the account that asks",
    "SELECT until FROM opened WHERE account = $1 AND no = $2",
);
const END: Unscoped =
    Unscoped::because("an account that signs out opens again", "DELETE FROM opened WHERE account = $1");
const SWEEP: Unscoped =
    Unscoped::because("what is over is of no use to anybody", "DELETE FROM opened WHERE until <= $1");

pub(crate) fn statements() -> Vec<String> {
    [PUT, OPEN, END, SWEEP].map(|s| s.text().to_owned()).into()
}

/// The account has opened the case: good until an instant. What is over by now is forgotten.
pub async fn put(tx: &mut Tx<'_>, account: &str, no: &str, now: i64, until: i64) -> Result<()> {
    SWEEP.run(tx, &[now.into()]).await?;
    PUT.run(tx, &[account.into(), no.into(), until.into()]).await?;
    Ok(())
}

/// Whether the account has opened the case and that still counts.
pub async fn is_open(tx: &mut Tx<'_>, account: &str, no: &str, now: i64) -> Result<bool> {
    let row = OPEN.one(tx, &[account.into(), no.into()]).await?;
    Ok(row.map_or(Ok(0), |row| row.int(0))? > now)
}

/// Nothing is open to the account any more.
pub async fn end(tx: &mut Tx<'_>, account: &str) -> Result<()> {
    END.run(tx, &[account.into()]).await?;
    Ok(())
}
