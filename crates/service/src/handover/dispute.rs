//! What the bureaus have to decide about verification: twice returned records, disputed corrections, records that
//! may be of one person. Seen by whoever sees the case and stands above the offices (SC-04).
//! Must never know: how it is decided.

use crate::{Asker, Result, Service};
use database::Tx;
use domain::{
    case::Case,
    kernel::{Role, refuse},
};
use store::{
    dispute::Kind,
    page::{Ask, Page},
    rows::Owed,
};

/// The corrections that wait for an answer: (item, what it says).
pub(crate) fn corrections(case: &Case) -> Vec<(String, String)> {
    case.handover.feedback.open().map(|asked| (asked.item.clone(), asked.label())).collect()
}

/// The disputed corrections: (item, what it says).
pub(crate) fn disputes(case: &Case) -> Vec<(String, String)> {
    case.handover.feedback.disputes().map(|(c, _)| (c.asked.item.clone(), c.asked.label())).collect()
}

impl Service {
    /// One page of what is disputed in scope, earliest decision first. One look for the list.
    pub async fn disputes(&self, asker: &Asker, kind: Kind, ask: Ask) -> Result<Page<Owed>> {
        if !matches!(asker.actor.role, Role::City | Role::District) {
            return Ok(refuse("not_your_role", "争议由区局和市局查看和裁定")?);
        }
        self.look(asker, "list", "", "list").await?;
        let scope = asker.scope();
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| Ok(store::dispute::list(tx, &scope, kind, &ask).await?))
            .await
    }
}
