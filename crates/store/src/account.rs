//! Accounts as their streams say, with what signing in needs.

use crate::{
    Error, Hand, Loaded, Result, Scope, journal,
    page::{Ask, Page},
    sql::{Sql, Unscoped},
};
use database::{Row, Tx, Value};
use domain::{
    account::{
        Account, Event,
        leave::{Colleague, Leave, has_desk},
    },
    kernel::Role,
    unit::Unit,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use vault::Master;

/// An account as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Role, where one was granted.
    pub role: Option<Role>,
    /// Unit of the role.
    pub unit: Option<Unit>,
    /// May not sign in.
    pub disabled: bool,
    /// The leave that was written down last.
    pub leave: Option<Leave>,
    /// Until when he has seen what changed, milliseconds since 1970 UTC.
    pub seen_until: i64,
}

/// What signing in needs.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// argon2id in PHC form.
    pub hash: String,
    /// The password was given by somebody else.
    pub must_change: bool,
    /// Failures in a row.
    pub failures: i64,
    /// Locked until, milliseconds since 1970 UTC.
    pub locked_until: i64,
}

const WORKERS: Sql = Sql::scoped(
    "SELECT v.login, v.name, v.role, v.unit, v.disabled, v.leave_from, v.leave_until, v.stand_in, v.seen_until FROM account v WHERE {scope} AND v.disabled = 0 ORDER BY v.login",
);
const LIST: Unscoped = Unscoped::because(
    "accounts hold no personal data of cases; the service asks for those of the asker's area",
    "SELECT login, name, role, unit, disabled, leave_from, leave_until, stand_in, seen_until FROM account WHERE login > $1 AND (unit IS NULL OR (unit >= $2 AND unit < $3)) AND (CASE WHEN unit IS NULL AND disabled = 0 THEN 1 ELSE 0 END) IN ($4, $5) ORDER BY login LIMIT $6",
);
const COUNT: Unscoped = Unscoped::because(
    "accounts hold no personal data of cases; the service asks for those of the asker's area",
    "SELECT COUNT(*) FROM account WHERE (unit IS NULL OR (unit >= $1 AND unit < $2)) AND (CASE WHEN unit IS NULL AND disabled = 0 THEN 1 ELSE 0 END) IN ($3, $4)",
);
const ROLES: Unscoped = Unscoped::because(
    "tells which roles nobody has yet",
    "SELECT role, COUNT(*) FROM account WHERE disabled = 0 AND role IS NOT NULL GROUP BY role ORDER BY role",
);
const ONE: Unscoped = Unscoped::because(
    "signing in, or an account named by its owner",
    "SELECT login, name, role, unit, disabled, leave_from, leave_until, stand_in, seen_until FROM account WHERE login = $1",
);
const NAMES: Unscoped = Unscoped::because(
    "names of officers stand beside what they recorded",
    "SELECT login, name, role FROM account WHERE login IN ($1, $2, $3, $4, $5, $6, $7, $8)",
);
const STREAM: Unscoped = Unscoped::because(
    "accounts are streams of the instance, guarded by role",
    "SELECT stream FROM account WHERE login = $1",
);
const PUT: Unscoped = Unscoped::because(
    "row of the account just decided upon",
    "INSERT INTO account (login, stream, name, role, unit, disabled, leave_from, leave_until, stand_in, seen_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (login) DO UPDATE SET name = excluded.name, role = excluded.role, unit = excluded.unit, disabled = excluded.disabled, leave_from = excluded.leave_from, leave_until = excluded.leave_until, stand_in = excluded.stand_in, seen_until = excluded.seen_until",
);
const CREDENTIAL: Unscoped = Unscoped::because(
    "signing in",
    "SELECT hash, must_change, failures, locked_until FROM credential WHERE login = $1",
);
const PUT_CREDENTIAL: Unscoped = Unscoped::because(
    "signing in",
    "INSERT INTO credential (login, hash, must_change, failures, locked_until) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (login) DO UPDATE SET hash = excluded.hash, must_change = excluded.must_change, failures = excluded.failures, locked_until = excluded.locked_until",
);

pub(crate) fn statements() -> Vec<String> {
    let mut all = vec![WORKERS.text(&[])];
    all.extend(
        [LIST, COUNT, ROLES, ONE, NAMES, STREAM, PUT, CREDENTIAL, PUT_CREDENTIAL]
            .map(|s| s.text().to_owned()),
    );
    all
}

pub(crate) fn listed(row: &Row) -> Result<Listed> {
    Ok(Listed {
        login: row.text(0)?.to_owned(),
        name: row.text(1)?.to_owned(),
        role: row.opt_text(2)?.and_then(Role::from_word),
        unit: row.opt_text(3)?.map(Unit::new),
        disabled: row.bool(4)?,
        leave: leave(row)?,
        seen_until: row.int(8)?,
    })
}

fn leave(row: &Row) -> Result<Option<Leave>> {
    let (Some(from), Some(until)) = (row.opt_text(5)?, row.opt_text(6)?) else { return Ok(None) };
    let day = |text: &str| text.parse::<Date>().map_err(|_| Error::Unreadable("days of a leave"));
    Ok(Some(Leave { from: day(from)?, until: day(until)?, stand_in: row.opt_text(7)?.map(str::to_owned) }))
}

impl Listed {
    /// As colleagues see him; `None` for who may not be in charge of cases.
    pub fn colleague(&self) -> Option<Colleague> {
        let role = self.role.filter(|role| has_desk(*role) && !self.disabled)?;
        Some(Colleague {
            login: self.login.clone(),
            name: self.name.clone(),
            role,
            leave: self.leave.clone(),
        })
    }
}

/// The accounts of the scope's own unit that may sign in.
pub async fn of_unit(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Listed>> {
    WORKERS.query(tx, scope, &[], []).await?.iter().map(listed).collect()
}

/// Who works at the scope's own office, by login.
pub async fn colleagues(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Colleague>> {
    Ok(of_unit(tx, scope).await?.iter().filter_map(Listed::colleague).collect())
}

/// Which accounts are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All.
    All,
    /// Those that were created and wait for a grant.
    Waiting,
    /// All but those.
    Others,
}

impl Which {
    /// Whether who waits is asked for and whether who does not.
    fn bounds(self) -> [Value; 2] {
        match self {
            Which::All => [0.into(), 1.into()],
            Which::Waiting => [1.into(), 1.into()],
            Which::Others => [0.into(), 0.into()],
        }
    }
}

/// A page of accounts by login: those without a unit and those of units whose codes begin so.
pub async fn list(tx: &mut Tx<'_>, below: &str, which: Which, ask: &Ask) -> Result<Page<Listed>> {
    let after = ask.after.as_ref().map_or("", |(login, _)| login.as_str());
    let limit = i64::try_from(ask.limit + 1).unwrap_or(i64::MAX);
    let area: [Value; 2] = [below.into(), format!("{below}~").into()];
    let filter: Vec<Value> = area.into_iter().chain(which.bounds()).collect();
    let mut params: Vec<Value> = vec![after.into()];
    params.extend(filter.iter().cloned());
    params.push(limit.into());
    let items = LIST.query(tx, &params).await?.iter().map(listed).collect::<Result<Vec<_>>>()?;
    let count = COUNT.one(tx, &filter).await?.map_or(Ok(0), |row| row.int(0))?;
    Ok(Page::cut(items, ask.limit, count, |a| (a.login.clone(), String::new())))
}

/// How many accounts may sign in, by role.
pub async fn by_role(tx: &mut Tx<'_>) -> Result<BTreeMap<Role, i64>> {
    let mut all = BTreeMap::new();
    for row in ROLES.query(tx, &[]).await? {
        if let Some(role) = Role::from_word(row.text(0)?) {
            all.insert(role, row.int(1)?);
        }
    }
    Ok(all)
}

/// One account.
pub async fn find(tx: &mut Tx<'_>, login: &str) -> Result<Option<Listed>> {
    ONE.one(tx, &[login.into()]).await?.as_ref().map(listed).transpose()
}

/// Names of accounts and the roles that they have now; eight with one statement.
pub async fn people(
    tx: &mut Tx<'_>,
    logins: &BTreeSet<&str>,
) -> Result<BTreeMap<String, (String, Option<Role>)>> {
    let mut found = BTreeMap::new();
    for some in logins.iter().copied().collect::<Vec<_>>().chunks(8) {
        let mut slots: Vec<Value> = some.iter().map(|login| Value::from(*login)).collect();
        slots.resize(8, Value::from(""));
        for row in NAMES.query(tx, &slots).await? {
            let role = row.opt_text(2)?.and_then(Role::from_word);
            found.insert(row.text(0)?.to_owned(), (row.text(1)?.to_owned(), role));
        }
    }
    Ok(found)
}

/// Names of accounts.
pub async fn names(tx: &mut Tx<'_>, logins: &BTreeSet<&str>) -> Result<BTreeMap<String, String>> {
    Ok(people(tx, logins).await?.into_iter().map(|(login, (name, _))| (login, name)).collect())
}

/// An account's stream.
pub async fn load(tx: &mut Tx<'_>, keys: &Master, login: &str) -> Result<Option<Loaded<Account>>> {
    match STREAM.one(tx, &[login.into()]).await? {
        Some(row) => journal::load_by_id(tx, keys, row.uuid(0)?).await,
        None => Ok(None),
    }
}

/// Appends events to an account and writes its row.
pub async fn append(
    tx: &mut Tx<'_>,
    hand: &Hand,
    of: &mut Loaded<Account>,
    today: Date,
    events: Vec<Event>,
) -> Result<Vec<String>> {
    let kinds = journal::append(tx, hand, of, today, events).await?;
    put(tx, of).await?;
    Ok(kinds)
}

/// Writes the row of an account.
pub(crate) async fn put(tx: &mut Tx<'_>, of: &Loaded<Account>) -> Result<()> {
    let state = &of.state;
    let (role, unit) = match &state.grant {
        Some((role, unit)) => (Some(role.word().to_owned()), Some(unit.code().to_owned())),
        None => (None, None),
    };
    let leave = state.leave.as_ref();
    let row: [Value; 10] = [
        state.login.as_str().into(),
        of.id.into(),
        state.name.as_str().into(),
        role.into(),
        unit.into(),
        state.disabled.into(),
        leave.map(|l| l.from.to_string()).into(),
        leave.map(|l| l.until.to_string()).into(),
        leave.and_then(|l| l.stand_in.clone()).into(),
        state.seen_until.into(),
    ];
    PUT.run(tx, &row).await?;
    Ok(())
}

/// What signing in needs.
pub async fn credential(tx: &mut Tx<'_>, login: &str) -> Result<Option<Credential>> {
    match CREDENTIAL.one(tx, &[login.into()]).await? {
        Some(row) => Ok(Some(Credential {
            hash: row.text(0)?.to_owned(),
            must_change: row.bool(1)?,
            failures: row.int(2)?,
            locked_until: row.int(3)?,
        })),
        None => Ok(None),
    }
}

/// Keeps what signing in needs.
pub async fn save_credential(tx: &mut Tx<'_>, login: &str, c: &Credential) -> Result<()> {
    let row: [Value; 5] = [
        login.into(),
        c.hash.as_str().into(),
        c.must_change.into(),
        c.failures.into(),
        c.locked_until.into(),
    ];
    PUT_CREDENTIAL.run(tx, &row).await?;
    Ok(())
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credential[redacted]")
    }
}
