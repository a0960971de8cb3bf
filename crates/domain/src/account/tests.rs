//! Accounts: granted step by step, never beyond one's own rights.

use super::{Account, Command, Event};
use crate::given::{self, CITY, DISTRICT, NEIGHBOUR, OFFICE, PRISON};
use crate::kernel::{Actor, Ctx, Refusal, Role, Stream};
use crate::rules::Rules;
use crate::unit::Unit;
use reference::calendar::Calendar;

const DISABLE: Command = Command::DisableAccount { in_charge: 0 };

fn ask(account: &mut Account, command: Command, actor: &Actor) -> Result<(), Refusal> {
    let (rules, calendar) = (Rules::builtin(), Calendar::announced());
    let ctx = Ctx { today: given::ENTERED, actor, rules: &rules, calendar: &calendar };
    let events: Vec<Event> = account.decide(command, &ctx)?;
    events.iter().for_each(|e| account.evolve(e));
    Ok(())
}

fn create(login: &str) -> Command {
    Command::CreateAccount { login: login.into(), name: "王某".into() }
}

fn account() -> Account {
    let mut account = Account::default();
    ask(&mut account, create("wang.m"), &administrator()).expect("created");
    account
}

fn holding(role: Role, unit: &str) -> Account {
    Account { grant: Some((role, Unit::new(unit))), ..account() }
}

fn administrator() -> Actor {
    given::actor(Role::Administrator, CITY)
}

fn console() -> Actor {
    Actor { account: "console:root".into(), ..administrator() }
}

fn granted(account: &Account, role: Role, unit: &str, by: &Actor) -> Result<(), &'static str> {
    ask(&mut account.clone(), Command::Grant { role, unit: Unit::new(unit), in_charge: 0 }, by)
        .map_err(|r| r.code)
}

#[test]
fn a_new_account_has_no_rights() {
    assert_eq!(account().grant, None);
}

#[test]
fn each_grants_below_himself_and_in_his_area_only() {
    let beyond = Err("beyond_own_rights");
    let table = [
        (given::city(), Role::City, CITY, Ok(())),
        (given::city(), Role::District, DISTRICT, Ok(())),
        (given::city(), Role::OfficeWorker, OFFICE, Ok(())),
        (given::city(), Role::Prison, PRISON, Ok(())),
        (given::city(), Role::District, "440203", beyond),
        (given::city(), Role::Administrator, CITY, beyond),
        (given::city(), Role::Auditor, CITY, Ok(())),
        (given::district(), Role::Auditor, CITY, beyond),
        (given::district(), Role::District, DISTRICT, Ok(())),
        (given::district(), Role::OfficeHead, OFFICE, Ok(())),
        (given::district(), Role::OfficeHead, "440105003", beyond),
        (given::district(), Role::City, CITY, beyond),
        (given::district(), Role::Prison, PRISON, beyond),
        (given::office_head(), Role::OfficeWorker, OFFICE, Ok(())),
        (given::office_head(), Role::OfficeHead, OFFICE, beyond),
        (given::office_head(), Role::OfficeWorker, NEIGHBOUR, beyond),
        (given::office_worker(), Role::OfficeWorker, OFFICE, beyond),
        (given::prison(), Role::Prison, PRISON, beyond),
        (administrator(), Role::OfficeWorker, OFFICE, beyond),
        (console(), Role::Administrator, CITY, Ok(())),
        (console(), Role::City, CITY, Ok(())),
    ];
    for (by, role, unit, expected) in table {
        assert_eq!(granted(&account(), role, unit, &by), expected, "{:?} grants {role:?} {unit}", by.role);
    }
}

#[test]
fn a_role_goes_with_its_level() {
    let wrong = [
        (Role::City, DISTRICT),
        (Role::OfficeHead, DISTRICT),
        (Role::Prison, OFFICE),
        (Role::District, CITY),
        (Role::Auditor, DISTRICT),
    ];
    for (role, unit) in wrong {
        assert_eq!(granted(&account(), role, unit, &given::city()), Err("role_and_unit"));
    }
}

#[test]
fn nobody_takes_away_what_he_could_not_have_given() {
    let city_head = holding(Role::City, CITY);
    assert_eq!(
        granted(&city_head, Role::OfficeWorker, OFFICE, &given::office_head()),
        Err("beyond_own_rights")
    );
    let neighbours = holding(Role::OfficeWorker, NEIGHBOUR);
    assert_eq!(
        granted(&neighbours, Role::OfficeWorker, OFFICE, &given::office_head()),
        Err("beyond_own_rights")
    );
    assert_eq!(granted(&neighbours, Role::OfficeWorker, OFFICE, &given::district()), Ok(()));
}

#[test]
fn a_login_is_plain_and_cannot_pass_for_the_console() {
    for login in ["a", "console:root", "Wang", "王某", "wang m", &"a".repeat(33)] {
        let refused = ask(&mut Account::default(), create(login), &administrator()).expect_err("refused");
        assert_eq!((refused.code, refused.field), ("bad_login", Some("login")));
    }
    assert_eq!(
        ask(&mut account(), create("wang.m"), &administrator()).expect_err("twice").code,
        "account_exists"
    );
}

#[test]
fn a_disabled_account_stays_disabled_and_nobody_disables_himself() {
    let mut disabled = account();
    ask(&mut disabled, DISABLE, &administrator()).expect("disabled");
    for command in [Command::ResetPassword, DISABLE] {
        assert_eq!(ask(&mut disabled, command, &administrator()).expect_err("no").code, "account_disabled");
    }
    let himself = Actor { account: "wang.m".into(), ..administrator() };
    assert_eq!(ask(&mut account(), DISABLE, &himself).expect_err("no").code, "own_account");
    let mut nobody = Account::default();
    assert_eq!(
        ask(&mut nobody, Command::ResetPassword, &administrator()).expect_err("no").code,
        "no_such_account"
    );
    assert_eq!(ask(&mut account(), Command::ResetPassword, &administrator()), Ok(()));
}

#[test]
fn who_is_enabled_again_waits_for_a_grant_like_a_new_account() {
    let mut worker = holding(Role::OfficeWorker, OFFICE);
    let refused = ask(&mut worker, Command::EnableAccount, &administrator()).expect_err("is not disabled");
    assert_eq!(refused.code, "account_not_disabled");
    ask(&mut worker, DISABLE, &administrator()).expect("disabled");
    ask(&mut worker, Command::EnableAccount, &administrator()).expect("enabled");
    assert_eq!((worker.disabled, &worker.grant), (false, &None));
    assert_eq!(granted(&worker, Role::OfficeWorker, NEIGHBOUR, &given::district()), Ok(()));
    let mut nobody = Account::default();
    let refused = ask(&mut nobody, Command::EnableAccount, &administrator()).expect_err("nobody");
    assert_eq!(refused.code, "no_such_account");
}

#[test]
fn who_is_in_charge_of_cases_is_neither_disabled_nor_moved_away() {
    let worker = holding(Role::OfficeWorker, OFFICE);
    let refused = ask(&mut worker.clone(), Command::DisableAccount { in_charge: 3 }, &administrator());
    let refused = refused.expect_err("still in charge");
    assert_eq!(refused.code, "account_in_charge");
    assert!(refused.detail.contains("3 人"));
    let grant = |role, unit: &str, in_charge| Command::Grant { role, unit: Unit::new(unit), in_charge };
    for (role, unit) in [(Role::OfficeWorker, NEIGHBOUR), (Role::District, DISTRICT)] {
        let moved = |n| ask(&mut worker.clone(), grant(role, unit, n), &given::city()).map_err(|r| r.code);
        assert_eq!((moved(1), moved(0)), (Err("account_in_charge"), Ok(())));
    }
    let head = grant(Role::OfficeHead, OFFICE, 3);
    assert_eq!(ask(&mut worker.clone(), head, &given::district()), Ok(()), "he stays at his office");
}

#[test]
fn an_account_marks_for_itself_until_when_it_has_seen_changes_and_never_back() {
    let own = Actor { account: "wang.m".into(), ..given::district() };
    let mut wang = holding(Role::District, DISTRICT);
    ask(&mut wang, Command::SeeChanges { until: 20 }, &own).expect("seen");
    ask(&mut wang, Command::SeeChanges { until: 10 }, &own).expect("an older page");
    assert_eq!(wang.seen_until, 20);
    let other = ask(&mut wang, Command::SeeChanges { until: 30 }, &given::district());
    assert_eq!(other.map_err(|r| r.code), Err("not_own_account"));
}
