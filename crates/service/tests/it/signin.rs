//! Signing in: failures, lock-out, expiry, disabled accounts, passwords, grants.

use crate::given::{
    CITY, DISTRICT, FAR_OFFICE, House, NEIGHBOUR, OFFICE, TODAY, asker, city, code, console, head,
    house_list, noon,
};
use domain::kernel::Role;
use serde_json::{Map, Value, json};
use service::{Asker, Now, Problem};
use store::{
    account::{Listed, Which},
    page::{Ask, Page},
};

const PASSWORD: &str = "木棉花开red-2026";

fn after(millis: i64) -> Now {
    let now = noon(TODAY);
    Now { millis: now.millis + millis, ..now }
}
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

async fn worker(house: &House) -> &'static str {
    house.s.install(&console(), "chen", "陈所员", Role::OfficeWorker, OFFICE).await.expect("installed");
    house.s.set_password("chen", PASSWORD, false).await.expect("set");
    "chen"
}

fn typed(fields: Value) -> Map<String, Value> {
    fields.as_object().expect("fields").clone()
}

on_both!(
    five_failures_lock_the_account_for_a_quarter_of_an_hour,
    a_success_starts_the_count_anew,
    guesses_side_by_side_are_counted_like_any,
    a_session_ends_after_an_hour_unused_and_after_twelve_in_any_case,
    who_signs_out_or_is_disabled_is_out_at_once,
    a_given_password_must_be_changed_and_the_change_ends_other_sessions,
    a_new_account_has_no_rights_and_no_token_is_kept,
    grants_never_go_beyond_ones_own,
    the_administrator_sees_no_cases,
    accounts_are_cut_to_the_area_before_they_are_paged,
    who_is_enabled_again_has_a_new_password_and_no_rights,
);

async fn five_failures_lock_the_account_for_a_quarter_of_an_hour(house: House) {
    let login = worker(&house).await;
    assert_eq!(house.s.sign_in("nobody", PASSWORD, after(0)).await.err(), Some(Problem::SignIn));
    for _ in 0..4 {
        assert_eq!(house.s.sign_in(login, "不对的密码", after(0)).await.err(), Some(Problem::SignIn));
    }
    let until = after(15 * MINUTE).millis;
    assert_eq!(house.s.sign_in(login, "不对的密码", after(0)).await.err(), Some(Problem::Locked(until)));
    assert_eq!(
        house.s.sign_in(login, PASSWORD, after(15 * MINUTE - 1)).await.err(),
        Some(Problem::Locked(until))
    );
    assert!(house.s.sign_in(login, PASSWORD, after(15 * MINUTE)).await.is_ok());
}

async fn a_success_starts_the_count_anew(house: House) {
    let login = worker(&house).await;
    for _ in 0..2 {
        for _ in 0..4 {
            assert_eq!(house.s.sign_in(login, "不对的密码", after(0)).await.err(), Some(Problem::SignIn));
        }
        assert!(house.s.sign_in(login, PASSWORD, after(0)).await.is_ok());
    }
}

async fn guesses_side_by_side_are_counted_like_any(house: House) {
    let login = worker(&house).await;
    let guesses: Vec<_> = (0..12)
        .map(|n| {
            let s = house.s.clone();
            let guess = format!("不对的密码{n}");
            tokio::spawn(async move { s.sign_in(login, &guess, after(0)).await.err() })
        })
        .collect();
    for guess in guesses {
        assert!(matches!(guess.await.unwrap(), Some(Problem::SignIn | Problem::Locked(_))));
    }
    assert!(matches!(house.s.sign_in(login, PASSWORD, after(1)).await, Err(Problem::Locked(_))));
}

async fn a_session_ends_after_an_hour_unused_and_after_twelve_in_any_case(house: House) {
    let login = worker(&house).await;
    let idle = house.s.sign_in(login, PASSWORD, after(0)).await.unwrap();
    assert!(house.s.signed_in(&idle.token, after(HOUR - 1)).await.is_ok());
    assert!(house.s.signed_in(&idle.token, after(2 * HOUR - 2)).await.is_ok());
    assert_eq!(house.s.signed_in(&idle.token, after(3 * HOUR)).await.err(), Some(Problem::SessionEnded));
    let busy = house.s.sign_in(login, PASSWORD, after(0)).await.unwrap();
    for half_hour in 1..24 {
        assert!(house.s.signed_in(&busy.token, after(half_hour * HOUR / 2)).await.is_ok(), "{half_hour}");
    }
    assert_eq!(house.s.signed_in(&busy.token, after(12 * HOUR)).await.err(), Some(Problem::SessionEnded));
    assert_eq!(house.s.signed_in("no such token", after(0)).await.err(), Some(Problem::SessionEnded));
}

async fn who_signs_out_or_is_disabled_is_out_at_once(house: House) {
    let login = worker(&house).await;
    let [a, b] = [
        house.s.sign_in(login, PASSWORD, after(0)).await.unwrap(),
        house.s.sign_in(login, PASSWORD, after(0)).await.unwrap(),
    ];
    house.s.sign_out(&a.token).await.unwrap();
    assert_eq!(house.s.signed_in(&a.token, after(1)).await.err(), Some(Problem::SessionEnded));
    let actor = house.s.signed_in(&b.token, after(1)).await.unwrap().actor.unwrap();
    assert_eq!((actor.role, actor.unit.code()), (Role::OfficeWorker, OFFICE));
    house.s.give_account(&console(), login, "disable-account", &Map::new()).await.unwrap();
    assert_eq!(house.s.signed_in(&b.token, after(2)).await.err(), Some(Problem::SessionEnded));
    assert_eq!(house.s.sign_in(login, PASSWORD, after(2)).await.err(), Some(Problem::SignIn));
    assert_eq!(house.number("SELECT COUNT(*) FROM session").await, 0);
}

async fn a_given_password_must_be_changed_and_the_change_ends_other_sessions(house: House) {
    let given = house.s.install(&console(), "chen", "陈所员", Role::OfficeWorker, OFFICE).await.unwrap();
    let first = house.s.sign_in("chen", &given, after(0)).await.unwrap();
    assert!(first.must_change && house.s.signed_in(&first.token, after(0)).await.unwrap().must_change);
    for weak in ["short", "aaaaaaaaaaaa", "chen-2026-11", &"长".repeat(300)] {
        assert_eq!(code(house.s.change_password("chen", &given, weak, after(0)).await), "fields", "{weak}");
    }
    assert_eq!(code(house.s.change_password("chen", &given, &given, after(0)).await), "same_password");
    assert_eq!(code(house.s.change_password("chen", "不对", PASSWORD, after(0)).await), "sign_in");
    let changed = house.s.change_password("chen", &given, PASSWORD, after(0)).await.unwrap();
    assert!(!changed.must_change && house.s.signed_in(&changed.token, after(0)).await.is_ok());
    assert_eq!(house.s.signed_in(&first.token, after(0)).await.err(), Some(Problem::SessionEnded));
    assert_eq!(code(house.s.sign_in("chen", &given, after(0)).await), "sign_in");
}

async fn a_new_account_has_no_rights_and_no_token_is_kept(house: House) {
    let created = house
        .s
        .give_account(&console(), "", "create-account", &typed(json!({"login": "li.ming", "name": "李明"})))
        .await
        .unwrap();
    let session = house.s.sign_in("li.ming", &created.password.unwrap(), after(0)).await.unwrap();
    assert_eq!(house.s.signed_in(&session.token, after(0)).await.unwrap().actor, None);
    let kept = session.token.clone().into_bytes();
    let found = house
        .s
        .db
        .read_fn(async move |tx: &mut database::Tx<'_>| {
            tx.query("SELECT token FROM session WHERE token = $1", &[kept.as_slice().into()]).await
        })
        .await
        .unwrap();
    assert!(found.is_empty());
}

async fn grants_never_go_beyond_ones_own(house: House) {
    let created = typed(json!({"login": "li.ming", "name": "李明"}));
    house.s.give_account(&console(), "", "create-account", &created).await.unwrap();
    let district = asker(Role::District, DISTRICT);
    let worker = asker(Role::OfficeWorker, OFFICE);
    let beyond = [
        (head(), "office_head", OFFICE, "beyond_own_rights"),
        (head(), "office_worker", NEIGHBOUR, "beyond_own_rights"),
        (district.clone(), "city", CITY, "beyond_own_rights"),
        (district.clone(), "office_worker", FAR_OFFICE, "beyond_own_rights"),
        (city(), "administrator", CITY, "beyond_own_rights"),
        (worker, "office_worker", OFFICE, "not_your_role"),
        (console(), "office_worker", OFFICE, "not_your_role"),
        (city(), "office_worker", DISTRICT, "role_and_unit"),
        (city(), "office_worker", "440199999", "unknown_unit"),
    ];
    for (who, role, unit, expected) in beyond {
        let given =
            house.s.give_account(&who, "li.ming", "grant", &typed(json!({"role": role, "unit": unit}))).await;
        assert_eq!(code(given), expected, "{} {role} {unit}", who.actor.account);
    }
    house
        .s
        .give_account(&district, "li.ming", "grant", &typed(json!({"role": "office_head", "unit": OFFICE})))
        .await
        .unwrap();
    let taken_away = house
        .s
        .give_account(&head(), "li.ming", "grant", &typed(json!({"role": "office_worker", "unit": OFFICE})))
        .await;
    assert_eq!(code(taken_away), "beyond_own_rights");
    let twice = house.s.give_account(&console(), "", "create-account", &created).await;
    assert_eq!(code(twice), "account_exists");
}

async fn accounts(house: &House, by: &Asker) -> Result<Page<Listed>, Problem> {
    house.s.accounts(by, Which::All, Ask { limit: 100, after: None }).await
}

async fn accounts_are_cut_to_the_area_before_they_are_paged(house: House) {
    for (login, unit) in
        [("a1", FAR_OFFICE), ("a2", OFFICE), ("a3", FAR_OFFICE), ("a4", OFFICE), ("a5", NEIGHBOUR)]
    {
        house.s.install(&console(), login, "某", Role::OfficeWorker, unit).await.unwrap();
    }
    let new = typed(json!({"login": "new", "name": "新来的"}));
    house.s.give_account(&console(), "", "create-account", &new).await.unwrap();
    let district = asker(Role::District, DISTRICT);
    let (mut found, mut after) = (vec![], None);
    loop {
        let page = house.s.accounts(&district, Which::All, Ask { limit: 2, after }).await.unwrap();
        assert_eq!((page.at_least, page.exact), (4, true), "counted in the area, on every page");
        found.extend(page.items.into_iter().map(|a| a.login));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found, ["a2", "a4", "a5", "new"]);
    let logins = async |by: Asker, which| -> Vec<String> {
        let page = house.s.accounts(&by, which, Ask { limit: 9, after: None }).await.unwrap();
        page.items.into_iter().map(|a| a.login).collect()
    };
    assert_eq!(logins(head(), Which::All).await, ["a2", "a4", "new"]);
    assert_eq!(logins(head(), Which::Waiting).await, ["new"]);
    assert_eq!(logins(city(), Which::Others).await.len(), 5);
    assert_eq!(house.s.account(&district, "a2").await.unwrap().login, "a2");
    assert_eq!(code(house.s.account(&district, "a1").await), "not_found", "as if it were not there");
}

async fn who_is_enabled_again_has_a_new_password_and_no_rights(house: House) {
    let login = worker(&house).await;
    let administrator = asker(Role::Administrator, CITY);
    let change = async |name| house.s.give_account(&administrator, login, name, &Map::new()).await;
    assert_eq!(code(change("enable-account").await), "account_not_disabled");
    change("disable-account").await.unwrap();
    let by_head = house.s.give_account(&head(), login, "enable-account", &Map::new()).await;
    assert_eq!(code(by_head), "not_your_role");
    let password = change("enable-account").await.unwrap().password.expect("a password for once");
    assert_eq!(house.s.sign_in(login, PASSWORD, after(0)).await.err(), Some(Problem::SignIn));
    let opened = house.s.sign_in(login, &password, after(0)).await.unwrap();
    assert!(opened.must_change);
    assert_eq!(house.s.signed_in(&opened.token, after(1)).await.unwrap().actor, None, "waits for a grant");
}

async fn the_administrator_sees_no_cases(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let admin = asker(Role::Administrator, CITY);
    assert_eq!(house_list(&house, &admin).await.len(), 0);
    assert_eq!(code(house.s.view(&admin, &no).await), "not_found");
    assert_eq!(house.s.workers(&admin).await.unwrap().all().len(), 0);
    assert!(accounts(&house, &admin).await.is_ok());
    assert_eq!(code(accounts(&house, &asker(Role::Prison, "ORG001")).await), "not_your_role");
}
