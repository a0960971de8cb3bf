//! Receipts by idempotency key: a request that comes twice is carried out once and answered the same.

use crate::{Result, sql::Unscoped};
use database::Tx;

const FIND: Unscoped = Unscoped::because(
    "the key belongs to the actor who asks",
    "SELECT request, answer FROM receipt WHERE actor = $1 AND idempotency_key = $2",
);
const NEW: Unscoped = Unscoped::because(
    "the key belongs to the actor who asks",
    "INSERT INTO receipt (actor, idempotency_key, request, answer, at) VALUES ($1, $2, $3, $4, $5)",
);

pub(crate) fn statements() -> Vec<String> {
    [FIND, NEW].map(|s| s.text().to_owned()).into()
}

/// The hash of the request and the answer given to it.
pub async fn find(tx: &mut Tx<'_>, actor: &str, key: &str) -> Result<Option<(Vec<u8>, String)>> {
    match FIND.one(tx, &[actor.into(), key.into()]).await? {
        Some(row) => Ok(Some((row.blob(0)?.to_vec(), row.text(1)?.to_owned()))),
        None => Ok(None),
    }
}

/// Keeps an answer.
pub async fn save(
    tx: &mut Tx<'_>,
    actor: &str,
    key: &str,
    request: &[u8],
    answer: &str,
    at: i64,
) -> Result<()> {
    NEW.run(tx, &[actor.into(), key.into(), request.to_vec().into(), answer.into(), at.into()]).await?;
    Ok(())
}
