//! Units and their names.

use crate::{Result, sql::Unscoped};
use database::{Tx, Value};

/// A unit as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Code.
    pub code: String,
    /// city, district, office, custody, base.
    pub level: String,
    /// Chinese name.
    pub name: String,
    /// The unit above.
    pub parent: Option<String>,
}

const ALL: Unscoped = Unscoped::because(
    "names of units are public",
    "SELECT code, level, name, parent FROM unit ORDER BY code",
);
const PUT: Unscoped = Unscoped::because(
    "names of units are public",
    "INSERT INTO unit (code, level, name, parent) VALUES ($1, $2, $3, $4) ON CONFLICT (code) DO UPDATE SET level = excluded.level, name = excluded.name, parent = excluded.parent",
);

pub(crate) fn statements() -> Vec<String> {
    [ALL, PUT].map(|s| s.text().to_owned()).into()
}

/// Every unit, by code.
pub async fn all(tx: &mut Tx<'_>) -> Result<Vec<Named>> {
    let found = ALL.query(tx, &[]).await?;
    found
        .iter()
        .map(|r| {
            Ok(Named {
                code: r.text(0)?.to_owned(),
                level: r.text(1)?.to_owned(),
                name: r.text(2)?.to_owned(),
                parent: r.opt_text(3)?.map(str::to_owned),
            })
        })
        .collect()
}

/// Adds or renames a unit.
pub async fn save(tx: &mut Tx<'_>, u: &Named) -> Result<()> {
    let row: [Value; 4] =
        [u.code.as_str().into(), u.level.as_str().into(), u.name.as_str().into(), u.parent.clone().into()];
    PUT.run(tx, &row).await?;
    Ok(())
}
