//! Calendar, private feed, note of what is overdue (issue 4, line 9).

use crate::given::{
    CITY, DISTRICT, FAR_DISTRICT, House, NEIGHBOUR, OFFICE, TODAY, asker, city, code, console, district,
    head, in_folder, name, noon, person, prison, worker,
};
use database::testing::runtime;
use documents::roster::Field;
use domain::{
    kernel::{Actor, Role},
    unit::Unit,
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use service::{
    Asker,
    calendar::{Days, List, Part, What},
};
use store::{calendar::Which, page::Ask};

on_both!(
    each_day_counts_what_its_list_shows,
    the_own_calendar_shows_what_he_and_those_he_stands_in_for_owe,
    a_fetch_is_counted_on_the_release_day_until_that_day_moves,
    who_left_the_list_comes_home_on_no_day,
    who_sees_no_files_has_no_calendar,
    a_feed_tells_numbers_and_dies_when_revoked_renewed_or_disabled,
    nobody_makes_a_feed_for_another,
    a_feed_is_looked_at_in_the_name_of_its_account,
    a_note_is_made_once_a_day_and_says_what_was_settled,
    a_note_opens_its_people_even_when_one_is_settled,
    a_day_without_anything_overdue_has_no_note_and_missed_days_have_none,
    a_note_is_unread_until_each_marks_it_himself,
    only_bureaus_are_told_and_only_of_units_below,
);

const ALL: Ask = Ask { limit: 1000, after: None };

fn fields(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

fn on(day: Date, of: Asker) -> Asker {
    Asker { now: noon(day), ..of }
}

/// Everything that is due some day.
const EVER: (Date, Date) = (date(2020, 1, 1), date(2200, 1, 1));

async fn days(house: &House, who: &Asker, part: Part) -> Days {
    house.s.calendar(who, part, EVER).await.expect("a calendar")
}

async fn listed(house: &House, who: &Asker, part: Part, day: Date, what: What) -> usize {
    let (_, list) = house.s.calendar_day(who, part, day, &what, &ALL).await.expect("a day");
    match list {
        List::Owed(page) => page.items.len(),
        List::Coming(page) => page.items.len(),
    }
}

/// Every number of the calendar opens as many lines, in pages too; together they are all that the unit owes.
async fn counts_are_lists(house: &House, who: &Asker, part: Part) -> usize {
    let mut owed = 0;
    for (day, counts) in days(house, who, part).await {
        let number = |n: i64| usize::try_from(n).expect("a count");
        let any = listed(house, who, part, day, What::Due(Which::Any)).await;
        assert_eq!(any, number(counts.total()), "{day}");
        for kind in &counts.due {
            let of_kind = What::Due(Which::Kind(kind.code.clone()));
            assert_eq!(
                listed(house, who, part, day, of_kind).await,
                number(kind.number),
                "{day} {}",
                kind.code
            );
        }
        let agreed = listed(house, who, part, day, What::Due(Which::Agreed)).await;
        assert_eq!(agreed, number(counts.agreed), "{day}");
        assert_eq!(listed(house, who, part, day, What::Released).await, number(counts.released), "{day}");
        assert_eq!(listed(house, who, part, day, What::Fetched).await, number(counts.fetched), "{day}");
        owed += any;
    }
    owed
}

async fn owes(house: &House, who: &Asker) -> usize {
    house.s.obligations(who, EVER.1, ALL).await.expect("owed").items.len()
}

async fn each_day_counts_what_its_list_shows(house: House) {
    let all = house.taken(0..4).await;
    for no in &all[..2] {
        house.at_home(no).await;
    }
    let visit = json!({"on": "2026-11-23", "way": "home", "result": "met", "note": "情况平稳", "next_on": "2026-12-01"});
    house.give(&worker(), &all[0], "record-visit", visit).await.expect("visited");
    let agreed = days(&house, &worker(), Part::Unit).await[&date(2026, 12, 1)].agreed;
    assert_eq!(agreed, 1, "a visit agreed with the person");
    for who in [worker(), head(), district(), city(), prison("广东省番禺监狱")] {
        assert_eq!(counts_are_lists(&house, &who, Part::Unit).await, owes(&house, &who).await, "{who:?}");
    }
    let released = days(&house, &city(), Part::Unit).await[&date(2026, 11, 20)].released;
    assert_eq!(released, 4);
    let mut paged = vec![];
    let mut ask = Ask { limit: 1, after: None };
    loop {
        let (_, list) = house
            .s
            .calendar_day(&city(), Part::Unit, date(2026, 11, 20), &What::Released, &ask)
            .await
            .unwrap();
        let List::Coming(page) = list else { panic!("persons") };
        assert_eq!(page.at_least, 4);
        paged.extend(page.items.into_iter().map(|c| c.no));
        ask.after = page.next;
        if ask.after.is_none() {
            break;
        }
    }
    let mut expected = all.clone();
    expected.sort();
    assert_eq!(paged, expected);
}

fn chen() -> Asker {
    let w = worker();
    Asker { actor: Actor { account: "chen".into(), name: "陈所员".into(), ..w.actor }, ..w }
}

fn liu() -> Asker {
    let w = worker();
    Asker { actor: Actor { account: "liu".into(), name: "刘所员".into(), ..w.actor }, ..w }
}

async fn the_own_calendar_shows_what_he_and_those_he_stands_in_for_owe(house: House) {
    for login in ["chen", "liu"] {
        house.s.install(&console(), login, login, Role::OfficeWorker, OFFICE).await.expect("installed");
    }
    let all = house.taken(0..3).await;
    house.at_home(&all[0]).await;
    house.give(&head(), &all[0], "assign-worker", json!({"worker": "chen"})).await.expect("assigned");
    let own = counts_are_lists(&house, &chen(), Part::Own).await;
    assert!(own > 0 && own < counts_are_lists(&house, &chen(), Part::Unit).await);
    let home = date(2026, 11, 20);
    assert_eq!(days(&house, &chen(), Part::Own).await[&home].released, 1);
    assert_eq!(days(&house, &liu(), Part::Own).await, Days::new());
    let leave = json!({"from": "2026-11-24", "until": "2026-11-26", "stand_in": "liu"});
    house.s.give_account(&chen(), "chen", "set-leave", &fields(leave)).await.expect("away");
    assert_eq!(counts_are_lists(&house, &liu(), Part::Own).await, own);
    assert_eq!(days(&house, &liu(), Part::Own).await[&home].released, 1);
}

/// A person who is released on the 20th of December and verified.
async fn expected(house: &House, n: u32) -> String {
    let cells = [(Field::EndsOn, "2026-12-20"), (Field::StartsOn, "2024-12-21")];
    house.import(vec![person(n, &cells)]).await;
    let no = house.no_of(&crate::given::id_number(n)).await;
    house.give(&worker(), &no, "verify", json!({"result": "01"})).await.expect("verified");
    no
}

async fn a_fetch_is_counted_on_the_release_day_until_that_day_moves(house: House) {
    let no = expected(&house, 0).await;
    let day = date(2026, 12, 20);
    let at = async |day| {
        let found = days(&house, &worker(), Part::Unit).await.remove(&day).unwrap_or_default();
        (found.released, found.fetched)
    };
    assert_eq!(at(day).await, (1, 0));
    let plan = json!({"comes": "03", "staff": "王某", "vehicle": "粤A"});
    house.give(&worker(), &no, "plan-fetch", plan).await.expect("planned");
    assert_eq!(at(day).await, (1, 1));
    let change = json!({"release_on": "2026-12-28", "ground": "added", "letter_no": "1号"});
    house.give(&worker(), &no, "change-release", change).await.expect("changed");
    assert_eq!((at(day).await, at(date(2026, 12, 28)).await), ((0, 0), (1, 0)), "the plan is void");
}

async fn who_left_the_list_comes_home_on_no_day(house: House) {
    let no = expected(&house, 0).await;
    let left = json!({"on": "2026-11-23", "ground": "hmt", "letter_no": "1号"});
    house.give(&worker(), &no, "leave-list", left).await.expect("left");
    assert!(days(&house, &worker(), Part::Unit).await.values().all(|d| d.released == 0));
}

async fn who_sees_no_files_has_no_calendar(house: House) {
    for role in [Role::Administrator, Role::Auditor] {
        let who = asker(role, CITY);
        assert_eq!(code(house.s.calendar(&who, Part::Unit, EVER).await), "not_found");
        let day = house.s.calendar_day(&who, Part::Unit, TODAY, &What::Released, &ALL).await;
        assert_eq!(code(day), "not_found");
        assert_eq!(code(house.s.own_feed(&who).await), "not_found");
    }
}

async fn make(house: &House, who: &Asker, shows: &str) -> String {
    let made =
        house.s.give_account(who, &who.actor.account, "make-feed", &fields(json!({"shows": shows}))).await;
    let path = made.expect("made").feed.expect("a path");
    path.strip_prefix("/ics/").and_then(|p| p.strip_suffix(".ics")).expect("a calendar's path").to_owned()
}

async fn a_feed_tells_numbers_and_dies_when_revoked_renewed_or_disabled(house: House) {
    house.s.install(&console(), "chen", "陈所员", Role::OfficeWorker, OFFICE).await.expect("installed");
    house.taken(0..2).await;
    let (now, who) = (noon(TODAY), chen());
    let first = make(&house, &who, "unit").await;
    let fed = house.s.feed(&first, now).await.expect("fed");
    let late = house.s.workbench(&who).await.expect("a workbench").due[0];
    assert!(late > 0 && fed.ahead.late == late && fed.part == Part::Unit);
    let (from, until) = (TODAY.saturating_sub(7.days()), TODAY.saturating_add(60.days()));
    assert_eq!(fed.ahead.days, house.s.calendar(&who, Part::Unit, (from, until)).await.expect("a calendar"));
    let kept = house.number("SELECT COUNT(*) FROM feed WHERE login = 'chen'").await;
    assert_eq!(kept, 1);

    let second = make(&house, &who, "own").await;
    assert_eq!(code(house.s.feed(&first, now).await), "not_found", "renewed");
    let fed_again = house.s.feed(&second, now).await.expect("fed");
    assert_eq!(
        (fed_again.part, &fed_again.mark),
        (Part::Own, &fed.mark),
        "the same events under a new address"
    );
    assert!(house.s.own_feed(&who).await.expect("asked").expect("one").own);

    house.s.give_account(&who, "chen", "revoke-feed", &Map::new()).await.expect("revoked");
    assert_eq!(code(house.s.feed(&second, now).await), "not_found");
    assert_eq!(house.s.own_feed(&who).await.expect("asked"), None);

    let administrator = asker(Role::Administrator, CITY);
    for ends in ["reset-password", "disable-account"] {
        let secret = make(&house, &who, "unit").await;
        assert_eq!(code(house.s.feed(&secret, now).await), "ok");
        house.s.give_account(&administrator, "chen", ends, &Map::new()).await.expect(ends);
        assert_eq!(code(house.s.feed(&secret, now).await), "not_found", "{ends}");
    }
    let wrong = ["", "x", &"A".repeat(43), &"ä".repeat(30), &"A".repeat(4000)].map(str::to_owned);
    for secret in wrong {
        assert_eq!(code(house.s.feed(&secret, now).await), "not_found");
    }
}

async fn nobody_makes_a_feed_for_another(house: House) {
    for (login, role) in [("chen", Role::OfficeWorker), ("boss", Role::OfficeHead)] {
        house.s.install(&console(), login, login, role, OFFICE).await.expect("installed");
    }
    let boss = Asker { actor: Actor { account: "boss".into(), ..head().actor }, ..head() };
    let made = house.s.give_account(&boss, "chen", "make-feed", &Map::new()).await;
    assert_eq!(code(made), "not_your_feed");
    let administrator = asker(Role::Administrator, CITY);
    assert_eq!(
        code(house.s.give_account(&administrator, "chen", "make-feed", &Map::new()).await),
        "not_your_role"
    );
    assert_eq!(house.number("SELECT COUNT(*) FROM feed").await, 0);
}

async fn a_feed_is_looked_at_in_the_name_of_its_account(house: House) {
    house.s.install(&console(), "chen", "陈所员", Role::OfficeWorker, OFFICE).await.expect("installed");
    let secret = make(&house, &chen(), "unit").await;
    house.s.feed(&secret, noon(TODAY)).await.expect("fed");
    house.s.feed(&"A".repeat(43), noon(TODAY)).await.expect_err("wrong");
    let wanted = store::audit::Wanted { from: 0, until: i64::MAX, actor: "chen".into(), no: String::new() };
    let looks = house.s.looks.searched(wanted, None).await.expect("looks");
    let told: Vec<_> =
        looks.iter().map(|(l, _)| (l.what.as_str(), l.no.as_str(), l.reason.as_str())).collect();
    assert_eq!(told, [("list", "", "feed")]);
}

/// Persons at home since the 20th, and the day on which all that was due in the week after is long overdue.
const LATER: Date = date(2026, 12, 8);

async fn overdue(house: &House) -> Vec<String> {
    let all = house.taken(0..2).await;
    for no in &all {
        house.at_home(no).await;
    }
    all
}

async fn a_note_is_made_once_a_day_and_says_what_was_settled(house: House) {
    let all = overdue(&house).await;
    let first = on(LATER, district());
    let note = house.s.note_today(&first).await.expect("asked").expect("made");
    assert_eq!((note.day.as_str(), note.places, note.settled, note.read), ("2026-12-08", 1, 0, false));
    let other = House::open(house.database.clone(), house.looks.clone(), 2, database::Options::default())
        .await
        .expect("another server");
    assert_eq!(other.s.note_today(&first).await.expect("asked"), Some(note.clone()));

    let next = on(LATER.saturating_add(1.day()), district());
    let visit = json!({"on": "2026-12-08", "way": "home", "result": "met", "note": "情况平稳"});
    house.give(&on(LATER, worker()), &all[0], "record-visit", visit).await.expect("visited");
    let (a, b) = tokio::join!(house.s.note_today(&next), other.s.note_today(&next));
    let (a, b) = (a.expect("asked").expect("made"), b.expect("asked").expect("made"));
    assert_eq!(a, b);
    assert!(a.settled >= 1, "the first visit is no longer overdue: {a:?}");
    assert_eq!(house.number("SELECT COUNT(*) FROM note").await, 2);
    assert_eq!(house.number("SELECT COUNT(*) FROM event WHERE kind = 'note.made'").await, 2);
}

async fn a_note_opens_its_people_even_when_one_is_settled(house: House) {
    let all = overdue(&house).await;
    let who = on(LATER, district());
    house.s.note_today(&who).await.expect("asked").expect("made");
    let note = house.s.note(&who, LATER).await.expect("a note");
    let counts = &note.counts()[&Unit::new(OFFICE)];
    let visits = counts.iter().find(|c| c.kind == "record-visit").expect("visits").number;
    assert_eq!(visits, 2, "the first visit was due on the 27th of November");
    let visit = json!({"on": "2026-12-08", "way": "home", "result": "met", "note": "情况平稳"});
    house.give(&on(LATER, worker()), &all[0], "record-visit", visit).await.expect("visited");
    let close = json!({"on": "2026-12-08", "reason": "died", "told": "当面告知家属"});
    house.give(&on(LATER, head()), &all[1], "close", close).await.expect("closed");
    let office = Unit::new(OFFICE);
    for count in counts {
        let behind = house.s.behind(&who, LATER, &office, Some(&count.kind), 0).await.expect("people");
        assert_eq!((behind.count, behind.things.len()), (count.number, count.number), "{}", count.kind);
    }
    let behind = house.s.behind(&who, LATER, &office, Some("record-visit"), 0).await.expect("people");
    for (n, no) in (0..).zip(&all) {
        let (_, standing) = behind.things.iter().find(|(item, _)| item.no == *no).expect("in the note");
        let standing = standing.as_ref().expect("seen by the district");
        assert_eq!(standing.name, name(n));
        // The next visit of the first is owed, later than the note; the second owes nothing any more.
        assert_eq!(standing.due_on.is_some(), n == 0);
    }
    let elsewhere = house.s.behind(&who, LATER, &Unit::new(NEIGHBOUR), None, 0).await;
    assert_eq!(code(elsewhere), "not_found");
}

async fn a_day_without_anything_overdue_has_no_note_and_missed_days_have_none(house: House) {
    assert_eq!(house.s.note_today(&district()).await, Ok(None));
    overdue(&house).await;
    house.s.note_today(&on(LATER, district())).await.expect("asked").expect("made");
    let later = LATER.saturating_add(4.days());
    let listed = house.s.notes(&on(later, district()), None).await.expect("notes");
    let days: Vec<_> = listed.iter().map(|n| n.day.clone()).collect();
    assert_eq!(days, [later.to_string(), LATER.to_string()]);
    let before = house.s.notes(&on(later, district()), Some(later)).await.expect("notes");
    assert_eq!(before.len(), 1);
}

async fn a_note_is_unread_until_each_marks_it_himself(house: House) {
    overdue(&house).await;
    let (one, other) = (on(LATER, district()), on(LATER, district()));
    let other = Asker { actor: Actor { account: "other".into(), ..other.actor }, ..other };
    house.s.note_today(&one).await.expect("asked").expect("made");
    house.s.read_note(&one, LATER).await.expect("read");
    house.s.read_note(&one, LATER).await.expect("read twice");
    let read = async |who: &Asker| house.s.note_today(who).await.expect("asked").expect("made").read;
    assert_eq!((read(&one).await, read(&other).await), (true, false));
    assert_eq!(code(house.s.read_note(&one, TODAY).await), "not_found");
}

async fn only_bureaus_are_told_and_only_of_units_below(house: House) {
    overdue(&house).await;
    for who in [
        worker(),
        head(),
        prison("广东省番禺监狱"),
        asker(Role::Administrator, CITY),
        asker(Role::Auditor, CITY),
    ] {
        let who = on(LATER, who);
        assert_eq!(house.s.note_today(&who).await, Ok(None), "{who:?}");
        assert_eq!(code(house.s.notes(&who, None).await), "not_your_role");
        assert_eq!(code(house.s.note(&who, LATER).await), "not_your_role");
        assert_eq!(code(house.s.read_note(&who, LATER).await), "not_your_role");
    }
    let far = on(LATER, asker(Role::District, FAR_DISTRICT));
    assert_eq!(house.s.note_today(&far).await, Ok(None));
    house.s.note_today(&on(LATER, district())).await.expect("asked").expect("made");
    assert_eq!(code(house.s.note(&far, LATER).await), "not_found");
    let city = on(LATER, city());
    house.s.note_today(&city).await.expect("asked").expect("made");
    let places = house.s.note(&city, LATER).await.expect("a note").counts();
    assert_eq!(places.keys().map(Unit::code).collect::<Vec<_>>(), [DISTRICT]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn over_random_lives_a_month_is_its_days_and_all_is_what_is_owed(
        steps in prop::collection::vec((0_usize..4, 0_usize..6), 10..30)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (database, looks) = in_folder(folder.path());
        runtime().block_on(async {
            let house = House::open(database, looks, 1, database::Options::default()).await.unwrap();
            let all = house.taken(0..4).await;
            let commands = [
                ("verify", json!({"result": "01"})),
                ("receive", json!({"on": "2026-11-20", "way": "03"})),
                ("open-file", json!({"on": "2026-11-21"})),
                ("record-visit", json!({"on": "2026-11-23", "way": "home", "result": "met", "note": "情况平稳", "next_on": "2026-12-01"})),
                ("plan-fetch", json!({"comes": "03", "staff": "王某"})),
                ("change-release", json!({"release_on": "2027-03-01", "ground": "added", "letter_no": "1号"})),
            ];
            for (of, what) in steps {
                let (name, fields) = commands[what].clone();
                let _ = house.give(&worker(), &all[of], name, fields).await; // a refusal changes nothing
            }
            for who in [worker(), district(), city(), prison("广东省番禺监狱")] {
                assert_eq!(counts_are_lists(&house, &who, Part::Unit).await, owes(&house, &who).await);
            }
            house.content().await;
        });
    }
}
