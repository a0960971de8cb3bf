//! Sessions. Only a keyed hash of the token is kept: who reads the table cannot sign in with it.

use crate::{
    Result,
    account::{self, Listed},
    sql::Unscoped,
};
use database::{Tx, Value};

/// A session as kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Account.
    pub login: String,
    /// Token that forms must carry.
    pub csrf: String,
    /// End, milliseconds since 1970 UTC.
    pub expires_at: i64,
    /// Last seen, milliseconds since 1970 UTC.
    pub seen_at: i64,
}

const NEW: Unscoped = Unscoped::because(
    "signing in",
    "INSERT INTO session (token, login, csrf, expires_at, seen_at) VALUES ($1, $2, $3, $4, $5)",
);
const FIND: Unscoped = Unscoped::because(
    "the token is the proof",
    "SELECT a.login, a.name, a.role, a.unit, a.disabled, a.leave_from, a.leave_until, a.stand_in, a.seen_until, s.csrf, s.expires_at, s.seen_at, COALESCE(c.must_change, 0) FROM session s CROSS JOIN account a LEFT JOIN credential c ON c.login = a.login WHERE s.token = $1 AND a.login = s.login",
);
const SEEN: Unscoped =
    Unscoped::because("the token is the proof", "UPDATE session SET seen_at = $2 WHERE token = $1");
const END: Unscoped = Unscoped::because("the token is the proof", "DELETE FROM session WHERE token = $1");
const END_ALL: Unscoped =
    Unscoped::because("revocation of an account's sessions", "DELETE FROM session WHERE login = $1");
const SWEEP: Unscoped = Unscoped::because(
    "expired sessions are of no use to anybody",
    "DELETE FROM session WHERE expires_at < $1",
);

pub(crate) fn statements() -> Vec<String> {
    [NEW, FIND, SEEN, END, END_ALL, SWEEP].map(|s| s.text().to_owned()).into()
}

/// Keeps a session under the hash of its token.
pub async fn save(tx: &mut Tx<'_>, token: &[u8], s: &Session) -> Result<()> {
    let row: [Value; 5] = [
        token.to_vec().into(),
        s.login.as_str().into(),
        s.csrf.as_str().into(),
        s.expires_at.into(),
        s.seen_at.into(),
    ];
    NEW.run(tx, &row).await?;
    Ok(())
}

/// A session with the account that holds it: every request needs both, so they are read as one.
pub struct Held {
    /// The session.
    pub session: Session,
    /// The account.
    pub account: Listed,
    /// The password must be changed first.
    pub must_change: bool,
}

/// The session under the hash of a token, with its account.
pub async fn find(tx: &mut Tx<'_>, token: &[u8]) -> Result<Option<Held>> {
    let Some(row) = FIND.one(tx, &[token.to_vec().into()]).await? else { return Ok(None) };
    Ok(Some(Held {
        account: account::listed(&row)?,
        session: Session {
            login: row.text(0)?.to_owned(),
            csrf: row.text(9)?.to_owned(),
            expires_at: row.int(10)?,
            seen_at: row.int(11)?,
        },
        must_change: row.bool(12)?,
    }))
}

/// Notes that the session was used.
pub async fn seen(tx: &mut Tx<'_>, token: &[u8], at: i64) -> Result<()> {
    SEEN.run(tx, &[token.to_vec().into(), at.into()]).await?;
    Ok(())
}

/// Ends a session; what its account had opened is closed with it.
pub async fn end(tx: &mut Tx<'_>, token: &[u8]) -> Result<()> {
    if let Some(held) = find(tx, token).await? {
        crate::opened::end(tx, &held.session.login).await?;
    }
    END.run(tx, &[token.to_vec().into()]).await?;
    Ok(())
}

/// Ends every session of an account.
pub async fn end_all(tx: &mut Tx<'_>, login: &str) -> Result<()> {
    crate::opened::end(tx, login).await?;
    END_ALL.run(tx, &[login.into()]).await?;
    Ok(())
}

/// Drops what has expired.
pub async fn sweep(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    SWEEP.run(tx, &[now.into()]).await
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session[redacted]")
    }
}
