//! 变动: what others recorded in the asker's cases since he last said that he had seen it. The mark is kept in his
//! account and moved by him alone; opening the list does not move it.
//! Must never know: what an event means.

use crate::{Asker, Problem, Result, Service, case::may_give};
use database::Tx;
use domain::{
    account::{self, Account},
    command::{FieldError, Kind, Spec, must},
    kernel::{Role, Stream},
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use store::{
    changed::{self, Changed, Since},
    page::{Ask, Page},
};

/// Everything until an instant has been seen.
pub const SEE: Spec = Spec {
    name: "see-changes",
    title: "都看过了",
    help: "把清单里的变动记为看过。清单打开以后又有的变动不算，下次还会列出来。",
    who: &[Role::City, Role::District, Role::OfficeHead, Role::OfficeWorker, Role::Prison],
    answers: false,
    fields: &[must("until", "看到哪个时刻为止", Kind::Text(20), "清单里的 until，原样送回")],
};

/// Cases that changed.
pub struct Changes {
    /// One page of them.
    pub page: Page<Changed>,
    /// Names of who recorded it.
    pub names: BTreeMap<String, String>,
    /// Since when, milliseconds since 1970 UTC; 0 where nothing was ever marked.
    pub since: i64,
    /// Until when this list tells; given back to mark it as seen.
    pub until: i64,
}

impl Service {
    /// One page of what changed. One look for the list.
    pub async fn changes(&self, asker: &Asker, ask: Ask) -> Result<Changes> {
        may_give(&SEE, asker)?;
        self.look(asker, "list", "", "changed").await?;
        let (scope, keys, until) = (asker.scope(), self.keys.clone(), asker.now.millis);
        let account = asker.actor.account.clone();
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let since = since(tx, &account).await?;
                let page = changed::list(tx, &scope, &keys, &since, &ask).await?;
                let actors: BTreeSet<&str> = page.items.iter().map(|c| c.actor.as_str()).collect();
                let names = store::account::names(tx, &actors).await?;
                Ok::<_, Problem>(Changes { page, names, since: since.instant, until })
            })
            .await
    }

    /// Marks what a list told as seen. An instant that has not come is taken as now.
    pub async fn see_changes(&self, asker: &Asker, typed: &Map<String, Value>) -> Result<()> {
        may_give(&SEE, asker)?;
        let fields = SEE.read(typed).map_err(Problem::Fields)?;
        let until = fields.get("until").and_then(Value::as_str).and_then(|text| text.parse::<i64>().ok());
        let Some(until) = until.filter(|until| *until >= 0) else {
            let message = "时刻无法识别，请刷新清单后再点“都看过了”".to_owned();
            let error = FieldError { field: "until".into(), code: "bad_instant", message };
            return Err(Problem::Fields(vec![error]));
        };
        let until = until.min(asker.now.millis);
        let (service, asker) = (self.clone(), asker.clone());
        self.write(async move |tx: &mut Tx<'_>| {
            let own = store::account::load(tx, &service.keys, &asker.actor.account).await?;
            let mut own: store::Loaded<Account> = own.ok_or(Problem::NotFound)?;
            let command = account::Command::SeeChanges { until };
            let events = own.state.decide(command, &service.ctx(&asker))?;
            let hand = service.hand(&asker);
            store::account::append(tx, &hand, &mut own, asker.now.today, events).await?;
            Ok(())
        })
        .await
    }
}

/// Until when the account has seen what changed.
pub(crate) async fn since(tx: &mut Tx<'_>, account: &str) -> Result<Since> {
    let instant = store::account::find(tx, account).await?.map_or(0, |a| a.seen_until);
    Ok(Since { account: account.to_owned(), instant })
}
