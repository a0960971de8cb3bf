//! The private addresses of calendars: a keyed hash of the secret beside the account. Who reads the table cannot
//! fetch a calendar with it.
//! Must never know: what a calendar shows.

use crate::{
    Result,
    account::{self, Listed},
    sql::Unscoped,
};
use database::Tx;
use domain::account::Account;

const PUT: Unscoped = Unscoped::because(
    "the owner's own address",
    "INSERT INTO feed (login, secret, own) VALUES ($1, $2, $3) ON CONFLICT (login) DO UPDATE SET secret = excluded.secret, own = excluded.own",
);
const DROP: Unscoped = Unscoped::because("the row follows the account", "DELETE FROM feed WHERE login = $1");
const FIND: Unscoped = Unscoped::because(
    "the secret is the proof",
    "SELECT a.login, a.name, a.role, a.unit, a.disabled, a.leave_from, a.leave_until, a.stand_in, f.own FROM feed f CROSS JOIN account a WHERE f.secret = $1 AND a.login = f.login",
);
const KEPT: Unscoped =
    Unscoped::because("doctor compares every row", "SELECT own FROM feed WHERE login = $1");

pub(crate) fn statements() -> Vec<String> {
    [PUT, DROP, FIND, KEPT].map(|s| s.text().to_owned()).into()
}

/// Keeps the address of an account under the hash of its secret, in the place of one before.
pub async fn save(tx: &mut Tx<'_>, login: &str, secret: &[u8], own: bool) -> Result<()> {
    PUT.run(tx, &[login.into(), secret.to_vec().into(), own.into()]).await?;
    Ok(())
}

/// The account has no address any more.
pub async fn end(tx: &mut Tx<'_>, login: &str) -> Result<()> {
    DROP.run(tx, &[login.into()]).await?;
    Ok(())
}

/// The account behind the hash of a secret, and whether its calendar shows only what is its own.
pub async fn find(tx: &mut Tx<'_>, secret: &[u8]) -> Result<Option<(Listed, bool)>> {
    match FIND.one(tx, &[secret.to_vec().into()]).await? {
        Some(row) => Ok(Some((account::listed(&row)?, row.bool(8)?))),
        None => Ok(None),
    }
}

/// Doctor's part: there is a row exactly where the account says so.
pub(crate) async fn holds(tx: &mut Tx<'_>, of: &Account) -> Result<bool> {
    let kept = KEPT.one(tx, &[of.login.as_str().into()]).await?;
    let kept = kept.map(|row| row.bool(0)).transpose()?;
    Ok(kept == of.feed.as_ref().map(|f| f.own))
}
