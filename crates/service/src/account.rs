//! Accounts: created without rights, granted by the head of a unit, disabled, reset, away for some days.

use crate::{Asker, Problem, Result, Service, case::may_give, feed, leave};
use database::Tx;
use domain::{
    account::{Account, COMMANDS, Command},
    command::Spec,
    kernel::{Role, Stream, refuse},
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use store::{
    account::{Credential, Listed, Which},
    journal,
    page::{Ask, Page},
};

/// What came of a command about an account.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Changed {
    /// The account.
    pub login: String,
    /// Kinds of the events that were recorded.
    pub events: Vec<String>,
    /// A password that works once; shown once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The path of a private calendar; shown once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feed: Option<String>,
}

/// With what the codes of the units begin whose accounts the asker manages.
fn area(asker: &Asker) -> Result<&str> {
    match asker.actor.role {
        Role::OfficeWorker | Role::Prison | Role::Auditor => {
            Ok(refuse("not_your_role", "账号由管理员和单位负责人管理")?)
        }
        // Custodial places have codes of another kind; the city grants them.
        Role::Administrator | Role::City => Ok(""),
        Role::District | Role::OfficeHead => Ok(asker.actor.unit.code()),
    }
}

impl Service {
    /// A page of accounts by login. The administrator and the city see all; other heads those of their area and
    /// those that nobody granted anything yet.
    pub async fn accounts(&self, asker: &Asker, which: Which, ask: Ask) -> Result<Page<Listed>> {
        let below = area(asker)?.to_owned();
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                Ok::<_, Problem>(store::account::list(tx, &below, which, &ask).await?)
            })
            .await
    }

    /// One account, where the asker sees it in the list.
    pub async fn account(&self, asker: &Asker, login: &str) -> Result<Listed> {
        let (below, login) = (area(asker)?.to_owned(), login.to_owned());
        let found = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                Ok::<_, Problem>(
                    store::account::find(tx, &login)
                        .await?
                        .filter(|a| a.unit.as_ref().is_none_or(|unit| unit.code().starts_with(&below))),
                )
            })
            .await?;
        found.ok_or(Problem::NotFound)
    }

    /// How many accounts may sign in, by role.
    pub async fn accounts_by_role(&self, asker: &Asker) -> Result<BTreeMap<Role, i64>> {
        area(asker)?;
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::account::by_role(tx).await?))
            .await
    }

    /// Gives a command about an account; `login` is empty when one is created.
    pub async fn give_account(
        &self,
        asker: &Asker,
        login: &str,
        name: &str,
        typed: &Map<String, Value>,
    ) -> Result<Changed> {
        let spec = COMMANDS.iter().find(|s| s.name == name).ok_or(Problem::NotFound)?;
        may_give(spec, asker)?;
        let mut fields = spec.read(typed).map_err(Problem::Fields)?;
        fields.insert("command".into(), spec.name.into());
        let parsed: Command = serde_json::from_value(Value::Object(fields.clone()))
            .or_else(|_| refuse("bad_command", "填写的内容无法识别，请检查后重试"))?;
        let wanted = match &parsed {
            Command::CreateAccount { login, .. } => login.clone(),
            _ => login.to_owned(),
        };
        self.change(asker, spec, &wanted, fields, parsed).await
    }

    async fn change(
        &self,
        asker: &Asker,
        spec: &'static Spec,
        login: &str,
        fields: Map<String, Value>,
        command: Command,
    ) -> Result<Changed> {
        let fresh_password = matches!(
            command,
            Command::CreateAccount { .. } | Command::ResetPassword | Command::EnableAccount
        );
        let ends_sessions = matches!(
            command,
            Command::DisableAccount { .. } | Command::ResetPassword | Command::Grant { .. }
        );
        let password = fresh_password.then(|| self.secret().chars().take(16).collect::<String>());
        let secret = matches!(command, Command::MakeFeed { .. }).then(|| self.secret());
        let feed_key = secret.as_deref().map(|s| self.feed_key(s));
        let hash = match &password {
            Some(password) => Some(self.hash(password.clone()).await?),
            None => None,
        };
        let (service, asker, login) = (self.clone(), asker.clone(), login.to_owned());
        let (wanted, name) = (login.clone(), spec.name);
        let events = self
            .write(async move |tx: &mut Tx<'_>| {
                let hand = service.hand(&asker);
                let mut account = match store::account::load(tx, &service.keys, &wanted).await? {
                    Some(account) => account,
                    None => journal::new_subject::<Account>(tx, &hand, service.city.code()).await?,
                };
                let mut fields = fields.clone();
                fields.extend(leave::known(tx, name, &account.state).await?);
                let command: Command = serde_json::from_value(Value::Object(fields))
                    .map_err(|_| Problem::Broken(name.into()))?;
                if let Command::Grant { unit, .. } = &command
                    && !service.units.has(unit.code())
                {
                    return Ok(refuse("unknown_unit", "没有这个单位，请从列表中选择")?);
                }
                let before = account.state.clone();
                let events = account.state.decide(command, &service.ctx(&asker))?;
                let kinds = store::account::append(tx, &hand, &mut account, asker.now.today, events).await?;
                feed::follow(tx, &account.state, feed_key.as_deref()).await?;
                leave::follow(&service, tx, &asker, &before, &account.state).await?;
                if let Some(hash) = &hash {
                    let given =
                        Credential { hash: hash.clone(), must_change: true, failures: 0, locked_until: 0 };
                    store::account::save_credential(tx, &wanted, &given).await?;
                }
                if ends_sessions {
                    store::session::end_all(tx, &wanted).await?;
                }
                Ok(kinds)
            })
            .await?;
        Ok(Changed { login, events, password, feed: secret.map(|s| format!("/ics/{s}.ics")) })
    }

    /// Makes an account with a role and a password at once: for the console (`init`, `user add`, the demo).
    pub async fn install(
        &self,
        console: &Asker,
        login: &str,
        name: &str,
        role: Role,
        unit: &str,
    ) -> Result<String> {
        let fields = |pairs: &[(&str, &str)]| -> Map<String, Value> {
            pairs.iter().map(|(k, v)| ((*k).to_owned(), Value::from(*v))).collect()
        };
        let typed = fields(&[("login", login), ("name", name)]);
        let created = self.give_account(console, "", "create-account", &typed).await?;
        let typed = fields(&[("role", role.word()), ("unit", unit)]);
        let granter = Asker {
            actor: domain::kernel::Actor { role: Role::City, ..console.actor.clone() },
            ..console.clone()
        };
        self.give_account(&granter, login, "grant", &typed).await?;
        created.password.ok_or_else(|| Problem::Broken("account without a password".into()))
    }

    /// Sets a password directly: for the console and the demo.
    pub async fn set_password(&self, login: &str, password: &str, must_change: bool) -> Result<()> {
        let hash = self.hash(password.to_owned()).await?;
        let login = login.to_owned();
        self.write(async move |tx: &mut Tx<'_>| {
            let given = Credential { hash: hash.clone(), must_change, failures: 0, locked_until: 0 };
            Ok(store::account::save_credential(tx, &login, &given).await?)
        })
        .await
    }
}
