//! The people at the desks: one account a role for whoever looks at the demonstration, and a head and a
//! worker for each office that has people, so that every case can be given to somebody.
//! Names are invented. Must never know: cases.

use crate::{
    Account,
    dice::Dice,
    names::Names,
    place::{Map, RICH_DISTRICT, RICH_OFFICE},
    sentence::RICH_PRISON,
};
use domain::{
    kernel::{Actor, Role},
    unit::Unit,
};
use service::{Asker, Now, Problem, Service};
use std::collections::HashMap;

/// Everybody who works.
pub(crate) struct Staff {
    accounts: Vec<Account>,
    by_unit: HashMap<(Role, String), Vec<usize>>,
}

impl Staff {
    /// Who works where.
    pub(crate) fn of(map: &Map, service: &Service, password: &str, dice: &mut Dice) -> Staff {
        let city = service.city.code();
        let mut wanted = vec![
            (Role::City, "city".to_owned(), city.to_owned()),
            (Role::District, "district".to_owned(), RICH_DISTRICT.to_owned()),
            (Role::OfficeHead, "head".to_owned(), RICH_OFFICE.to_owned()),
            (Role::OfficeWorker, "worker".to_owned(), RICH_OFFICE.to_owned()),
            (Role::Prison, "prison".to_owned(), RICH_PRISON.to_owned()),
            (Role::Administrator, "admin".to_owned(), city.to_owned()),
            (Role::Auditor, "auditor".to_owned(), city.to_owned()),
            (Role::OfficeWorker, "worker2".to_owned(), RICH_OFFICE.to_owned()),
            (Role::OfficeWorker, "worker3".to_owned(), RICH_OFFICE.to_owned()),
        ];
        for district in reference::office::districts(city).iter().filter(|d| d.code != RICH_DISTRICT) {
            wanted.push((Role::District, format!("d{}", district.code), district.code.to_owned()));
        }
        for office in map.offices().iter().filter(|o| o.street_code != RICH_OFFICE) {
            let code = office.street_code;
            wanted.push((Role::OfficeHead, format!("h{code}"), code.to_owned()));
            wanted.push((Role::OfficeWorker, format!("w{code}"), code.to_owned()));
        }
        let mut names = Names::default();
        let mut staff = Staff { accounts: vec![], by_unit: HashMap::new() };
        for (role, login, unit) in wanted {
            let male = dice.chance(55);
            let name = names.one(dice, male);
            let unit_name = service.units.name(&unit).to_owned();
            staff.by_unit.entry((role, unit.clone())).or_default().push(staff.accounts.len());
            let password = password.to_owned();
            staff.accounts.push(Account { role, login, password, unit, unit_name, name });
        }
        staff
    }

    pub(crate) fn count(&self) -> usize {
        self.accounts.len()
    }

    pub(crate) fn into_accounts(self) -> Vec<Account> {
        self.accounts
    }

    /// Makes the accounts, one after the other.
    pub(crate) async fn install(
        &self,
        service: &Service,
        now: Now,
        told: &(dyn Fn(u64) + Sync),
    ) -> Result<(), Problem> {
        let console = service::instance::console("demo", &service.city, now);
        for account in &self.accounts {
            service.install(&console, &account.login, &account.name, account.role, &account.unit).await?;
            told(1);
        }
        // Hashing a password is made to be slow; two at a time. Only salts are drawn in another order then.
        for pair in self.accounts.chunks(2) {
            let set = |account: &Account| {
                let (login, password) = (account.login.clone(), account.password.clone());
                async move { service.set_password(&login, &password, false).await }
            };
            match pair {
                [one, other] => tokio::try_join!(set(one), set(other)).map(drop)?,
                rest => {
                    for account in rest {
                        set(account).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Whoever does the things of that number in a unit; `None` where nobody has an account.
    fn account(&self, role: Role, unit: &str, number: usize) -> Option<&Account> {
        let found = self.by_unit.get(&(role, unit.to_owned()))?;
        self.accounts.get(found[number % found.len()])
    }

    /// Somebody of that role at his desk.
    pub(crate) fn asker(&self, role: Role, unit: &str, number: usize, now: Now) -> Result<Asker, Problem> {
        let Some(account) = self.account(role, unit, number) else {
            return Err(Problem::Broken(format!("the demonstration has no {} at {unit}", role.word())));
        };
        let actor =
            Actor { account: account.login.clone(), name: account.name.clone(), role, unit: Unit::new(unit) };
        Ok(Asker { actor, now })
    }

    /// The login of the worker in charge of the cases of that number.
    pub(crate) fn worker(&self, unit: &str, number: usize) -> Result<&str, Problem> {
        match self.account(Role::OfficeWorker, unit, number) {
            Some(account) => Ok(&account.login),
            None => Err(Problem::Broken(format!("the demonstration has no worker at {unit}"))),
        }
    }
}
