//! The private address of a calendar: whoever knows it fetches numbers by day, without names and without signing
//! in. Only a keyed hash of its secret is kept; it dies with the account's rights.
//! Must never know: the format in which the numbers travel.

use crate::{
    Asker, Now, Problem, Result, Service,
    calendar::{Ahead, Part},
};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use database::Tx;
use domain::{
    account::{Account, feed::Feed},
    kernel::Actor,
};
use jiff::{ToSpan, civil::Date};

/// So many days before today and after it are shown.
const BACK: i64 = 7;
const AHEAD: i64 = 60;
/// So many characters has a secret of 32 bytes.
const LENGTH: usize = 43;

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fed {
    /// The numbers.
    pub ahead: Ahead,
    /// Only what the account is responsible for itself.
    pub part: Part,
    /// Distinguishes the events of this calendar from those of others; the same for ever, and tells nothing.
    pub mark: String,
}

impl Service {
    /// What a secret address leads to. A wrong one, a revoked one and one of an account that may not sign in
    /// cannot be told apart. One look for the list, in the name of the account.
    pub async fn feed(&self, secret: &str, now: Now) -> Result<Fed> {
        let well_formed = secret.len() == LENGTH && BASE64URL_NOPAD.decode(secret.as_bytes()).is_ok();
        if !well_formed {
            return Err(Problem::NotFound);
        }
        let key = self.feed_key(secret);
        let found = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::feed::find(tx, &key).await?))
            .await?;
        let (account, own) = found.filter(|(a, _)| !a.disabled).ok_or(Problem::NotFound)?;
        let (role, unit) = account.role.zip(account.unit).ok_or(Problem::NotFound)?;
        let actor = Actor { account: account.login, name: account.name, role, unit };
        let part = if own { Part::Own } else { Part::Unit };
        let mark = self.keys.blind("feed mark", &actor.account);
        let ahead = self.ahead(&Asker { actor, now }, part, reach(now.today)).await?;
        Ok(Fed { ahead, part, mark: HEXLOWER.encode(&mark[..8]) })
    }

    /// The asker's own address as his account tells of it: when it was made and what it shows.
    pub async fn own_feed(&self, asker: &Asker) -> Result<Option<Feed>> {
        if !asker.actor.role.sees_files() {
            return Err(Problem::NotFound);
        }
        let (keys, login) = (std::sync::Arc::clone(&self.keys), asker.actor.account.clone());
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let account = store::account::load(tx, &keys, &login).await?;
                Ok(account.and_then(|a| a.state.feed))
            })
            .await
    }

    pub(crate) fn feed_key(&self, secret: &str) -> Vec<u8> {
        self.keys.blind("feed", secret).to_vec()
    }
}

/// The row follows the account: a new secret where one was made, none where there is no address any more.
pub(crate) async fn follow(tx: &mut Tx<'_>, of: &Account, new_key: Option<&[u8]>) -> Result<()> {
    match (&of.feed, new_key) {
        (None, _) => store::feed::end(tx, &of.login).await?,
        (Some(feed), Some(key)) => store::feed::save(tx, &of.login, key, feed.own).await?,
        (Some(_), None) => {}
    }
    Ok(())
}

/// How far back and ahead a feed reaches on a day.
fn reach(today: Date) -> (Date, Date) {
    (today.saturating_sub(BACK.days()), today.saturating_add(AHEAD.days()))
}
