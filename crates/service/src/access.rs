//! Signing in: argon2id, lock-out after failures, sessions that expire, a change of password that is forced
//! where somebody else chose it. Only a keyed hash of a session's token is kept.

use crate::{Asker, Now, Problem, Result, Service};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use data_encoding::BASE64URL_NOPAD;
use database::{Tx, Work};
use domain::{
    command::FieldError,
    kernel::{Actor, refuse},
};
use store::{
    account::Credential,
    session::{Held, Session},
};

/// Failures in a row that lock an account.
const FAILURES: i64 = 5;
/// How long it stays locked, milliseconds: fifteen minutes.
const LOCKED: i64 = 15 * 60 * 1000;
/// How long a session lasts at most, milliseconds: twelve hours.
const LASTS: i64 = 12 * 3600 * 1000;
/// A session that was not used for so long ends, milliseconds: one hour.
const IDLE: i64 = 3600 * 1000;
/// Use of a session is noted at most so often, milliseconds: five minutes.
const NOTED: i64 = 5 * 60 * 1000;
/// Shortest password.
pub const SHORTEST: usize = 10;

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Account, role, unit. `None` while nothing was granted.
    pub actor: Option<Actor>,
    /// Account.
    pub login: String,
    /// Name.
    pub name: String,
    /// The token that forms must carry.
    pub csrf: String,
    /// The password must be changed first.
    pub must_change: bool,
}

/// A new session.
pub struct Opened {
    /// The token, known to the client only.
    pub token: String,
    /// End, milliseconds since 1970 UTC.
    pub expires_at: i64,
    /// The password must be changed first.
    pub must_change: bool,
}

impl Service {
    /// The secret of a session under which its browser keeps drafts: it cannot be had from another session's,
    /// and ends with the session because no page gives it any more.
    pub fn draft_secret(&self, csrf: &str) -> String {
        BASE64URL_NOPAD.encode(&self.keys.blind("draft", csrf))
    }

    /// Signs in. Wrong account and wrong password cannot be told apart, by answer or by time.
    pub async fn sign_in(&self, login: &str, password: &str, now: Now) -> Result<Opened> {
        let wanted = login.to_owned();
        let (credential, usable) = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let credential = store::account::credential(tx, &wanted).await?;
                let account = store::account::find(tx, &wanted).await?;
                Ok::<_, Problem>((credential, account.is_some_and(|a| !a.disabled)))
            })
            .await?;
        if let Some(c) = credential.as_ref().filter(|c| c.locked_until > now.millis) {
            return Err(Problem::Locked(c.locked_until));
        }
        let hash = credential.as_ref().map(|c| c.hash.clone());
        let right = verified(hash, password.to_owned()).await?;
        let Some(credential) = credential else { return Err(Problem::SignIn) };
        if !(right && usable) {
            return self.failed(login, credential, now).await;
        }
        self.open(login, credential, now).await
    }

    async fn failed(&self, login: &str, credential: Credential, now: Now) -> Result<Opened> {
        let login = login.to_owned();
        let locked = self
            .write(async move |tx: &mut Tx<'_>| {
                let mut kept = store::account::credential(tx, &login).await?.unwrap_or(credential.clone());
                kept.failures += 1;
                if kept.failures >= FAILURES {
                    (kept.failures, kept.locked_until) = (0, now.millis + LOCKED);
                }
                store::account::save_credential(tx, &login, &kept).await?;
                Ok(kept.locked_until)
            })
            .await?;
        Err(if locked > now.millis { Problem::Locked(locked) } else { Problem::SignIn })
    }

    async fn open(&self, login: &str, credential: Credential, now: Now) -> Result<Opened> {
        let (token, csrf) = (self.secret(), self.secret());
        let expires_at = now.millis + LASTS;
        let must_change = credential.must_change;
        let session = Session { login: login.to_owned(), csrf, expires_at, seen_at: now.millis };
        let (key, login) = (self.token_key(&token), login.to_owned());
        self.write(async move |tx: &mut Tx<'_>| {
            // Guesses made side by side: while this one was verified the others may have locked the account.
            let kept = store::account::credential(tx, &login).await?.ok_or(Problem::SignIn)?;
            if kept.locked_until > now.millis {
                return Err(Problem::Locked(kept.locked_until));
            }
            if kept.hash != credential.hash {
                return Err(Problem::SignIn);
            }
            if kept.failures > 0 {
                let clean = Credential { failures: 0, locked_until: 0, ..kept };
                store::account::save_credential(tx, &login, &clean).await?;
            }
            store::session::sweep(tx, now.millis).await?;
            Ok(store::session::save(tx, &key, &session).await?)
        })
        .await?;
        Ok(Opened { token, expires_at, must_change })
    }

    /// Who is signed in with a token.
    pub async fn signed_in(&self, token: &str, now: Now) -> Result<SignedIn> {
        let key = self.token_key(token);
        let found = self.db.read(Find { key: key.clone() }).await?;
        let Some(Held { session, account, must_change }) = found else { return Err(Problem::SessionEnded) };
        let ended = session.expires_at <= now.millis || session.seen_at + IDLE <= now.millis;
        if account.disabled || ended {
            return Err(Problem::SessionEnded);
        }
        if session.seen_at + NOTED <= now.millis {
            self.write(async move |tx: &mut Tx<'_>| Ok(store::session::seen(tx, &key, now.millis).await?))
                .await?;
        }
        let actor = account.role.zip(account.unit).map(|(role, unit)| Actor {
            account: account.login.clone(),
            name: account.name.clone(),
            role,
            unit,
        });
        Ok(SignedIn { actor, login: account.login, name: account.name, csrf: session.csrf, must_change })
    }

    /// Signs out.
    pub async fn sign_out(&self, token: &str) -> Result<()> {
        let key = self.token_key(token);
        self.write(async move |tx: &mut Tx<'_>| Ok(store::session::end(tx, &key).await?)).await
    }

    /// Changes one's own password; every other session of the account ends.
    pub async fn change_password(&self, login: &str, old: &str, new: &str, now: Now) -> Result<Opened> {
        self.sign_in(login, old, now).await?;
        if let Err(message) = good_password(new, login) {
            return Err(Problem::Fields(vec![FieldError { field: "new".into(), code: "weak", message }]));
        }
        if old == new {
            return Ok(refuse("same_password", "新密码不能与原密码相同")?);
        }
        let hash = self.hash(new.to_owned()).await?;
        let (wanted, login) = (login.to_owned(), login);
        self.write(async move |tx: &mut Tx<'_>| {
            let changed = Credential { hash: hash.clone(), must_change: false, failures: 0, locked_until: 0 };
            store::account::save_credential(tx, &wanted, &changed).await?;
            Ok(store::session::end_all(tx, &wanted).await?)
        })
        .await?;
        self.sign_in(login, new, now).await
    }

    /// Hashes a password on a thread of its own: it takes tens of milliseconds on purpose.
    pub(crate) async fn hash(&self, password: String) -> Result<String> {
        let mut salt = [0; 16];
        self.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill(&mut salt);
        let hashed = tokio::task::spawn_blocking(move || {
            Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).map(|h| h.to_string())
        });
        match hashed.await {
            Ok(Ok(hash)) => Ok(hash),
            _ => Err(Problem::Broken("hash password".into())),
        }
    }

    /// Thirty-two random bytes as text.
    pub(crate) fn secret(&self) -> String {
        let mut bytes = [0; 32];
        self.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill(&mut bytes);
        BASE64URL_NOPAD.encode(&bytes)
    }

    fn token_key(&self, token: &str) -> Vec<u8> {
        self.keys.blind("session", token).to_vec()
    }

    /// An opaque text for a URL that only this account can open again before it expires.
    pub fn seal(&self, asker: &Asker, purpose: &str, content: &str, lasts_millis: i64) -> String {
        let purpose = format!("{purpose}\n{}", asker.actor.account);
        let mut random = self.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let end = asker.now.millis + lasts_millis;
        self.keys.token().seal(purpose.as_bytes(), content.as_bytes(), end, &mut *random)
    }

    /// Opens what [`Service::seal`] made.
    pub fn unseal(&self, asker: &Asker, purpose: &str, text: &str) -> Option<String> {
        let purpose = format!("{purpose}\n{}", asker.actor.account);
        let content = self.keys.token().open(purpose.as_bytes(), text, asker.now.millis).ok()?;
        String::from_utf8(content).ok()
    }
}

/// Reads the session under the hash of a token.
struct Find {
    key: Vec<u8>,
}

impl Work for Find {
    type Out = Option<Held>;
    type Error = Problem;
    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<Held>> {
        Ok(store::session::find(tx, &self.key).await?)
    }
}

/// An account that does not exist costs the same time as one that does.
async fn verified(hash: Option<String>, password: String) -> Result<bool> {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let checked = tokio::task::spawn_blocking(move || {
        let text = hash.as_deref().unwrap_or(NOBODY);
        let Ok(parsed) = PasswordHash::new(text) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
    });
    checked.await.map_err(|_| Problem::Broken("verify password".into()))
}

/// Long enough, not the account's name, not one character over and over.
fn good_password(password: &str, login: &str) -> std::result::Result<(), String> {
    let chars: std::collections::BTreeSet<char> = password.chars().collect();
    if password.chars().count() < SHORTEST {
        return Err(format!("新密码至少 {SHORTEST} 个字符"));
    }
    if password.len() > 200 {
        return Err("新密码太长".into());
    }
    if chars.len() < 5 || password.to_lowercase().contains(&login.to_lowercase()) {
        return Err("新密码太容易猜，请不要用账号名或重复的字符".into());
    }
    Ok(())
}
