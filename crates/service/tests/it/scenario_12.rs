//! SC-12: a juvenile leaves the reformatory, no parents known. Sealed from the start, seen by those named for it and
//! by nobody else, not even as a hint; and what keeps it so (G6, rules 17.12).

use crate::given::{
    CITY, DISTRICT, House, NEIGHBOUR, OFFICE, asker, city, code, console, district, head, house_list, id_of,
    noon, person, prison, reading, worker,
};
use documents::roster::{Field, RawRow};
use domain::{kernel::Role, sealing::Ground};
use jiff::civil::date;
use serde_json::json;
use service::{Asker, Problem};
use store::page::Ask;

on_both!(
    sc12_a_juvenile_is_sealed_from_the_start_and_led_home_by_two_named_persons,
    sc12_nobody_else_finds_a_trace_of_it,
    sc12_somebody_elses_sealed_case_and_no_case_run_the_same_statements,
    sc12_an_adults_earlier_sealed_case_leaves_no_trace,
    sc12_a_row_with_a_sealed_number_and_another_name_says_nothing_of_it,
    sc12_a_sentence_sealed_by_decision_is_sealed_alike_when_it_is_sent_again,
    sc12_opening_is_asked_for_again_after_half_an_hour_and_after_signing_out,
    sc12_who_is_named_is_neither_disabled_nor_moved,
    sc12_the_desk_of_the_bureau_acts_where_it_has_nobody_named,
    sc12_the_sender_takes_its_upload_back_as_any_other,
    sc12_a_letter_about_a_sealed_case_has_its_number_and_names_no_case,
    sc12_a_row_planted_for_a_whole_unit_is_found,
);

pub const REFORMATORY: &str = "广东省未成年犯管教所";

/// A boy of seventeen with two years, to be released in a month. No relative is named.
pub fn juvenile(n: u32) -> RawRow {
    let number = id_of("20090105", n);
    person(
        n,
        &[
            (Field::Birth, "2009-01-05"),
            (Field::IdNumber, number.as_str()),
            (Field::Term, "有期徒刑二年"),
            (Field::StartsOn, "2024-12-25"),
            (Field::EndsOn, "2026-12-24"),
            (Field::Custody, REFORMATORY),
        ],
    )
}

pub fn number_of(n: u32) -> String {
    id_of("20090105", n)
}

pub fn li() -> Asker {
    named("li", Role::OfficeWorker, OFFICE)
}
pub fn chen() -> Asker {
    named("chen", Role::District, DISTRICT)
}
fn named(account: &str, role: Role, unit: &str) -> Asker {
    let mut who = asker(role, unit);
    who.actor.account = account.into();
    who
}

pub async fn accounts(house: &House) {
    for (login, role, unit) in [
        ("li", Role::OfficeWorker, OFFICE),
        ("chen", Role::District, DISTRICT),
        ("zhao", Role::OfficeWorker, OFFICE),
        (&format!("office_head-{NEIGHBOUR}"), Role::OfficeHead, NEIGHBOUR),
        (&format!("office_head-{OFFICE}"), Role::OfficeHead, OFFICE),
        (&format!("district-{DISTRICT}"), Role::District, DISTRICT),
        (&format!("city-{CITY}"), Role::City, CITY),
    ] {
        house.s.install(&console(), login, &format!("{login}某"), role, unit).await.unwrap();
    }
}

/// The reformatory sends one boy; answers his number.
pub async fn sent(house: &House, n: u32) -> String {
    accounts(house).await;
    let from = prison(REFORMATORY);
    let told = house.s.import_roster(&from, &from.actor.unit, &reading(vec![juvenile(n)])).await.unwrap();
    assert_eq!((told.receipt.accepted, told.problems.len()), (1, 0));
    house_list(house, &from).await.remove(0)
}

pub async fn open(house: &House, who: &Asker, no: &str) {
    house.s.open_sealed(who, no, "办理衔接").await.unwrap();
}

pub async fn name(house: &House, no: &str, accounts: &[&str]) {
    open(house, &district(), no).await;
    let fields = json!({"accounts": accounts, "reason": "首次指定"});
    house.give(&district(), no, "name-persons", fields).await.unwrap();
}

fn everybody_else() -> Vec<Asker> {
    let far = prison("广东省番禺监狱");
    let office = asker(Role::OfficeWorker, OFFICE);
    vec![city(), district(), head(), worker(), office, named("zhao", Role::OfficeWorker, OFFICE), far]
}

async fn sc12_a_juvenile_is_sealed_from_the_start_and_led_home_by_two_named_persons(house: House) {
    let no = sent(&house, 0).await;
    let from = house.s.view(&prison(REFORMATORY), &no).await.unwrap();
    assert_eq!(from.case.sealed(), Some(Ground::Law));

    // The desks find it on their own list, with what is owed; opening asks for a reason.
    let desk = house.s.sealed_cases(&district()).await.unwrap();
    assert_eq!(desk.cases.iter().map(|c| &c.no).collect::<Vec<_>>(), [&no]);
    assert!(desk.owed.iter().any(|o| o.kind == "name-persons" && o.rule == "R-43a"));
    assert_eq!(house.s.view(&district(), &no).await.err(), Some(Problem::ReasonNeeded(no.clone())));
    assert_eq!(code(house.s.open_sealed(&district(), &no, " ").await), "fields");
    name(&house, &no, &["li", "chen"]).await;

    // From now on it is theirs alone, and what was open to the desk is not.
    assert_eq!(house.s.view(&district(), &no).await.err(), Some(Problem::NotFound));
    for who in [li(), chen()] {
        assert_eq!(house.s.view(&who, &no).await.err(), Some(Problem::ReasonNeeded(no.clone())));
        open(&house, &who, &no).await;
    }
    let plan =
        json!({"on": "2026-11-24", "by": "children_home", "organ": "某区儿童中心", "note": "入住，转学"});
    house.give(&chen(), &no, "arrange-collection", plan).await.unwrap();
    house.give(&li(), &no, "verify", json!({"result": "01"})).await.unwrap();

    // Grown up meanwhile: it stays sealed, the term is over, the paper file is put away, a school place is noted.
    let after = |mut who: Asker| {
        who.now = noon(date(2027, 1, 20));
        who
    };
    let (li, chen) = (after(li()), after(chen()));
    open(&house, &li, &no).await;
    open(&house, &chen, &no).await;
    let home = json!({"on": "2026-12-24", "way": "03", "present": "儿童中心老师"});
    house.give(&li, &no, "receive", home).await.unwrap();
    assert_eq!(house.s.view(&after(prison(REFORMATORY)), &no).await.err(), Some(Problem::NotFound));
    let owed = house.s.sealed_cases(&li).await.unwrap().owed;
    let file = owed.iter().find(|o| o.kind == "seal-file").expect("R-43");
    assert_eq!((file.rule.as_str(), file.due_on.as_str()), ("R-43", "2026-12-27"));
    house.give(&li, &no, "seal-file", json!({"on": "2026-12-25", "place": "保密柜"})).await.unwrap();
    house.give(&li, &no, "open-file", json!({"on": "2026-12-26"})).await.unwrap();
    let school = json!({"on": "2027-01-10", "way": "home", "result": "met", "note": "已入读技工学校"});
    house.give(&li, &no, "record-visit", school).await.unwrap();
    assert!(
        house.s.view(&chen, &no).await.unwrap().case.sealed().is_some(),
        "sealed after the 18th birthday"
    );

    let looks = house.s.who_looked(&chen, &no, (None, None), None).await.unwrap().looks;
    let opened: Vec<&str> =
        looks.iter().filter(|l| l.look.what == "sealed").map(|l| l.look.reason.as_str()).collect();
    assert_eq!(opened, ["办理衔接"; 5], "every opening is kept with its reason");
}

/// Everything that the services tell somebody in lists, counts and look-ups.
pub async fn told(house: &House, who: &Asker, no: &str, number: &str) -> String {
    let s = &house.s;
    let ask = || Ask { limit: 1000, after: None };
    let mut all = vec![];
    let filter = store::case::Filter::default();
    let listed = s.cases(who, filter, store::case::Sort::Name, ask()).await.unwrap();
    all.push(format!(
        "{:?} {}",
        listed.items.iter().map(|c| (&c.no, &c.name)).collect::<Vec<_>>(),
        listed.at_least
    ));
    for wanted in [no, number, crate::given::name(0).as_str()] {
        let found = s.search(who, wanted).await.unwrap();
        all.push(format!("{:?}", found.iter().map(|c| (&c.no, &c.name)).collect::<Vec<_>>()));
    }
    let bench = s.workbench(who).await.unwrap();
    let rows = [&bench.late, &bench.today, &bench.soon, &bench.late_below];
    for row in rows.into_iter().flatten() {
        all.push(format!("{} {}", row.no, row.name));
    }
    all.push(format!("{:?}", bench.coming_home.iter().map(|c| (&c.no, &c.name)).collect::<Vec<_>>()));
    all.push(format!("{:?} {} {:?} {:?}", bench.due, bench.changed, bench.numbers, bench.units));
    let owed = s.obligations(who, date(2200, 1, 1), ask()).await.unwrap();
    all.push(format!(
        "{:?} {}",
        owed.items.iter().map(|o| (&o.no, &o.name)).collect::<Vec<_>>(),
        owed.at_least
    ));
    if let Ok(desks) = s.workers(who).await {
        all.push(format!("{:?}", desks.all()));
    }
    if let Ok(sealed) = s.sealed_cases(who).await {
        all.push(format!("{:?}", sealed.cases.iter().map(|c| (&c.no, &c.name)).collect::<Vec<_>>()));
    }
    all.join("\n")
}

async fn sc12_nobody_else_finds_a_trace_of_it(house: House) {
    let none: Vec<String> = {
        accounts(&house).await;
        let mut none = vec![];
        for who in everybody_else() {
            none.push(told(&house, &who, "202600000000", &number_of(0)).await);
        }
        none
    };
    let from = prison(REFORMATORY);
    house.s.import_roster(&from, &from.actor.unit, &reading(vec![juvenile(0)])).await.unwrap();
    let no = house_list(&house, &from).await.remove(0);
    name(&house, &no, &["li", "chen"]).await;
    for (who, before) in everybody_else().iter().zip(none) {
        assert_eq!(told(&house, who, &no, &number_of(0)).await, before, "{:?}", who.actor);
        for result in [
            house.s.view(who, &no).await.map(|_| ()),
            house.s.reveal(who, &no, "核对号码").await.map(|_| ()),
            house.s.scans(who, &no).await.map(|_| ()),
            house.s.open_sealed(who, &no, "想看看").await,
        ] {
            assert_eq!(result, Err(Problem::NotFound), "{:?}", who.actor);
        }
    }
    // An auditor finds no line of it, by number or among all.
    let auditor = asker(Role::Auditor, CITY);
    let every = json!({"from": "2020-01-01"});
    let acts = house.s.acts(&auditor, every.as_object().unwrap(), None).await.unwrap();
    assert!(
        acts.items.iter().all(|a| a.no != no && !a.kind.starts_with("person.")),
        "{:?}",
        acts.items.len()
    );
    assert!(acts.items.iter().all(|a| !a.kind.starts_with("sealing.") && !a.kind.starts_with("handover.")));
    let looks = house.s.looked(&auditor, every.as_object().unwrap(), None).await.unwrap();
    assert!(looks.items.iter().all(|l| l.no != no));
}

async fn sc12_somebody_elses_sealed_case_and_no_case_run_the_same_statements(house: House) {
    let no = sent(&house, 0).await;
    name(&house, &no, &["li", "chen"]).await;
    for who in everybody_else() {
        let of = |no: &str| {
            let (scope, keys, no) = (who.scope(), house.s.keys.clone(), no.to_owned());
            let read = async move |tx: &mut database::Tx<'_>| {
                let found = store::case::find(tx, &scope, &keys, &no).await?;
                Ok::<_, store::Error>((found.is_none(), tx.statements()))
            };
            house.s.db.read_fn(read)
        };
        let (sealed, unknown) = (of(&no).await.unwrap(), of("202600000000").await.unwrap());
        assert_eq!(sealed, unknown, "{:?}", who.actor);
        assert!(sealed.0 && sealed.1 >= 2);
    }
    // The path of an ordinary case has one statement and no more.
    house.import(vec![person(7, &[])]).await;
    let ordinary = house_list(&house, &worker()).await.remove(0);
    let (scope, keys) = (worker().scope(), house.s.keys.clone());
    let read = async move |tx: &mut database::Tx<'_>| {
        store::case::find(tx, &scope, &keys, &ordinary).await?.expect("an ordinary case");
        Ok::<_, store::Error>(tx.statements())
    };
    assert_eq!(house.s.db.read_fn(read).await.unwrap(), 1);
}

async fn sc12_an_adults_earlier_sealed_case_leaves_no_trace(house: House) {
    let no = sent(&house, 0).await;
    name(&house, &no, &["li", "chen"]).await;
    // Years later another prison sends the grown man; a file with him reads as one of somebody unknown.
    let number = number_of(0);
    let adult = |n: u32, number: &str| {
        person(
            n,
            &[
                (Field::Birth, "2009-01-05"),
                (Field::IdNumber, number),
                (Field::StartsOn, "2030-03-01"),
                (Field::EndsOn, "2032-02-28"),
            ],
        )
    };
    let from = prison("广东省番禺监狱");
    let unknown = checked(&house, adult(3, &id_of("20090105", 3))).await;
    assert_eq!(checked(&house, adult(0, &number)).await, unknown);
    let taken =
        house.s.import_roster(&from, &from.actor.unit, &reading(vec![adult(0, &number)])).await.unwrap();
    assert_eq!((taken.receipt.accepted, taken.receipt.repeats), (1, 0));
    let later = house.no_of(&number).await;
    assert_ne!(later, no);
    let view = house.s.view(&worker(), &later).await.unwrap();
    assert!(view.case.sealed().is_none() && view.others.is_empty());
    assert_eq!(view.case.handover.sent.prior_terms, 0);
    let text = format!("{:?}", view.timeline.iter().map(|l| l.entry.text.clone()).collect::<Vec<_>>());
    assert!(!text.contains(&no) && !text.contains(REFORMATORY));
    // Inside he is one person: who is named for the sealed case sees no other case there either.
    assert_eq!(house.number("SELECT COUNT(*) FROM person_number").await, 1);
    // The auditor reads the acts about the later case and none about the person, whose record is older.
    let auditor = asker(Role::Auditor, CITY);
    let acts = house.s.acts(&auditor, json!({}).as_object().unwrap(), None).await.unwrap();
    assert!(acts.items.iter().any(|a| a.no == later));
    assert!(acts.items.iter().all(|a| a.no != no && !a.kind.starts_with("person.")));
}

/// What the check of one row says, as one text.
async fn checked(house: &House, row: RawRow) -> String {
    let from = prison("广东省番禺监狱");
    let summary = house.s.check_roster(&from, &from.actor.unit, &reading(vec![row])).await.unwrap();
    let why: Vec<&str> = summary.problems.iter().map(|p| p.message.as_str()).collect();
    let r = summary.receipt;
    format!("{} {} {} {} {why:?}", r.accepted, r.quarantined, r.repeats, r.not_persons)
}

async fn sc12_a_row_with_a_sealed_number_and_another_name_says_nothing_of_it(house: House) {
    let no = sent(&house, 0).await;
    name(&house, &no, &["li", "chen"]).await;
    let number = number_of(0);
    let other = person(
        5,
        &[
            (Field::Name, "欧阳大海"),
            (Field::Birth, "2009-01-05"),
            (Field::IdNumber, number.as_str()),
            (Field::StartsOn, "2030-03-01"),
            (Field::EndsOn, "2032-02-28"),
        ],
    );
    let from = prison("广东省番禺监狱");
    let told = house.s.import_roster(&from, &from.actor.unit, &reading(vec![other])).await.unwrap();
    assert_eq!(told.receipt.quarantined, 1, "two names under one number are asked about, sealed or not");
    let problem = &told.problems[0];
    assert!(!problem.message.contains("库中") && !problem.message.contains("封存"), "{}", problem.message);
    // The very sentence that an ordinary person's row gets.
    house.import(vec![person(8, &[])]).await;
    let twin = person(
        8,
        &[(Field::Name, "欧阳大海"), (Field::StartsOn, "2027-01-01"), (Field::EndsOn, "2028-12-31")],
    );
    let plain = house.import(vec![twin]).await;
    assert_eq!(plain.problems[0].message, problem.message);
    assert_eq!(plain.problems[0].code, problem.code);
}

async fn sc12_a_sentence_sealed_by_decision_is_sealed_alike_when_it_is_sent_again(house: House) {
    accounts(&house).await;
    house.import(vec![person(0, &[])]).await;
    let no = house_list(&house, &worker()).await.remove(0);
    let document = json!({"basis": "刑事诉讼法第二百八十六条", "document": "某封字〔2026〕1号"});
    house.give(&district(), &no, "seal", document).await.unwrap();
    assert_eq!(house_list(&house, &city()).await, [""; 0]);
    let again = house.import(vec![person(0, &[(Field::Note, "补报")])]).await;
    assert_eq!((again.receipt.accepted, again.receipt.repeats), (1, 0), "as if nobody were known");
    assert_eq!(house_list(&house, &city()).await, [""; 0], "and no less sealed");
    assert_eq!(house.s.sealed_cases(&district()).await.unwrap().cases.len(), 2);
}

async fn sc12_opening_is_asked_for_again_after_half_an_hour_and_after_signing_out(house: House) {
    let no = sent(&house, 0).await;
    name(&house, &no, &["li", "chen"]).await;
    let opened = house.s.sign_in("li", &password(&house, "li").await, li().now).await.unwrap();
    open(&house, &li(), &no).await;
    let mut later = li();
    later.now.millis += 30 * 60 * 1000 - 1;
    assert!(house.s.view(&later, &no).await.is_ok());
    later.now.millis += 1;
    assert_eq!(code(house.s.view(&later, &no).await), "reason_needed");
    let fields = json!({"on": "2026-11-20", "way": "03"});
    assert_eq!(
        code(house.s.give(&later, &no, "receive", fields.as_object().unwrap(), Default::default()).await),
        "reason_needed"
    );
    open(&house, &later, &no).await;
    house.s.sign_out(&opened.token).await.unwrap();
    assert_eq!(code(house.s.view(&later, &no).await), "reason_needed");
}

async fn password(house: &House, login: &str) -> String {
    let word = "六个字的密码很长";
    house.s.set_password(login, word, false).await.unwrap();
    word.to_owned()
}

async fn sc12_who_is_named_is_neither_disabled_nor_moved(house: House) {
    let no = sent(&house, 0).await;
    name(&house, &no, &["li", "chen"]).await;
    let admin = asker(Role::Administrator, CITY);
    let none = json!({});
    let disable = |login: &'static str| {
        house.s.give_account(&admin, login, "disable-account", none.as_object().unwrap())
    };
    assert_eq!(code(disable("li").await), "account_in_charge");
    let move_away = json!({"role": "office_worker", "unit": NEIGHBOUR});
    let moved = house.s.give_account(&district(), "li", "grant", move_away.as_object().unwrap()).await;
    assert_eq!(code(moved), "account_in_charge");
    open(&house, &chen(), &no).await;
    house
        .give(&chen(), &no, "name-persons", json!({"accounts": ["zhao", "chen"], "reason": "李某调离"}))
        .await
        .unwrap();
    disable("li").await.unwrap();
}

async fn sc12_the_desk_of_the_bureau_acts_where_it_has_nobody_named(house: House) {
    let no = sent(&house, 0).await;
    name(&house, &no, &["li"]).await;
    // The bureau still owes the arrangement, and papers to ask for: its desk sees it, the head of the office does not.
    assert_eq!(code(house.s.view(&district(), &no).await), "ok");
    assert_eq!(code(house.s.view(&head(), &no).await), "not_found");
    assert_eq!(code(house.s.view(&city(), &no).await), "not_found");
    let refused = json!({"accounts": ["chen"], "reason": "换人"});
    assert_eq!(code(house.give(&district(), &no, "name-persons", refused).await), "not_named");
}

async fn sc12_the_sender_takes_its_upload_back_as_any_other(house: House) {
    let no = sent(&house, 0).await;
    let from = prison(REFORMATORY);
    let ask = Ask { limit: 10, after: None };
    let receipt = house.s.rosters(&from, &ask).await.unwrap().items.remove(0);
    let fields = json!({"reason": "传错了文件", "sure": true});
    house.s.withdraw_roster(&from, &receipt.no, fields.as_object().unwrap()).await.unwrap();
    house.s.carry_on(&receipt.no, from.now).await.unwrap();
    assert_eq!(code(house.s.view(&from, &no).await), "not_found");
    let closed = house.s.sealed_cases(&district()).await.unwrap();
    assert_eq!(closed.cases.iter().map(|c| c.standing.as_str()).collect::<Vec<_>>(), ["closed"]);
}

async fn sc12_a_letter_about_a_sealed_case_has_its_number_and_names_no_case(house: House) {
    let no = sent(&house, 0).await;
    name(&house, &no, &["li", "chen"]).await;
    open(&house, &chen(), &no).await;
    house
        .s
        .give_letter(
            &chen(),
            None,
            "name-letters",
            json!({"word": "天司帮"}).as_object().unwrap(),
            Default::default(),
        )
        .await
        .unwrap();
    let notice = json!({"on": "2026-11-20", "letter_no": "未管〔2026〕1号"});
    house.give(&chen(), &no, "send-notice", notice).await.unwrap();
    let receipt = json!({"on": "2026-11-24", "received_by": "陈某", "number_letter": true});
    house.give(&chen(), &no, "receipt-notice", receipt).await.unwrap();
    let book = house.s.letters(&district(), &district().actor.unit, 2026).await.unwrap().book;
    assert_eq!(book.letters.len(), 1, "numbers have no gap");
    assert!(book.letters.iter().all(|l| l.cases.is_empty()));
}

async fn sc12_a_row_planted_for_a_whole_unit_is_found(house: House) {
    house.will_be_damaged();
    let no = sent(&house, 0).await;
    name(&house, &no, &["li", "chen"]).await;
    let plant = "INSERT INTO visible (unit, stream, no, name, standing, category, owner, release_on, due_on, home) SELECT $2, stream, no, name, standing, category, owner, release_on, due_on, home FROM visible WHERE unit = '@li' AND no = $1";
    house.write(plant, vec![no.as_str().into(), OFFICE.into()]).await;
    let found: Vec<&str> =
        house.s.examine(vec![], None).await.unwrap().violations.iter().map(|v| v.code).collect();
    assert_eq!(found, ["visible_row", "sealed_shown"]);
    house.write("UPDATE account SET disabled = 1 WHERE login IN ('li', 'chen')", vec![]).await;
    let found: Vec<&str> =
        house.s.examine(vec![], None).await.unwrap().violations.iter().map(|v| v.code).collect();
    assert!(found.contains(&"sealed_unreadable"), "{found:?}");
}
